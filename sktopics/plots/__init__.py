"""Figures of topics, documents, times and searches, from tables and arrays.

Every function takes what `sktopics.analysis` or `sktopics.topics` give, or a fitted
model from which it makes that, and returns a `plotly.graph_objects.Figure`. They need
the extra `plots`.
"""

from ._plot_document_topics import plot_document_topics
from ._token_topics_html import TokenTopicsHtml, token_topics_html

__all__ = ["TokenTopicsHtml", "plot_document_topics", "token_topics_html"]
