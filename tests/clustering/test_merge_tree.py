"""Tests of clusters that are merged two by two."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.clustering._leiden.agglomeration import (
    LinkDensity,
    Merges,
    agglomerate,
    links_between,
)
from sktopics.clustering._leiden.merge_tree import (
    Spread,
    SpreadByDensity,
    merge_tree,
    sums_of,
)


def random_case(seed, n_nodes=60, n_labels=9):
    """A connected graph, clusters of its nodes, -1 for some, and vectors."""
    rng = np.random.default_rng(seed)
    weights = np.triu(rng.uniform(size=(n_nodes, n_nodes)), 1)
    weights *= rng.uniform(size=weights.shape) < 0.2
    graph = sp.csr_array(weights + weights.T)
    labels = rng.permutation(np.arange(n_nodes) % (n_labels + 1)) - 1
    return graph, labels.astype(np.int64), rng.normal(size=(n_nodes, 5))


def slow_merges(graph, labels, vectors):
    """Pairs that are merged, by looking at all pairs each time."""
    members = {c: np.flatnonzero(labels == c) for c in range(labels.max() + 1)}
    weights, pairs, new = graph.toarray(), [], labels.max() + 1
    known = np.flatnonzero(labels >= 0)

    def spread(rows):
        return ((vectors[rows] - vectors[rows].mean(axis=0)) ** 2).sum()

    def cost(i, j):
        first, second = members[i], members[j]
        link = weights[np.ix_(first, second)].sum()
        growth = spread(np.append(first, second)) - spread(first) - spread(second)
        strengths = [weights[np.ix_(rows, known)].sum() for rows in (first, second)]
        density = link / (strengths[0] * strengths[1])
        return growth / np.sqrt(density) if link else np.inf

    while True:
        costs = [(cost(i, j), i, j) for i in members for j in members if i < j]
        if not costs or min(costs)[0] == np.inf:
            return pairs
        _, i, j = min(costs)
        members[new] = np.append(members.pop(i), members.pop(j))
        pairs.append((i, j))
        new += 1


@pytest.mark.parametrize("seed", range(8))
def test_the_cheapest_pair_comes_first(seed):
    graph, labels, vectors = random_case(seed)
    tree = merge_tree(graph, labels, vectors)
    assert tree.merges.pairs == slow_merges(graph, labels, vectors)


def test_costs_are_growth_of_spread_and_density():
    graph, labels, vectors = random_case(1)
    links, strengths, inside = links_between(graph, labels, 9)
    weights, members = graph.toarray(), [labels == c for c in range(9)]
    assert_allclose(links[2][5], weights[members[2]][:, members[5]].sum())
    assert_allclose(inside[3], weights[members[3]][:, members[3]].sum())
    assert_allclose(strengths[3], weights[members[3]][:, labels >= 0].sum())
    sums, sizes = sums_of(vectors, labels, 9)
    others, between = np.array([5]), np.array([links[2][5]])
    growth = Spread(sums, sizes).of(2, others, between)
    density = -LinkDensity(strengths).of(2, others, between)
    assert_allclose(density, between / (strengths[2] * strengths[5]))
    both = SpreadByDensity(sums, sizes, strengths).of(2, others, between)
    assert_allclose(both, growth / np.sqrt(density))


def test_cuts_are_nested():
    graph, labels, vectors = random_case(2)
    tree = merge_tree(graph, labels, vectors)
    assert (tree.n_leaves, tree.n_tops) == (9, 1)
    assert_array_equal(tree.cut(9), labels)
    for n in range(1, 10):
        cut = tree.cut(n)
        assert set(cut[labels >= 0].tolist()) == set(range(n))
        assert_array_equal(cut < 0, labels < 0)
        if n < 9:
            finer = tree.cut(n + 1)
            assert len(set(zip(finer.tolist(), cut.tolist(), strict=True))) == n + 2


def test_what_has_no_links_is_merged_when_asked_for():
    points = np.repeat([[0.0], [1.0], [10.0], [12.0]], 3, axis=0)
    graph = sp.csr_array(np.kron(np.eye(4), np.ones((3, 3)) - np.eye(3)))
    labels = np.repeat(np.arange(4), 3)
    tree = merge_tree(graph, labels, points)
    assert (tree.n_leaves, tree.n_tops) == (4, 4)
    assert tree.joined(points, 5) is tree
    three = tree.joined(points, 3)
    assert_array_equal(three.cut(3), np.repeat([2, 2, 0, 1], 3))
    two = tree.joined(points, 2)
    assert_array_equal(two.cut(2), np.repeat([0, 0, 1, 1], 3))
    assert tree.joined(points, 1).n_tops == 1


def test_links_are_not_counted_twice_when_three_become_one():
    links = [{1: 1.0, 2: 0.5}, {0: 1.0, 2: 0.25}, {0: 0.5, 1: 0.25}]
    merges = agglomerate(links, LinkDensity(np.array([1.5, 1.25, 0.75])))
    assert merges.pairs == [(0, 1), (2, 3)]
    assert links[2][3] == 0.75
    assert merges.tops() == [4]


def test_nothing_to_merge():
    assert agglomerate([], LinkDensity(np.empty(0))) == Merges(0, [])
    assert Merges(3, []).tops() == [0, 1, 2]
    assert_array_equal(Merges(3, []).labels_after(0), [0, 1, 2])
