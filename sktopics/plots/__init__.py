"""Figures of topics, documents, times and searches, from tables and arrays.

Every function takes what `sktopics.analysis` or `sktopics.topics` give, or a fitted
model from which it makes that, and returns a `plotly.graph_objects.Figure`. They need
the extra `plots`.
"""

from ._plot_authors import plot_authors
from ._plot_document_datamap import (
    interactive_document_datamap,
    plot_document_datamap,
)
from ._plot_document_topics import plot_document_topics
from ._plot_documents import plot_documents
from ._plot_hierarchical_documents import plot_hierarchical_documents
from ._plot_segments import plot_segments
from ._token_topics_html import TokenTopicsHtml, token_topics_html

__all__ = [
    "TokenTopicsHtml",
    "interactive_document_datamap",
    "plot_authors",
    "plot_document_datamap",
    "plot_document_topics",
    "plot_documents",
    "plot_hierarchical_documents",
    "plot_segments",
    "token_topics_html",
]
