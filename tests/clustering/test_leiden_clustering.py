"""Tests of clusters as communities of the graph of nearest neighbours."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse.csgraph import connected_components
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

from sktopics import LeidenClustering
from sktopics._neighbors import cells as cell_index
from sktopics.clustering._leiden.communities import modularity
from sktopics.clustering._leiden.neighbor_graph import (
    absorb_small,
    guide_graph,
    link_neighbors,
)


def make_blobs(sizes=(60, 50, 40), n_dimensions=20, noise=0.15, seed=0):
    """Vectors around directions that are at right angles, and their directions."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    X = np.eye(n_dimensions)[labels] + noise * rng.normal(
        size=(len(labels), n_dimensions)
    )
    order = rng.permutation(len(labels))
    return (X * rng.uniform(0.5, 2, (len(labels), 1)))[order], labels[order]


def graph_of(clusterer):
    weights = np.maximum(1 - clusterer.distances_.astype(np.float64) ** 2 / 2, 0)
    return link_neighbors(clusterer.neighbors_, weights)


# --- what is found -----------------------------------------------------------------


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_blobs(metric, dtype):
    X, planted = make_blobs()
    if metric == "euclidean":
        X /= np.linalg.norm(X, axis=1, keepdims=True)
    clusterer = LeidenClustering(metric=metric, random_state=0).fit(X.astype(dtype))
    assert_array_equal(clusterer.labels_, planted)  # both number by size
    assert clusterer.labels_.dtype == np.int64
    assert clusterer.modularity_ > 0.6
    assert clusterer.n_features_in_ == 20


def test_fitted_neighbours():
    X, _ = make_blobs()
    clusterer = LeidenClustering(7, random_state=0).fit(X)
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    distances, neighbors = NearestNeighbors(n_neighbors=8).fit(unit).kneighbors(unit)
    assert_array_equal(clusterer.neighbors_, neighbors[:, 1:])
    assert_allclose(clusterer.distances_, distances[:, 1:], rtol=1e-5)
    assert clusterer.neighbors_.dtype == np.int32
    assert clusterer.distances_.dtype == np.float32
    assert_array_equal(np.sort(clusterer.cell_members_), np.arange(150))


def test_modularity_is_that_of_the_graph():
    X, _ = make_blobs(noise=0.3)
    clusterer = LeidenClustering(random_state=0, resolution=2.0).fit(X)
    expected = modularity(graph_of(clusterer), clusterer.labels_, 2.0)
    assert clusterer.modularity_ == pytest.approx(expected, rel=1e-5)


def test_clusters_are_connected_and_large_enough():
    X = np.random.default_rng(0).normal(size=(400, 10))
    for min_cluster_size in (1, 5, 60):
        clusterer = LeidenClustering(
            4, min_cluster_size=min_cluster_size, random_state=0
        ).fit(X)
        graph, labels = graph_of(clusterer), clusterer.labels_
        sizes = np.bincount(labels)
        assert sizes.min() >= min_cluster_size
        assert (np.diff(sizes) <= 0).all()
        for cluster in range(len(sizes)):
            inside = graph[labels == cluster][:, labels == cluster]
            assert connected_components(inside, directed=False)[0] == 1


def test_resolution_and_neighbours():
    X = np.random.default_rng(0).normal(size=(400, 10))

    def n_clusters(**params):
        clusterer = LeidenClustering(min_cluster_size=1, random_state=0, **params)
        return clusterer.fit_predict(X).max() + 1

    assert n_clusters(resolution=0.2) < n_clusters() < n_clusters(resolution=5)
    assert n_clusters(n_neighbors=60) < n_clusters(n_neighbors=4)


def test_seeds():
    X = np.random.default_rng(0).normal(size=(300, 10))
    labels = LeidenClustering(random_state=1).fit_predict(X)
    assert_array_equal(LeidenClustering(random_state=1).fit_predict(X), labels)
    assert_array_equal(
        LeidenClustering(random_state=1, n_jobs=2).fit_predict(X), labels
    )
    others = [LeidenClustering(random_state=s).fit_predict(X) for s in range(5)]
    assert any((other != labels).any() for other in others)


def test_same_in_every_process():
    code = (
        "import numpy as np; from sktopics import LeidenClustering; "
        "X = np.random.default_rng(0).normal(size=(300, 20)).astype(np.float32); "
        "print(LeidenClustering(random_state=0).fit_predict(X).tolist())"
    )
    X = np.random.default_rng(0).normal(size=(300, 20)).astype(np.float32)
    labels = LeidenClustering(random_state=0).fit_predict(X).tolist()
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == str(labels)


def test_many_vectors_are_searched_in_cells(monkeypatch):
    X, planted = make_blobs((400, 300, 200), noise=0.1)
    exact = LeidenClustering(random_state=0).fit(X)
    monkeypatch.setattr(cell_index, "_MAX_EXACT", 100)
    clusterers = [LeidenClustering(random_state=0, n_jobs=n).fit(X) for n in (None, 2)]
    for clusterer in clusterers:
        assert len(clusterer.cell_centers_) == 60
        assert len(clusterer.cell_offsets_) == 61
        assert_array_equal(clusterer.labels_, planted)
        assert_array_equal(clusterer.neighbors_, clusterers[0].neighbors_)
    assert (clusterers[0].neighbors_ == exact.neighbors_).mean() > 0.8


