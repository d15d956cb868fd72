"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._aggregate import aggregate
from ._approximate_distribution import approximate_distribution
from ._token_table import TokenTable, TokenTopics
from ._topic_mixtures import DocumentMixture, TopicMixtures

__all__ = [
    "DocumentMixture",
    "TokenTable",
    "TokenTopics",
    "TopicMixtures",
    "aggregate",
    "approximate_distribution",
]
