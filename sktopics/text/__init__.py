"""From raw text to what models work on."""

from ._class_tfidf import ClassTfidfTransformer
from ._lines import LineDocuments
from ._locating import token_spans
from ._online_vectorizer import OnlineCountVectorizer
from ._sequence_vectorizer import SequenceVectorizer

__all__ = [
    "ClassTfidfTransformer",
    "LineDocuments",
    "OnlineCountVectorizer",
    "SequenceVectorizer",
    "token_spans",
]
