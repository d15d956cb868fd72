"""ThetalessARTM: its M-step against finite differences, and what it finds."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import closest, noise, norm, planted
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import check_grad

from sktopics import ThetalessARTM
from sktopics.artm import Decorrelator, SmoothPtdw, SmoothSparsePhi, SmoothSparseTheta
from sktopics.artm._modalities import resolve_modalities
from sktopics.artm._regularization import as_union
from sktopics.artm._thetaless_artm import TermMixtures
from sktopics.artm._training_tables import TrainingTables, pad_topics

K = 3


def make(X, regularizers=None, gradient="exact", topic_prior="corpus"):
    """Topics with counts of some pass before, and the inference."""
    rng = np.random.default_rng(0)
    modalities = resolve_modalities(None, X.shape[1])
    phi = pad_topics(rng.dirichlet(np.full(X.shape[1], 0.7), K).T, np.float64)
    counts = phi * np.pad([40, 90, 20], (0, phi.shape[1] - K))
    bound = as_union(regularizers).bind(None, K)
    return (
        TrainingTables(K, phi, counts, modalities),
        TermMixtures(bound, gradient, topic_prior, None),
    )


def mixtures(X, phi, prior):
    q = phi * prior
    q = q / q.sum(axis=1, keepdims=True)
    return (X / X.sum(axis=1, keepdims=True)) @ q, q


def prior_of(topic_prior):
    return (
        np.array([40, 90, 20]) / 150 if topic_prior == "corpus" else np.full(K, 1 / K)
    )


@pytest.mark.parametrize("topic_prior", ["corpus", "uniform"])
@pytest.mark.parametrize("regularizers", [None, [SmoothSparseTheta(0.7)]])
def test_counters_are_phi_times_the_derivative(topic_prior, regularizers):
    """n_wt of the exact gradient is phi dL/dphi, by finite differences."""
    dense, prior = noise(8, 10).toarray()[[0, 1, 2, 4, 5, 6, 7]], prior_of(topic_prior)
    dense[:, 5] = 1
    X = sp.csr_array(dense)
    topics, inference = make(X, regularizers, topic_prior=topic_prior)
    _, n_wt, likelihood = inference.e_step(X, topics, np.ones(7), None, 0)
    start = topics.phi[:, :K].ravel()

    def objective(phi):
        phi = phi.reshape(10, K)
        theta, _ = mixtures(dense, phi, prior)
        value = (dense * np.log(theta @ phi.T)).sum()
        return value + (0.7 * np.log(theta).sum() if regularizers else 0)

    if regularizers is None:
        assert likelihood == pytest.approx(objective(start))
    derivative = n_wt[:, :K].ravel() / start
    error = check_grad(objective, lambda phi: derivative, start, epsilon=1e-7)
    assert error < 1e-4 * np.linalg.norm(derivative)


def test_every_p_sums_to_one():
    """sum_t p'_tdw = 1: each word is shared out, no more and no less."""
    X = noise()
    topics, inference = make(X)
    weight = np.random.default_rng(0).uniform(0.5, 2, X.shape[0])
    _, n_wt, _ = inference.e_step(X, topics, weight, None, 0)
    assert_allclose(n_wt.sum(axis=1), weight @ X.toarray(), atol=1e-10)


def test_exact_counters_by_the_formula():
    X = noise()
    topics, inference = make(X)
    _, n_wt, _ = inference.e_step(X, topics, np.ones(X.shape[0]), None, 0)
    phi, expected = topics.phi[:, :K], np.zeros((X.shape[1], K))
    for row in X.toarray()[X.sum(axis=1) > 0]:
        theta, q = mixtures(row[None], phi, prior_of("corpus"))
        p = norm(phi * theta, axis=1)
        gain = row @ p / theta[0]  # n_td / theta_td
        moved = q / row.sum() * (gain - (q @ gain)[:, None])
        expected += row[:, None] * (p + moved)
    assert_allclose(n_wt[:, :K], expected, atol=1e-10)


def test_linear_version_is_without_the_second_term():
    X = noise()
    topics, inference = make(X, gradient="linear")
    _, n_wt, _ = inference.e_step(X, topics, np.ones(X.shape[0]), None, 0)
    phi, expected = topics.phi[:, :K], np.zeros((X.shape[1], K))
    for row in X.toarray()[X.sum(axis=1) > 0]:
        theta, _ = mixtures(row[None], phi, prior_of("corpus"))
        expected += row[:, None] * norm(phi * theta, axis=1)
    assert_allclose(n_wt[:, :K], expected, atol=1e-10)


