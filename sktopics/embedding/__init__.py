"""Vectors of words and documents: learned, pretrained, asked questions, in files."""

from ._as_encoder import as_encoder
from ._as_token_encoder import as_token_encoder
from ._cache_writes import cache_writes
from ._chunked_encoder import ChunkedEncoder
from ._client_embeddings import ClientEmbeddings
from ._doc2vec import Doc2Vec
from ._encode_words import encode_words
from ._function_encoder import FunctionEncoder
from ._mean_of_modalities import mean_of_modalities
from ._sentence_encoder import SentenceEncoder
from ._static_token_encoder import StaticTokenEncoder
from ._token_encoder import TokenEncoder
from ._token_vectors import TokenVectors
from ._vector_cache import CacheInfo
from ._word2vec_format import (
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)
from ._word_analogies import AnalogyEvaluation, AnalogySection, WordPairEvaluation
from ._word_vectors import WordVectors
from ._words_and_documents import WordsAndDocuments

__all__ = [
    "AnalogyEvaluation",
    "AnalogySection",
    "CacheInfo",
    "ChunkedEncoder",
    "ClientEmbeddings",
    "Doc2Vec",
    "FunctionEncoder",
    "SentenceEncoder",
    "StaticTokenEncoder",
    "TokenEncoder",
    "TokenVectors",
    "WordPairEvaluation",
    "WordVectors",
    "WordsAndDocuments",
    "as_encoder",
    "as_token_encoder",
    "cache_writes",
    "encode_words",
    "intersect_word2vec_format",
    "mean_of_modalities",
    "read_word2vec_format",
    "write_word2vec_format",
]
