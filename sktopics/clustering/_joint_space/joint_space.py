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
    counts : csr_array of shape (n_documents, n_terms), int
        How often each word occurs in each document.
    n_fitted : int
        The number of documents, the first ones, that topics were found in by `fit`. The
        others have come since.
    encoded : ndarray of shape (n_terms, n_dimensions) or None
        What the encoder says of words; zeros for words that it does not know.
    held : ndarray of shape (n_terms, n_dimensions) or None
        The mean direction of the documents that hold each word. At least one of the two
        is there.
    """

    documents: np.ndarray
    counts: sp.csr_array
    n_fitted: int
    encoded: np.ndarray | None
    held: np.ndarray | None

    @property
    def words(self):
        """Vectors of words, (n_terms, n_dimensions).

        In the middle between the two directions, where there are both.
        """
        if self.held is None:
            return self.encoded
        if self.encoded is None:
            return self.held
        return (unit_rows(self.encoded) + unit_rows(self.held)) / 2

    @property
    def n_dimensions(self):
        """How long vectors are."""
        return self.documents.shape[1]

    def mean_of(self, chosen):
        """Return the mean of the directions of some documents, (1, n_dimensions).

        Zeros, if nothing is known of any.
        """
        units = unit_rows(self.documents[np.flatnonzero(chosen)])
        total = units.sum(axis=0, keepdims=True)
        return total / max(len(units), 1)

    def added(self, vectors, counts, encoded=None):
        """Return the space with more documents, over a vocabulary that may have grown.

        Parameters
        ----------
        vectors : ndarray of shape (n_new, n_dimensions)
        counts : csr_array of shape (n_new, n_terms)
            Known terms come first, in their order.
        encoded : ndarray of shape (n_terms, n_dimensions), default=None
            What the encoder says of all words, if it is asked.
        """
        known, held = self.counts.copy(), self.held
        known.resize(known.shape[0], counts.shape[1])
        if held is not None:
            held = np.zeros((counts.shape[1], self.n_dimensions), dtype=held.dtype)
            held[: len(self.held)] = self.held
            n_holders = _numbers_of_holders(known)
            held = changed_means_of_holders(held, n_holders, vectors, counts, 1)
        return replace(
            self,
            documents=np.vstack([self.documents, vectors]),
            counts=stacked_counts([known, counts]),
            encoded=encoded,
            held=held,
        )

    def without(self, rows):
        """Return the space without some documents."""
        held = self.held
        if held is not None:
            gone = self.documents[rows], self.counts[rows]
            n_holders = _numbers_of_holders(self.counts)
            held = changed_means_of_holders(held, n_holders, *gone, -1)
        kept = np.ones(len(self.documents), dtype=bool)
        kept[rows] = False
        return replace(
            self,
            documents=self.documents[kept],
            counts=self.counts[np.flatnonzero(kept)],
            n_fitted=int(kept[: self.n_fitted].sum()),
            held=held,
        )

    def united(self, other, columns, n_terms):
        """Return the space of this model and another, over the terms of both.

        Vectors of words are of the kinds that both have. If they have none in common,
        they are made from documents.

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
        encoded = None
        if self.encoded is not None and other.encoded is not None:
            encoded = np.zeros((n_terms, self.n_dimensions), dtype=self.encoded.dtype)
            encoded[columns] = other.encoded
            known = np.flatnonzero(self.encoded.any(axis=1))
            encoded[known] = self.encoded[known]
        both = replace(self, held=None).added(other.documents, counts, encoded)
        if encoded is None or (self.held is not None and other.held is not None):
            held = means_of_holders(both.documents, both.counts)
            both = replace(both, held=held)
        return both


def _numbers_of_holders(counts):
    """Return how many documents hold each word, (n_terms,)."""
    held = counts.indices[counts.data > 0]
    return np.bincount(held, minlength=counts.shape[1])


def stacked_counts(parts):
    """Return counts of documents, one below the other, as a CSR array."""
    return sp.csr_array(sp.vstack(parts, format="csr"))
