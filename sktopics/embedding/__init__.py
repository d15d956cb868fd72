"""Vectors of words and documents: learned, pretrained, asked questions, in files."""

from ._doc2vec import Doc2Vec
from ._encoders import as_encoder
from ._evaluation import AnalogyEvaluation, AnalogySection, WordPairEvaluation
from ._function_encoder import FunctionEncoder
from ._images import mean_of_modalities
from ._sentence_encoder import SentenceEncoder
from ._vector_cache import CacheInfo
from ._word2vec_format import (
    WordVectors,
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)

__all__ = [
    "AnalogyEvaluation",
    "AnalogySection",
    "CacheInfo",
    "Doc2Vec",
    "FunctionEncoder",
    "SentenceEncoder",
    "WordPairEvaluation",
    "WordVectors",
    "as_encoder",
    "intersect_word2vec_format",
    "mean_of_modalities",
    "read_word2vec_format",
    "write_word2vec_format",
]
