"""Counts of documents, cut into batches without a copy."""

from typing import NamedTuple

import numpy as np

from .._magnitudes import weighted_documents
from .._parallel import rows_of
from ._training_tables import weighted_terms


class DocumentRows(NamedTuple):
    """Rows of a CSR array: cut out faster than by indexing, for batches are small."""

    indptr: np.ndarray
    indices: np.ndarray
    data: np.ndarray
    n_terms: int

    @property
    def shape(self):
        return len(self.indptr) - 1, self.n_terms

    @property
    def dtype(self):
        return self.data.dtype

    @property
    def is_empty(self):
        return not self.data.any()

    def occurring(self):
        """Which terms occur, (n_terms,) bool."""
        marks = np.zeros(self.n_terms, bool)
        marks[self.indices[self.data > 0]] = True
        return marks

    def part(self, start, stop):
        """Documents `start` to `stop`, without a copy."""
        return DocumentRows(*rows_of(self, start, stop), self.n_terms)


def weighted_rows(X, modalities, sample_weight):
    """Return the documents that have any weight, as training wants them.

    Parameters
    ----------
    X : csr_array of shape (n_documents, n_terms)
    modalities : Modalities
        Counts are multiplied by the weights of the modalities of their terms.
    sample_weight : array-like of shape (n_documents,) or None

    Returns
    -------
    documents : DocumentRows
    sample_weight : ndarray of shape (n_kept_documents,)
    n_tokens : float
        Weighted number of all tokens.
    """
    X, sample_weight = weighted_documents(weighted_terms(X, modalities), sample_weight)
    n_tokens = sample_weight @ X.sum(axis=1, dtype=np.float64)
    rows = DocumentRows(X.indptr, X.indices, X.data, X.shape[1])
    return rows, sample_weight, n_tokens
