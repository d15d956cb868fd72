"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._hierarchical_topics import hierarchical_topics
from ._merged_table import merged_table
from ._topic_hierarchy import MergeTable, TopicHierarchy, TopicMerge

__all__ = [
    "MergeTable",
    "TopicHierarchy",
    "TopicMerge",
    "hierarchical_topics",
    "merged_table",
]
