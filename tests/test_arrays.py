"""Small operations on arrays equal what their docstrings say."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal

from sktopics._arrays import (
    cell_values,
    first_equal_rows,
    largest,
    majority_of,
    sum_rows,
    top_columns,
    unit_rows,
)


@pytest.mark.parametrize("n", [0, 1, 3, 7, 20, 50])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_largest(n, dtype):
    values = np.random.default_rng(n).integers(0, 8, 20).astype(dtype)  # many ties
    assert_array_equal(largest(values, n), np.argsort(-values, kind="stable")[:n])


def test_top_columns_leaves_out_what_is_impossible():
    scores = np.array([[0.5, 0.5, 0.0, 0.9], [0.0, 0.0, 0.0, 0.0]])
    best = top_columns(scores, 2)
    assert [columns.tolist() for columns in best] == [[3, 0], []]
    possible = np.array([[True, False, True, False], [False, True, False, True]])
    best = top_columns(scores, 2, possible)
    assert [columns.tolist() for columns in best] == [[0, 2], [1, 3]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_unit_rows_of_any_length(dtype):
    info = np.finfo(dtype)
    rows = np.array([[1, 2, 2], [0, 0, 0], [3, 0, 4]], dtype)
    expected = np.array([[1 / 3, 2 / 3, 2 / 3], [0, 0, 0], [0.6, 0, 0.8]])
    for size in (info.max / 4, info.tiny, 1, info.max**0.6, info.tiny**0.6):
        found = unit_rows(rows * dtype(size))
        np.testing.assert_allclose(found, expected, rtol=1e-6)
        assert found.dtype == dtype
        np.testing.assert_allclose(unit_rows(rows[2] * dtype(size)), [0.6, 0, 0.8])
        vectors = rows * dtype(size)
        assert unit_rows(vectors, out=vectors) is vectors
        np.testing.assert_allclose(vectors, expected, rtol=1e-6)


@pytest.mark.parametrize("make", [np.asarray, sp.csr_array])
@pytest.mark.parametrize("dtype", [np.float64, np.int64])
def test_sum_rows(make, dtype):
    rng = np.random.default_rng(0)
    matrix = rng.integers(0, 5, (9, 4)).astype(dtype)
    into = np.array([2, -1, 0, 2, 2, -1, 4, 0, 0])
    expected = np.zeros((6, 4), dtype=dtype)
    np.add.at(expected, into[into >= 0], matrix[into >= 0])
    sums = sum_rows(make(matrix), into, 6)
    assert sp.issparse(sums) == (make is sp.csr_array)
    assert sums.dtype == dtype
    assert_array_equal(sums.toarray() if sp.issparse(sums) else sums, expected)


def test_sum_rows_of_a_vector_and_of_nothing():
    assert_array_equal(sum_rows(np.array([3, 4, 5]), np.array([1, -1, 1]), 2), [0, 8])
    nothing = sum_rows(np.zeros((0, 3)), np.empty(0, dtype=np.int64), 2)
    assert_array_equal(nothing, np.zeros((2, 3)))


def test_unit_rows():
    vectors = np.array([[3.0, 4.0], [0.0, 0.0], [1e-100, 0.0]])
    assert_array_equal(unit_rows(vectors), [[0.6, 0.8], [0, 0], [1, 0]])
    assert_array_equal(unit_rows(np.array([0.0, 2.0])), [0, 1])
    assert unit_rows(vectors, out=vectors) is vectors
    assert_array_equal(vectors[0], [0.6, 0.8])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_first_equal_rows(dtype):
    rng = np.random.default_rng(0)
    matrix = rng.integers(-1, 2, (200, 9)).astype(dtype)
    matrix[:, :3] = 0
    matrix[::2] *= -1  # 0 becomes -0
    matrix = np.vstack([matrix, matrix[50:90]])
    first = first_equal_rows(matrix)
    expected = [np.flatnonzero((matrix == row).all(axis=1))[0] for row in matrix]
    assert_array_equal(first, expected)
    distinct = rng.normal(size=(50, 1)).astype(dtype)
    assert_array_equal(first_equal_rows(distinct), np.arange(50))


def test_majority_of():
    labels = np.array([3, 3, 1, 2, 1, -1, -1, -1, 5, 0, 4])
    groups = np.array([0, 0, 0, 1, 1, 1, 2, 3, 3, 4, 4])
    assert_array_equal(majority_of(labels, groups, 6), [3, 1, -1, 5, 0, -1])


def test_largest_of_long_vectors_are_those_of_a_stable_sort():
    rng = np.random.default_rng(0)
    for n_values in (1, 3, 2000):  # many ties, some, few
        for n in (1023, 1025, 5000, 20_000):
            values = rng.integers(0, n_values, n) / 7
            expected = np.argsort(-values, kind="stable")
            for k in (0, 1, 30, 1500):
                np.testing.assert_array_equal(largest(values, k), expected[:k])


def test_values_of_cells():
    X = sp.random_array((5, 7), density=0.4, rng=np.random.default_rng(0)).tocsr()
    rows, columns = np.divmod(np.arange(35), 7)
    np.testing.assert_array_equal(
        cell_values(X, X.data, rows, columns), X.toarray().ravel()
    )
    nothing = sp.csr_array((5, 7))
    assert not cell_values(nothing, nothing.data, rows, columns).any()
