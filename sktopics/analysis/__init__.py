"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ..topics.text_segments import TextSegment, TextSegments
from ._aggregate import aggregate
from ._approximate_distribution import approximate_distribution
from ._best_topics_of_documents import (
    BestTopics,
    BestTopicsOfDocument,
    best_topics,
)
from ._document_layout import DocumentLayout, document_layout
from ._find_documents import find_documents
from ._find_topics import find_topics
from ._find_words import find_words
from ._found_documents import FoundDocument, FoundDocuments
from ._found_topics import FoundTopic, FoundTopics
from ._found_words import FoundWord, FoundWords
from ._group_shares import GroupShares, group_shares
from ._grouped_topics import GroupedTopic, GroupedTopics
from ._hierarchical_topics import hierarchical_topics
from ._merge_models import merge_models
from ._merged_table import merged_table
from ._outlier_reduction import OutlierReduction, OutlierStep
from ._predict_modality import predict_modality
from ._reassign_outliers import reassign_outliers
from ._segment_documents import segment_documents
from ._taxonomy_nodes import TaxonomyNode, TopicTaxonomy
from ._time_bins import TimeBins, time_bins
from ._token_table import TokenTable, TokenTopics
from ._topic_hierarchy import TopicHierarchy
from ._topic_layout import topic_layout
from ._topic_merges import MergeTable, TopicMerge
from ._topic_mixtures import DocumentMixture, TopicMixtures
from ._topic_parents import TopicParent, TopicParents, topic_parents
from ._topic_taxonomy import topic_taxonomy
from ._topic_trends import TopicTrend, TopicTrends, emerging_topics
from ._topics_of_words import TopicsOfWord, TopicsOfWords, word_topics
from ._topics_over_time import topics_over_time
from ._topics_per_class import topics_per_class, topics_per_class_over_time

__all__ = [
    "BestTopics",
    "BestTopicsOfDocument",
    "DocumentLayout",
    "DocumentMixture",
    "FoundDocument",
    "FoundDocuments",
    "FoundTopic",
    "FoundTopics",
    "FoundWord",
    "FoundWords",
    "GroupShares",
    "GroupedTopic",
    "GroupedTopics",
    "MergeTable",
    "OutlierReduction",
    "OutlierStep",
    "TaxonomyNode",
    "TextSegment",
    "TextSegments",
    "TimeBins",
    "TokenTable",
    "TokenTopics",
    "TopicHierarchy",
    "TopicMerge",
    "TopicMixtures",
    "TopicParent",
    "TopicParents",
    "TopicTaxonomy",
    "TopicTrend",
    "TopicTrends",
    "TopicsOfWord",
    "TopicsOfWords",
    "aggregate",
    "approximate_distribution",
    "best_topics",
    "document_layout",
    "emerging_topics",
    "find_documents",
    "find_topics",
    "find_words",
    "group_shares",
    "hierarchical_topics",
    "merge_models",
    "merged_table",
    "predict_modality",
    "reassign_outliers",
    "segment_documents",
    "time_bins",
    "topic_layout",
    "topic_parents",
    "topic_taxonomy",
    "topics_over_time",
    "topics_per_class",
    "topics_per_class_over_time",
    "word_topics",
]
