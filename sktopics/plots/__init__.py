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
from ._plot_regularizer_path import plot_regularizer_path
from ._plot_search import plot_search
from ._plot_segments import plot_segments
from ._plot_taxonomy import plot_taxonomy
from ._plot_topic_flow import plot_topic_flow
from ._plot_topic_tree import plot_topic_tree
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
    "plot_regularizer_path",
    "plot_search",
    "plot_segments",
    "plot_taxonomy",
    "plot_topic_flow",
    "plot_topic_tree",
    "plot_topics_over_time",
    "plot_topics_per_class",
    "plot_topics_per_class_over_time",
    "plot_training",
    "token_topics_html",
]
