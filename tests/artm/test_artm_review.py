"""Corners of training: empty batches and documents, regularizers of others."""

import tracemalloc

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator

from sktopics import ARTM, PLSA, HierarchicalARTM, ThetalessARTM
from sktopics.artm import (
    SmoothSparsePhi,
    SmoothSparseTheta,
    TopicSelection,
    _inversion,
)
from sktopics.kernels.em import infer_mixtures, normalize_topics
from sktopics.kernels.padding import padded


def noise(n_documents=40, n_terms=20, dtype=np.float64):
    return np.random.default_rng(0).poisson(0.8, (n_documents, n_terms)).astype(dtype)


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_a_stream_may_begin_with_empty_documents(model):
    X = noise()
    model = model(3, random_state=0).partial_fit(np.zeros((5, 20)))
    assert_allclose(model.components_.sum(axis=1), 1)
    model.partial_fit(X)
    direct = type(model)(3, random_state=0).partial_fit(X)
    assert_allclose(model.components_, direct.components_)


def test_empty_batches_change_nothing():
    X = noise()
    model = ARTM(3, learning_method="online", batch_size=5, max_iter=2, random_state=0)
    expected = model.fit(X).components_
    padded_by_nothing = np.vstack([np.zeros((5, 20)), X, np.zeros((10, 20))])
    assert_array_equal(model.fit(padded_by_nothing).components_, expected)


def test_no_words_are_no_fault_of_regularizers():
    with pytest.warns(UserWarning, match="^No words in topic 0, 1:"):
        PLSA(2).fit(np.zeros((3, 4)))


def test_empty_documents_alone_have_the_prior():
    prior = SmoothSparseTheta(1.0, topic_weights=[1, 3])
    model = ARTM(2, prior, random_state=0, max_iter=3).fit(noise())
    nothing = np.zeros((2, 20))
    assert_allclose(model.transform(nothing), [[0.25, 0.75]] * 2)
    assert_allclose(model.transform(np.vstack([noise(), nothing]))[-1], [0.25, 0.75])


class Penalty:
    """A regularizer that inherits nothing."""

    def __init__(self, tau=0.1):
        self.tau = tau

    def grad(self, phi, n_wt, n_t):
        return -self.tau * phi


class EstimatorPenalty(Penalty, BaseEstimator):
    """A regularizer that declares no constraints of its parameters."""


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
@pytest.mark.parametrize("penalty", [Penalty, EstimatorPenalty])
def test_any_object_with_a_gradient_is_a_regularizer(model, penalty):
    given = {"max_iter": 3, "random_state": 0}
    expected = model(2, lambda phi, n_wt, n_t: -5 * phi, **given).fit(noise())
    fitted = model(2, penalty(5), **given).fit(noise())
    assert_array_equal(fitted.components_, expected.components_)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        (lambda n: np.nan, "'smoothsparsephi' gives nan in pass"),
        ([0, np.inf], "'smoothsparsephi' gives inf in pass 1"),
        ([], "'smoothsparsephi' is empty"),
    ],
)
def test_schedules_that_are_none(schedule, message):
    with pytest.raises(ValueError, match=message):
        ARTM(2, SmoothSparsePhi(schedule=schedule)).fit(noise())


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_sample_weight_is_repetition_for_topic_selection(model):
    """From the first pass on, when the topics have no masses yet."""
    X = noise()
    weight = np.random.default_rng(1).integers(1, 4, len(X))
    model = model(4, TopicSelection(0.2), random_state=0, max_iter=3, tol=0)
    weighted = model.fit(X, sample_weight=weight).components_
    repeated = model.fit(np.repeat(X, weight, axis=0)).components_
    assert_allclose(weighted, repeated, atol=1e-10)