def test_copies():
    X, _ = make_blobs()
    clusterer = LeidenClustering(random_state=0).fit(X)
    copied = pickle.loads(pickle.dumps(clusterer))
    assert_array_equal(copied.labels_, clusterer.labels_)
    again = clone(clusterer).fit(X)
    assert_array_equal(again.labels_, clusterer.labels_)
    assert not hasattr(clusterer, "predict")


# --- odd input ---------------------------------------------------------------------


def test_vectors_of_zeros_are_outliers_and_nobodys_neighbours():
    X, planted = make_blobs()
    X[::10] = 0
    clusterer = LeidenClustering(random_state=0).fit(X)
    assert (clusterer.labels_[::10] == -1).all()
    kept = np.any(X, axis=1)
    assert adjusted_rand_score(planted[kept], clusterer.labels_[kept]) == 1
    with pytest.warns(UserWarning, match="each vector has 0 others"):
        none = LeidenClustering(min_cluster_size=1).fit(np.zeros((30, 4)))
    assert (none.labels_ == -1).all()
    assert none.modularity_ == 0


def test_sparse_neighbourhoods_keep_their_links_beside_zeros():
    # Cosines below 1 / 2: vectors of zeros would be nearer than anything else.
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 200))
    alone = LeidenClustering(random_state=0).fit(X)
    X = np.vstack([X, np.zeros((40, 200))])
    clusterer = LeidenClustering(random_state=0).fit(X)
    assert_array_equal(clusterer.neighbors_[:120], alone.neighbors_)
    assert (clusterer.labels_[:120] >= 0).all()


def test_duplicates():
    X = np.repeat(make_blobs((5, 5))[0], 40, axis=0)
    labels = LeidenClustering(5, random_state=0).fit_predict(X)
    assert (labels >= 0).all()
    assert all(len(set(group)) == 1 for group in labels.reshape(10, 40).tolist())
    same = LeidenClustering(random_state=0).fit(np.ones((50, 3)))
    assert (same.labels_ >= 0).all()
    same = LeidenClustering(metric="euclidean").fit(np.ones((50, 3)))
    assert (same.labels_ >= 0).all()


def test_few_vectors():
    X, planted = make_blobs((7, 5))
    with pytest.warns(UserWarning, match="n_neighbors=15 is more than there are"):
        clusterer = LeidenClustering(min_cluster_size=2).fit(X)
    assert clusterer.neighbors_.shape == (12, 11)
    assert adjusted_rand_score(planted, clusterer.labels_) == 1
    with pytest.warns(UserWarning, match="each vector has 0"):
        clusterer = LeidenClustering(min_cluster_size=2).fit(X[:1])
    assert_array_equal(clusterer.labels_, [-1])
    assert clusterer.neighbors_.shape == (1, 0)
    with pytest.warns(UserWarning, match="n_neighbors"):
        assert_array_equal(LeidenClustering(min_cluster_size=1).fit_predict(X[:1]), [0])


def test_lonely_vectors_are_outliers():
    X, _ = make_blobs((60, 50))
    X = np.vstack(
        [X, -X[:3]]
    )  # no cosine with anything is positive, but with each other
    labels = LeidenClustering(random_state=0).fit_predict(np.maximum(X, -3))
    assert len(set(labels[:110].tolist())) == 2
    block = np.zeros((14, 24))
    block[:, 20:] = [1, 1, 0, 0]
    apart = np.vstack([np.hstack([np.abs(X[:110]), np.zeros((110, 4))]), block[:4]])
    labels = LeidenClustering(3, random_state=0).fit_predict(apart)
    assert (labels[110:] == -1).all()
    assert (labels[:110] >= 0).all()


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"n_neighbors": 0}, "'n_neighbors' parameter"),
        ({"resolution": 0}, "'resolution' parameter"),
        ({"metric": "manhattan"}, "'metric' parameter"),
        ({"min_cluster_size": 0}, "'min_cluster_size' parameter"),
    ],
)
def test_bad_parameters(params, message):
    with pytest.raises(ValueError, match=message):
        LeidenClustering(**params).fit(np.eye(20))


def test_bad_input():
    X, planted = make_blobs()
    clusterer = LeidenClustering(random_state=0).fit(X)
    before = clusterer.labels_.copy()
    with pytest.raises(ValueError, match="label for each document"):
        clusterer.fit(X, planted[:-1])
    with pytest.raises(ValueError, match="NaN"):
        clusterer.fit(np.where(X > 1, np.nan, X))
    assert_array_equal(clusterer.labels_, before)


# --- labels that are known ---------------------------------------------------------


