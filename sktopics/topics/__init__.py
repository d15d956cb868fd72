"""Topics as data: tables, terms, differences and matches of any fitted model."""

from ._authors import topic_authors
from ._build import topic_table
from ._difference import TopicDifference, topic_difference
from ._labels import label_topics
from ._match import TopicMatch, match_topics
from ._table import RepresentativeDocument, Topic, TopicAuthor, TopicTable
from ._terms import TermTopics, term_topics
from ._weights import top_terms

__all__ = [
    "RepresentativeDocument",
    "TermTopics",
    "Topic",
    "TopicAuthor",
    "TopicDifference",
    "TopicMatch",
    "TopicTable",
    "label_topics",
    "match_topics",
    "term_topics",
    "top_terms",
    "topic_authors",
    "topic_difference",
    "topic_table",
]
