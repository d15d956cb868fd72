"""Topics as data: tables, terms, differences and matches of any fitted model."""

from ._build import topic_table
from ._difference import TopicDifference, topic_difference
from ._match import TopicMatch, match_topics
from ._table import RepresentativeDocument, Topic, TopicTable
from ._terms import TermTopics, term_topics
from ._weights import top_terms

__all__ = [
    "RepresentativeDocument",
    "TermTopics",
    "Topic",
    "TopicDifference",
    "TopicMatch",
    "TopicTable",
    "match_topics",
    "term_topics",
    "top_terms",
    "topic_difference",
    "topic_table",
]
