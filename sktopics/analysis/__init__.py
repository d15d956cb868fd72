"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._aggregate import aggregate
from ._approximate_distribution import approximate_distribution
from ._find_documents import FoundDocument, FoundDocuments, find_documents
from ._find_topics import FoundTopic, FoundTopics, find_topics
from ._outlier_reduction import OutlierReduction, OutlierStep
from ._reassign_outliers import reassign_outliers
from ._token_table import TokenTable, TokenTopics
from ._topic_mixtures import DocumentMixture, TopicMixtures

__all__ = [
    "DocumentMixture",
    "FoundDocument",
    "FoundDocuments",
    "FoundTopic",
    "FoundTopics",
    "OutlierReduction",
    "OutlierStep",
    "TokenTable",
    "TokenTopics",
    "TopicMixtures",
    "aggregate",
    "approximate_distribution",
    "find_documents",
    "find_topics",
    "reassign_outliers",
]
