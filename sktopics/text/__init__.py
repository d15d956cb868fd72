"""From raw text to what models work on."""

from ._lines import LineDocuments
from ._sequence_vectorizer import SequenceVectorizer

__all__ = ["LineDocuments", "SequenceVectorizer"]
