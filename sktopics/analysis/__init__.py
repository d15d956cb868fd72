"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._approximate_distribution import approximate_distribution
from ._topic_mixtures import DocumentMixture, TokenTable, TokenTopics, TopicMixtures

__all__ = [
    "DocumentMixture",
    "TokenTable",
    "TokenTopics",
    "TopicMixtures",
    "approximate_distribution",
]
