"""Documents that LDA learns from: in memory, or in batches that are read again."""

import numpy as np
import scipy.sparse as sp

from .._batches import check_rereadable, paired_batches
from .._magnitudes import LARGEST_SUM, weighted_documents


class LdaCorpus:
    """Documents in memory: one batch.

    Parameters
    ----------
    X : csr_array of shape (n_documents, n_terms)
        Counts that were checked.
    sample_weight : array-like of shape (n_documents,) or None

    Attributes
    ----------
    n_terms : int
    dtype : dtype
    total_weight : float
        Sum of the weights of all documents.
    """

    is_stream = False

    def __init__(self, X, sample_weight=None):
        self._documents = weighted_documents(X, sample_weight)
        self.n_terms, self.dtype = X.shape[1], X.dtype
        self.total_weight = float(self._documents[1].sum())

    def __iter__(self):
        """Yield counts and weights of documents, batch by batch."""
        yield self._documents

    def word_counts(self):
        """How often each word occurs, ndarray of shape (n_terms,), float64."""
        return weighted_word_counts(*self._documents)


class LdaStream:
    """Batches of documents that are read in each pass, never held in memory.

    They are read once in the beginning: to count documents and words, and to learn the
    words that come with later batches, if these name them.

    Parameters
    ----------
    batches : iterable of counts, or of pairs (counts, sample_weight)
    check : callable
        ``check(X, first)`` checks counts and brings them to the words known so far,
        which it learns from them.
    """

    is_stream = True

    def __init__(self, batches, check):
        check_rereadable(batches, "twice and once more in each pass")
        self._batches, self._check = batches, check
        self.total_weight, counts, self.dtype = 0.0, np.zeros(0), None
        for X, sample_weight in paired_batches(batches, "sample_weight"):
            X = check(X, self.dtype is None)
            X, sample_weight = weighted_documents(X, sample_weight)
            self.dtype = X.dtype if self.dtype is None else self.dtype
            self.total_weight += float(sample_weight.sum(dtype=np.float64))
            grown = np.zeros(X.shape[1])
            grown[: len(counts)] = counts
            counts = grown + weighted_word_counts(X, sample_weight)
        if not self.total_weight:
            raise ValueError("There are no documents: the stream has no batches.")
        limit = LARGEST_SUM[self.dtype]
        if counts.sum() > limit:
            raise ValueError(
                f"The counts of the stream are too large to be summed in {self.dtype}: "
                f"the sum may be {limit:g}."
            )
        self._counts, self.n_terms = counts, len(counts)

    def __iter__(self):
        """Yield counts and weights of documents, batch by batch."""
        n_documents, dtype = 0.0, self.dtype
        for X, sample_weight in paired_batches(self._batches, "sample_weight"):
            X = self._check(X, False)
            X, sample_weight = weighted_documents(X, sample_weight)
            n_documents += float(sample_weight.sum(dtype=np.float64))
            if X.shape[1] != self.n_terms or n_documents > self.total_weight:
                raise ValueError(
                    "The stream changed while it was read: it had "
                    f"{self.total_weight:g} documents over {self.n_terms} words."
                )
            yield X.astype(dtype, copy=False), sample_weight.astype(dtype, copy=False)

    def word_counts(self):
        """How often each word occurs, ndarray of shape (n_terms,), float64."""
        return self._counts


def weighted_word_counts(X, sample_weight):
    """Return the weighted number of times that each word occurs, float64."""
    weights = np.repeat(sample_weight, np.diff(X.indptr))
    return np.bincount(X.indices, weights * X.data, minlength=X.shape[1])


def first_documents(corpus, n_documents):
    """Return counts and weights of at most so many documents of the beginning."""
    parts, left = [], n_documents
    for X, sample_weight in corpus:
        parts.append((X[:left], sample_weight[:left]))
        left -= X.shape[0]
        if left <= 0:
            break
    if len(parts) == 1:
        return parts[0]
    counts, weights = zip(*parts, strict=True)
    return sp.vstack(counts, format="csr"), np.concatenate(weights)
