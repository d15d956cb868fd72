"""Vectors of windows: means of the vectors of their tokens."""

from functools import partial
from typing import NamedTuple

import numpy as np

from .token_windows import sentence_windows, sliding_windows


class PooledWindows(NamedTuple):
    """Windows of documents, without the tokens they are made of.

    Attributes
    ----------
    vectors : ndarray of shape (n_windows, n_dimensions), float32
        Mean vectors of the tokens.
    spans : ndarray of shape (n_windows, 3), int64
        Document, and the characters of its raw text at which the window starts and
        stops.
    n_tokens : ndarray of shape (n_windows,), int64
    n_documents : int
    """

    vectors: np.ndarray
    spans: np.ndarray
    n_tokens: np.ndarray
    n_documents: int

    @classmethod
    def none_of(cls, n_documents, n_dimensions):
        """Return the windows of documents that have none."""
        vectors = np.empty((0, n_dimensions), np.float32)
        none = np.empty(0, np.int64)
        return cls(vectors, np.empty((0, 3), np.int64), none, n_documents)

    def texts(self, documents):
        """Return the raw text of each window."""
        return texts_of_spans(self.spans, documents)


def texts_of_spans(spans, documents):
    """Return the raw text of spans (document, start, stop)."""
    return [documents[d][start:stop] for d, start, stop in spans.tolist()]


def pooled_means(vectors, places):
    """Compute the mean vector of each window of a document.

    Equal to ``[vectors[a:b].mean(axis=0) for a, b in places]``, computed in 64 bits
    from the sums of what is between neighbouring edges of windows: each token is read
    once, however many windows it is in, and no sums of all tokens are kept.

    Parameters
    ----------
    vectors : ndarray of shape (n_tokens, n_dimensions)
    places : ndarray of shape (n_windows, 2), int
        First token of each window, and the token after its last one. No window is
        empty.

    Returns
    -------
    means : ndarray of shape (n_windows, n_dimensions), float32
    """
    if not len(places):
        return np.empty((0, vectors.shape[1]), np.float32)
    edges = np.unique(places)
    sums = np.zeros((len(edges), vectors.shape[1]))
    here = vectors[: edges[-1]]
    np.cumsum(
        np.add.reduceat(here, edges[:-1], axis=0, dtype=np.float64),
        axis=0,
        out=sums[1:],
    )
    first, last = np.searchsorted(edges, places).T
    lengths = (places[:, 1] - places[:, 0])[:, np.newaxis]
    return ((sums[last] - sums[first]) / lengths).astype(np.float32)


def window_cutter(unit, window, stride):
    """Return the function that cuts a document into windows.

    It takes the characters of the tokens (spans) and the raw text, and returns the
    tokens of the windows and their characters, see `sentence_windows`.
    """
    if unit == "sentence":
        return partial(sentence_windows, longest=window)
    return partial(_slide, window=window, stride=stride)


def _slide(spans, text, window, stride):
    places = sliding_windows(len(spans), window, stride)
    stops = np.maximum.accumulate(spans[:, 1])  # parts of a character overlap
    starts = spans[places[:, 0], 0]
    return places, np.column_stack((starts, stops[places[:, 1] - 1]))


def pool_windows(documents, tokens, cut):
    """Read the tokens of documents once, and keep the mean vectors of windows.

    Parameters
    ----------
    documents : list of str
    tokens : iterable of (vectors, spans)
        Of each document: token vectors, and characters of the raw text. It may be a
        generator, and only one of them is held at a time.
    cut : callable
        What `window_cutter` returns.

    Returns
    -------
    windows : PooledWindows
        Those of one document follow each other. A document without tokens has none.
    """
    means, spans, lengths, n_dimensions = [], [], [], 0
    for d, (text, (vectors, token_spans)) in enumerate(
        zip(documents, tokens, strict=True)
    ):
        n_dimensions = max(n_dimensions, vectors.shape[1])
        places, characters = cut(token_spans, text)
        if len(places):
            means.append(pooled_means(vectors, places))
            numbers = np.full(len(places), d)
            spans.append(np.column_stack((numbers, characters)).astype(np.int64))
            lengths.append(places[:, 1] - places[:, 0])
    if not means:
        return PooledWindows.none_of(len(documents), n_dimensions)
    return PooledWindows(*map(np.concatenate, (means, spans, lengths)), len(documents))


def repeated_windows(windows, places):
    """Return the windows of documents that repeat each other.

    Parameters
    ----------
    windows : PooledWindows
        Of documents that are all different.
    places : ndarray of shape (n_documents,), int
        The one of these that each document is equal to.

    Returns
    -------
    windows : PooledWindows
    """
    counts = np.bincount(windows.spans[:, 0], minlength=windows.n_documents)
    firsts = np.cumsum(counts) - counts
    owners = np.repeat(np.arange(len(places)), counts[places])
    before = np.cumsum(counts[places]) - counts[places]
    rows = np.arange(len(owners)) - before[owners] + firsts[places][owners]
    spans = windows.spans[rows]
    spans[:, 0] = owners
    return PooledWindows(
        windows.vectors[rows], spans, windows.n_tokens[rows], len(places)
    )
