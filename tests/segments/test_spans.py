"""Spans: between borders, between flags, and their means."""

import numpy as np
from numpy.testing import assert_allclose

from sktopics._segments import means_of_rows, pieces_between, spans_between


def test_spans_between_borders():
    borders = [np.array([2, 5]), np.empty(0, int), np.empty(0, int)]
    spans = spans_between(borders, [6, 0, 3])
    assert spans.tolist() == [[0, 0, 2], [0, 2, 5], [0, 5, 6], [2, 0, 3]]
    assert spans_between([], []).shape == (0, 3)


def test_pieces_between_flags():
    flags = np.array([1, 0, 1, 1, 0], bool)
    offsets = np.array([0, 3, 3, 5])
    pieces = pieces_between(flags, offsets)
    assert pieces.tolist() == [[0, 0, 2], [0, 2, 3], [2, 0, 2]]
    assert pieces_between(None, offsets).tolist() == [[0, 0, 3], [2, 0, 2]]
    assert pieces_between(None, np.array([0, 0])).shape == (0, 3)


def test_means_of_spans():
    rng = np.random.default_rng(0)
    rows, weights = rng.random((9, 2)).astype(np.float32), rng.random(9)
    starts, stops = np.array([0, 3, 3]), np.array([3, 9, 4])
    for given in (None, weights):
        expected = [
            np.average(rows[a:b], axis=0, weights=None if given is None else given[a:b])
            for a, b in zip(starts, stops, strict=True)
        ]
        assert_allclose(means_of_rows(rows, starts, stops, given), expected)
    assert not means_of_rows(rows, starts, stops, np.zeros(9)).any()
