"""Spans of positions: rows of document, start and stop."""

import numpy as np


def spans_between(borders, lengths):
    """Return the segments between the borders of each document.

    Parameters
    ----------
    borders : list of n_documents ndarrays of int
        Where the second and further segments of each document begin.
    lengths : sequence of n_documents int
        Number of positions of each document.

    Returns
    -------
    spans : ndarray of shape (n_segments, 3), int64
        Number of the document, start and stop. Empty documents have no segment.
    """
    spans = [np.empty((0, 3), np.int64)]
    for d, (places, length) in enumerate(zip(borders, lengths, strict=True)):
        edges = np.concatenate(([0], places, [length])).astype(np.int64)
        if length:
            number = np.full(len(edges) - 1, d)
            spans.append(np.column_stack((number, edges[:-1], edges[1:])))
    return np.concatenate(spans)


def pieces_between(boundaries, offsets):
    """Return the pieces of documents between flagged positions.

    Parameters
    ----------
    boundaries : ndarray of shape (n_positions,), bool, or None
        True where a piece begins. None: each document is one piece.
    offsets : ndarray of shape (n_documents + 1,), int
        Where documents begin and end.

    Returns
    -------
    spans : ndarray of shape (n_pieces, 3), int64
        Number of the document, start and stop in the document.
    """
    starts = offsets[:-1][np.diff(offsets) > 0]
    if boundaries is not None:
        starts = np.flatnonzero(boundaries)
    stops = np.append(starts[1:], offsets[-1]) if len(starts) else starts
    document = np.searchsorted(offsets, starts, side="right") - 1
    first = offsets[document]
    return np.column_stack((document, starts - first, stops - first)).astype(np.int64)


def means_of_rows(vectors, starts, stops, weights=None):
    """Return the mean vectors of spans of rows, by sums over all rows before each.

    NumPy equivalent, for one span:
    ``np.average(vectors[start:stop], axis=0, weights=weights[start:stop])``.

    Parameters
    ----------
    vectors : ndarray of shape (n_rows, n_columns)
    starts, stops : ndarray of shape (n_spans,), int
    weights : ndarray of shape (n_rows,), default=None
        What each row counts for, by default 1.

    Returns
    -------
    means : ndarray of shape (n_spans, n_columns), float64
        Zeros where no row counts.
    """
    if weights is None:
        weights = np.ones(len(vectors))
    sums = np.zeros((len(vectors) + 1, vectors.shape[1] + 1))
    weighted = np.column_stack((vectors, np.ones(len(vectors))))
    np.cumsum(weighted * weights[:, np.newaxis], axis=0, out=sums[1:])
    sums = sums[stops] - sums[starts]
    masses = np.maximum(sums[:, -1:], np.finfo(np.float64).tiny)
    return sums[:, :-1] / masses
