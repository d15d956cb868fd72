"""What any fitted model or Pipeline tells of its topics. Nobody else looks inside.

A model of topics has

- `components_`, weights of terms in topics: an array or a sparse matrix, not negative;
- `transform`, the shares of topics in documents, where a corpus is to be read.

It may also have

- `topics_`, its own table of topics, which is the truth about their words and names,
  see :mod:`.topics`;
- `__topic_traits__`, a `TopicTraits` that says what the weights and the shares are;
- `terms_` or `feature_names_in_`, names of the columns;
- `topic_word_counts_`, `topic_word_prior_`, or `topic_sizes_` and `n_outliers_`, from
  which the sizes of topics follow;
- `modalities_`, names of sets of columns; `doc_topic_prior_`;
- `authors_`, `author_topic_` and `author_document_counts_`.
"""

from .author_shares import has_authors, read_authors
from .corpus import (
    content_keys,
    distinct_of_ranked,
    excerpts,
    materialized,
    representative_rows,
    shorten,
    topic_shares,
    wording,
)
from .counts import counts_of
from .names import check_names, known_term_names, term_names
from .selection import check_columns, check_selection
from .sizes import corpus_sizes, equal_sizes, topic_masses
from .steps import (
    final_model,
    is_model,
    model_input,
    model_method,
    pipeline_steps,
    vectorizer_and_steps_before,
)
from .term_lists import check_named, distinct_terms, read_term_lists
from .topics import read_topics
from .traits import TopicTraits
from .weights import (
    check_distributions,
    check_weights,
    has_weights,
    read_doc_topic_prior,
    read_weights,
)
from .word_vectors import vector_lookup

__all__ = [
    "TopicTraits",
    "check_columns",
    "check_distributions",
    "check_named",
    "check_names",
    "check_selection",
    "check_weights",
    "content_keys",
    "corpus_sizes",
    "counts_of",
    "distinct_of_ranked",
    "distinct_terms",
    "equal_sizes",
    "excerpts",
    "final_model",
    "has_authors",
    "has_weights",
    "is_model",
    "known_term_names",
    "materialized",
    "model_input",
    "model_method",
    "pipeline_steps",
    "read_authors",
    "read_doc_topic_prior",
    "read_term_lists",
    "read_topics",
    "read_weights",
    "representative_rows",
    "shorten",
    "term_names",
    "topic_masses",
    "topic_shares",
    "vector_lookup",
    "vectorizer_and_steps_before",
    "wording",
]
