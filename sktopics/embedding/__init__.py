"""Vectors of words and documents, questions to them and files of them."""

from ._doc2vec import Doc2Vec
from ._evaluation import AnalogyEvaluation, AnalogySection, WordPairEvaluation
from ._word2vec_format import (
    WordVectors,
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)

__all__ = [
    "AnalogyEvaluation",
    "AnalogySection",
    "Doc2Vec",
    "WordPairEvaluation",
    "WordVectors",
    "intersect_word2vec_format",
    "read_word2vec_format",
    "write_word2vec_format",
]
