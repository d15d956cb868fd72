"""Tests of the kernels of the Leiden algorithm, and of the algorithm."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse.csgraph import connected_components

from sktopics.clustering._leiden.communities import (
    as_network,
    improve,
    leiden,
    merge_nodes,
    modularity,
)
from sktopics.kernels.leiden import most_linked, move_nodes, refine_communities

SEEDS = range(12)


def random_graph(seed, n_nodes=None):
    """A sparse graph of random weights, or of weights of 1, with some loops."""
    rng = np.random.default_rng(seed)
    n_nodes = rng.integers(2, 70) if n_nodes is None else n_nodes
    density = rng.choice([0.03, 0.06, 0.15])
    graph = np.triu(rng.uniform(size=(n_nodes, n_nodes)))
    graph *= rng.uniform(size=graph.shape) < density
    graph = graph + graph.T
    if seed % 3 == 0:
        graph = (graph > 0).astype(np.float64)
    return sp.csr_array(graph)


def ring_of_cliques(n_cliques, size):
    graph = np.kron(np.eye(n_cliques), np.ones((size, size)) - np.eye(size))
    first = np.arange(n_cliques) * size
    following = np.roll(first, -1) + 1
    graph[first, following] = graph[following, first] = 1
    return sp.csr_array(graph)


def planted_partition(rng, sizes, inside, outside):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    same = labels[:, np.newaxis] == labels
    edges = rng.uniform(size=same.shape) < np.where(same, inside, outside)
    upper = np.triu(edges, 1).astype(np.float64)
    return sp.csr_array(upper + upper.T), labels


def slow_modularity(graph, labels, resolution=1.0):
    weights = graph.toarray()
    strengths, total = weights.sum(axis=1), weights.sum()
    same = np.asarray(labels)[:, np.newaxis] == labels
    expected = resolution * np.outer(strengths, strengths) / total
    return ((weights - expected) * same).sum() / total


def are_connected(graph, labels):
    return all(
        connected_components(graph[labels == c][:, labels == c], directed=False)[0] == 1
        for c in np.unique(labels)
    )


def kernel_arguments(graph, resolution=1.0):
    weights, strengths = as_network(graph)
    order = np.arange(len(strengths))
    return (
        weights.indptr,
        weights.indices,
        weights.data,
        strengths,
        order,
        float(resolution),
    )


# --- modularity -------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_modularity_is_its_formula(seed):
    graph = random_graph(seed, 30)
    labels = np.random.default_rng(seed).integers(0, 4, 30)
    for resolution in (0.5, 1.0, 2.0):
        assert modularity(graph, labels, resolution) == pytest.approx(
            slow_modularity(graph, labels, resolution)
        )


def test_modularity_of_nodes_without_a_community():
    graph = ring_of_cliques(3, 4)
    labels = np.repeat([0, -1, 1], 4)
    alone = np.concatenate([np.repeat(0, 4), [2, 3, 4, 5], np.repeat(1, 4)])
    assert modularity(graph, labels) == pytest.approx(slow_modularity(graph, alone))
    assert modularity(sp.csr_array((3, 3)), [0, 0, -1]) == 0


def test_ring_of_cliques():
    graph = ring_of_cliques(6, 5)
    labels = leiden(graph, random_state=0)
    assert len(np.unique(labels)) == 6
    assert len(np.unique(labels.reshape(6, 5), axis=1).T) == 1
    # Of 11 edges of a clique, with half of its two bridges, 10 are inside.
    assert modularity(graph, labels) == pytest.approx(10 / 11 - 1 / 6)


def test_two_cliques_with_a_bridge():
    graph = sp.csr_array(np.kron(np.eye(2), np.ones((5, 5)) - np.eye(5)))
    graph = sp.csr_array(graph + sp.coo_array(([1, 1], ([4, 5], [5, 4])), (10, 10)))
    for seed in SEEDS:
        labels = leiden(graph, random_state=seed)
        assert_array_equal(labels, np.repeat(labels[[0, 9]], 5))
        assert modularity(graph, labels) == pytest.approx(20 / 21 - 1 / 2)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_planted_partition(seed):
    graph, planted = planted_partition(
        np.random.default_rng(seed), [40, 30, 20], 0.4, 0.03
    )
    assert_array_equal(leiden(graph, random_state=seed), planted)


# --- the algorithm -----------------------------------------------------------------


@pytest.mark.parametrize("resolution", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_communities_are_connected(seed, resolution):
    graph = random_graph(seed)
    for n_iter in (1, 3):
        labels = leiden(graph, resolution=resolution, n_iter=n_iter, random_state=seed)
        assert are_connected(graph, labels)
        sizes = np.bincount(labels)
        assert (np.diff(sizes) <= 0).all()
        assert sizes.min() > 0


@pytest.mark.parametrize("resolution", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_modularity_never_falls(seed, resolution):
    graph = random_graph(seed)
    network = as_network(graph)
    rng = np.random.RandomState(seed)
    labels = rng.randint(0, 3, graph.shape[0])
    labels = np.unique(labels, return_inverse=True)[1]
    value = slow_modularity(graph, labels, resolution)
    for _ in range(3):
        labels = improve(network, labels, resolution, rng)
        better = slow_modularity(graph, labels, resolution)
        assert better >= value - 1e-12
        value = better


def test_communities_that_fell_apart_are_split():
    graph = sp.csr_array(np.kron(np.eye(4), np.ones((3, 3)) - np.eye(3)))
    labels = improve(
        as_network(graph), np.zeros(12, dtype=np.int64), 1.0, np.random.RandomState(0)
    )
    assert_array_equal(labels, np.repeat(labels[::3], 3))
    assert len(np.unique(labels)) == 4


@pytest.mark.parametrize("scale", [2.0**-20, 0.1, 1e6])
@pytest.mark.parametrize("seed", SEEDS)
def test_scale_of_weights_does_not_matter(seed, scale):
    graph = random_graph(seed)
    labels = leiden(graph, random_state=0)
    assert_array_equal(leiden(graph * scale, random_state=0), labels)
    assert modularity(graph * scale, labels) == pytest.approx(modularity(graph, labels))


@pytest.mark.parametrize("seed", SEEDS)
def test_types(seed):
    graph = random_graph(seed).astype(np.float32)
    labels = leiden(graph, random_state=0)
    assert labels.dtype == np.int64
    assert_array_equal(leiden(graph.astype(np.float64), random_state=0), labels)
    wide = sp.csr_matrix(graph)
    wide.indptr, wide.indices = wide.indptr.astype(np.int64), wide.indices.astype(int)
    before = wide.copy()
    assert_array_equal(leiden(wide, random_state=0), labels)
    assert abs(wide - before).max() == 0


def test_seeds():
    graph, _ = planted_partition(np.random.default_rng(0), [30] * 4, 0.2, 0.15)
    labels = leiden(graph, random_state=3)
    assert_array_equal(leiden(graph, random_state=3), labels)
    assert any((leiden(graph, random_state=s) != labels).any() for s in range(5))


def test_resolution():
    graph = ring_of_cliques(8, 4)
    numbers = [
        leiden(graph, resolution=resolution, random_state=0).max() + 1
        for resolution in (0.01, 1.0, 20.0)
    ]
    assert numbers[0] < numbers[1] < numbers[2] == 32


def test_nodes_without_edges_are_communities():
    graph = sp.block_diag([ring_of_cliques(2, 4), np.zeros((3, 3))])
    labels = leiden(graph, random_state=0)
    assert_array_equal(np.bincount(labels), [4, 4, 1, 1, 1])
    assert_array_equal(leiden(sp.csr_array((3, 3))), [0, 1, 2])
    assert leiden(sp.csr_array((0, 0))).shape == (0,)
    assert_array_equal(leiden(sp.csr_array(np.eye(1))), [0])


def test_loops():
    graph = ring_of_cliques(3, 4)
    graph.setdiag(0.5)
    labels = leiden(graph, random_state=0)
    assert_array_equal(labels, np.repeat(labels[::4], 4))
    assert_array_equal(np.sort(leiden(sp.csr_array(np.eye(4)))), np.arange(4))


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (np.ones((2, 3)), "square"),
        (np.triu(np.ones((3, 3))), "symmetric"),
        (-np.ones((3, 3)), "negative"),
        (np.full((3, 3), np.nan), "NaN"),
    ],
)
def test_bad_graphs(graph, message):
    with pytest.raises(ValueError, match=message):
        leiden(sp.csr_array(graph))


# --- the kernels -------------------------------------------------------------------


def slow_moves(weights, order, resolution, labels):
    """`move_nodes` by modularity, as its formula says."""
    labels = labels.copy()
    queue = list(order)
    graph = sp.csr_array(weights)

    def value(v, c):
        moved = labels.copy()
        moved[v] = c
        return slow_modularity(graph, moved, resolution)

    while queue:
        v = queue.pop(0)
        unused = np.setdiff1d(np.arange(len(labels)), labels)[:1]
        choices = [labels[v], *np.unique(labels[weights[v] > 0]), *unused]
        values = np.round([value(v, c) for c in choices], 12)
        best = choices[int(np.argmax(values))]
        if best == labels[v]:
            continue
        labels[v] = best
        near = np.flatnonzero((weights[v] > 0) & (labels != best))
        queue += [u for u in near if u != v and u not in queue]
    return labels


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 7])
@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("n_before", [1, 4, 16])
def test_nodes_move_as_by_the_formula(seed, resolution, n_before):
    graph = random_graph(seed, 16)
    before = np.arange(16) % n_before
    labels = before.copy()
    n_moves = move_nodes(*kernel_arguments(graph, resolution), labels)
    assert n_moves >= (labels != before).sum()
    expected = slow_moves(graph.toarray(), range(16), resolution, before)
    same = labels[:, np.newaxis] == labels
    assert_array_equal(same, expected[:, np.newaxis] == expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_are_connected_and_inside_communities(seed):
    graph = random_graph(seed, 40)
    communities = np.random.default_rng(seed).integers(0, 3, 40)
    parts = refine_communities(*kernel_arguments(graph), communities)
    assert_array_equal(communities[parts], communities)
    assert_array_equal(parts[parts], parts)  # numbered by a node in them
    assert are_connected(graph, parts)
    alone = slow_modularity(graph, np.arange(40))
    assert slow_modularity(graph, parts) >= alone - 1e-12


def slow_parts(network, order, resolution, communities):
    """`refine_communities`, as its definition says."""
    weights, strengths = network.weights.toarray(), network.strengths
    parts = np.arange(len(strengths))

    def excess(members, others):
        expected = resolution * strengths[members].sum() * strengths[others].sum()
        return weights[members][:, others].sum() - expected

    for v in order:
        members = parts == v
        if members.sum() != 1 or not members[v]:
            continue
        inside = communities == communities[v]
        if excess(members, inside & ~members) < -1e-14:
            continue
        gains = {}
        for part in np.unique(parts[inside & ~members]):
            there = parts == part
            if excess(there, inside & ~there) >= -1e-14:
                gains[part] = excess(members, there)
        if gains and max(gains.values()) > 1e-14:
            parts[v] = max(gains, key=gains.get)
    return parts


@pytest.mark.parametrize("resolution", [0.7, 1.5, 3.0])
@pytest.mark.parametrize("n_communities", [1, 3])
@pytest.mark.parametrize("seed", [1, 2, 4, 5, 7, 8, 10, 11])
def test_parts_are_as_defined(seed, n_communities, resolution):
    graph = random_graph(seed, 40)
    communities = np.arange(40) % n_communities
    parts = refine_communities(*kernel_arguments(graph, resolution), communities)
    expected = slow_parts(as_network(graph), range(40), resolution, communities)
    assert_array_equal(parts, expected)


def test_weakly_connected_nodes_stay_alone():
    # A clique, and a node that one edge links to it, in one community.
    graph = np.ones((7, 7)) - np.eye(7)
    graph[6, 1:] = graph[1:, 6] = 0
    graph[6, 6] = 10
    graph = sp.csr_array(graph)
    communities = np.zeros(7, dtype=np.int64)
    # The node has 11 of 42 units of strength: it would have to have 11 * 31 / 42.
    parts = refine_communities(*kernel_arguments(graph), communities)
    assert_array_equal(parts == parts[6], np.arange(7) == 6)
    assert len(np.unique(parts[:6])) < 6
    parts = refine_communities(*kernel_arguments(graph, 0.1), communities)
    assert (parts == parts[6]).sum() > 1


@pytest.mark.parametrize("seed", SEEDS)
def test_modularity_of_merged_nodes(seed):
    graph = random_graph(seed, 30)
    parts = np.random.default_rng(seed).integers(0, 9, 30)
    parts = np.unique(parts, return_inverse=True)[1]
    n_parts = parts.max() + 1
    merged = merge_nodes(as_network(graph), parts, n_parts)
    members = np.eye(n_parts)[parts]
    expected = members.T @ graph.toarray() @ members / graph.sum()
    assert_allclose(merged.weights.toarray(), expected, atol=1e-12)
    labels = np.arange(n_parts) % 3
    assert slow_modularity(merged.weights, labels) == pytest.approx(
        slow_modularity(graph, labels[parts])
    )


# --- following links ---------------------------------------------------------------


def slow_most_linked(graph, labels, within, n_labels):
    voted = labels.copy()
    weights = graph.toarray()
    np.fill_diagonal(weights, 0)
    for v in range(len(labels)):
        links = np.zeros(n_labels)
        for u in np.flatnonzero((labels >= 0) & (within == within[v])):
            links[labels[u]] += weights[v, u]
        own = links[labels[v]] if labels[v] >= 0 else 0
        if links.max(initial=0) > own:
            voted[v] = links.argmax()
    return voted


@pytest.mark.parametrize("seed", SEEDS)
def test_most_linked(seed):
    graph = random_graph(seed)
    rng = np.random.default_rng(seed)
    n_labels = 4
    labels = rng.integers(-1, n_labels, graph.shape[0])
    within = rng.integers(0, 2, graph.shape[0])
    voted = most_linked(
        graph.indptr, graph.indices, graph.data, labels, within, n_labels
    )
    assert_array_equal(voted, slow_most_linked(graph, labels, within, n_labels))
