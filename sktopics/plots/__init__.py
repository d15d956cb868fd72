"""Figures of topics, documents, times and searches, from tables and arrays.

Every function takes what `sktopics.analysis` or `sktopics.topics` give, or a fitted
model from which it makes that, and returns a `plotly.graph_objects.Figure`. They need
the extra `plots`.
"""

from ._plot_authors import plot_authors
from ._plot_document_datamap import interactive_document_datamap, plot_document_datamap
from ._plot_document_topics import plot_document_topics
from ._plot_documents import plot_documents
from ._plot_emerging_topics import plot_emerging_topics
from ._plot_hierarchical_documents import plot_hierarchical_documents
from ._plot_hierarchy import plot_hierarchy
from ._plot_model_comparison import plot_model_comparison
from ._plot_regularizer_path import plot_regularizer_path
from ._plot_search import plot_search
from ._plot_segments import plot_segments
from ._plot_taxonomy import plot_taxonomy
from ._plot_term_rank import plot_term_rank
from ._plot_term_relevance import plot_term_relevance
from ._plot_topic_drift import plot_topic_drift
from ._plot_topic_flow import plot_topic_flow
from ._plot_topic_images import plot_topic_images
from ._plot_topic_map import plot_topic_map
from ._plot_topic_numbers import plot_topic_numbers
from ._plot_topic_similarity import plot_topic_similarity
from ._plot_topic_spectrum import plot_topic_spectrum
from ._plot_topic_tree import plot_topic_tree
from ._plot_topics import plot_topics
from ._plot_topics_over_time import plot_topics_over_time
from ._plot_topics_per_class import (
    plot_topics_per_class,
    plot_topics_per_class_over_time,
)
from ._plot_training import plot_training
from ._token_topics_html import TokenTopicsHtml, token_topics_html

__all__ = [
    "TokenTopicsHtml",
    "interactive_document_datamap",
    "plot_authors",
    "plot_document_datamap",
    "plot_document_topics",
    "plot_documents",
    "plot_emerging_topics",
    "plot_hierarchical_documents",
    "plot_hierarchy",
    "plot_model_comparison",
    "plot_regularizer_path",
    "plot_search",
    "plot_segments",
    "plot_taxonomy",
    "plot_term_rank",
    "plot_term_relevance",
    "plot_topic_drift",
    "plot_topic_flow",
    "plot_topic_images",
    "plot_topic_map",
    "plot_topic_numbers",
    "plot_topic_similarity",
    "plot_topic_spectrum",
    "plot_topic_tree",
    "plot_topics",
    "plot_topics_over_time",
    "plot_topics_per_class",
    "plot_topics_per_class_over_time",
    "plot_training",
    "token_topics_html",
]
