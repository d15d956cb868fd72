"""Tests of how the number of clusters is chosen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.metrics import silhouette_score
from test_merge_tree import random_case

from sktopics._arrays import unit_rows
from sktopics.clustering._leiden import granularity
from sktopics.clustering._leiden.communities import modularity
from sktopics.clustering._leiden.granularity import Cuts, judge_cuts
from sktopics.clustering._leiden.merge_tree import merge_tree


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("on_sphere", [True, False])
def test_cuts_are_judged_by_silhouettes_and_links(seed, on_sphere):
    graph, labels, vectors = random_case(seed)
    vectors = unit_rows(vectors) if on_sphere else vectors + 3
    tree = merge_tree(graph, labels, vectors)
    cuts = judge_cuts(tree, vectors, np.random.RandomState(0))
    assert cuts.n_clusters.tolist() == list(range(2, 10))
    known = labels >= 0
    among = graph[known][:, known]
    for n, silhouette, inside, excess in zip(*cuts, strict=True):
        cut = tree.cut(n)[known]
        metric = "cosine" if on_sphere else "sqeuclidean"
        expected = silhouette_score(vectors[known], cut, metric=metric)
        assert_allclose(silhouette, expected, atol=1e-10)
        assert_allclose(excess, modularity(among, cut))
        edges = among.tocoo()
        same = cut[edges.row] == cut[edges.col]
        assert_allclose(inside, edges.data[same].sum() / edges.data.sum())


def test_a_sample_of_vectors_is_enough(monkeypatch):
    graph, labels, vectors = random_case(3, n_nodes=400)
    tree = merge_tree(graph, labels, vectors)
    whole = judge_cuts(tree, vectors, np.random.RandomState(0))
    monkeypatch.setattr(granularity, "_MOST_JUDGED", 300)
    sample = judge_cuts(tree, vectors, np.random.RandomState(0))
    assert (sample.silhouettes != whole.silhouettes).all()
    assert_allclose(sample.silhouettes, whole.silhouettes, atol=0.02)
    assert_allclose(sample.modularities, whole.modularities)


def test_fewer_clusters_than_known_labels_are_not_judged():
    graph, labels, vectors = random_case(4)
    tree = merge_tree(graph, labels, vectors)
    for least, first in ((1, 2), (6, 6), (9, 9), (50, 9)):
        cuts = judge_cuts(tree, vectors, np.random.RandomState(0), least)
        assert cuts.n_clusters[0] == first


def test_the_best_cut():
    numbers, silhouettes = np.array([2, 3, 4]), np.array([0.1, 0.3, 0.2])
    inside, modularities = np.array([0.9, 0.8, 0.7]), np.array([0.4, 0.5, 0.45])
    cuts = Cuts(numbers, silhouettes, inside, modularities)
    assert_allclose(cuts.scores, silhouettes * inside**0.75 * modularities)
    assert cuts.best() == 3
    # Vectors that are nowhere nearer to their own: the links decide.
    assert cuts._replace(silhouettes=-silhouettes).best() == 3
    flat = np.array([0.4, 0.3, 0.45])
    assert cuts._replace(silhouettes=-silhouettes, modularities=flat).best() == 4


def test_of_many_cuts_some_are_judged():
    numbers = list(granularity._numbers(2, 1000))
    assert numbers[:39] == list(range(2, 41))
    assert numbers[-1] == 1000
    assert len(numbers) < 130
