"""Passages: the runs of the largest excess."""

import numpy as np
from numpy.testing import assert_allclose

from sktopics._segments import Passage, best_passages, passages_in


def test_passages_of_documents():
    shares = np.array([0.9, 0.1, 0.8, 0.2, 0.2, 0.9, 0.9, 0.45, 0.7])
    found = passages_in(shares, np.array([0, 5, 5, 9]), n=5, threshold=0.5)
    assert [passage[:3] for passage in found] == [(0, 0, 1), (0, 2, 3), (2, 0, 4)]
    assert_allclose([p.share for p in found], [0.9, 0.8, 0.7375])
    assert_allclose([p.excess for p in found], [0.4, 0.3, 0.95])
    assert [p.document for p in best_passages(found, 2)] == [2, 0]
    (first,) = passages_in(shares[:5], np.array([0, 5]), n=1, threshold=0.5)
    assert first == Passage(0, 0, 1, 0.9, first.excess)


def test_weights_and_numbers():
    shares = np.array([0.9, 0.1, 0.8])
    weights = np.array([1.0, 0.1, 1.0])
    (passage,) = passages_in(
        shares,
        np.array([0, 3]),
        n=3,
        threshold=0.5,
        weights=weights,
        numbers=["report"],
    )
    assert passage[:3] == ("report", 0, 3)
    assert_allclose(passage.share, np.average(shares, weights=weights))
    assert_allclose(passage.excess, 0.4 - 0.04 + 0.3)


def test_equal_passages_keep_their_order():
    equal = [Passage(d, 0, 1, 1.0, 0.5) for d in range(4)]
    assert best_passages(equal, 3) == equal[:3]
