"""A model that has the vectors it is given, and the same vectors in gensim."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from sktopics.embedding._queries import VectorQueriesMixin


class Vectors(VectorQueriesMixin, BaseEstimator):
    """What a fitted Doc2Vec has, as far as queries go."""

    def __init__(self, dm=1, dm_mean=True, dm_concat=False, n_jobs=None):
        self.dm = dm
        self.dm_mean = dm_mean
        self.dm_concat = dm_concat
        self.n_jobs = n_jobs

    def fit(self, words, documents, word_vectors, document_vectors, counts=None):
        self.terms_ = np.array(words, dtype=object)
        is_number = isinstance(documents, int)
        self.tags_ = np.arange(documents) if is_number else np.array(documents, object)
        self.word_vectors_ = np.asarray(word_vectors, dtype=np.float32)
        self.document_vectors_ = np.asarray(document_vectors, dtype=np.float32)
        counts = np.arange(len(words), 0, -1) if counts is None else counts
        self.term_counts_ = np.asarray(counts, dtype=np.float64)
        self.trains_words_ = True
        return self

    def transform(self, X):
        """Sums of the vectors of the words of documents."""
        rows = {word: i for i, word in enumerate(self.terms_)}
        return np.array(
            [
                sum(
                    (self.word_vectors_[rows[w]] for w in words if w in rows),
                    np.zeros(self.word_vectors_.shape[1], np.float32),
                )
                for words in X
            ]
        )


def random_model(n_words=60, documents=20, size=12, seed=0, **params):
    rng = np.random.default_rng(seed)
    words = [f"w{i}" for i in range(n_words)]
    n_documents = documents if isinstance(documents, int) else len(documents)
    return Vectors(**params).fit(
        words,
        documents,
        rng.normal(size=(n_words, size)) * rng.uniform(0.2, 3, (n_words, 1)),
        rng.normal(size=(n_documents, size)),
    )


def in_gensim(names, vectors):
    keyed = pytest.importorskip("gensim.models").KeyedVectors(vectors.shape[1])
    keyed.add_vectors(list(names), vectors)
    return keyed
