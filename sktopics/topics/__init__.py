"""Topics as data: tables, terms, differences and matches of any fitted model."""

from ._document_table import DocumentTable, DocumentTopics, document_table
from ._kept_documents import KeptDocuments
from ._label_topics import label_topics
from ._name_topics import name_topics
from ._refine_table import refine_table
from ._refine_topics import refine_topics
from ._representation_context import RepresentationContext, check_representation
from ._representatives import RepresentativeDocument
from ._table_of_model import topic_table
from ._term_topics import TermTopics, term_topics
from ._top_terms import top_terms
from ._topic import Topic, TopicAuthor
from ._topic_authors import topic_authors
from ._topic_difference import TopicDifference, topic_difference
from ._topic_info import TopicInfo, topic_info
from ._topic_match import TopicMatch, match_topics
from ._topic_table import TopicTable

__all__ = [
    "DocumentTable",
    "DocumentTopics",
    "KeptDocuments",
    "RepresentationContext",
    "RepresentativeDocument",
    "TermTopics",
    "Topic",
    "TopicAuthor",
    "TopicDifference",
    "TopicInfo",
    "TopicMatch",
    "TopicTable",
    "check_representation",
    "document_table",
    "label_topics",
    "match_topics",
    "name_topics",
    "refine_table",
    "refine_topics",
    "term_topics",
    "top_terms",
    "topic_authors",
    "topic_difference",
    "topic_info",
    "topic_table",
]