def test_labels_divide_what_is_one():
    X, _ = make_blobs((120,))
    y = np.full(120, -1)
    y[:30], y[30:60] = 0, 1
    labels = LeidenClustering(random_state=0).fit_predict(X, y)
    assert len(set(labels[:30].tolist())) == len(set(labels[30:60].tolist())) == 1
    assert labels[0] != labels[30]


def test_labels_unite_what_is_apart():
    X, planted = make_blobs((50, 40, 40, 30, 30))
    assert LeidenClustering(random_state=0).fit_predict(X).max() == 4
    y = np.where(planted > 2, 3, planted)
    y[::3] = -1
    labels = LeidenClustering(random_state=0).fit_predict(X, y)
    assert adjusted_rand_score(np.minimum(planted, 3), labels) == 1


def test_few_labels_help():
    scores = []
    for seed in range(4):
        X, planted = make_blobs((150, 120, 90), n_dimensions=40, noise=0.4, seed=seed)
        y = np.full(360, -1)
        y[::5] = planted[::5]
        rest = y < 0
        scores.append(
            [
                adjusted_rand_score(planted[rest], labels[rest])
                for labels in (
                    LeidenClustering(random_state=0).fit_predict(X),
                    LeidenClustering(random_state=0).fit_predict(X, y),
                )
            ]
        )
    without, with_labels = np.mean(scores, axis=0)
    assert with_labels > without


def test_kinds_of_labels():
    X, planted = make_blobs()
    names = np.array(["sports", "politics", "music"], dtype=object)[planted]
    names[::3] = None
    numbers = np.where(np.arange(150) % 3 == 0, -1, np.array([2, 1, 0])[planted])
    labels = LeidenClustering(random_state=0).fit_predict(X, names)
    assert_array_equal(LeidenClustering(random_state=0).fit(X, numbers).labels_, labels)
    unlabelled = LeidenClustering(random_state=0).fit_predict(X, np.full(150, -1))
    assert_array_equal(unlabelled, LeidenClustering(random_state=0).fit_predict(X))


# --- graphs ------------------------------------------------------------------------


def test_links_are_symmetric():
    neighbors = np.array([[1, 2], [2, 0], [3, 1], [0, 2]], dtype=np.int32)
    weights = np.array([[0.9, 0.5], [0.4, 0.8], [0.3, 0.7], [0.0, -0.1]])
    expected = np.zeros((4, 4))
    np.put_along_axis(expected, neighbors.astype(int), np.maximum(weights, 0), axis=1)
    expected = np.maximum(expected, expected.T)
    graph = link_neighbors(neighbors, weights)
    assert_array_equal(graph.toarray(), expected)
    assert graph.nnz == np.count_nonzero(expected)
    assert link_neighbors(np.empty((3, 0), dtype=int), np.empty((3, 0))).nnz == 0


def test_guided_graph():
    graph = sp.csr_array((np.ones((7, 7)) - np.eye(7)) / 2)
    labels = np.array([0, 0, 1, 1, -1, -1, 2])
    guided = guide_graph(graph, labels).toarray()
    both = (labels[:, np.newaxis] >= 0) & (labels >= 0)
    same = labels[:, np.newaxis] == labels
    assert (guided[both & ~same] == 0).all()
    assert (guided[~both] == graph.toarray()[~both]).all()
    assert guided[0, 1] == guided[2, 3] > 0.5
    assert_array_equal(guided, guided.T)
    assert (np.diag(guided) == 0).all()


@pytest.mark.parametrize("n_labelled", [2, 3, 8, 100])
def test_documents_of_a_label_are_linked(n_labelled):
    labels = np.full(200, -1)
    labels[::2][:n_labelled] = 4
    guided = guide_graph(sp.csr_array((200, 200)), labels)
    inside = guided[labels == 4][:, labels == 4]
    assert connected_components(inside, directed=False)[0] == 1
    assert guided.nnz == inside.nnz
    assert np.diff(inside.indptr).max() <= 12
    assert inside.diagonal().sum() == 0


def test_small_communities_join_those_they_are_linked_to_most():
    labels = np.repeat([0, 1, 2, 3], [5, 5, 2, 2])
    graph = np.zeros((14, 14))
    graph[10, 0] = graph[11, 6] = 1
    graph[11, 7] = 0.5
    graph[12, 10] = 0.1
    graph = sp.csr_array(graph + graph.T)
    found = absorb_small(graph, labels, 3)
    assert_array_equal(found == found[5], labels >= 1)
    assert_array_equal(absorb_small(graph, labels, 1), labels)
    graph = graph.tolil()
    graph[12, 10] = graph[10, 12] = 0
    found = absorb_small(sp.csr_array(graph), labels, 3)
    assert (found[12:] == -1).all()


def test_small_communities_may_be_large_together():
    labels = np.repeat([0, 1, 2], 2)
    graph = np.zeros((6, 6))
    graph[1, 2] = graph[3, 4] = 1
    graph = sp.csr_array(graph + graph.T)
    assert_array_equal(absorb_small(graph, labels, 5), np.zeros(6))
    assert (absorb_small(graph, labels, 7) == -1).all()
