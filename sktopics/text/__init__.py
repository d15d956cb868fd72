"""From raw text to what models work on."""

from ._class_counts import class_counts
from ._class_tfidf import ClassTfidfTransformer
from ._frequency_vocabulary import vocabulary_of_frequencies
from ._from_gensim import (
    authors_from_gensim,
    counts_from_gensim,
    sequences_from_gensim,
)
from ._keyness import KeynessTransformer
from ._lemmatizer import Lemmatizer
from ._line_documents import LineDocuments
from ._modality_vectorizer import ModalityVectorizer
from ._online_vectorizer import OnlineCountVectorizer
from ._sequence_vectorizer import SequenceVectorizer
from ._split_documents import split_documents
from ._stop_words import stop_words
from ._text_cleaner import TextCleaner
from ._token_spans import token_spans
from ._word_pattern import word_pattern

__all__ = [
    "ClassTfidfTransformer",
    "KeynessTransformer",
    "Lemmatizer",
    "LineDocuments",
    "ModalityVectorizer",
    "OnlineCountVectorizer",
    "SequenceVectorizer",
    "TextCleaner",
    "authors_from_gensim",
    "class_counts",
    "counts_from_gensim",
    "sequences_from_gensim",
    "split_documents",
    "stop_words",
    "token_spans",
    "vocabulary_of_frequencies",
    "word_pattern",
]
