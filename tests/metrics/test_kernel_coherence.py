"""Coherence of the terms that point to a topic."""

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA
from sktopics.metrics import coherence_score, kernel_coherence, topic_kernels

TEXTS = [
    "the sea and the ship",
    "the tax and the debt",
    "a ship at sea",
    "the debt tax law",
    "sea wind and ship",
    "law of tax",
] * 2


@pytest.fixture(scope="module")
def pipeline():
    model = LatentDirichletAllocation(2, random_state=0)
    return make_pipeline(CountVectorizer(), model).fit(TEXTS)


def slow_kernels(pipeline, threshold, n):
    """Terms of kernels by their definition, largest p(w|t) first."""
    phi = pipeline[-1].components_
    members = topic_kernels(pipeline, threshold=threshold).members
    names = pipeline[0].get_feature_names_out()
    pairs = [
        sorted((-phi[t, w], w) for w in range(phi.shape[1]) if members[t, w])[:n]
        for t in range(len(phi))
    ]
    return [[names[w] for _, w in topic] for topic in pairs]


@pytest.mark.parametrize("n", [2, 4, None])
@pytest.mark.parametrize("measure", ["c_npmi", "u_mass", "c_v"])
def test_kernels_are_judged_as_lists_of_terms(pipeline, n, measure):
    found = kernel_coherence(
        pipeline, TEXTS, threshold=0.6, n_top_words=n, measure=measure
    )
    topics = slow_kernels(pipeline, 0.6, n)
    expected = coherence_score(
        topics,
        TEXTS,
        measure=measure,
        n_top_words=100,
        average=False,
        analyzer=pipeline[0].build_analyzer(),
    )
    np.testing.assert_allclose(found.values, expected)
    assert found.measure == measure


def test_kernels_are_more_coherent_than_top_words_with_common_ones(pipeline):
    tight = kernel_coherence(pipeline, TEXTS, threshold=0.8).mean
    assert tight > coherence_score(pipeline, TEXTS, measure="c_npmi")


class Background(LatentDirichletAllocation):
    """Its last topic has no word that is not more of another one."""

    def fit(self, X, y=None):
        super().fit(X)
        last = 1e-3 * self.components_.sum(axis=0, keepdims=True)
        self.components_ = np.vstack([self.components_, last])
        return self


def test_a_topic_without_a_kernel_has_the_value_of_unrelated_terms():
    model = Background(2, random_state=0)
    pipeline = make_pipeline(CountVectorizer(), model).fit(TEXTS)
    found = kernel_coherence(pipeline, TEXTS, threshold=0.5)
    assert found.values[2] == -1
    assert found.support[2] == 0
    assert np.isfinite(found.mean)


def test_bad_options_are_refused(pipeline):
    even = make_pipeline(CountVectorizer(), LatentDirichletAllocation(5)).fit(TEXTS)
    even[-1].components_ = np.ones_like(even[-1].components_)
    with pytest.raises(ValueError, match=r"No topic has a kernel.*threshold=0.3"):
        kernel_coherence(even, TEXTS, threshold=0.3)
    with pytest.raises(ValueError, match="measure"):
        kernel_coherence(pipeline, TEXTS, measure="c_w2v")
    with pytest.raises(ValueError, match="feature_names"):
        kernel_coherence(pipeline[-1], TEXTS)


def test_empty_topics_are_left_out_of_the_mean():
    pipeline = make_pipeline(CountVectorizer(), PLSA(2, random_state=0)).fit(TEXTS)
    pipeline[-1].components_ = pipeline[-1].components_ * [[1], [0]]
    found = kernel_coherence(pipeline, TEXTS, window="document")
    assert found.is_empty.tolist() == [False, True]
    assert found.mean == found.values[0]