@pytest.mark.parametrize("topic_prior", ["corpus", "uniform"])
@pytest.mark.parametrize("gradient", ["exact", "linear"])
def test_planted_topics_are_found(gradient, topic_prior):
    X, topics, truth = planted()
    models = [
        ThetalessARTM(
            4, gradient=gradient, topic_prior=topic_prior, max_iter=200, random_state=i
        ).fit(X)
        for i in range(3)
    ]
    model = min(models, key=lambda model: model.perplexity_)
    order, distances = closest(topics, model.components_)
    assert distances.max() < 0.2
    found = model.transform(X)[:, order]
    assert_allclose(found.sum(axis=1), 1)
    guess = np.abs(truth.mean(axis=0) - truth).mean()
    assert np.abs(found - truth).mean() < guess / 2


def test_likelihood_rises_with_the_exact_gradient():
    X, *_ = planted()
    few, many = (
        ThetalessARTM(4, max_iter=n, tol=0, random_state=0).fit(X) for n in (2, 40)
    )
    assert many.perplexity_ < 0.9 * few.perplexity_
    assert many.score(X) == pytest.approx(-np.log(many.perplexity_), abs=0.01)


def test_transform_is_the_mean_over_words():
    X, *_ = planted(30)
    for topic_prior in ("corpus", "uniform"):
        model = ThetalessARTM(3, topic_prior=topic_prior, random_state=0).fit(X)
        prior = model.topic_word_counts_.clip(0).sum(axis=1)
        prior = prior / prior.sum() if topic_prior == "corpus" else np.full(3, 1 / 3)
        theta, _ = mixtures(X.toarray(), model.components_.T, prior)
        assert_allclose(model.transform(X), theta)
        assert_allclose(model.transform(X[[4]]), theta[[4]])
        assert_allclose(model.transform(np.zeros((1, 40)))[0], prior)


def test_terms_that_no_topic_has():
    X, *_ = planted(60)
    X = sp.hstack([X, sp.csr_array((60, 2))], format="csr")
    model = ThetalessARTM(3, random_state=0).fit(X)
    known, mixed = np.zeros((2, 1, 42))
    known[0, 3] = mixed[0, 3] = 2
    mixed[0, 41] = 5
    assert_allclose(model.transform(mixed), model.transform(known))
    assert np.isfinite(model.score(mixed))


@pytest.mark.parametrize("gradient", ["exact", "linear"])
def test_topic_without_terms_is_reported(gradient):
    X, *_ = planted(60)
    regularizers = [SmoothSparsePhi(-1e6, topics=[2]), Decorrelator(1.0)]
    model = ThetalessARTM(4, regularizers, gradient=gradient, random_state=0)
    with pytest.warns(UserWarning, match="topic 2:"):
        model.fit(X)
    assert_array_equal(model.transform(X)[:, 2], 0)
    assert np.isfinite(model.score(X))


def test_regularizers_without_effect_are_refused():
    X = noise()
    with pytest.raises(ValueError, match="has no effect"):
        ThetalessARTM(2, [SmoothSparseTheta(1)], gradient="linear").fit(X)
    with pytest.raises(ValueError, match="ARTM does"):
        ThetalessARTM(2, [SmoothPtdw(1)]).fit(X)


def test_sparse_theta_works_through_the_topics():
    X, *_ = planted(100)
    plain = ThetalessARTM(4, max_iter=30, tol=0, random_state=0).fit(X)
    sparse = ThetalessARTM(
        4, [SmoothSparseTheta(-2.0)], max_iter=30, tol=0, random_state=0
    ).fit(X)

    def entropy(theta):
        return -(theta * np.log(theta + 1e-300)).sum(axis=1).mean()

    assert entropy(sparse.transform(X)) < entropy(plain.transform(X)) - 0.01


def test_stream():
    X, topics, _ = planted(400)
    model = ThetalessARTM(4, random_state=0, batch_size=100)
    for _ in range(15):
        for start in range(0, 400, 200):
            model.partial_fit(X[start : start + 200])
    assert model.n_batch_iter_ == 60
    assert closest(topics, model.components_)[1].max() < 0.3
