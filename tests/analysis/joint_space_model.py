"""A model of clusters that keeps vectors of words and of its training documents."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic

DOCUMENTS = [
    "ship sea harbour",
    "tax money debt",
    "sea ship",
    "debt tax tax",
    "harbour ship wind",
    "money debt bank",
    "bread milk",
    "milk bread cheese",
    "",
]
LABELS = [0, 1, 0, 1, 0, 1, 2, 2, -1]


class CountingEncoder(TransformerMixin, BaseEstimator):
    """An encoder that remembers how many texts it was given."""

    def __init__(self, n_dimensions=8):
        self.n_dimensions = n_dimensions

    def fit(self, texts, y=None):
        svd = TruncatedSVD(self.n_dimensions, random_state=0)
        self.steps_ = make_pipeline(TfidfVectorizer(), svd).fit(texts)
        self.n_encoded_ = 0
        return self

    def transform(self, texts):
        self.n_encoded_ += len(texts)
        return self.steps_.transform(texts)


class JointSpaceModel(BERTopic):
    """Keeps vectors as Top2Vec does; `transform` gives cosines, no probabilities."""

    def fit(self, X, y=None):
        super().fit(X, y)
        self._texts = list(X)
        self.document_embeddings_ = self.encoder_.transform(self._texts)
        self.word_embeddings_ = self.encoder_.transform(self.terms_.tolist())
        self.encoder_.n_encoded_ = 0
        return self

    def __kept_vectors__(self, X=None):
        if X is None or list(X) == self._texts:
            return self.document_embeddings_
        return None

    def transform(self, X, embeddings=None, images=None):
        vectors = self.encoder_.transform(list(X)) if embeddings is None else embeddings
        return units(vectors) @ units(self.topic_embeddings_).T


def units(vectors):
    """Rows of length 1, slowly; zeros stay zeros."""
    vectors = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def joint_space_model():
    return JointSpaceModel(CountingEncoder(), None, None).fit(DOCUMENTS, LABELS)
