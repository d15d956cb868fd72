"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._aggregate import aggregate
from ._approximate_distribution import approximate_distribution
from ._find_documents import FoundDocument, FoundDocuments, find_documents
from ._find_topics import FoundTopic, FoundTopics, find_topics
from ._hierarchical_topics import hierarchical_topics
from ._merge_models import merge_models
from ._merged_table import merged_table
from ._outlier_reduction import OutlierReduction, OutlierStep
from ._reassign_outliers import reassign_outliers
from ._taxonomy_nodes import TaxonomyNode, TopicTaxonomy
from ._token_table import TokenTable, TokenTopics
from ._topic_hierarchy import TopicHierarchy
from ._topic_merges import MergeTable, TopicMerge
from ._topic_mixtures import DocumentMixture, TopicMixtures
from ._topic_taxonomy import topic_taxonomy

__all__ = [
    "DocumentMixture",
    "FoundDocument",
    "FoundDocuments",
    "FoundTopic",
    "FoundTopics",
    "MergeTable",
    "OutlierReduction",
    "OutlierStep",
    "TaxonomyNode",
    "TokenTable",
    "TokenTopics",
    "TopicHierarchy",
    "TopicMerge",
    "TopicMixtures",
    "TopicTaxonomy",
    "aggregate",
    "approximate_distribution",
    "find_documents",
    "find_topics",
    "hierarchical_topics",
    "merge_models",
    "merged_table",
    "reassign_outliers",
    "topic_taxonomy",
]
