"""Pairs at the least total distance."""

from itertools import permutations

import numpy as np
import pytest

from sktopics.topics.least_distances import least_distant_pairs


@pytest.mark.parametrize("seed", range(3))
def test_no_other_pairs_are_nearer(seed):
    distances = np.random.default_rng(seed).random((4, 5))
    rows, columns = least_distant_pairs(distances)
    assert rows.tolist() == [0, 1, 2, 3]
    best = min(distances[rows, list(p)].sum() for p in permutations(range(5), 4))
    assert distances[rows, columns].sum() == pytest.approx(best)


def test_most_pairs_come_before_the_least_sum():
    distances = np.array([[0.0, 9.0], [1.0, np.inf]])
    rows, columns = least_distant_pairs(distances)
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [1, 0])
    rows, columns = least_distant_pairs(np.full((2, 2), np.inf))
    assert len(rows) == len(columns) == 0
