"""Documents in reading order, as training and inference want them."""

from dataclasses import dataclass

import numpy as np

from .._magnitudes import in_range
from .._parallel import document_blocks


@dataclass(frozen=True)
class Texts:
    """Tokens of documents, and the pieces of text that they stand in.

    Attributes
    ----------
    words : ndarray of shape (n_tokens,), int32
        The terms, -1 for an unknown one.
    offsets : ndarray of shape (n_documents + 1,), int64
        Where documents begin and end.
    pieces : ndarray of shape (n_pieces + 1,), int64
        Where contexts begin and end: at the ends of documents, and at boundaries.
    weights : ndarray of shape (n_tokens,), float32 or float64
        What each token counts for; 0 for an unknown one.
    n_terms : int
    """

    words: np.ndarray
    offsets: np.ndarray
    pieces: np.ndarray
    weights: np.ndarray
    n_terms: int

    @classmethod
    def of(cls, X, dtype=None):
        """Return the documents of a `TokenSequences`, computed with in `dtype`."""
        dtype = texts_dtype(X) if dtype is None else dtype
        pieces = X.offsets
        if X.boundaries is not None:
            pieces = np.append(np.flatnonzero(X.boundaries), X.n_tokens)
        weights = X.weights
        if weights is None:
            weights = np.ones(X.n_tokens, dtype)
        if X.n_tokens and X.ids.min() < 0:
            weights = np.where(X.ids < 0, 0, weights)
        if X.weights is not None:
            weights = in_range(weights.astype(dtype), "The weights of tokens")
        weights = weights.astype(dtype, copy=False)
        return cls(X.ids, X.offsets, pieces, weights, X.n_terms)

    def __reduce__(self):
        # As a rule all known words count for 1, which need not be sent to other
        # processes.
        usual = (self.words >= 0).astype(self.dtype)
        weights = None if np.array_equal(self.weights, usual) else self.weights
        return _restored, (
            self.words, self.offsets, self.pieces, weights, self.n_terms, self.dtype
        )  # fmt: skip

    @property
    def shape(self):
        return len(self.offsets) - 1, self.n_terms

    @property
    def dtype(self):
        return self.weights.dtype

    @property
    def n_tokens(self):
        return len(self.words)

    @property
    def is_empty(self):
        return not self.weights.any()

    def occurring(self):
        """Which terms occur, (n_terms,) bool."""
        marks = np.zeros(self.n_terms, bool)
        marks[self.words[self.weights > 0]] = True
        return marks

    def part(self, start, stop):
        """Documents `start` to `stop`, without a copy."""
        first, last = self.offsets[start], self.offsets[stop]
        inside = np.searchsorted(self.pieces, (first, last))
        pieces = self.pieces[inside[0] : inside[1] + 1]
        return Texts(
            self.words[first:last],
            self.offsets[start : stop + 1] - first,
            pieces - first,
            self.weights[first:last],
            self.n_terms,
        )

    def blocks(self, smallest):
        """Blocks of documents that are worth a thread, ranges of documents."""
        if self.n_tokens < 2 * smallest:
            return [(0, self.shape[0])]
        return document_blocks(self.offsets, smallest)

    def chunks(self, n_tokens):
        """Yield ranges of documents of about so many tokens, one document at least."""
        start, n_documents = 0, self.shape[0]
        while start < n_documents:
            end = self.offsets[start] + n_tokens
            stop = int(np.searchsorted(self.offsets, end, side="right")) - 1
            stop = min(max(stop, start + 1), n_documents)
            yield start, stop
            start = stop

    def sums(self, rows):
        """Weighted sums over the tokens of each document, (n_documents, n_columns)."""
        return self._add_up(rows * self.weights[:, np.newaxis])

    def lengths(self):
        """Weight of the tokens of each document, (n_documents,), float64."""
        return self._add_up(self.weights)

    def _add_up(self, values):
        """Return the sums over the tokens of each document, float64."""
        out = np.zeros((self.shape[0], *values.shape[1:]), np.float64)
        filled = np.diff(self.offsets) > 0
        if filled.any():
            starts = self.offsets[:-1][filled]
            out[filled] = np.add.reduceat(values, starts, dtype=np.float64)
        return out


def _restored(words, offsets, pieces, weights, n_terms, dtype):
    """Texts that were pickled."""
    if weights is None:
        weights = (words >= 0).astype(dtype)
    return Texts(words, offsets, pieces, weights, n_terms)


def texts_dtype(X):
    """Floating type that a `TokenSequences` is computed in: float64 only if it is."""
    return np.dtype(np.float64 if X.dtype == np.float64 else np.float32)
