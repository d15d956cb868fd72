"""In how many windows of a text terms occur, and occur together.

A document of n tokens has max(1, n - size + 1) windows, numbered by their first
token. The windows that hold the token at position p are numbered from
p - size + 1 to p, so the windows that hold a term are a few runs of consecutive
numbers. Counting the overlap of runs costs as much as the terms occur, however
large the window is.

Terms are numbered; a negative number stands for a token that is not counted, but
keeps its place.
"""

import numpy as np

from ._jit import jit

_SQUARE = 32


@jit
def exact_runs(ids, offsets, n_terms, size):
    """Return the runs of windows that hold each term.

    Parameters
    ----------
    ids : ndarray of int of shape (n_tokens,)
        Terms in reading order, -1 for tokens that are not counted.
    offsets : ndarray of int of shape (n_documents + 1,)
        Document d is ``ids[offsets[d]:offsets[d + 1]]``.
    n_terms : int
    size : int
        Length of a window in tokens.

    Returns
    -------
    terms, starts, ends : ndarray of int32 of shape (n_runs,)
        The run's term, its first and its last window. Within a document runs are
        sorted by `starts`, and runs of the same term are disjoint.
    run_offsets : ndarray of int64 of shape (n_documents + 1,)
        The runs of document d are from ``run_offsets[d]`` to ``run_offsets[d + 1]``.

    Notes
    -----
    In NumPy, for one document, window s holds term t where ::

        holds[s, t] = np.any(document[s : s + size] == t)

    and the runs of t are the maximal runs of True in ``holds[:, t]``.
    """
    terms, starts, ends, run_offsets, places = _room_for_runs(ids, offsets)
    latest = np.full(n_terms, -1, dtype=np.int64)
    n_runs = 0
    for d in range(len(offsets) - 1):
        first_run = n_runs
        begin = offsets[d]
        length = offsets[d + 1] - begin
        last_window = max(length - size, 0)
        for p in _counted_places(ids[begin : begin + length], places):
            t = ids[begin + p]
            start = max(p - size + 1, 0)
            run = latest[t]
            if run < first_run or start > ends[run] + 1:
                run = n_runs
                n_runs += 1
                latest[t] = run
                terms[run] = t
                starts[run] = start
            ends[run] = min(p, last_window)
        run_offsets[d + 1] = n_runs
    return terms[:n_runs], starts[:n_runs], ends[:n_runs], run_offsets


@jit
def gensim_runs(ids, offsets, n_terms, size):
    """Return the runs of windows in which gensim sees each term.

    gensim slides its window by forgetting the term that leaves and adding the term
    that enters, so a term that leaves is lost even where the window still holds
    it a second time. It is seen again when it enters again.

    Parameters and returned values are those of `exact_runs`.

    Notes
    -----
    In Python, for one document of at least `size` tokens ::

        seen = set(document[:size])
        for s in range(1, len(document) - size + 1):
            seen.discard(document[s - 1])
            seen.add(document[s + size - 1])
    """
    terms, starts, ends, run_offsets, places = _room_for_runs(ids, offsets)
    latest = np.full(n_terms, -1, dtype=np.int64)
    n_runs = 0
    for d in range(len(offsets) - 1):
        first_run = n_runs
        begin = offsets[d]
        length = offsets[d + 1] - begin
        last_window = max(length - size, 0)
        for p in _counted_places(ids[begin : begin + length], places):
            t = ids[begin + p]
            start = max(p - size + 1, 0)
            run = latest[t]
            if run >= first_run and start <= ends[run]:
                continue
            # Seen from its entry until the first of its tokens leaves.
            leaves = start
            while ids[begin + leaves] != t:
                leaves += 1
            latest[t] = n_runs
            terms[n_runs] = t
            starts[n_runs] = start
            ends[n_runs] = min(leaves, last_window)
            n_runs += 1
        run_offsets[d + 1] = n_runs
    return terms[:n_runs], starts[:n_runs], ends[:n_runs], run_offsets


@jit
def _room_for_runs(ids, offsets):
    """Allocate one run for each token that is counted, and places of one document."""
    n = longest = 0
    for i in range(offsets[0], offsets[-1]):
        n += ids[i] >= 0
    for d in range(len(offsets) - 1):
        longest = max(longest, offsets[d + 1] - offsets[d])
    return (
        np.empty(n, dtype=np.int32),
        np.empty(n, dtype=np.int32),
        np.empty(n, dtype=np.int32),
        np.zeros(len(offsets), dtype=np.int64),
        np.empty(longest, dtype=np.int32),
    )


@jit
def _counted_places(ids, places):
    """Return the places of the tokens of a document that are counted."""
    # Without a branch, which processors guess wrongly for every other token.
    n = 0
    for p in range(len(ids)):
        places[n] = p
        n += ids[p] >= 0
    return places[:n]


@jit
def count_runs(terms, starts, ends, run_offsets, n_terms):
    """Count windows by term and by pair of terms.

    Parameters
    ----------
    terms, starts, ends : ndarray of int of shape (n_runs,)
        Runs of windows, by document and `starts`, those of a term disjoint.
    run_offsets : ndarray of int of shape (n_documents + 1,)
        The runs of document d are from ``run_offsets[d]`` to ``run_offsets[d + 1]``.
    n_terms : int

    Returns
    -------
    counts : ndarray of int64 of shape (n_terms, n_terms)
        Windows that hold a term on the diagonal, windows that hold both terms of
        a pair elsewhere.

    Notes
    -----
    In NumPy, for one document, with ``holds`` as in `exact_runs` ::

        counts = holds.T.astype(int) @ holds
    """
    counts = np.zeros((n_terms, n_terms), dtype=np.int64)
    longest = 0
    for d in range(len(run_offsets) - 1):
        longest = max(longest, run_offsets[d + 1] - run_offsets[d])
    open_terms = np.empty(longest, dtype=np.int32)
    open_ends = np.empty(longest, dtype=np.int32)
    for d in range(len(run_offsets) - 1):
        n_open = 0
        for r in range(run_offsets[d], run_offsets[d + 1]):
            t, start, end = terms[r], starts[r], ends[r]
            row = counts[t]
            row[t] += end - start + 1
            kept = 0
            for i in range(n_open):
                open_end = open_ends[i]
                if open_end >= start:
                    u = open_terms[i]
                    row[u] += min(open_end, end) - start + 1
                    open_terms[kept] = u
                    open_ends[kept] = open_end
                    kept += 1
            open_terms[kept] = t
            open_ends[kept] = end
            n_open = kept + 1
    _join_halves(counts)
    return counts


@jit
def _join_halves(counts):
    """Add ``counts[u, t]`` to ``counts[t, u]`` and make them equal, in place."""
    n = len(counts)
    # By squares that fit into the fastest cache: columns of a matrix do not.
    for top in range(0, n, _SQUARE):
        for left in range(0, top + 1, _SQUARE):
            for t in range(top, min(top + _SQUARE, n)):
                for u in range(left, min(left + _SQUARE, t)):
                    both = counts[t, u] + counts[u, t]
                    counts[t, u] = both
                    counts[u, t] = both
