"""From raw text to what models work on."""

from ._sequence_vectorizer import SequenceVectorizer

__all__ = ["SequenceVectorizer"]
