"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._hierarchical_topics import hierarchical_topics
from ._merged_table import merged_table
from ._taxonomy_nodes import TaxonomyNode, TopicTaxonomy
from ._topic_hierarchy import TopicHierarchy
from ._topic_merges import MergeTable, TopicMerge
from ._topic_taxonomy import topic_taxonomy

__all__ = [
    "MergeTable",
    "TaxonomyNode",
    "TopicHierarchy",
    "TopicMerge",
    "TopicTaxonomy",
    "hierarchical_topics",
    "merged_table",
    "topic_taxonomy",
]
