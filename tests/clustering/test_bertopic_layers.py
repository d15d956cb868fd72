"""Tests of the layers of topics that a BERTopic has, and of topics by number."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
from bertopic_corpora import model
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.cluster import KMeans

from sktopics import BERTopic, LeidenClustering
from sktopics.clustering import merge_models

RNG = np.random.default_rng(0)
FAMILIES, MEMBERS, EACH = 3, 4, 30
CLUSTER = np.repeat(np.arange(FAMILIES * MEMBERS), EACH)
FAMILY = CLUSTER // MEMBERS
VECTORS = np.hstack([2 * np.eye(FAMILIES)[FAMILY], np.eye(12)[CLUSTER]])
VECTORS = (VECTORS + 0.15 * RNG.normal(size=VECTORS.shape)).astype(np.float32)
TEXTS = [f"family{f} member{c} common" for f, c in zip(FAMILY, CLUSTER, strict=True)]


def fitted(texts=TEXTS, vectors=VECTORS, **params):
    found = BERTopic(None, None, random_state=0, **params)
    return found.fit(texts, embeddings=vectors)


def check_layers(found):
    layers = found.layers_
    assert_array_equal(layers[found.layer_], found.labels_)
    for finer, coarser in pairwise(layers):
        assert_array_equal(finer < 0, coarser < 0)
        pairs = set(zip(finer.tolist(), coarser.tolist(), strict=True))
        assert len(pairs) == len(set(finer.tolist()))


def n_topics_of(layer):
    return len(set(layer[layer >= 0].tolist()))


def test_layers_are_those_of_the_clusterer():
    found = fitted()
    check_layers(found)
    assert_array_equal(found.layers_, found.clusterer_.layers_)
    assert n_topics_of(found.labels_) == 12
    assert {12, 3} <= {n_topics_of(layer) for layer in found.layers_}


def test_other_clusterers_have_none():
    found = fitted(clusterer=KMeans(3, n_init=1))
    assert found.layers_ is found.layer_ is None


def test_layers_follow_merges():
    found = fitted()
    finest = n_topics_of(found.layers_[0])
    into = found.labels_[[0, 40, 200]]  # of two families
    found.merge_topics([into.tolist()])
    check_layers(found)
    assert n_topics_of(found.labels_) == 10
    assert n_topics_of(found.layers_[0]) == finest
    found.reduce_topics(4)
    check_layers(found)
    assert n_topics_of(found.labels_) == 4


def test_layers_follow_deletions_and_moves():
    found = fitted()
    found.delete_topics([found.labels_[0]])
    check_layers(found)
    assert (found.layers_[:, 0] == -1).all()
    labels = found.labels_.copy()
    labels[:5] = labels[-1]
    found.move_documents(TEXTS, labels, embeddings=VECTORS)
    check_layers(found)
    assert (found.layers_[found.layer_, :5] == found.labels_[-1]).all()


def test_layers_follow_numbers():
    first, second = fitted(), fitted()
    second.match_topics_to(first)
    check_layers(second)
    second.name_topics({0: "first"})
    check_layers(second)


def test_layers_of_documents_that_are_known():
    vectors = VECTORS.copy()
    vectors[::7] = 0
    found = fitted(vectors=vectors)
    check_layers(found)
    assert_array_equal(found.labels_ < 0, ~vectors.any(axis=1))


def test_layers_beside_names():
    names = ["family0 member0 common", "family1 member5 common"]
    lookup = dict(zip(TEXTS, VECTORS, strict=True))

    def encode(texts):
        return np.array([lookup[text] for text in texts])

    found = BERTopic(
        encode,
        None,
        zeroshot_topics=names,
        zeroshot_min_similarity=0.97,
        random_state=0,
    )
    found.fit(TEXTS, embeddings=VECTORS)
    check_layers(found)
    assert found.topic_names_.count(None) < len(found.topic_names_)


def test_layers_are_kept():
    found = fitted()
    again = pickle.loads(pickle.dumps(found))
    assert_array_equal(again.layers_, found.layers_)
    assert_array_equal(
        clone(found).fit(TEXTS, embeddings=VECTORS).layers_, found.layers_
    )


def test_merged_models_have_none():
    merged = merge_models([fitted(), fitted()])
    assert merged.layers_ is None
    merged.merge_topics([[0, 1]])
    assert merged.layers_ is None


# --- topics by number --------------------------------------------------------------


@pytest.mark.parametrize("n_topics", [1, 2, 3, 7, 12, 17, 24])
def test_as_many_topics_as_are_asked_for(n_topics):
    found = fitted(n_topics=n_topics)
    assert len(found.topics_) == n_topics
    check_layers(found)


def test_families_when_asked_for():
    found = fitted(n_topics=3)
    assert len(set(zip(FAMILY.tolist(), found.labels_.tolist(), strict=True))) == 3


def test_a_given_clusterer_is_asked_too():
    clusterer = LeidenClustering(resolution=4.0)
    found = fitted(clusterer=clusterer, n_topics=5)
    assert len(found.topics_) == 5
    assert clusterer.n_clusters is None
    assert found.clusterer_.n_clusters == 5
    own = fitted(clusterer=LeidenClustering(n_clusters=6), n_topics=5)
    assert own.clusterer_.n_clusters == 6
    assert len(own.topics_) == 5


def test_more_topics_than_can_be():
    with pytest.warns(
        UserWarning, match="n_topics=200, and the clusterer found"
    ) as said:
        found = fitted(n_topics=200)
    assert len(said) == 1
    assert len(found.topics_) > 12


def test_other_clusterers_merge_by_means():
    assert len(model(n_topics=2).fit(TEXTS).topics_) == 2
