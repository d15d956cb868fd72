"""Borders between vectors, beside a search through all cuts."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics._segments import borders as module
from sktopics._segments import borders_of, peaks_of, root_shares


def scatter(vectors, weights, borders):
    """Squared distances to the means of the segments, weighted and summed."""
    edges = [0, *borders, len(vectors)]
    total = 0
    for start, stop in pairwise(edges):
        part, mass = vectors[start:stop], weights[start:stop]
        mean = np.average(part, axis=0, weights=mass)
        total += (mass * ((part - mean) ** 2).sum(axis=1)).sum()
    return total


def best_cut(vectors, weights, n_segments):
    cuts = combinations(range(1, len(vectors)), n_segments - 1)
    return min(cuts, key=lambda cut: scatter(vectors, weights, cut))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_borders_are_the_best_of_all(dtype, weighted):
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(3), 9).astype(dtype)
    vectors = root_shares(shares)
    weights = rng.uniform(0.5, 2, 9) if weighted else np.ones(9)
    given = weights if weighted else None
    for n_segments in range(1, 5):
        found = borders_of(vectors, n_segments, weights=given)
        assert_array_equal(found, best_cut(vectors, weights, n_segments))
    penalty = 0.2
    each = penalty * np.log(max(weights.sum(), 2))
    costs = [
        scatter(vectors, weights, cut) + len(cut) * each
        for n in range(1, 10)
        for cut in combinations(range(1, 9), n - 1)
    ]
    free = borders_of(vectors, penalty=penalty, weights=given)
    assert_allclose(scatter(vectors, weights, free) + len(free) * each, min(costs))


def test_borders_of_planted_embeddings():
    rng = np.random.default_rng(1)
    means = np.eye(3)[[0, 1, 0, 2]]
    vectors = np.repeat(means, [7, 4, 9, 6], axis=0) + rng.normal(0, 0.1, (26, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors.flags.writeable = False
    assert_array_equal(borders_of(vectors), [7, 11, 20])
    assert_array_equal(borders_of(vectors, 2), [20])
    only = borders_of(vectors, 2, candidates=np.array([3, 12]))
    assert_array_equal(only, [12])
    assert_array_equal(borders_of(vectors, 10, candidates=np.array([3, 12])), [3, 12])


@pytest.mark.parametrize("n_segments", [None, 1, 5])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_borders_of_short_texts(n, n_segments):
    borders = borders_of(np.eye(3)[:n], n_segments, penalty=0.1)
    assert_array_equal(borders, range(1, n) if n_segments != 1 else [])


def test_of_many_places_the_largest_steps_are_looked_at(monkeypatch):
    monkeypatch.setattr(module, "MOST_CANDIDATES", 4)
    vectors = np.repeat(np.eye(4)[[0, 1, 2]], [30, 20, 10], axis=0)
    assert_array_equal(borders_of(vectors, 3), [30, 50])


def test_peaks():
    strengths = np.array([9, 1, 3, 2, 0, 4, 3.9, 0, 1])
    assert_array_equal(peaks_of(strengths, 4), [2, 5, 8])
    assert_array_equal(peaks_of(strengths, 13), [2, 5, 8])
    assert_array_equal(peaks_of(strengths, 16), [5])
    assert_array_equal(peaks_of(strengths, 4, 4), [2, 5, 8])
    assert_array_equal(peaks_of(strengths, 4, 5), range(1, 9))
    assert not len(peaks_of(strengths[:1], 4))


def test_root_shares_are_of_length_1():
    roots = root_shares(np.array([[0.25, 0.75], [0, 0], [2, 2]], np.float32))
    assert_allclose((roots**2).sum(axis=1), [1, 0, 1])
    assert roots.dtype == np.float64
