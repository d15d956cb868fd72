"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._find_documents import FoundDocument, FoundDocuments, find_documents
from ._find_topics import FoundTopic, FoundTopics, find_topics

__all__ = [
    "FoundDocument",
    "FoundDocuments",
    "FoundTopic",
    "FoundTopics",
    "find_documents",
    "find_topics",
]
