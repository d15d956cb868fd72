"""Mixtures of the training documents: where they start in a pass, and keeping them."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import noise, norm, planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import ARTM, PLSA
from sktopics.artm import Decorrelator, SmoothSparseTheta, TopicSelection
from sktopics.datasets import load_sotu

LONG, TOPICS, _ = planted(80, length=50)
SHORT, *_ = planted(80, length=6)


def textbook(X, phi, n_passes, n_even, inner):
    """Batch EM in dense NumPy, whose mixtures start even in the first passes."""
    k = phi.shape[1]
    for number in range(n_passes):
        if number == 0 or number < n_even:
            theta = np.full((len(X), k), 1 / k)
        for _ in range(inner):
            ratio = np.divide(X, theta @ phi.T, out=np.zeros_like(X), where=X > 0)
            used, theta = theta, norm(theta * (ratio @ phi), axis=1)
        phi = norm(phi * (ratio.T @ used))
    return phi, theta


@pytest.mark.parametrize(
    ("theta_start", "n_even"), [("previous", 0), ("uniform", 99), (None, 10)]
)
def test_mixtures_start_where_they_should(theta_start, n_even):
    X = LONG.toarray()
    model = PLSA(
        4, theta_start=theta_start, max_doc_update_iter=5, mean_change_tol=0, tol=0,
        random_state=0, store_doc_topic=True,
    )  # fmt: skip
    start = np.random.RandomState(0).uniform(size=(4, 40)).T
    phi, theta = textbook(X, norm(0.9 + 0.1 * start), 14, n_even, inner=5)
    model.set_params(max_iter=14).fit(X)
    assert_allclose(model.components_.T, phi, rtol=1e-6, atol=1e-6)
    assert_allclose(model.doc_topic_, theta, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("X", "parameters", "like"),
    [
        (LONG, {"max_iter": 8}, "uniform"),
        (LONG, {"max_iter": 8, "max_doc_update_iter": 4}, "previous"),
        (LONG, {"max_iter": 8, "max_doc_update_iter": 1}, "previous"),
        (SHORT, {"max_iter": 8}, "previous"),
    ],
    ids=["long", "few iterations", "one iteration", "short"],
)
def test_the_default_looks_at_documents_and_iterations(X, parameters, like):
    model = ARTM(4, tol=0, random_state=0, **parameters)
    expected = clone(model).set_params(theta_start=like).fit(X)
    assert_array_equal(model.fit(X).components_, expected.components_)


def test_the_length_of_documents_is_a_weighted_mean():
    X = sp.vstack([SHORT, LONG], format="csr")
    weight = np.repeat([1.0, 0.0], 80)
    parameters = {"n_components": 4, "max_iter": 6, "tol": 0, "random_state": 0}
    alone = ARTM(**parameters).fit(SHORT)
    weighted = ARTM(**parameters).fit(X, sample_weight=weight)
    assert_allclose(weighted.components_, alone.components_, rtol=1e-6)


def test_topics_are_fewer_twins_from_even_mixtures():
    words = load_sotu().documents[::4]
    X = CountVectorizer(stop_words="english", min_df=5).fit_transform(words)

    def fit(theta_start):
        model = ARTM(60, theta_start=theta_start, random_state=0).fit(X)
        topics = model.topic_word_ / np.linalg.norm(
            model.topic_word_, axis=1, keepdims=True
        )
        cosines = topics @ topics.T - np.eye(60)
        return model.perplexity_, (cosines.max(axis=1) > 0.5).mean()

    previous, default, uniform = map(fit, ("previous", None, "uniform"))
    assert uniform < default < previous  # perplexity comes first
    assert uniform[1] <= default[1] < previous[1]


def test_one_iteration_from_even_mixtures_is_refused():
    model = ARTM(3, theta_start="uniform", max_doc_update_iter=1)
    with pytest.raises(ValueError, match="leaves mixtures even and topics the same"):
        model.fit(LONG)
    with pytest.raises(ValueError, match="'theta_start' parameter of ARTM must be"):
        ARTM(3, theta_start="even").fit(LONG)


def test_online_learning_has_no_past():
    fits = [
        ARTM(3, learning_method="online", theta_start=start, random_state=0).fit(LONG)
        for start in ("previous", "uniform", None)
    ]
    for fit in fits[1:]:
        assert_array_equal(fit.components_, fits[0].components_)


# --- mixtures that are kept ---


@pytest.mark.parametrize(
    "regularizers",
    [None, Decorrelator(1.0), SmoothSparseTheta(-0.1), TopicSelection(0.2)],
    ids=["none", "topics", "mixtures", "selection"],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mixtures_of_training_are_kept(regularizers, dtype):
    X = noise(n_documents=40).astype(dtype)
    model = ARTM(
        3, regularizers, store_doc_topic=True, max_iter=40, tol=0, random_state=0
    ).fit(X)
    assert model.doc_topic_.shape == (40, 3)
    assert model.doc_topic_.dtype == dtype
    assert_allclose(model.doc_topic_.sum(axis=1), 1, rtol=1e-5)
    assert_allclose(model.doc_topic_[3], 1 / 3, rtol=1e-6)  # an empty document
    if regularizers is None:
        near = np.abs(model.doc_topic_ - model.transform(X)).sum(axis=1)
        assert np.median(near) < 0.1


def test_mixtures_are_not_kept_by_default_nor_after_another_fit():
    model = ARTM(3, store_doc_topic=True, max_iter=3, random_state=0).fit(LONG)
    assert model.doc_topic_.shape == (80, 3)
    assert not hasattr(clone(model).set_params(store_doc_topic=False), "doc_topic_")
    model.partial_fit(LONG[:10])
    assert not hasattr(model, "doc_topic_")
    model.fit(LONG).set_params(store_doc_topic=False).fit(LONG)
    assert not hasattr(model, "doc_topic_")


def test_documents_without_weight_have_mixtures_too():
    weight = np.ones(80)
    weight[::3] = 0
    model = ARTM(3, store_doc_topic=True, max_iter=5, random_state=0)
    model.fit(LONG, sample_weight=weight)
    alone = clone(model).fit(LONG[weight > 0])
    assert_array_equal(model.doc_topic_[weight > 0], alone.doc_topic_)
    assert_allclose(
        model.doc_topic_[weight == 0], model.transform(LONG)[weight == 0], rtol=1e-5
    )


def test_threads_keep_the_same_mixtures():
    X = sp.vstack([LONG] * 30, format="csr")
    fits = [
        ARTM(3, store_doc_topic=True, max_iter=4, n_jobs=n, random_state=0).fit(X)
        for n in (1, 2)
    ]
    assert_array_equal(fits[0].doc_topic_, fits[1].doc_topic_)


def test_online_learning_keeps_no_mixtures():
    model = ARTM(3, store_doc_topic=True, learning_method="online")
    with pytest.raises(ValueError, match="online learning keeps none"):
        model.fit(LONG)
    with pytest.raises(ValueError, match="online learning keeps none"):
        model.set_params(learning_method="batch").fit([LONG, LONG])
