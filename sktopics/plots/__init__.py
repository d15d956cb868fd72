"""Figures of topics, documents, times and searches, from tables and arrays.

Every function takes what `sktopics.analysis` or `sktopics.topics` give, or a fitted
model from which it makes that, and returns a `plotly.graph_objects.Figure`. They need
the extra `plots`.
"""

from ._plot_model_comparison import plot_model_comparison
from ._plot_term_rank import plot_term_rank
from ._plot_term_relevance import plot_term_relevance
from ._plot_topic_drift import plot_topic_drift
from ._plot_topic_images import plot_topic_images
from ._plot_topic_map import plot_topic_map
from ._plot_topic_similarity import plot_topic_similarity
from ._plot_topic_spectrum import plot_topic_spectrum
from ._plot_topics import plot_topics

__all__ = [
    "plot_model_comparison",
    "plot_term_rank",
    "plot_term_relevance",
    "plot_topic_drift",
    "plot_topic_images",
    "plot_topic_map",
    "plot_topic_similarity",
    "plot_topic_spectrum",
    "plot_topics",
]
