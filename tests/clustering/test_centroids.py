"""Topics as means: similarities of documents that are left out of their own topic."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.clustering._placement.centroids import (
    cosine_similarities,
    held_out_similarities,
    settled_similarities,
)
from sktopics.clustering._topics.topic_parts import topic_means


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return a @ b / lengths if lengths else 0.0


def test_a_document_has_no_part_in_its_own_topic():
    """Equals the means of topics of unequal sizes, made again without each document."""
    rng = np.random.default_rng(0)
    labels = rng.permutation(np.repeat([-1, 0, 1, 2, 3], [4, 30, 9, 3, 1]))
    vectors = rng.normal(size=(len(labels), 5)) + 2 * rng.normal(size=(5, 5))[labels]
    means = topic_means(vectors, labels, 4)
    found = held_out_similarities(vectors, means, np.array([30, 9, 3, 1]), labels)
    expected = np.empty_like(found)
    for i, vector in enumerate(vectors):
        others = np.arange(len(labels)) != i
        for topic in range(4):
            members = vectors[others & (labels == topic)]
            mean = members.mean(axis=0) if len(members) else np.zeros(5)
            expected[i, topic] = cosine(vector, mean)
    assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_dimensions", [4, 24, 100])
def test_ties_are_settled_alike_in_batches_of_any_size(n_dimensions, dtype):
    first = np.abs(np.random.default_rng(0).normal(size=n_dimensions))
    means = np.vstack([np.roll(first, i) for i in range(8)]).astype(dtype)
    vectors = np.vstack([np.ones(n_dimensions), means + np.roll(means, 1, axis=0)])
    vectors = np.vstack([vectors, means, np.eye(8, n_dimensions)]).astype(dtype)
    whole = settled_similarities(vectors, means)
    assert_allclose(whole, cosine_similarities(vectors, means), atol=1e-6)
    for size in (1, 2, 3, 7):
        parts = [
            settled_similarities(vectors[i : i + size], means)
            for i in range(0, len(vectors), size)
        ]
        assert_array_equal(np.vstack(parts).argmax(axis=1), whole.argmax(axis=1))
