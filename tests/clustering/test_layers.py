"""Tests of layers of clusters: how many there are, and that they are nested."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import adjusted_rand_score
from test_leiden_clustering import graph_of, make_blobs

from sktopics import LeidenClustering
from sktopics.clustering._leiden import layers as layers_module


def families(n_families=4, n_members=4, n_each=40, noise=0.1, seed=0):
    """Clusters that lie in families: vectors, clusters and families."""
    rng = np.random.default_rng(seed)
    n_clusters = n_families * n_members
    cluster = np.repeat(np.arange(n_clusters), n_each)
    family = cluster // n_members
    means = np.hstack(
        [2 * np.eye(n_families)[:, :].repeat(n_members, axis=0), np.eye(n_clusters)]
    )
    vectors = means[cluster]
    return vectors + noise * rng.normal(size=vectors.shape), cluster, family


def check_layers(clusterer):
    """What holds of the layers of every fitted clusterer."""
    layers, chosen = clusterer.layers_, clusterer.layer_
    assert layers.dtype == np.int64
    assert_array_equal(layers[chosen], clusterer.labels_)
    sizes = [layer.max() + 1 for layer in layers]
    assert sizes == sorted(sizes, reverse=True)
    for layer in layers:
        counts = np.bincount(layer[layer >= 0])
        assert (counts > 0).all()
        assert (np.diff(counts) <= 0).all()  # numbered by size
        assert_array_equal(layer < 0, layers[0] < 0)
    for finer, coarser in pairwise(layers):
        pairs = set(zip(finer.tolist(), coarser.tolist(), strict=True))
        assert len(pairs) == len(set(finer.tolist()))


# --- how many there are ------------------------------------------------------------


@pytest.mark.parametrize("n_clusters", [2, 5, 12, 40])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_as_many_clusters_as_there_are(n_clusters, metric):
    X, planted = make_blobs((40,) * n_clusters, n_dimensions=50, noise=0.08)
    if metric == "euclidean":
        X /= np.linalg.norm(X, axis=1, keepdims=True)
    clusterer = LeidenClustering(metric=metric, random_state=0).fit(X)
    assert adjusted_rand_score(planted, clusterer.labels_) == 1
    check_layers(clusterer)


def test_many_small_clusters_are_looked_for_at_higher_resolutions():
    X, planted = make_blobs((12,) * 150, n_dimensions=160, noise=0.05)
    clusterer = LeidenClustering(random_state=0).fit(X)
    assert adjusted_rand_score(planted, clusterer.labels_) > 0.99
    check_layers(clusterer)


def test_families_of_clusters():
    X, cluster, family = families()
    clusterer = LeidenClustering(random_state=0).fit(X)
    check_layers(clusterer)
    scores = [
        [adjusted_rand_score(planted, layer) for layer in clusterer.layers_]
        for planted in (cluster, family)
    ]
    assert np.max(scores, axis=1).tolist() == [1, 1]


def test_seeds_agree_on_the_number():
    X, _ = make_blobs((90, 80, 70, 60, 50), n_dimensions=30, noise=0.25)
    found = [LeidenClustering(random_state=seed).fit(X) for seed in range(5)]
    assert {len(set(each.labels_.tolist())) for each in found} == {5}


@pytest.mark.parametrize("params", [{}, {"n_clusters": 7}, {"resolution": 4.0}])
def test_layers_do_not_depend_on_threads_or_calls(params):
    X, _, _ = families(noise=0.5)
    first = LeidenClustering(random_state=3, **params).fit(X)
    check_layers(first)
    again = LeidenClustering(random_state=3, n_jobs=2, **params).fit(X)
    assert_array_equal(first.layers_, again.layers_)
    assert first.layer_ == again.layer_


def test_a_resolution_is_taken_as_it_is():
    X, _, _ = families(noise=0.5)
    fine, coarse = (
        LeidenClustering(resolution=r, random_state=0).fit(X) for r in (20, 0.2)
    )
    assert fine.layer_ == coarse.layer_ == 0
    assert fine.resolution_ == 20
    assert fine.labels_.max() > coarse.labels_.max()
    check_layers(fine)
    assert len(fine.layers_) > 2


def test_nothing_that_hangs_together_is_lost():
    X, _, _ = families(noise=0.6)
    for params in ({}, {"n_clusters": 5}, {"n_clusters": 12}):
        clusterer = LeidenClustering(random_state=0, **params).fit(X)
        graph = graph_of(clusterer)
        for cluster in range(clusterer.labels_.max() + 1):
            members = clusterer.labels_ == cluster
            inside = graph[members][:, members]
            assert connected_components(inside, directed=False)[0] == 1


# --- as many as are asked for ------------------------------------------------------


@pytest.mark.parametrize("n_clusters", [1, 2, 3, 7, 16, 25, 45])
def test_any_number_can_be_had(n_clusters):
    X, _, _ = families(noise=0.4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        clusterer = LeidenClustering(n_clusters=n_clusters, random_state=0).fit(X)
    counts = np.bincount(clusterer.labels_)
    assert len(counts) == n_clusters
    assert counts.min() >= 10
    check_layers(clusterer)


def test_numbers_that_are_planted_are_found():
    X, cluster, family = families()
    for planted in (cluster, family):
        n_clusters = planted.max() + 1
        found = LeidenClustering(n_clusters=n_clusters, random_state=0).fit_predict(X)
        assert adjusted_rand_score(planted, found) == 1


def test_parts_without_links_are_merged_when_asked_for():
    X, _ = make_blobs((40, 40, 40, 40), noise=0.02)
    clusterer = LeidenClustering(5, n_clusters=2, random_state=0).fit(X)
    assert clusterer.labels_.max() == 1
    check_layers(clusterer)


def test_more_clusters_than_can_be():
    X, _ = make_blobs((40, 40), noise=0.3)
    clusterer = LeidenClustering(n_clusters=50, random_state=0)
    with pytest.warns(UserWarning, match=r"n_clusters=50 .* Lower min_cluster_size"):
        clusterer.fit(X)
    assert clusterer.labels_.max() >= 4
    assert np.bincount(clusterer.labels_).min() >= 10
    smaller = LeidenClustering(n_clusters=40, min_cluster_size=1, random_state=0)
    assert smaller.fit(X).labels_.max() == 39


def test_copies_are_not_divided():
    X = np.repeat(np.eye(3), 50, axis=0)
    clusterer = LeidenClustering(n_clusters=9, random_state=0)
    with pytest.warns(UserWarning, match="equal vectors stay together"):
        assert clusterer.fit(X).labels_.max() == 2


def test_merging_starts_from_a_given_resolution():
    X, _, _ = families()
    found = LeidenClustering(n_clusters=4, resolution=1.0, random_state=0).fit(X)
    assert found.labels_.max() == 3
    assert found.resolution_ == 1


# --- labels that are known ---------------------------------------------------------


def test_there_are_as_many_clusters_as_known_labels():
    X, cluster, _ = families(n_families=3, n_members=6, noise=0.5)
    y = np.where(np.arange(len(X)) % 4 == 0, cluster, -1)
    found = LeidenClustering(random_state=0).fit_predict(X, y)
    plain = LeidenClustering(random_state=0).fit_predict(X)
    assert found.max() + 1 >= 18
    assert adjusted_rand_score(cluster, found) > adjusted_rand_score(cluster, plain)


# --- small input -------------------------------------------------------------------


@pytest.mark.parametrize("n_vectors", [1, 2, 3, 9, 10, 11, 21, 40])
@pytest.mark.parametrize("min_cluster_size", [1, 10])
@pytest.mark.filterwarnings("ignore:n_neighbors=15 is more")
@pytest.mark.filterwarnings("ignore:n_clusters=")
def test_few_vectors(n_vectors, min_cluster_size):
    X = np.random.default_rng(0).normal(size=(n_vectors, 3))
    for n_clusters in (None, 1, 2, 5):
        clusterer = LeidenClustering(
            n_clusters=n_clusters, min_cluster_size=min_cluster_size, random_state=0
        )
        check_layers(clusterer.fit(X))
        if n_vectors < min_cluster_size:
            assert (clusterer.labels_ == -1).all()


@pytest.mark.filterwarnings("ignore:n_neighbors=15 is more")
def test_vectors_of_zeros():
    X, _, _ = families(n_each=12)
    X[::5] = 0
    clusterer = LeidenClustering(random_state=0).fit(X)
    check_layers(clusterer)
    assert_array_equal(clusterer.labels_ < 0, ~X.any(axis=1))
    assert (LeidenClustering(random_state=0).fit(np.zeros((30, 4))).layers_ == -1).all()


def test_the_search_for_finer_clusters_ends(monkeypatch):
    X, _, _ = families(noise=0.5)
    monkeypatch.setattr(layers_module, "_MOST_LEFT", 0.0)  # nothing is fine enough
    monkeypatch.setattr(layers_module, "_FINEST", 64.0)
    clusterer = LeidenClustering(min_cluster_size=1, random_state=0).fit(X)
    assert clusterer.resolution_ == 64
    check_layers(clusterer)
