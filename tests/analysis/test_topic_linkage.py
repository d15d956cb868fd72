"""Distances of topics and their links, against slow equivalents and scikit-learn."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics.pairwise import cosine_similarity

from sktopics.analysis.topic_linkage import (
    LINKAGES,
    cut_links,
    cut_links_at,
    link_heights,
    link_topics,
    topic_distances,
)


def vectors(n=20, dtype=np.float64, seed=0):
    return np.random.RandomState(seed).rand(n, 4).astype(dtype)


def same_groups(first, second):
    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    return len(pairs) == len(set(first.tolist())) == len(set(second.tolist()))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
@pytest.mark.parametrize("form", [np.asarray, sp.csr_array], ids=["dense", "sparse"])
def test_distances_are_those_of_scipy(dtype, distance, form):
    V = vectors(dtype=dtype)
    found = topic_distances(form(V), distance)
    assert_allclose(found, pdist(V.astype(float), distance), atol=1e-6)


@pytest.mark.parametrize("form", [np.asarray, sp.csr_array], ids=["dense", "sparse"])
def test_hellinger_is_exact_also_for_equal_and_empty_topics(form):
    V = vectors() * 7
    V[3] = V[5] * 2  # the same distribution
    V[4] = V[5] + np.array([1e-12, 0, 0, 0])
    V[6] = 0
    P = np.divide(
        V, V.sum(axis=1, keepdims=True), out=V * 0, where=V.sum(1)[:, None] > 0
    )
    expected = pdist(np.sqrt(P)) / np.sqrt(2)
    found = topic_distances(form(V), "hellinger")
    assert_allclose(found, expected, atol=1e-12)
    assert found.max() <= 1


def test_cosine_distances_of_zeros_and_extremes():
    V = np.array([[0, 0], [1, 1], [1e-30, 0], [1e14, 0], [0, 0]], dtype=np.float32)
    found = squareform(topic_distances(V), checks=False)
    assert np.isfinite(found).all()
    assert_allclose(found[2, 3], 0, atol=1e-6)  # one direction, whatever the lengths
    assert_allclose(found[0, [1, 2, 3, 4]], 1)


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_to_merge(n):
    links = link_topics(topic_distances(np.ones((n, 3))))
    assert links.shape == (0, 4)
    if n:
        assert cut_links(links, 1).tolist() == [0]
        assert cut_links_at(links, 0.5).tolist() == [0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("repeated", [False, True])
def test_cuts_number_groups_as_scikit_learn_does(dtype, repeated):
    for seed in range(10):
        V = vectors(23, dtype, seed)
        if repeated:  # ties
            V[10:] = np.round(V[10:])
            V[:6] = V[6:12]
        distances = 1 - cosine_similarity(V)
        np.fill_diagonal(distances, 0)
        links = link_topics(topic_distances(V))
        for n in range(1, 24):
            expected = AgglomerativeClustering(
                n, metric="precomputed", linkage="average"
            ).fit_predict(distances)
            assert_array_equal(cut_links(links, n), expected)


@pytest.mark.parametrize("method", sorted(LINKAGES))
def test_cuts_at_a_distance_are_those_of_scipy(method):
    links = linkage(pdist(vectors(40)), method)
    for distance in [-1, 0, *np.quantile(links[:, 2], [0.1, 0.5, 0.9]), 99]:
        expected = fcluster(links, distance, "distance")
        assert same_groups(cut_links_at(links, distance), expected)


def test_heights_never_fall():
    # Three corners of a triangle: the centroid of two is nearer to the third.
    V = np.array([[0, 0], [1, 0], [0.5, 0.9]])
    links = linkage(pdist(V), "centroid")
    assert links[1, 2] < links[0, 2]
    assert link_heights(links).tolist() == [links[0, 2]] * 2


def test_links_of_a_function():
    distances = topic_distances(vectors())
    given = link_topics(distances, lambda d: linkage(d, "ward", optimal_ordering=True))
    assert_allclose(given[:, 2], linkage(distances, "ward")[:, 2])


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (lambda d: np.zeros((3, 4)), r"shape \(19, 4\) for 20 topics"),
        (lambda d: np.zeros((19, 4)), "no hierarchy of topics"),
    ],
    ids=["shape", "values"],
)
def test_what_is_no_linkage(links, message):
    with pytest.raises(ValueError, match=message):
        link_topics(topic_distances(vectors()), links)


def test_distances_of_a_function():
    V = vectors()
    square = squareform(pdist(V))
    for given in (square + np.eye(20), pdist(V), sp.csr_array(square)):
        assert_allclose(topic_distances(V, lambda v, given=given: given), pdist(V))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (np.ones(7), r"shape \(20, 20\) for 20 topics, or the 190 numbers"),
        (np.triu(np.ones((20, 20))), "not symmetric"),
        (np.full(190, np.nan), "finite"),
        (np.full(190, -1.0), "no negative numbers, and returned -1"),
    ],
    ids=["shape", "asymmetric", "nan", "negative"],
)
def test_what_are_no_distances(given, message):
    with pytest.raises(ValueError, match=message):
        topic_distances(vectors(), lambda v: given)


def test_hellinger_needs_distributions():
    with pytest.raises(ValueError, match='use "cosine"'):
        topic_distances(vectors() - 0.5, "hellinger")
