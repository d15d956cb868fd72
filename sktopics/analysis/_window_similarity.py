"""Windows of texts: where they are, and how similar they are to topics."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import distributions, offsets_of
from .._parallel import document_blocks, run_blocks
from .._reading import word_weights_of
from ..kernels.topic_windows import window_cosines, window_means

# Fewest places that are worth a task of their own.
_BLOCK = 20_000


class Windows(NamedTuple):
    """Windows over the places of documents.

    Attributes
    ----------
    starts, stops : ndarray of int64 of shape (n_windows,)
        The places of a window are ``starts[w]`` to ``stops[w] - 1``.
    offsets : ndarray of int64 of shape (n_documents + 1,)
        The windows of document d are ``offsets[d]`` to ``offsets[d + 1] - 1``.
    """

    starts: np.ndarray
    stops: np.ndarray
    offsets: np.ndarray


def windows_of(places, size, stride, padding):
    """Return the windows of documents.

    Parameters
    ----------
    places : ndarray of int64 of shape (n_documents + 1,)
        The places of document d are ``places[d]`` to ``places[d + 1] - 1``.
    size, stride : int
    padding : bool
        Whether there are also windows that begin before a document or end after it.

    Returns
    -------
    windows : Windows
        A document that is shorter than a window is one as it is.

    Examples
    --------
    >>> windows = windows_of(np.array([0, 5, 7]), 3, 1, False)
    >>> windows.starts.tolist(), windows.stops.tolist(), windows.offsets.tolist()
    ([0, 1, 2, 5], [3, 4, 5, 7], [0, 3, 4])
    """
    lengths = np.diff(places)
    # Windows that begin before the document, and hold a part of its first `size`.
    n_before = -(-size // stride) - 1 if padding else 0
    last = lengths - 1 if padding else lengths - size
    counts = np.where(lengths < size, 1, n_before + last // stride + 1)
    offsets = offsets_of(counts)
    document = np.repeat(np.arange(len(lengths)), counts)
    number = np.arange(offsets[-1]) - offsets[document] - n_before
    # As if they had begun before the document.
    begin = number * stride
    short = lengths[document] < size
    stops = np.where(short, lengths[document], begin + size)
    starts = np.where(short, 0, np.maximum(begin, 0))
    stops = np.minimum(stops, lengths[document])
    first = places[document]
    return Windows(starts + first, stops + first, offsets)


class WordSimilarity:
    """How similar windows are to topics by their words.

    By a weighting that tells how it weighs the words of windows, the cosine of a window
    with the words of a topic. By any other, and for all models of mixtures, the mean
    share of the topic in the words of a window. Words that belong to few topics count
    more there: by how little the entropy of their shares is or, where weights are
    scores of words, by their largest one.

    Parameters
    ----------
    model : fitted estimator, Pipeline or search
    counts_once : bool
        Whether a term counts once in a window, however often it occurs.
    """

    def __init__(self, model, counts_once):
        weights, of_windows, are_scores = word_weights_of(model)
        self.n_topics = weights.shape[0]
        self.power = None
        if of_windows is not None:
            self.power = 0.0 if counts_once else of_windows.power
            factors = of_windows.factors
            table = _of_length_1(weights)
        else:
            shares, factors = _shares_of_words(weights, are_scores)
            table = sp.csc_array(shares)
        # Columns of topics by words are rows of words by topics.
        factors = np.ascontiguousarray(factors, dtype=np.float64)
        table.data *= np.repeat(factors, np.diff(table.indptr))
        self.table = (
            table.indptr.astype(np.int64),
            table.indices.astype(np.int32, copy=False),
            table.data,
            factors,
            self.n_topics,
        )

    def __call__(self, terms, windows, least, n_jobs, *, by_window):
        """Return the similarities of windows that are large enough, or their sums.

        Parameters
        ----------
        terms : PlacedTerms
        windows : Windows
        least : float
        n_jobs : int or None
        by_window : bool
            Whether windows have a row each, rather than documents.

        Returns
        -------
        similarities : csr_array of shape (n_windows or n_documents, n_topics)
        """
        function, options = window_means, ()
        if self.power is not None:
            most = int((windows.stops - windows.starts).max(initial=0))
            inside = min(len(terms.ids), _most_inside(terms, most))
            function = window_cosines
            options = (np.arange(inside + 1, dtype=np.float64) ** self.power,)
            if self.power == 0:
                options[0][0] = 0
        blocks = document_blocks(terms.places, _BLOCK)
        tasks = []
        for first, last in blocks:
            here = slice(windows.offsets[first], windows.offsets[last])
            start, stop = terms.places[[first, last]]
            read = slice(*np.searchsorted(terms.lasts, (start, stop)))
            rows = windows.offsets[first : last + 1] - windows.offsets[first]
            if by_window:
                rows = np.arange(rows[-1] + 1)
            arrays = windows.starts[here], windows.stops[here], terms.ids[read]
            places = terms.firsts[read], terms.lasts[read]
            tasks.append((rows, *arrays, *places, self.table, *options, float(least)))
        parts = list(run_blocks(function, tasks, n_jobs))
        n_rows = len(windows.starts) if by_window else len(windows.offsets) - 1
        return _stacked(parts, (n_rows, self.n_topics))


def _most_inside(terms, size):
    """Return the most terms that end in `size` places one after another."""
    ends = np.searchsorted(terms.lasts, terms.lasts + size)
    return int((ends - np.arange(len(ends))).max(initial=0))


def _of_length_1(weights):
    """Return rows of a CSR array scaled to length 1, as a CSC array of its own."""
    table = sp.csc_array(weights, dtype=np.float64)
    squares = np.bincount(table.indices, table.data**2, minlength=table.shape[0])
    lengths = np.sqrt(np.where(squares > 0, squares, 1))
    table.data /= lengths[table.indices]
    return table


def _shares_of_words(weights, are_scores):
    """Return the shares of topics in words, and what words count for.

    Returns
    -------
    shares : ndarray of shape (n_topics, n_terms)
        Columns sum to 1, or to 0 for a word that no topic has.
    factors : ndarray of shape (n_terms,)
        0 for such a word.
    """
    if are_scores:
        weights, factors = (
            np.asarray(weights, np.float64),
            weights.max(axis=0, initial=0),
        )
    else:
        weights = np.asarray(distributions(weights), dtype=np.float64)
    totals = weights.sum(axis=0)
    shares = np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
    if not are_scores:
        factors = np.where(totals > 0, 1 - _entropies(shares), 0)
    return shares, factors


def _entropies(shares):
    """Return the entropies of columns, from 0 to 1; 0 of a single topic."""
    if len(shares) == 1:
        return np.zeros(shares.shape[1])
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.clip(-(shares * logarithms).sum(axis=0) / np.log(len(shares)), 0, 1)


def _stacked(parts, shape):
    """Return the rows of CSR matrices (indptr, indices, data) as one."""
    if len(parts) == 1:
        indptr, columns, values = parts[0]
    else:
        indptr = offsets_of(np.concatenate([np.diff(part[0]) for part in parts]))
        columns = np.concatenate([part[1] for part in parts])
        values = np.concatenate([part[2] for part in parts])
    return sp.csr_array((values, columns, indptr), shape=shape)
