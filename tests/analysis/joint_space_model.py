"""A model of clusters that keeps vectors of words and of its training documents."""

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import Top2Vec
from sktopics._reading import TopicTraits

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


class GivenLabels(ClusterMixin, BaseEstimator):
    """A clusterer that finds what it is told."""

    def __init__(self, labels):
        self.labels = labels

    def fit(self, X, y=None):
        self.labels_ = np.array(self.labels[: len(X)])
        return self


class WindowModel(BaseEstimator):
    """Keeps vectors and shares of its training documents, as ContextualTop2Vec does.

    Its `transform` would encode tokens, and takes no vectors of documents.
    """

    __topic_traits__ = TopicTraits(distributions=False, shares="mixtures")

    def fit(self, X, y=None):
        inner = joint_space_model()
        self.terms_, self.components_ = inner.terms_, inner.components_
        self.word_embeddings_ = inner.word_embeddings_
        self.topic_embeddings_ = inner.topic_embeddings_
        self.encoder_, self._vectors = inner.encoder_, inner.document_embeddings_
        self._texts = list(X)
        self.labels_ = np.array(LABELS)
        shares = np.full((len(LABELS), 3), 0.1)
        shares[np.arange(len(LABELS)), LABELS] = 0.8
        shares[-1] = 0
        self.doc_topic_ = shares
        return self

    def __kept_vectors__(self, X=None):
        return self._vectors if X is None or list(X) == self._texts else None

    def transform(self, X, token_vectors=None):
        raise AssertionError("Tokens are encoded.")


def units(vectors):
    """Rows of length 1, slowly; zeros stay zeros."""
    vectors = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def joint_space_model():
    """Return a Top2Vec of `DOCUMENTS`, whose topics are `LABELS`."""
    model = Top2Vec(
        CountingEncoder(),
        reducer=None,
        clusterer=GivenLabels(LABELS),
        word_vectors="encoder",
        random_state=0,
    ).fit(DOCUMENTS)
    assert model.labels_.tolist() == LABELS
    model.encoder_.n_encoded_ = 0
    return model
