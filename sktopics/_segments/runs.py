"""Runs of equal labels, and means over neighbours."""

import numpy as np


def smoothed(shares, width, offsets=None):
    """Return the mean of each row and of its neighbours in the same document.

    NumPy equivalent, for row i of a document of n rows and an odd `width`::

        half = width // 2
        rows[max(i - half, 0) : i + half + 1].mean(axis=0)

    An even width has one row more before than after. At the ends of a document, the
    mean is over the neighbours that there are. Sums are of the few rows of a window
    alone, so that a row depends on its neighbours and not on the rows before.

    Parameters
    ----------
    shares : array-like of shape (n_positions, n_columns) or (n_positions,)
    width : int
        Number of neighbouring positions, its own included; 1 changes nothing.
    offsets : ndarray of shape (n_documents + 1,), int, default=None
        Where documents begin and end; by default there is one.

    Returns
    -------
    means : ndarray of the shape of `shares`
        float32 for float32, else float64.
    """
    shares = np.asarray(shares)
    dtype = np.float32 if shares.dtype == np.float32 else np.float64
    n = len(shares)
    offsets = np.array([0, n]) if offsets is None else np.asarray(offsets)
    starts, stops = _ends_of_documents(offsets)
    sums = np.zeros(shares.shape, np.float64)
    counts = np.zeros(n)
    positions = np.arange(n)
    for step in range(-(width // 2), width - width // 2):
        there = positions + step
        inside = (there >= starts) & (there < stops)
        if not inside.any():
            continue
        sums[inside] += shares[there[inside]]
        counts += inside
    counts = counts.reshape(-1, *(1,) * (shares.ndim - 1))
    return (sums / counts).astype(dtype, copy=False)


def _ends_of_documents(offsets):
    """Return, for each position, where its document starts and where it stops."""
    lengths = np.diff(offsets)
    return np.repeat(offsets[:-1], lengths), np.repeat(offsets[1:], lengths)


def merge_runs(labels, offsets=None):
    """Return the runs of equal labels that follow each other in a document.

    Parameters
    ----------
    labels : ndarray of shape (n_positions,)
    offsets : ndarray of shape (n_documents + 1,), int, default=None
        Where documents begin and end; by default there is one.

    Returns
    -------
    runs : ndarray of shape (n_runs, 3), int64
        Number of the document, first position of the run, and the position after the
        last one, counted from the start of the document.
    values : ndarray of shape (n_runs,)
        The label of each run.
    """
    labels = np.asarray(labels)
    n = len(labels)
    offsets = np.array([0, n]) if offsets is None else np.asarray(offsets)
    begins = np.zeros(n, bool)
    begins[1:] = labels[1:] != labels[:-1]
    begins[offsets[:-1][np.diff(offsets) > 0]] = True
    starts = np.flatnonzero(begins)
    stops = np.append(starts[1:], n) if len(starts) else starts
    document = np.searchsorted(offsets, starts, side="right") - 1
    first = offsets[document]
    runs = np.column_stack((document, starts - first, stops - first))
    return runs.astype(np.int64), labels[starts]
