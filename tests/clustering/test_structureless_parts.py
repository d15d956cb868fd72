from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from sktopics import LeidenClustering
from sktopics._arrays import unit_rows
from sktopics.clustering._leiden import layers
from sktopics.datasets import load_sotu

TEXTS = load_sotu().documents[:1000]


def clusters(vectors, **params):
    params = {"resolution": 2, "random_state": 0} | params
    return LeidenClustering(**params).fit_predict(vectors)


def near_copies(n, n_dimensions, noise, seed=0):
    rng = np.random.default_rng(seed)
    point = unit_rows(rng.normal(size=n_dimensions))
    return point + noise * rng.normal(size=(n, n_dimensions))


@cache
def text_vectors(n_dimensions):
    tfidf = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(TEXTS)
    svd = TruncatedSVD(n_dimensions, random_state=0)
    vectors = unit_rows(svd.fit_transform(tfidf))
    vectors.flags.writeable = False  # nobody may change what all tests share
    return vectors


@pytest.mark.parametrize("n_dimensions", [5, 20, 50])
@pytest.mark.parametrize("noise", [0.01, 0.1])
@pytest.mark.parametrize("n", [200, 1500])
def test_a_corpus_of_near_copies_is_one_cluster(n_dimensions, noise, n):
    vectors = near_copies(n, n_dimensions, noise)
    assert not clusters(vectors).any()
    assert not clusters(vectors, metric="euclidean").any()


@pytest.mark.parametrize("n_dimensions", [5, 20, 50])
@pytest.mark.parametrize("noise", [0.01, 0.05])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_near_copies_beside_topics_are_one_cluster(n_dimensions, noise, share):
    n = int(800 * share)
    copies = near_copies(n, n_dimensions, noise, seed=1)
    others = text_vectors(n_dimensions)[: 800 - n]
    labels = clusters(np.vstack([copies, others]))
    assert set(labels[:n]) == {labels[0]}
    assert (labels[n:] == labels[0]).mean() < 0.1


@pytest.mark.parametrize("noise", [0.01, 0.05, 0.1])
def test_several_clouds_stay_several(noise):
    rng = np.random.default_rng(2)
    points, numbers = unit_rows(rng.normal(size=(4, 20))), np.arange(800) % 4
    labels = clusters(points[numbers] + noise * rng.normal(size=(800, 20)))
    assert adjusted_rand_score(numbers, labels) == 1


def test_narrow_clouds_need_not_be_round():
    rng = np.random.default_rng(3)
    stretched = 0.02 * rng.normal(size=(400, 20)) * np.linspace(2, 0.1, 20)
    labels = clusters(np.vstack([np.eye(20)[0] + stretched, text_vectors(20)[:400]]))
    assert set(labels[:400]) == {labels[0]}


@pytest.mark.parametrize("n_dimensions", [20, 50, 100])
@pytest.mark.parametrize("resolution", [1, 2])
def test_clusters_of_texts_stay_what_they_are(n_dimensions, resolution, monkeypatch):
    vectors = text_vectors(n_dimensions)
    for part in (vectors, vectors[::2], vectors[:300]):
        found = clusters(part, resolution=resolution)
        with monkeypatch.context() as patch:
            patch.setattr(
                layers,
                "join_structureless",
                lambda graph, labels, *_: labels,
            )
            assert_array_equal(clusters(part, resolution=resolution), found)


def test_a_cloud_of_two_is_cut_where_there_is_something_to_cut_along():
    rng = np.random.default_rng(4)
    point = np.zeros((400, 10))
    point[:, 0] = 1
    point[::2, 1] = 0.3
    labels = clusters(point + 0.02 * rng.normal(size=(400, 10)), resolution=1)
    assert_array_equal(labels, np.arange(400) % 2 ^ labels[0])
