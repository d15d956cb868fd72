"""Places of topics of any model."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.analysis import topic_layout
from sktopics.artm import ARTM, HierarchicalARTM
from sktopics.clustering import BERTopic

TEXTS = ["sea ship", "ship wind sea", "wind sea", "tax law", "law court", "tax debt"]


def _distances(places):
    return np.hypot(*(places[:, np.newaxis] - places).T)


def test_similar_topics_are_near():
    vectors = [[9, 1, 0], [9, 2, 0], [0, 1, 9], [0, 0, 9]]
    places = topic_layout([0, 1, 2, 3], embeddings=vectors)
    between = _distances(places)
    assert between[0, 1] < between[0, 2] / 3
    assert between[2, 3] < between[1, 2] / 3
    assert_array_equal(places, topic_layout([0, 1, 2, 3], embeddings=vectors))


@pytest.mark.parametrize(
    "model", [LatentDirichletAllocation(3, random_state=0), NMF(3, random_state=0)]
)
def test_models_need_no_documents(model):
    pipeline = make_pipeline(CountVectorizer(), model).fit(TEXTS)
    places = topic_layout(pipeline)
    assert places.shape == (3, 2)
    assert np.isfinite(places).all()


def test_clusters_are_compared_by_their_embeddings():
    rng = np.random.default_rng(0)
    centers = np.array([[1, 0, 0.0], [0.9, 0.4, 0], [0, 0, 1]])
    labels = np.repeat([0, 1, 2], 30)
    vectors = centers[labels] + 0.01 * rng.normal(size=(90, 3))
    texts = [f"{TEXTS[2 * label]} w{i % 7}" for i, label in enumerate(labels)]
    model = BERTopic(reducer=None, random_state=0).fit(
        texts, labels, embeddings=vectors
    )
    between = _distances(topic_layout(model))
    near, far = np.sort(between[np.triu_indices(3, 1)])[[0, 1]]
    assert near < far / 2


def test_empty_topics_have_no_place():
    counts = CountVectorizer().fit_transform(TEXTS)
    model = LatentDirichletAllocation(2, random_state=0).fit(counts)
    wide = NMF(3, random_state=0).fit(counts)
    wide.components_[1] = 0
    assert np.isfinite(topic_layout(model)).all()
    assert_array_equal(np.isnan(topic_layout(wide))[:, 0], [False, True, False])
    assert_array_equal(
        np.isnan(topic_layout([0, 2, 2], TEXTS[:3]))[:, 0], [False, True, False]
    )


def test_one_topic_is_in_the_middle():
    assert_array_equal(topic_layout([0, 0, -1], TEXTS[:3]), [[0, 0]])
    assert_array_equal(topic_layout([0, 0, -1]), [[0, 0]])
    assert topic_layout([-1, -1]).shape == (0, 2)


def test_shares_are_compared_by_their_documents():
    shares = [[0.5, 0.5, 0, 0], [0.4, 0.6, 0, 0], [0, 0, 0.5, 0.5], [0.1, 0, 0.5, 0.4]]
    between = _distances(topic_layout(shares))
    assert between[0, 1] < between[0, 2] / 2
    assert between[2, 3] < between[1, 3] / 2


def test_levels_of_a_hierarchy():
    counts = CountVectorizer().fit_transform(TEXTS)
    model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0).fit(counts)
    assert topic_layout(model).shape == (4, 2)
    assert topic_layout(model, level=0).shape == (2, 2)
    with pytest.raises(ValueError, match="there are 2 levels"):
        topic_layout(model, level=2)


def test_many_topics():
    weights = np.random.default_rng(0).dirichlet(np.full(50, 0.1), 500)
    model = NMF(2).fit(np.ones((3, 50)))
    model.components_ = weights
    places = topic_layout(model)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(6), axis=0)) == 500
