"""Tests of single nodes that change clusters."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from scipy.sparse.csgraph import connected_components

from sktopics.clustering._leiden.settling import (
    follow_links,
    hang_together,
    move_to_means,
)


def path(n_nodes):
    """A graph whose nodes are linked to the one before and the one after."""
    ones = np.ones(n_nodes - 1)
    return sp.csr_array(sp.diags_array([ones, ones], offsets=[-1, 1]))


def complete(sizes):
    """A graph of parts in which all nodes are linked, and nothing between them."""
    blocks = [np.ones((size, size)) - np.eye(size) for size in sizes]
    return sp.csr_array(sp.block_diag(blocks))


def test_nodes_follow_their_links():
    graph = complete([5, 5]).toarray()
    graph[4, 5] = graph[5, 4] = 1
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    settled = follow_links(sp.csr_array(graph), labels, 1, np.ones(10, dtype=int))
    assert_array_equal(settled, np.repeat([0, 1], 5))


def test_clusters_do_not_get_too_small():
    labels = np.array([0, 0, 0, 0, 1, 1])
    sizes = np.ones(6, dtype=int)
    # None of them vanishes, and none of those that are too small gets smaller.
    assert_array_equal(follow_links(complete([6]), labels, 1, sizes), labels)
    assert_array_equal(follow_links(complete([6]), labels, 2, sizes), labels)
    # What counts is how many vectors nodes are.
    assert_array_equal(follow_links(complete([6]), labels, 4, sizes * 2), labels)


def test_nodes_stay_within_their_part():
    labels = np.array([0, 0, 1, 1, 1, -1])
    within = np.array([0, 0, 0, 1, 1, 1])
    settled = follow_links(complete([6]), labels, 1, np.ones(6, dtype=int), within)
    assert_array_equal(settled, [0, 0, 0, 1, 1, 1])
    # Without parts, what has no cluster has none.
    alone = follow_links(complete([6]), labels, 1, np.ones(6, dtype=int))
    assert alone[5] == -1


@pytest.mark.parametrize("on_sphere", [True, False])
def test_nodes_move_to_the_nearest_mean(on_sphere):
    rng = np.random.default_rng(0)
    planted = np.repeat([0, 1], 50)
    vectors = np.eye(2)[planted] + 0.1 * rng.normal(size=(100, 2))
    if on_sphere:
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = planted.copy()
    labels[[3, 60, 61]] ^= 1
    labels[7] = -1
    stays = np.zeros(100, dtype=bool)
    stays[61] = True
    moved = move_to_means(
        complete([100]),
        vectors,
        labels,
        10,
        np.ones(100, dtype=int),
        stays=stays,
        on_sphere=on_sphere,
    )
    expected = planted.copy()
    expected[61], expected[7] = 0, -1
    assert_array_equal(moved, expected)


def test_nodes_do_not_move_where_no_path_leads():
    vectors = np.array([[0.0], [0.1], [0.9], [1.0], [1.1], [0.05]])
    labels = np.array([0, 0, 0, 1, 1, 1])
    moved = move_to_means(
        complete([3, 3]),
        vectors,
        labels,
        1,
        np.ones(6, dtype=int),
        stays=np.zeros(6, dtype=bool),
        on_sphere=False,
    )
    assert_array_equal(moved, labels)


def test_nodes_without_a_cluster_open_no_path():
    """The key of -1 in one part is not that of the last cluster in the part before."""
    vectors = np.array([[0.0], [1.0], [0.9], [5.0], [1.0], [1.1]])
    labels = np.array([0, 0, 0, -1, 1, 1])
    moved = move_to_means(
        complete([3, 3]),
        vectors,
        labels,
        1,
        np.ones(6, dtype=int),
        stays=np.zeros(6, dtype=bool),
        on_sphere=False,
    )
    assert_array_equal(moved, labels)


def test_what_has_lost_its_cluster_joins_another():
    #        0 0 0 1 1 1 0 2 2 2: the node 6 is linked to 1 and 2, and not to 0
    labels = np.array([0, 0, 0, 1, 1, 1, 0, 2, 2, 2])
    graph = path(10).toarray()
    graph[6, 7] = graph[7, 6] = 2
    found = hang_together(sp.csr_array(graph), labels, np.ones(10, dtype=int))
    assert_array_equal(found, [0, 0, 0, 1, 1, 1, 2, 2, 2, 2])


def test_pieces_join_through_pieces():
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 0, 1, 0, -1])
    found = hang_together(path(11), labels, np.ones(11, dtype=int))
    assert_array_equal(found, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, -1])


def test_the_largest_piece_counts_copies():
    labels = np.array([0, 1, 1, 0, 0])
    sizes = np.array([9, 1, 1, 1, 1])
    assert_array_equal(hang_together(path(5), labels, sizes), [0, 1, 1, 1, 1])


def test_what_has_no_links_at_all_stays():
    labels = np.array([0, 0, 0, 1, 1, 0, 0])
    assert_array_equal(
        hang_together(complete([3, 2, 2]), labels, np.ones(7, dtype=int)), labels
    )


@pytest.mark.parametrize("seed", range(10))
def test_clusters_hang_together(seed):
    rng = np.random.default_rng(seed)
    weights = np.triu(rng.uniform(size=(80, 80)), 1)
    weights *= rng.uniform(size=weights.shape) < 0.06
    graph = sp.csr_array(weights + weights.T)
    labels = rng.integers(0, 6, 80)
    found = hang_together(graph, labels, np.ones(80, dtype=int))
    assert set(found.tolist()) == set(labels.tolist())
    component = connected_components(graph, directed=False)[1]
    largest = component == np.bincount(component).argmax()
    for cluster in range(6):
        members = (found == cluster) & largest
        n_pieces, _ = connected_components(graph[members][:, members], directed=False)
        assert n_pieces <= 1
