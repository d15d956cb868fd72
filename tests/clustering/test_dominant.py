"""Tests of clusters of most vectors, which are divided."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from test_layers import check_layers
from test_merge_tree import random_case

from sktopics import LeidenClustering
from sktopics.clustering._leiden.dominant import (
    _inner_tree,
    _postponed,
    divide_dominant,
)
from sktopics.clustering._leiden.granularity import judge_cuts
from sktopics.clustering._leiden.merge_tree import merge_tree


def two_kinds(n_large=400, n_small=300, n_subjects=5, seed=0):
    """Documents of subjects, and others that are far from all of them."""
    rng = np.random.default_rng(seed)
    subject = np.arange(n_large) % n_subjects
    kind = np.repeat([0, 1], [n_large, n_small])
    means = np.zeros((n_large + n_small, 30))
    means[:n_large, 2 : 2 + n_subjects] = 0.8 * np.eye(n_subjects)[subject]
    means[np.arange(len(means)), kind] = 2
    return means + 0.13 * rng.normal(size=means.shape), kind, subject


def test_the_larger_kind_is_divided():
    X, kind, subject = two_kinds()
    clusterer = LeidenClustering(random_state=0).fit(X)
    labels = clusterer.labels_
    pairs = set(zip(labels[:400].tolist(), subject.tolist(), strict=True))
    assert len(pairs) == len({label for label, _ in pairs}) == 5
    assert set(labels[:400]).isdisjoint(labels[400:])
    assert np.bincount(labels).max() <= len(X) / 2
    check_layers(clusterer)
    assert set(kind.tolist()) == {0, 1}


def test_one_of_two_plain_clusters_stays():
    rng = np.random.default_rng(0)
    X = np.repeat(np.eye(20)[:2], [120, 60], axis=0) + 0.1 * rng.normal(size=(180, 20))
    assert LeidenClustering(random_state=0).fit(X).labels_.max() == 1


@pytest.mark.parametrize("seed", range(6))
def test_the_tree_of_one_cluster(seed):
    graph, labels, vectors = random_case(seed)
    tree = merge_tree(graph, labels, vectors)
    cut = tree.cut(3)
    for cluster in range(3):
        members = cut == cluster
        inner, merges = _inner_tree(tree, members, 6)
        assert inner.n_leaves == len(set(labels[members]))
        assert len(merges) == inner.n_leaves - 1
        assert_array_equal(inner.labels >= 0, members)
        among = graph[members][:, members].toarray()
        own = inner.labels[members]
        for leaf in range(inner.n_leaves):
            assert_allclose(inner.strengths[leaf], among[own == leaf].sum())
            assert_allclose(
                inner.inside[leaf], among[own == leaf][:, own == leaf].sum()
            )
        for i, j in inner.merges.pairs:
            assert_allclose(inner.links[i][j], inner.links[j][i])


@pytest.mark.parametrize("seed", range(6))
def test_merges_in_another_order(seed):
    graph, labels, vectors = random_case(seed)
    tree = merge_tree(graph, labels, vectors)
    cut = tree.cut(2)
    largest = int(np.bincount(cut[cut >= 0]).argmax())
    inner, merges = _inner_tree(tree, cut == largest, 7)
    assert inner.n_leaves >= 3
    other = _postponed(tree, merges[-2:], 7)
    assert_array_equal(other.cut(1), tree.cut(1))
    assert_array_equal(other.cut(9), tree.cut(9))
    same = set(zip(other.cut(2).tolist(), cut.tolist(), strict=True))
    assert len(same) == 2 + (labels < 0).any()
    divided = other.cut(4)
    assert len(set(divided[cut == largest].tolist())) == 3
    assert len(set(divided[(cut != largest) & (cut >= 0)].tolist())) == 1
    parts = inner.cut(3)[cut == largest]
    same = set(zip(parts.tolist(), divided[cut == largest].tolist(), strict=True))
    assert len(same) == 3


def test_what_cannot_be_divided_stays():
    graph, labels, vectors = random_case(0, n_labels=2)
    labels = np.where(labels == 1, 1, 0)
    tree = merge_tree(graph, labels, vectors)
    random_state = np.random.RandomState(0)
    cuts = judge_cuts(tree, vectors, random_state)
    same, n_clusters = divide_dominant(tree, cuts, vectors, random_state)
    assert same is tree
    assert n_clusters == 2
