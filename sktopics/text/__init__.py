"""From raw text to what models work on."""

from ._class_counts import class_counts
from ._class_tfidf import ClassTfidfTransformer
from ._keyness import KeynessTransformer
from ._line_documents import LineDocuments
from ._modality_vectorizer import ModalityVectorizer
from ._online_vectorizer import OnlineCountVectorizer
from ._sequence_vectorizer import SequenceVectorizer
from ._split_documents import split_documents
from ._token_spans import token_spans

__all__ = [
    "ClassTfidfTransformer",
    "KeynessTransformer",
    "LineDocuments",
    "ModalityVectorizer",
    "OnlineCountVectorizer",
    "SequenceVectorizer",
    "class_counts",
    "split_documents",
    "token_spans",
]
