"""Runs of labels and means over neighbours, beside loops."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics._segments import merge_runs, smoothed


def slow_means(rows, width):
    before, after = width // 2, width - width // 2
    return [rows[max(i - before, 0) : i + after].mean(axis=0) for i in range(len(rows))]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("width", [1, 2, 5, 100])
def test_smoothed_is_the_mean_of_neighbours(width, dtype):
    shares = np.random.default_rng(0).random((12, 3)).astype(dtype)
    shares.flags.writeable = False
    offsets = np.array([0, 5, 5, 12])
    found = smoothed(shares, width, offsets)
    assert found.dtype == dtype
    expected = np.vstack([slow_means(shares[:5], width), slow_means(shares[5:], width)])
    assert_allclose(found, expected, rtol=1e-6)
    assert_allclose(smoothed(shares, width), slow_means(shares, width), rtol=1e-6)
    column = smoothed(shares[:, 0].tolist(), width, offsets.tolist())
    assert_allclose(column, expected[:, 0], rtol=1e-6)


def test_smoothed_depends_on_neighbours_alone():
    rows = np.random.default_rng(1).random((30, 4))
    assert_array_equal(smoothed(rows, 5)[10:20], smoothed(rows[5:25], 5)[5:15])
    rows[0] = np.nan
    assert np.isfinite(smoothed(rows, 5)[3:]).all()


def test_nothing_to_smooth():
    assert smoothed(np.empty((0, 3)), 5).shape == (0, 3)
    assert smoothed(np.empty((0, 3)), 5, [0, 0]).shape == (0, 3)


def test_runs_end_with_labels_and_with_documents():
    labels = [2, 2, -1, 2, 2, 2, 0, 0]
    runs, values = merge_runs(labels, [0, 4, 4, 6, 8])
    assert runs.tolist() == [[0, 0, 2], [0, 2, 3], [0, 3, 4], [2, 0, 2], [3, 0, 2]]
    assert values.tolist() == [2, -1, 2, 2, 0]
    one, _ = merge_runs(np.array(labels))
    assert one.tolist() == [[0, 0, 2], [0, 2, 3], [0, 3, 6], [0, 6, 8]]
    assert runs.dtype == np.int64


def test_no_runs():
    runs, values = merge_runs(np.empty(0, int), np.array([0, 0, 0]))
    assert runs.shape == (0, 3)
    assert not len(values)
