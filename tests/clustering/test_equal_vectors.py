import warnings

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics import LeidenClustering


def topics(n_topics=6, size=30, n_dimensions=12, seed=0):
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(n_topics, n_dimensions))
    return np.repeat(centers, size, axis=0) + rng.normal(
        0, 0.4, (n_topics * size, n_dimensions)
    )


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("n_copies", [1, 20, 200, 2000])
def test_clusters_do_not_depend_on_copies(metric, n_copies):
    vectors = topics()
    clusterer = LeidenClustering(resolution=2, metric=metric, random_state=0)
    alone = clusterer.fit_predict(vectors)
    repeated = np.vstack([vectors, np.repeat(vectors[[40]], n_copies, axis=0)])
    labels = clusterer.fit_predict(repeated)
    assert set(labels[180:]) == {labels[40]}
    pairs = set(zip(alone.tolist(), labels[:180].tolist(), strict=True))
    assert len(pairs) == alone.max() + 1 == labels.max() + 1
    assert_array_equal(np.bincount(labels), np.sort(np.bincount(labels))[::-1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_copies_that_differ_in_the_last_digits_are_one(dtype):
    rng = np.random.default_rng(1)
    vectors = topics().astype(dtype)
    copies = np.repeat(vectors[[40]], 300, axis=0)
    copies *= 1 + rng.normal(0, np.finfo(dtype).eps, copies.shape).astype(dtype)
    clusterer = LeidenClustering(resolution=2, random_state=0)
    labels = clusterer.fit_predict(np.vstack([vectors, copies]))
    assert set(labels[180:]) == {labels[40]}
    assert len(clusterer.cell_members_) == 180


def test_neighbours_of_a_copy_are_other_vectors():
    vectors = topics()
    repeated = np.vstack([vectors[:1], vectors, vectors[:50]])
    clusterer = LeidenClustering(random_state=0).fit(repeated)
    assert_array_equal(clusterer.neighbors_[0], clusterer.neighbors_[1])
    assert (clusterer.distances_ > 0).all()
    alone = LeidenClustering(random_state=0).fit(vectors)
    # The first copy stands for all: rows 2, 3, ... are 1, 2, ... of those alone.
    rows = np.r_[0, np.arange(2, 181)]
    assert_array_equal(clusterer.neighbors_[rows], rows[alone.neighbors_])


def test_smallest_size_counts_copies():
    vectors = np.repeat(np.eye(4), [30, 12, 5, 1], axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels = LeidenClustering(min_cluster_size=5).fit_predict(vectors)
    assert_array_equal(labels, np.repeat([0, 1, 2, -1], [30, 12, 5, 1]))


def test_few_distinct_vectors_are_said_to_be_few():
    with pytest.warns(UserWarning, match="has 1 others that differ"):
        LeidenClustering().fit(np.repeat(np.eye(2), 20, axis=0))


def test_copies_share_the_label_that_most_were_given():
    vectors = topics(2)
    repeated = np.vstack([vectors, vectors[[3] * 5]])
    y = np.full(len(repeated), -1)
    y[[3, 60, 61, 62, 63, 64]] = 0, 1, 1, 1, 1, 0
    labels = LeidenClustering(random_state=0).fit_predict(repeated, y)
    assert set(labels[60:]) == {labels[3]}
