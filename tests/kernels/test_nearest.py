"""Tests of what finds the largest few of many scores."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics.kernels.nearest import merge_largest, select_largest


def random_scores(dtype, n_rows=9, n_columns=40):
    """Scores with ties."""
    rng = np.random.default_rng(0)
    return rng.integers(0, 25, (n_rows, n_columns)).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [1, 7, 39])
def test_selected_scores(dtype, k):
    scores = random_scores(dtype)
    columns = np.empty((9, k), dtype=np.int64)
    values = np.empty((9, k), dtype=dtype)
    select_largest(scores, np.full(9, -1), columns, values)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    assert_array_equal(columns, expected)
    assert_array_equal(values, np.take_along_axis(scores, expected, axis=1))
    select_largest(scores, columns[:, 0].copy(), columns, values)
    excluded = expected[:, 0]
    assert not (columns == excluded[:, np.newaxis]).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [1, 7, 30])
def test_merged_scores(dtype, k):
    scores = random_scores(dtype)
    columns = np.full((12, k), -1, dtype=np.int64)
    values = np.full((12, k), -np.inf, dtype=dtype)
    rows = np.random.default_rng(1).permutation(12)[:9]
    numbers = np.random.default_rng(2).permutation(40).astype(np.int32)
    none = np.full(12, -1)
    for part in (slice(0, 13), slice(13, 13), slice(13, 40)):
        merge_largest(scores[:, part], rows, numbers[part], none, columns, values)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    assert_array_equal(columns[rows], numbers[expected])
    assert_array_equal(values[rows], np.take_along_axis(scores, expected, axis=1))
    others = np.setdiff1d(np.arange(12), rows)
    assert (columns[others] == -1).all()
    assert (values[others] == -np.inf).all()


def test_excluded_numbers_and_lists_that_stay_short():
    scores = np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0]])
    columns = np.full((2, 4), -1)
    values = np.full((2, 4), -np.inf)
    numbers = np.array([10, 11, 12])
    merge_largest(scores, np.arange(2), numbers, np.array([10, -1]), columns, values)
    assert_array_equal(columns, [[11, 12, -1, -1], [12, 11, 10, -1]])
