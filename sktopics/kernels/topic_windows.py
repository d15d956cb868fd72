"""How similar windows of texts are to topics.

A window is a run of places. Windows come by their starts, and their stops never go
back. A term has a first and a last place (of one word they are the same), and is in the
windows that hold both.
"""

import numpy as np

from ._jit import jit


@jit
def window_cosines(offsets, starts, stops, ids, firsts, lasts, table, gains, least):
    """Sum up the cosines of windows with topics that are large enough.

    Parameters
    ----------
    offsets : ndarray of int64 of shape (n_rows + 1,)
        The windows of row r are ``offsets[r]`` to ``offsets[r + 1] - 1``.
    starts, stops : ndarray of int64 of shape (n_windows,)
        The places of window w are ``starts[w]`` to ``stops[w] - 1``; both ascend.
    ids : ndarray of int of shape (n_read,)
        Terms, by their last places.
    firsts, lasts : ndarray of int64 of shape (n_read,)
        The places of their first and last words.
    table : (indptr, topics, weights, factors, n_topics)
        Row t of the CSR matrix of shape (n_terms, n_topics) has the weights of term t
        in topics of length 1, times ``factors[t]``.
    gains : ndarray of float64 of shape (n_most + 1,)
        A term that a window holds n times weighs ``gains[n] * factors[t]`` in it.
    least : float
        Cosines below are left out, and so are those of 0 and less.

    Returns
    -------
    indptr, topics, sums : ndarray
        CSR matrix of shape (n_rows, n_topics), float64, with sorted columns.

    Notes
    -----
    In NumPy, for one window, with the unit vectors of topics as rows ::

        inside = (firsts >= start) & (lasts < stop)
        weights = gains[np.bincount(ids[inside], minlength=n_terms)] * factors
        cosines = unit_topics @ weights / np.linalg.norm(weights)
        np.where((cosines >= least) & (cosines > 0), cosines, 0)
    """
    term_starts, term_topics, term_weights, factors, n_topics = table
    counts = np.zeros(len(factors), dtype=np.int64)
    distinct = np.empty(len(gains), dtype=np.int64)
    similar, sums = np.zeros(n_topics), np.zeros(n_topics)
    indptr = np.zeros(len(offsets), dtype=np.int64)
    topics = np.empty(2 * len(offsets) + n_topics, dtype=np.int32)
    values = np.empty(len(topics))
    n = low = high = 0
    for r in range(len(offsets) - 1):
        for w in range(offsets[r], offsets[r + 1]):
            low, high = _inside(lasts, low, high, starts[w], stops[w])
            n_distinct = 0
            for i in range(low, high):
                if firsts[i] >= starts[w]:
                    t = ids[i]
                    if counts[t] == 0:
                        distinct[n_distinct] = t
                        n_distinct += 1
                    counts[t] += 1
            square = 0.0
            for d in range(n_distinct):
                t = distinct[d]
                gain = gains[counts[t]]
                counts[t] = 0
                square += (gain * factors[t]) ** 2
                for e in range(term_starts[t], term_starts[t + 1]):
                    similar[term_topics[e]] += gain * term_weights[e]
            if n_distinct:
                _add_window(similar, np.sqrt(square), least, sums)
        if n + n_topics > len(topics):
            topics, values = _longer(topics, n), _longer(values, n)
        n = _end_row(sums, n, topics, values)
        indptr[r + 1] = n
    return indptr, topics[:n].copy(), values[:n].copy()


@jit
def window_means(offsets, starts, stops, ids, firsts, lasts, table, least):
    """Sum up the weighted means of the topics of the terms that windows hold.

    Parameters
    ----------
    offsets, starts, stops, ids, firsts, lasts, least
        As of `window_cosines`.
    table : (indptr, topics, weights, factors, n_topics)
        Row t of the CSR matrix of shape (n_terms, n_topics) has the shares of topics
        in term t, times ``factors[t]``, which is what the term counts for.

    Returns
    -------
    indptr, topics, sums : ndarray
        CSR matrix of shape (n_rows, n_topics), float64, with sorted columns.

    Notes
    -----
    In NumPy, for one window ::

        inside = (firsts >= start) & (lasts < stop)
        terms = ids[inside]
        means = shares[terms].T @ factors[terms] / factors[terms].sum()
        np.where((means >= least) & (means > 0), means, 0)
    """
    term_starts, term_topics, term_weights, factors, n_topics = table
    similar, sums = np.zeros(n_topics), np.zeros(n_topics)
    indptr = np.zeros(len(offsets), dtype=np.int64)
    topics = np.empty(2 * len(offsets) + n_topics, dtype=np.int32)
    values = np.empty(len(topics))
    n = low = high = 0
    for r in range(len(offsets) - 1):
        for w in range(offsets[r], offsets[r + 1]):
            low, high = _inside(lasts, low, high, starts[w], stops[w])
            total = 0.0
            for i in range(low, high):
                if firsts[i] >= starts[w]:
                    t = ids[i]
                    total += factors[t]
                    for e in range(term_starts[t], term_starts[t + 1]):
                        similar[term_topics[e]] += term_weights[e]
            if low < high:
                _add_window(similar, total, least, sums)
        if n + n_topics > len(topics):
            topics, values = _longer(topics, n), _longer(values, n)
        n = _end_row(sums, n, topics, values)
        indptr[r + 1] = n
    return indptr, topics[:n].copy(), values[:n].copy()


@jit
def _inside(lasts, low, high, start, stop):
    """Return the range of terms whose last places are in a window."""
    while low < len(lasts) and lasts[low] < start:
        low += 1
    high = max(high, low)
    while high < len(lasts) and lasts[high] < stop:
        high += 1
    return low, high


@jit
def _add_window(similar, total, least, sums):
    """Add what is large enough of ``similar / total`` to sums; clear `similar`."""
    bar = least * total
    for k in range(len(sums)):
        value = similar[k]
        similar[k] = 0
        if value > 0 and value >= bar and total > 0:
            sums[k] += value / total


@jit
def _end_row(sums, n, topics, values):
    """Write sums from place `n` on, and clear them."""
    for k in range(len(sums)):
        if sums[k] > 0:
            topics[n] = k
            values[n] = sums[k]
            sums[k] = 0
            n += 1
    return n


@jit
def _longer(values, n):
    """Return the first `n` values in an array of twice the length."""
    longer = np.empty(2 * len(values) + 1024, dtype=values.dtype)
    longer[:n] = values[:n]
    return longer
