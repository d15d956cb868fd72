"""JointSpace: vectors of documents and words, and the words that documents have."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from ..._arrays import unit_rows
from .words_of_documents import changed_means_of_holders, means_of_holders


@dataclass(frozen=True, eq=False)
class JointSpace:
    """Vectors of documents and words in one space, and counts of words in documents.

    With them topics can change, documents come and go, and everything be searched for
    without encoding or reading a document twice.

    Parameters
    ----------
    documents : ndarray of shape (n_documents, n_dimensions)
        Zeros for documents of which nothing is known.
    words : ndarray of shape (n_terms, n_dimensions)
        Zeros for words that the encoder does not know.
    counts : csr_array of shape (n_documents, n_terms), int
        How often each word occurs in each document.
    n_fitted : int
        The number of documents, the first ones, that topics were found in by `fit`. The
        others have come since.
    by_documents : bool
        Whether the vector of a word is the mean direction of the documents that hold
        it, and not what an encoder says.
    """

    documents: np.ndarray
    words: np.ndarray
    counts: sp.csr_array
    n_fitted: int
    by_documents: bool

    def mean_of(self, chosen):
        """Return the mean of the directions of some documents, (1, n_dimensions).

        Zeros, if nothing is known of any.
        """
        units = unit_rows(self.documents[np.flatnonzero(chosen)])
        total = units.sum(axis=0, keepdims=True)
        return total / max(len(units), 1)

    def added(self, vectors, counts, words):
        """Return the space with more documents, over a vocabulary that has grown.

        Parameters
        ----------
        vectors : ndarray of shape (n_new, n_dimensions)
        counts : csr_array of shape (n_new, n_terms)
            Known terms come first, in their order.
        words : ndarray of shape (n_terms, n_dimensions)
        """
        known = self.counts.copy()
        known.resize(known.shape[0], counts.shape[1])
        return replace(
            self,
            documents=np.vstack([self.documents, vectors]),
            words=words,
            counts=stacked_counts([known, counts]),
        )

    @property
    def n_holders(self):
        """How many documents hold each word, (n_terms,)."""
        held = self.counts.indices[self.counts.data > 0]
        return np.bincount(held, minlength=self.counts.shape[1])

    def without(self, rows):
        """Return the space without some documents."""
        words = self.words
        if self.by_documents:
            gone = self.documents[rows], self.counts[rows]
            words = changed_means_of_holders(words, self.n_holders, *gone, -1)
        kept = np.ones(len(self.documents), dtype=bool)
        kept[rows] = False
        return replace(
            self,
            documents=self.documents[kept],
            words=words,
            counts=self.counts[np.flatnonzero(kept)],
            n_fitted=int(kept[: self.n_fitted].sum()),
        )

    def united(self, other, columns, n_terms):
        """Return the space of this model and another, over the terms of both.

        Parameters
        ----------
        other : JointSpace
        columns : ndarray of shape (n_terms_of_other,), int
            Their columns among all terms, of which the own ones are the first.
        n_terms : int
        """
        cells = other.counts.tocoo()
        place = cells.row, columns[cells.col]
        shape = other.counts.shape[0], n_terms
        counts = sp.csr_array((cells.data, place), shape)
        words = np.zeros((n_terms, self.words.shape[1]), dtype=self.words.dtype)
        words[columns] = other.words
        known = np.flatnonzero(self.words.any(axis=1))
        words[known] = self.words[known]
        both = self.added(other.documents, counts, words)
        if self.by_documents or other.by_documents:
            words = means_of_holders(both.documents, both.counts)
            both = replace(both, words=words, by_documents=True)
        return both


def stacked_counts(parts):
    """Return counts of documents, one below the other, as a CSR array."""
    return sp.csr_array(sp.vstack(parts, format="csr"))
