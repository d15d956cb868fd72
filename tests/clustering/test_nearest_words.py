"""Words nearest to topics, in blocks, beside one product of matrices."""

import numpy as np
import pytest

from sktopics.clustering._joint_space import nearest_words as module
from sktopics.clustering._joint_space.nearest_words import (
    cosines_with_words,
    nearest_words,
)


def slow_cosines(means, words):
    means = means / np.linalg.norm(means, axis=1, keepdims=True)
    words = words / np.linalg.norm(words, axis=1, keepdims=True)
    return np.maximum(means @ words.T, 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_words_are_those_of_the_largest_cosines(dtype, monkeypatch):
    monkeypatch.setattr(module, "_CELLS", 60)  # two topics at a time
    rng = np.random.default_rng(0)
    means, words = rng.normal(size=(5, 4)), rng.normal(size=(30, 4))
    expected = slow_cosines(means, words)
    means, words = means.astype(dtype), words.astype(dtype)
    np.testing.assert_allclose(cosines_with_words(means, words), expected, atol=1e-6)
    for (columns, cosines), row in zip(
        nearest_words(means, words, 6), expected, strict=True
    ):
        np.testing.assert_array_equal(columns, np.argsort(-row)[:6])
        np.testing.assert_allclose(cosines, row[columns], rtol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_makes_no_word_of_a_topic(dtype):
    # Two planes that share no direction, in a basis in which this takes rounding.
    basis, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(4, 4)))
    means = basis[:2].astype(dtype)
    words = np.repeat(basis, 5, axis=0) * np.arange(1, 21)[:, np.newaxis]
    words = words.astype(dtype)
    cosines = cosines_with_words(means, words)
    np.testing.assert_array_equal(cosines > 0, np.repeat(np.eye(2, 4), 5, axis=1) > 0)
    found = [sorted(columns) for columns, _ in nearest_words(means, words, 10)]
    assert found == [list(range(5)), list(range(5, 10))]
