"""Places in the plane by distances, and by neighbours."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import pdist, squareform

from sktopics.analysis._neighbor_descent import neighbor_descent
from sktopics.analysis._neighbor_weights import neighbor_weights
from sktopics.analysis._plane_distances import plane_of_distances, plane_of_topics


def test_distances_of_a_plane_come_back():
    places = np.random.default_rng(0).normal(size=(30, 2))
    found = plane_of_distances(squareform(pdist(places)))
    assert_allclose(pdist(found), pdist(places), atol=1e-9)


def test_steps_lower_the_stress_of_classical_scaling():
    vectors = np.random.default_rng(0).dirichlet(np.full(30, 0.1), 40)
    distances = pdist(np.sqrt(vectors))
    stress = [
        ((pdist(plane_of_distances(squareform(distances), n)) - distances) ** 2).sum()
        for n in (0, 5, 300)
    ]
    assert stress[0] > stress[1] > stress[2]


def test_many_topics_keep_their_neighbours():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(25), 4)
    vectors = rng.normal(size=(25, 20))[groups] + 0.05 * rng.normal(size=(100, 20))
    vectors[1] = vectors[0]  # equal topics come apart
    distances = squareform(pdist(vectors))
    places = plane_of_topics(distances, np.random.RandomState(0))
    between = squareform(pdist(places)) + np.diag(np.full(100, np.inf))
    nearest = between.argsort(axis=1)[:, :3]
    assert (groups[nearest] == groups[:, np.newaxis]).mean() > 0.95
    assert between.min() > 0
    assert_allclose(np.hypot(*places.T).max(), 1)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_weights_of_neighbours_have_the_wanted_entropy(scale):
    distances = np.sort(np.random.default_rng(0).uniform(1, 2, (50, 15)), axis=1)
    neighbors = (np.arange(50)[:, np.newaxis] + np.arange(1, 16)) % 50
    graph = neighbor_weights(neighbors, scale * distances).toarray()
    assert_allclose(graph, graph.T)
    assert_allclose(graph.sum(), 1)
    # Where nobody is a neighbour of a neighbour, half of a row's weights are its own.
    own = np.take_along_axis(graph, neighbors, axis=1) * 2 * 50
    entropy = -(own * np.log(own)).sum(axis=1)
    assert_allclose(np.exp(entropy[:35]), 10, rtol=1e-6)


def test_descent_lowers_the_loss_of_t_sne():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(60, 5))
    distances = squareform(pdist(vectors)) + np.diag(np.full(60, np.inf))
    neighbors = distances.argsort(axis=1)[:, :15]
    graph = neighbor_weights(
        neighbors, np.take_along_axis(distances, neighbors, axis=1)
    )
    start = rng.normal(size=(60, 2))

    def loss(places):
        q = 1 / (1 + squareform(pdist(places, "sqeuclidean")))
        np.fill_diagonal(q, 0)
        p = graph.toarray()
        return (p[p > 0] * np.log(p[p > 0] / (q / q.sum())[p > 0])).sum()

    end = neighbor_descent(graph, start)
    assert loss(end) < loss(start) - 1
    # The gradient is zero there: no small step to any side lowers the loss much.
    assert all(
        loss(end + 0.01 * rng.normal(size=end.shape)) > loss(end) - 1e-4
        for _ in range(5)
    )
