"""Borders of segments by dynamic programming, and runs of high scores.

Floats are compared and no indices are made of them. With NaN among them comparisons are
false: a place then keeps the origin 0, a run goes on to the first one.
"""

import numpy as np

from ._document import inner
from ._jit import jit_fast

__all__ = ["best_runs", "cut_by_penalty", "cut_in_number", "spread_peaks"]


@inner
def _scatter(sums, masses, i, j):
    """Squared distances of the vectors between two places to their mean."""
    mass = masses[j] - masses[i]
    if mass <= 0:
        return 0.0
    square = 0.0
    for k in range(sums.shape[1]):
        difference = sums[j, k] - sums[i, k]
        square += difference * difference
    return mass - square / mass


@jit_fast
def cut_by_penalty(sums, masses, penalty):
    """Cut a text so that the scatter in segments and a penalty for each are least.

    Minimises ``sum(scatter(i, j) + penalty)`` over the segments from place i to place
    j, where with ``m = masses[j] - masses[i]`` and vectors of length 1 ::

        scatter(i, j) = m - ((sums[j] - sums[i]) ** 2).sum() / m      # 0 if m is 0

    by dynamic programming. Places from which it is worse to go on than to cut at the
    present one are never better again, and left out [1]_, which changes nothing.

    Parameters
    ----------
    sums : (n_places, n_columns) floats
        Sum of the vectors before each place, times their masses.
    masses : (n_places,) floats
        Sum of the masses before each place.
    penalty : float

    Returns
    -------
    places : (n_segments + 1,) integers
        Where segments begin, and the last place.

    References
    ----------
    .. [1] R. Killick, P. Fearnhead, I. Eckley, "Optimal detection of changepoints with
       a linear computational cost", JASA 107, 2012.
    """
    n = sums.shape[0]
    best, origin = np.zeros(n), np.zeros(n, np.intp)
    open_places, costs = np.empty(n, np.intp), np.empty(n)
    n_open = 1
    open_places[0] = 0
    for j in range(1, n):
        best[j] = np.inf
        for a in range(n_open):
            i = open_places[a]
            costs[a] = best[i] + _scatter(sums, masses, i, j)
            if costs[a] + penalty < best[j]:
                best[j] = costs[a] + penalty
                origin[j] = i
        kept = 0
        for a in range(n_open):
            if costs[a] <= best[j]:
                open_places[kept] = open_places[a]
                kept += 1
        open_places[kept] = j
        n_open = kept + 1
    return _trace(origin, n - 1)


@jit_fast
def _trace(origin, last):
    """Return the places that lead to the last one."""
    count, place = 1, last
    while place > 0:
        place = origin[place]
        count += 1
    places = np.empty(count, np.intp)
    place = last
    for a in range(count - 1, -1, -1):
        places[a] = place
        place = origin[place]
    return places


@jit_fast
def cut_in_number(sums, masses, n_segments):
    """Cut a text into so many segments that their scatter is least.

    As `cut_by_penalty`, for a number of segments, from 1 to ``n_places - 1``.

    Returns
    -------
    places : (n_segments + 1,) integers
    """
    n = sums.shape[0]
    best = np.full(n, np.inf)
    best[0] = 0.0
    costs = np.empty((n, n), np.float32)
    for i in range(n):
        for j in range(i + 1, n):
            costs[i, j] = _scatter(sums, masses, i, j)
    origins = np.zeros((n_segments, n), np.intp)
    for number in range(n_segments):
        new = np.full(n, np.inf)
        for i in range(number, n):
            if best[i] < np.inf:
                for j in range(i + 1, n):
                    cost = best[i] + costs[i, j]
                    if cost < new[j]:
                        new[j] = cost
                        origins[number, j] = i
        best = new
    places = np.empty(n_segments + 1, np.intp)
    places[n_segments] = n - 1
    for number in range(n_segments - 1, -1, -1):
        places[number] = origins[number, places[number + 1]]
    return places


@jit_fast
def best_runs(scores, starts, stops, totals):
    """All maximal runs of scores: none can be made better by more or fewer of them.

    The algorithm of Ruzzo and Tompa [1]_, in linear time. A run is one of positive sum
    that has no part of a higher sum and is in no run of which this holds too.

    Parameters
    ----------
    scores : (n,) floats
    starts, stops, totals : (n,) integers, integers, floats
        Out: where runs begin and end, and their sums.

    Returns
    -------
    n_runs : int

    References
    ----------
    .. [1] W. L. Ruzzo, M. Tompa, "A linear time algorithm for finding all maximal
       scoring subsequences", ISMB 1999.
    """
    before = np.empty(scores.shape[0])
    after = np.empty(scores.shape[0])
    links = np.empty(scores.shape[0], np.intp)
    n_runs, total = 0, 0.0
    for i in range(scores.shape[0]):
        left = total
        total += scores[i]
        if scores[i] <= 0:
            continue
        start = i
        while True:
            # The last run that begins from a lower sum than this one.
            j = n_runs - 1
            while j >= 0 and before[j] >= left:
                j = links[j]
            if j < 0 or after[j] >= total:
                break
            start, left, n_runs = starts[j], before[j], j
        starts[n_runs], stops[n_runs] = start, i + 1
        before[n_runs], after[n_runs], links[n_runs] = left, total, j
        n_runs += 1
    for j in range(n_runs):
        totals[j] = after[j] - before[j]
    return n_runs


@jit_fast
def spread_peaks(heights, apart, peaks):
    """Mark local maxima, the highest first, and none within `apart` of another.

    Parameters
    ----------
    heights : (n,) floats
    apart : int
        The least distance, from 1 on.
    peaks : (n,) bool
        Out.
    """
    n = heights.shape[0]
    order = np.argsort(-heights, kind="mergesort")
    covered = np.zeros(n, np.bool_)
    for i in order:
        before, after = max(i - 1, 0), min(i + 1, n - 1)
        is_peak = heights[i] >= heights[before] and heights[i] >= heights[after]
        peaks[i] = is_peak and not covered[i]
        if peaks[i]:
            covered[max(i - apart + 1, 0) : i + apart] = True
