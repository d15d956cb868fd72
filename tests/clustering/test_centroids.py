"""Topics as means: similarities of documents that are left out of their own topic."""

import numpy as np
from numpy.testing import assert_allclose

from sktopics.clustering._placement.centroids import held_out_similarities
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
