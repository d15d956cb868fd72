"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._find_documents import FoundDocument, FoundDocuments, find_documents
from ._find_topics import FoundTopic, FoundTopics, find_topics
from ._group_shares import GroupShares, group_shares
from ._grouped_topics import GroupedTopic, GroupedTopics
from ._time_bins import TimeBins, time_bins
from ._topic_trends import TopicTrend, TopicTrends, emerging_topics
from ._topics_over_time import topics_over_time
from ._topics_per_class import topics_per_class, topics_per_class_over_time

__all__ = [
    "FoundDocument",
    "FoundDocuments",
    "FoundTopic",
    "FoundTopics",
    "GroupShares",
    "GroupedTopic",
    "GroupedTopics",
    "TimeBins",
    "TopicTrend",
    "TopicTrends",
    "emerging_topics",
    "find_documents",
    "find_topics",
    "group_shares",
    "time_bins",
    "topics_over_time",
    "topics_per_class",
    "topics_per_class_over_time",
]
