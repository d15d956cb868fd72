"""What any fitted model or Pipeline tells of its topics. Nobody else looks inside."""

from .corpus import (
    corpus_sizes,
    document_lengths,
    excerpts,
    materialized,
    representative_rows,
    shorten,
    topic_shares,
)
from .counts import counts_of
from .selection import check_columns, check_selection
from .steps import (
    final_model,
    is_model,
    known_term_names,
    model_input,
    pipeline_steps,
    term_names,
    vectorizer_and_steps_before,
)
from .term_lists import check_named, distinct_terms, names_of_columns, read_term_lists
from .weights import (
    check_names,
    dense_components,
    equal_sizes,
    read_topics,
    topic_masses,
    topic_word_of,
    weights_of,
)
from .word_vectors import vector_lookup

__all__ = [
    "check_columns",
    "check_named",
    "check_names",
    "check_selection",
    "corpus_sizes",
    "counts_of",
    "dense_components",
    "distinct_terms",
    "document_lengths",
    "equal_sizes",
    "excerpts",
    "final_model",
    "is_model",
    "known_term_names",
    "materialized",
    "model_input",
    "names_of_columns",
    "pipeline_steps",
    "read_term_lists",
    "read_topics",
    "representative_rows",
    "shorten",
    "term_names",
    "topic_masses",
    "topic_shares",
    "topic_word_of",
    "vector_lookup",
    "vectorizer_and_steps_before",
    "weights_of",
]
