"""Figures of topics, documents, times and searches, from tables and arrays.

Every function takes what `sktopics.analysis` or `sktopics.topics` give, or a fitted
model from which it makes that, and returns a `plotly.graph_objects.Figure`. They need
the extra `plots`.
"""

__all__: list[str] = []
