"""Forces in the plane against their NumPy equivalents."""

import numpy as np
import scipy.sparse as sp
from numpy.testing import assert_allclose

from sktopics.kernels.plane_forces import pull_neighbors, push_apart


def _likeness(places):
    differences = places[:, np.newaxis] - places
    return differences, 1 / (1 + (differences**2).sum(axis=2))


def test_push_apart():
    rng = np.random.default_rng(0)
    places = rng.normal(scale=3, size=(40, 2)).astype(np.float32)
    places[1] = places[0]
    force = np.empty((2, 40), dtype=np.float32)
    total = push_apart(*np.ascontiguousarray(places.T), *force)
    differences, q = _likeness(places.astype(np.float64))
    expected = (q[:, :, np.newaxis] ** 2 * differences).sum(axis=1)
    assert_allclose(force.T, expected, rtol=1e-4, atol=1e-5)
    assert_allclose(total, q.sum() - 40, rtol=1e-5)


def test_pull_neighbors():
    rng = np.random.default_rng(0)
    places = rng.normal(scale=3, size=(40, 2)).astype(np.float32)
    graph = sp.random_array((40, 40), density=0.2, rng=rng, dtype=np.float32)
    graph = sp.csr_array(graph + graph.T)
    force = np.empty((2, 40), dtype=np.float32)
    x, y = np.ascontiguousarray(places.T)
    pull_neighbors(graph.indptr, graph.indices, graph.data, x, y, *force)
    differences, q = _likeness(places.astype(np.float64))
    expected = ((graph.toarray() * q)[:, :, np.newaxis] * differences).sum(axis=1)
    assert_allclose(force.T, expected, rtol=1e-4, atol=1e-5)
