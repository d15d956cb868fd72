"""Planted corpora of any size, made by NumPy, in each form that a model takes.

Half of the tokens are of the topics of a document, the rest are of all documents
alike. Ranks of words have the frequencies of Zipf's law. A topic has an order of its
own of all words, so that its frequent words are rare elsewhere.
"""

from functools import cached_property
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

WIDTH = 64
AUTHORS = 500
# Share of the tokens of a document that are of its topics, and of these of the first.
_OF_TOPICS, _OF_FIRST = 0.5, 0.8


class PlantedCorpus:
    """Documents of planted topics.

    Parameters
    ----------
    n_documents, n_topics, n_terms : int
    length : int, default=50
        Mean number of tokens of a document.
    seed : int, default=0
        Of the documents: topics, names and vectors of topics do not depend on it.

    Attributes
    ----------
    ids, offsets : ndarray
        The tokens of document d are ``ids[offsets[d] : offsets[d + 1]]``.
    topics : ndarray of int of shape (n_documents, 2)
        The topics of each document, the first has more of it.
    """

    def __init__(self, n_documents, n_topics, n_terms, length=50, seed=0):
        self.n_topics, self.n_terms = n_topics, n_terms
        self._rng = rng = np.random.default_rng([1, seed])
        lengths = rng.integers(length // 2, length + length // 2 + 1, n_documents)
        self.offsets = np.concatenate([[0], np.cumsum(lengths)])
        self.topics = rng.integers(n_topics, size=(n_documents, 2))
        n_tokens = int(self.offsets[-1])
        shares = np.cumsum(1 / (np.arange(n_terms) + 2.7))
        ranks = np.searchsorted(shares, rng.random(n_tokens) * shares[-1])
        second = rng.random(n_tokens) >= _OF_FIRST
        document = np.repeat(np.arange(n_documents), lengths)
        shifts = (self.topics[document, second.astype(int)] + 1) * _step(
            n_topics, n_terms
        )
        shifts[rng.random(n_tokens) >= _OF_TOPICS] = 0
        self.ids = ((ranks + shifts) % n_terms).astype(np.int32)

    def __len__(self):
        return len(self.topics)

    @cached_property
    def names(self):
        """The words, ndarray of str."""
        return np.array([f"word{i}" for i in range(self.n_terms)], dtype=object)

    @cached_property
    def counts(self):
        """Counts, csr_array of shape (n_documents, n_terms)."""
        ones = np.ones(len(self.ids))
        counts = sp.csr_array(
            (ones, self.ids, self.offsets), shape=(len(self), self.n_terms)
        )
        counts.sum_duplicates()
        return counts

    @cached_property
    def sequences(self):
        """Tokens in reading order, TokenSequences."""
        from sktopics import TokenSequences

        return TokenSequences(self.ids, self.offsets, terms=self.names)

    @cached_property
    def texts(self):
        """Texts, list of str."""
        words = self.names[self.ids].tolist()
        return [" ".join(words[a:b]) for a, b in pairwise(self.offsets.tolist())]

    @cached_property
    def vectors(self):
        """A vector of each text near that of its first topic, ndarray of float32."""
        centres = np.random.default_rng(2).normal(size=(self.n_topics, WIDTH))
        noise = self._rng.normal(scale=0.5, size=(len(self), WIDTH))
        return (centres[self.topics[:, 0]] + noise).astype(np.float32)

    @cached_property
    def word_vectors(self):
        """A vector of each word, dict from str to ndarray of float32."""
        centres = np.random.default_rng(2).normal(size=(self.n_topics, WIDTH))
        noise = np.random.default_rng(3).normal(size=(self.n_terms, WIDTH))
        topic = np.arange(self.n_terms) // _step(self.n_topics, self.n_terms)
        vectors = centres[(topic - 1) % self.n_topics] + 0.5 * noise
        return dict(zip(self.names, vectors.astype(np.float32), strict=True))

    @cached_property
    def authors(self):
        """One or two names of authors of each document, list of lists."""
        pairs = self._rng.integers(AUTHORS, size=(len(self), 2)).tolist()
        return [[f"author{a}" for a in sorted(set(pair))] for pair in pairs]


def _step(n_topics, n_terms):
    """How far the order of a topic is from that of the topic before."""
    return max(n_terms // (n_topics + 1), 1)
