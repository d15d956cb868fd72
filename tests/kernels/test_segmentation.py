"""Borders and runs against brute force."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.segmentation import (
    best_runs,
    cut_by_penalty,
    cut_in_number,
    spread_peaks,
)


def make_sums(rng, n_places, dimensions=3):
    vectors = np.sqrt(rng.dirichlet(np.full(dimensions, 0.3), n_places - 1))
    masses = rng.uniform(0, 2, n_places - 1)
    masses[rng.uniform(size=n_places - 1) < 0.2] = 0
    sums = np.zeros((n_places, dimensions))
    np.cumsum(vectors * masses[:, None], axis=0, out=sums[1:])
    return sums, np.concatenate(([0], np.cumsum(masses)))


def cost(sums, masses, cuts, penalty=0.0):
    total = 0.0
    for i, j in pairwise(cuts):
        mass = masses[j] - masses[i]
        if mass > 0:
            total += mass - ((sums[j] - sums[i]) ** 2).sum() / mass
        total += penalty
    return total


def all_cuts(n_places, n_segments):
    for inner in combinations(range(1, n_places - 1), n_segments - 1):
        yield (0, *inner, n_places - 1)


@pytest.mark.parametrize("seed", range(10))
def test_cuts_are_the_best_of_all(seed):
    rng = np.random.default_rng(seed)
    n = rng.integers(2, 10)
    sums, masses = make_sums(rng, n)
    for n_segments in range(1, n):
        best = min(cost(sums, masses, cuts) for cuts in all_cuts(n, n_segments))
        cuts = cut_in_number(sums, masses, n_segments)
        assert len(cuts) == n_segments + 1
        assert_allclose(cost(sums, masses, cuts), best, atol=1e-6)
    for penalty in (0.01, 0.1, 0.5):
        best = min(
            cost(sums, masses, cuts, penalty)
            for n_segments in range(1, n)
            for cuts in all_cuts(n, n_segments)
        )
        cuts = cut_by_penalty(sums, masses, penalty)
        assert_allclose(cost(sums, masses, cuts, penalty), best)
        assert (np.diff(cuts) > 0).all()


def test_a_high_penalty_leaves_one_segment_and_none_leaves_all():
    rng = np.random.default_rng(0)
    sums, masses = make_sums(rng, 20)
    assert_array_equal(cut_by_penalty(sums, masses, 1e6), [0, 19])
    assert_array_equal(cut_in_number(sums, masses, 19), np.arange(20))


def slow_runs(scores, first, last):
    """By definition: the run of the highest sum, then what is left and right of it."""
    best = 0.0, 0, 0
    for i in range(first, last):
        for j in range(i + 1, last + 1):
            if scores[i:j].sum() > best[0] + 1e-12:
                best = scores[i:j].sum(), i, j
    if best[0] == 0:
        return []
    total, i, j = best
    return [*slow_runs(scores, first, i), (i, j, total), *slow_runs(scores, j, last)]


@pytest.mark.parametrize("seed", range(20))
def test_runs(seed):
    rng = np.random.default_rng(seed)
    scores = rng.normal(-0.2, 1, rng.integers(0, 25))
    starts, stops = np.empty((2, len(scores)), np.intp)
    totals = np.empty(len(scores))
    n = best_runs(scores, starts, stops, totals)
    expected = slow_runs(scores, 0, len(scores))
    assert [(i, j) for i, j, _ in expected] == list(
        zip(starts[:n], stops[:n], strict=True)
    )
    assert_allclose(totals[:n], [total for *_, total in expected])


def peaks_of(heights, apart):
    peaks = np.ones(len(heights), np.bool_)
    spread_peaks(np.asarray(heights, float), apart, peaks)
    return np.flatnonzero(peaks).tolist()


def test_peaks():
    heights = [1, 3, 2, 2.5, 0, 4, 3]
    assert peaks_of(heights, 1) == [1, 3, 5]
    assert peaks_of(heights, 2) == [1, 3, 5]
    assert peaks_of(heights, 3) == [1, 5]
    assert peaks_of(heights, 5) == [5]
    assert peaks_of([2, 2, 2, 2], 2) == [0, 2]
    assert peaks_of([], 3) == []
