"""What any fitted model or Pipeline tells of its topics. Nobody else looks inside.

A model of topics has

- `components_`, weights of terms in topics: an array or a sparse matrix, not negative;
- `transform`, the shares of topics in documents, where a corpus is to be read.

It may also have

- `topics_`, its own table of topics, which is the truth about their words and names,
  see :mod:`.topics`;
- `__topic_traits__`, a `TopicTraits` that says what the weights and the shares are;
- `__weights_shape__`, the shape of `components_`, where these are computed when they
  are asked for;
- `terms_` or `feature_names_in_`, names of the columns;
- `topic_names_`, names of topics where it has no table of its own;
- `topic_word_counts_`, `topic_word_prior_`, or `topic_sizes_` and `n_outliers_`, from
  which the sizes of topics follow;
- `modalities_`, names of sets of columns; `doc_topic_prior_`;
- `word_embeddings_`, the vectors of `terms_`, and `__kept_vectors__(X)`, which gives
  the vectors of the training documents;
- `loss_curve_` and `evaluations_`, what it has written down while it was trained;
- `authors_`, `author_topic_` and `author_document_counts_`;
- in a table of its own, `outliers`, the documents without a topic, and
  `outlier_components_`, the weights of terms in them.

A reader that needs texts, tokens or counts of documents beside a model asks the steps
that documents meet on their way to it: a step with `build_analyzer`, in any Pipeline,
ColumnTransformer or FeatureUnion, or the `vectorizer_` of a model on documents. See
:mod:`.pipeline_texts`.
"""

from .author_shares import has_authors, read_authors
from .content import content_keys, distinct_of_ranked, folded_text
from .corpus import representative_rows, topic_probabilities, topic_shares
from .counted_words import counted_words, counts_of_words
from .counts import counts_of
from .document_shares import (
    DocumentShares,
    document_shares,
    one_hot_labels,
    topics_by_share,
    training_labels,
    training_shares,
)
from .embedding_parts import (
    kept_texts,
    read_encoder,
    read_kept_vectors,
    read_topic_embeddings,
    takes_beside,
)
from .empty_topics import (
    empty_topics,
    known_empty,
    warn_of_empty_topics,
    warn_of_left_out,
    without_empty,
)
from .excerpts import excerpts, full_texts, shorten
from .fitted_words import FittedWords, fitted_words
from .forms import (
    documents_in,
    frame_columns,
    ids_of_documents,
    is_numeric,
    is_table,
    listed,
    materialized,
    rewound,
)
from .layers_of_topics import LayerOfTopics, has_layers, read_layers
from .merged_pipeline import pipeline_with
from .modality_shares import modality_shares
from .names import check_names, column_names, known_term_names, term_names
from .outliers import read_outliers
from .own_table import own_table
from .parts_of_documents import TopicsOfParts, topics_of_parts
from .pipeline_texts import (
    REFUSALS,
    ReachingModel,
    ReadyTokens,
    TextsToAnalyze,
    pipeline_texts,
    stacked_rows,
    takes_numbers,
)
from .read_classes import Membership, read_classes
from .read_segments import has_segments, read_segments
from .search_results import SearchResults, search_results
from .selection import check_columns, check_selection, modality_names
from .shares_by_words import shares_by_words
from .sizes import corpus_sizes, equal_sizes, read_sizes, topic_masses
from .spans_of_tokens import check_places, spans_of_tokens
from .steps import final_model, is_model, model_input, model_method, pipeline_steps
from .term_lists import check_named, distinct_terms, read_term_lists
from .term_posteriors import TermPosteriors, term_posteriors, unknown_term
from .text_reader import NoReader, TextReader, analyzer_of, text_reader
from .topic_levels import (
    TopicLevel,
    model_of_level,
    read_chain,
    read_levels,
    read_parents,
)
from .topic_sums import TopicSums, mean_embeddings, read_topic_sums
from .topics import names_in_own_table, read_topic_names, read_topics
from .training_curves import training_curves
from .traits import TopicTraits, traits_of
from .weights import (
    check_distributions,
    check_weights,
    has_topics,
    has_weights,
    n_terms_of,
    read_doc_topic_prior,
    read_weights,
)
from .window_weights import WindowWeights, WordWeights, token_columns, word_weights_of
from .word_posteriors import (
    WordPosteriors,
    read_token_posteriors,
    read_word_posteriors,
)
from .word_vectors import (
    TrainedWords,
    WordEmbeddings,
    read_word_embeddings,
    trained_words,
    vector_lookup,
)
from .word_vectors_by import word_vectors_by

__all__ = [
    "REFUSALS",
    "DocumentShares",
    "FittedWords",
    "LayerOfTopics",
    "Membership",
    "NoReader",
    "ReachingModel",
    "ReadyTokens",
    "SearchResults",
    "TermPosteriors",
    "TextReader",
    "TextsToAnalyze",
    "TopicLevel",
    "TopicSums",
    "TopicTraits",
    "TopicsOfParts",
    "TrainedWords",
    "WindowWeights",
    "WordEmbeddings",
    "WordPosteriors",
    "WordWeights",
    "analyzer_of",
    "check_columns",
    "check_distributions",
    "check_named",
    "check_names",
    "check_places",
    "check_selection",
    "check_weights",
    "column_names",
    "content_keys",
    "corpus_sizes",
    "counted_words",
    "counts_of",
    "counts_of_words",
    "distinct_of_ranked",
    "distinct_terms",
    "document_shares",
    "documents_in",
    "empty_topics",
    "equal_sizes",
    "excerpts",
    "final_model",
    "fitted_words",
    "folded_text",
    "frame_columns",
    "full_texts",
    "has_authors",
    "has_layers",
    "has_segments",
    "has_topics",
    "has_weights",
    "ids_of_documents",
    "is_model",
    "is_numeric",
    "is_table",
    "kept_texts",
    "known_empty",
    "known_term_names",
    "listed",
    "materialized",
    "mean_embeddings",
    "modality_names",
    "modality_shares",
    "model_input",
    "model_method",
    "model_of_level",
    "n_terms_of",
    "names_in_own_table",
    "one_hot_labels",
    "own_table",
    "pipeline_steps",
    "pipeline_texts",
    "pipeline_with",
    "read_authors",
    "read_chain",
    "read_classes",
    "read_doc_topic_prior",
    "read_encoder",
    "read_kept_vectors",
    "read_layers",
    "read_levels",
    "read_outliers",
    "read_parents",
    "read_segments",
    "read_sizes",
    "read_term_lists",
    "read_token_posteriors",
    "read_topic_embeddings",
    "read_topic_names",
    "read_topic_sums",
    "read_topics",
    "read_weights",
    "read_word_embeddings",
    "read_word_posteriors",
    "representative_rows",
    "rewound",
    "search_results",
    "shares_by_words",
    "shorten",
    "spans_of_tokens",
    "stacked_rows",
    "takes_beside",
    "takes_numbers",
    "term_names",
    "term_posteriors",
    "text_reader",
    "token_columns",
    "topic_masses",
    "topic_probabilities",
    "topic_shares",
    "topics_by_share",
    "topics_of_parts",
    "trained_words",
    "training_curves",
    "training_labels",
    "training_shares",
    "traits_of",
    "unknown_term",
    "vector_lookup",
    "warn_of_empty_topics",
    "warn_of_left_out",
    "without_empty",
    "word_vectors_by",
    "word_weights_of",
]
