"""Tiny counts and weights are none, and those that cannot be summed are refused."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics import LatentDirichletAllocation
from sktopics._magnitudes import (
    countable,
    score_weights,
    training_weights,
    weighted_documents,
)
from sktopics._validation import check_counts


@pytest.mark.parametrize("tiny", [np.float32(1e-45), np.float64(5e-324), 1e-19])
def test_tiny_counts_are_none(tiny):
    dtype = np.asarray(tiny).dtype
    X = sp.csr_array(np.array([[3, 0, 1], [tiny, tiny, tiny], [2, tiny, 0]], dtype))
    given = X.copy()
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    counts = check_counts(model, X, reset=True)
    np.testing.assert_array_equal(counts.toarray(), [[3, 0, 1], [0, 0, 0], [2, 0, 0]])
    assert counts.nnz == 3
    np.testing.assert_array_equal(X.data, given.data)
    small = sp.csr_array(np.full((2, 2), 1e-17, dtype))
    np.testing.assert_array_equal(countable(small).data, small.data)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_of_documents(dtype):
    X = sp.csr_array(np.array([[1, 2], [3, 0], [0, 1]], dtype))
    weights = training_weights(X, [1.0, 1e-300, 2.0])
    np.testing.assert_array_equal(weights, [1, 0, 2])
    assert weights.dtype == dtype
    kept, weights = weighted_documents(X, [1.0, 1e-300, 2.0])
    assert kept.shape == (2, 2)
    for bad, match in (
        ([1e300, 1, 1], "sample_weight are too large to be summed"),
        ([1e-300, 0, 0], "All of sample_weight is below 1e-18"),
        ([-1, 1, 1], "Negative values"),
        ([np.inf, 1, 1], "sample_weight contains infinity"),
    ):
        with pytest.raises(ValueError, match=match):
            training_weights(X, bad)
    with pytest.raises(ValueError, match="The counts and sample_weight are too large"):
        training_weights(X * dtype(1e14 if dtype is np.float32 else 1e149), [9, 9, 9])
    with pytest.raises(ValueError, match=r"sum to 7e-34.*multiply sample_weight"):
        training_weights(X * dtype(1e-17), [1e-17] * 3)


def test_weights_of_what_is_scored():
    X = np.ones((3, 2))
    np.testing.assert_array_equal(score_weights(X, [1, 1e-300, -2]), [1, 0, -2])
    np.testing.assert_array_equal(score_weights(X, None, np.float32), np.ones(3))
    with pytest.raises(ValueError, match="sample_weight are too large"):
        score_weights(X, [1e38, 1, 1], np.float32)
