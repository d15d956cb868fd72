"""WindowedDocuments: the training documents of a model of windows, as it keeps them."""

from dataclasses import dataclass

import numpy as np

from ..._segments import means_of_rows
from .._placement.known_documents import find_rows, text_keys
from .pooled_windows import PooledWindows, repeated_windows


@dataclass(frozen=True, eq=False)
class WindowedDocuments:
    """Windows of the training documents, and how a document is known when it comes.

    Parameters
    ----------
    windows : PooledWindows
    keys : ndarray of shape (n_documents,), uint64
        Of the texts.
    """

    windows: PooledWindows
    keys: np.ndarray

    @classmethod
    def of(cls, documents, windows):
        """Documents that have just been cut into windows."""
        return cls(windows, text_keys(documents))

    def known_rows(self, documents):
        """Return the training document that each text is, -1 for a new one."""
        labels = np.zeros(len(self.keys), dtype=np.int64)
        return find_rows(text_keys(documents), self.keys, labels)

    def knows_all(self, documents):
        """Whether these are the texts of all training documents, in their order."""
        return np.array_equal(text_keys(documents), self.keys)

    def check_same(self, documents):
        """Refuse texts that are not those of all training documents in their order.

        Parameters
        ----------
        documents : list of n_documents str

        Raises
        ------
        ValueError
            The first other document is named.
        """
        other = np.flatnonzero(text_keys(documents) != self.keys)
        if len(other):
            raise ValueError(
                f"X must be the training documents in their order, and X[{other[0]}] "
                f"is another one: {documents[other[0]]!r:.100}."
            )

    def taken(self, rows):
        """Return the windows of some documents, in this order."""
        return repeated_windows(self.windows, rows)

    def vectors(self):
        """Return the mean vector of each document, by the tokens of its windows."""
        windows, n_documents = self.windows, len(self.keys)
        owners = windows.spans[:, 0]
        starts = np.searchsorted(owners, np.arange(n_documents))
        stops = np.searchsorted(owners, np.arange(n_documents), side="right")
        lengths = windows.n_tokens.astype(np.float64)
        means = means_of_rows(windows.vectors, starts, stops, lengths)
        return means.astype(windows.vectors.dtype)

    def added(self, other):
        """Return these documents and others after them."""
        return WindowedDocuments(
            stacked_windows([self.windows, other.windows]),
            np.concatenate([self.keys, other.keys]),
        )

    def windows_of(self, rows):
        """Return the rows of the windows of some documents, ascending."""
        return np.flatnonzero(np.isin(self.windows.spans[:, 0], rows))

    def without(self, rows):
        """Return the documents that are left without some."""
        kept = np.ones(len(self.keys), dtype=bool)
        kept[rows] = False
        return WindowedDocuments(self.taken(np.flatnonzero(kept)), self.keys[kept])


def stacked_windows(parts):
    """Return the windows of corpora that follow each other, as those of one."""
    counts = np.array([part.n_documents for part in parts])
    first = np.cumsum(counts) - counts
    rows = [np.arange(a, a + n) for a, n in zip(first, counts, strict=True)]
    return windows_in_order(parts, rows, int(counts.sum()))


def windows_in_order(parts, rows, n_documents):
    """Return the windows of a corpus whose documents come in parts.

    Parameters
    ----------
    parts : list of PooledWindows
        Each of some documents of the corpus, in their order.
    rows : list of ndarray of int
        The documents of each part.
    n_documents : int
    """
    # The vectors of documents without windows may have no length.
    some = [(part, of) for part, of in zip(parts, rows, strict=True) if len(part.spans)]
    if not some:
        return parts[0]._replace(n_documents=n_documents)
    parts, rows = zip(*some, strict=True)
    owners = np.concatenate(
        [of[part.spans[:, 0]] for part, of in zip(parts, rows, strict=True)]
    )
    order = np.argsort(owners, kind="stable")
    spans = np.concatenate([part.spans for part in parts])
    spans[:, 0] = owners
    return PooledWindows(
        np.concatenate([part.vectors for part in parts])[order],
        spans[order],
        np.concatenate([part.n_tokens for part in parts])[order],
        n_documents,
    )
