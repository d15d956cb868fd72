"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._approximate_distribution import approximate_distribution
from ._outlier_reduction import OutlierReduction, OutlierStep
from ._reassign_outliers import reassign_outliers
from ._topic_mixtures import DocumentMixture, TokenTable, TokenTopics, TopicMixtures

__all__ = [
    "DocumentMixture",
    "OutlierReduction",
    "OutlierStep",
    "TokenTable",
    "TokenTopics",
    "TopicMixtures",
    "approximate_distribution",
    "reassign_outliers",
]
