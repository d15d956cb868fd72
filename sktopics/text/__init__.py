"""From raw text to what models work on."""

from ._locating import token_spans
from ._sequence_vectorizer import SequenceVectorizer

__all__ = ["SequenceVectorizer", "token_spans"]