def test_fitted_topics_are_as_many_as_they_are():
    model = ARTM(5, random_state=0, max_iter=3).fit(noise())
    model.set_params(n_components=3).partial_fit(noise())
    assert model.components_.shape == (5, 20)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_that_cannot_be_divided_by_are_none(dtype):
    counts = np.zeros((4, padded(2)), dtype)
    counts[1:, 0] = 1e-40
    counts[:, 1] = 1
    phi = np.empty_like(counts)
    totals = normalize_topics(counts, np.zeros(4, np.intp), 1, phi)
    assert_array_equal(phi[:, :2], [[0, 0.25]] * 4)
    assert_array_equal(totals[0, :2], [0, 4])


@pytest.mark.parametrize("n_words", [3, 40])
def test_a_prior_revives_topics(n_words):
    """Whether topics are left out of the iterations (many words) or not."""
    rng = np.random.default_rng(0)
    phi, bias = np.zeros((60, padded(40))), np.zeros(padded(40))
    phi[:, :40] = rng.dirichlet(np.full(60, 0.3), 40).T
    bias[5] = 1.0
    words = np.arange(n_words)
    X = sp.csr_array((np.ones(n_words), (np.zeros(n_words, int), words)), (1, 60))
    theta, topic_word = np.zeros((1, padded(40))), np.zeros_like(phi)
    theta[0, [3, 17]] = 0.5
    new = theta[0]
    for _ in range(3):
        new = new * (phi[words] / (phi[words] @ new)[:, None]).sum(axis=0) + bias
        new = new / new.sum()
    infer_mixtures(
        X.indptr, X.indices, X.data, phi, bias, 40, 3, 0.0, 0.0, theta, np.ones(1),
        topic_word,
    )  # fmt: skip
    assert theta[0, 5] > 0
    assert_allclose(theta[0], new)


def test_topics_are_inverted_once(monkeypatch):
    calls, invert = [], _inversion.invert_topics
    monkeypatch.setattr(
        _inversion, "invert_topics", lambda *args: calls.append(1) or invert(*args)
    )
    X = noise(2000)
    model = ThetalessARTM(3, max_iter=1, random_state=0).fit(X)
    calls.clear()
    model.transform(X)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "model",
    [
        ARTM(64, learning_method="online", max_iter=1, random_state=0),
        ARTM(
            64,
            SmoothSparseTheta(-0.1, relative=True),
            learning_method="online",
            max_iter=1,
            random_state=0,
        ),
        ThetalessARTM(64, max_iter=1, random_state=0),
    ],
    ids=["online", "online with regularized mixtures", "thetaless"],
)
def test_no_mixtures_in_memory(model):
    """Nothing grows with the documents but a few numbers for each of them."""
    X = sp.csr_array(noise(6000, dtype=np.float32))
    model.fit(X[:500])  # compiles
    peaks = []
    for n_documents in (1000, 6000):
        rows = X[:n_documents]
        tracemalloc.start()
        model.fit(rows)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 5000 * 64 * 4 / 2


def test_hierarchy_of_modalities():
    X = noise()
    modalities = {"text": slice(0, 15), "tags": (slice(15, 20), 2.0)}
    levels = [ARTM(k, modalities=modalities, max_iter=5) for k in (2, 3)]
    model = HierarchicalARTM(levels, random_state=0).fit(X)
    last = model.levels_[-1]
    for modality in (None, "text", "tags"):
        expected = last.perplexity(X, modality=modality)
        assert model.perplexity(X, modality=modality) == expected
    assert model.perplexity(X) == pytest.approx(np.exp(-model.score(X)))
    for level in (2, -3):
        with pytest.raises(ValueError, match=f"level={level}: there are 2 levels"):
            model.transform(X, level=level)


def test_warnings_point_at_who_fitted():
    """Not into sktopics, where Python would show them once for all models."""
    union = [SmoothSparsePhi(tau=-1e6, topics=[0])]
    with pytest.warns(UserWarning, match="topic 0") as caught:
        ARTM(2, union, max_iter=3, random_state=0).fit([[4, 2, 0], [0, 1, 3]])
    assert {warning.filename for warning in caught} == {__file__}
