"""Weights of pairs, of topics, of iterations and of updates, as BigARTM has them."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import noise, norm, planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from sktopics import ARTM, AttentiveARTM, LatentDirichletAllocation
from sktopics import SequenceVectorizer as Sequences
from sktopics.artm import (
    Decorrelator,
    NetPLSA,
    Regularizer,
    SmoothSparsePhi,
    SmoothSparseTheta,
    check_regularizer,
)
from sktopics.artm._regularization import phi_regularization


def tables(n_terms=7, n_topics=4, seed=0):
    """Topics, counters and their sums."""
    rng = np.random.default_rng(seed)
    phi = rng.dirichlet(np.ones(n_terms), n_topics).T
    n_wt = rng.gamma(2.0, 5.0, (n_terms, n_topics))
    return phi, n_wt, n_wt.sum(axis=0)


def own_derivative(value, phi, t):
    """phi_wt d/dphi_wt of ``value(phi, constant)``, the others being constants."""
    result, step = np.empty(len(phi)), 1e-6
    for w in range(len(phi)):
        up, down = phi.copy(), phi.copy()
        up[w, t] += step
        down[w, t] -= step
        result[w] = phi[w, t] * (value(up, phi) - value(down, phi)) / (2 * step)
    return result


def test_a_topic_may_be_driven_from_another_that_stays():
    phi, n_wt, n_t = tables()
    omega = np.random.default_rng(1).uniform(size=(4, 4))
    found = Decorrelator(3.0, pair_weights=omega).grad(phi, n_wt, n_t)
    for t in range(4):
        others = [s for s in range(4) if s != t]
        slow = -3 * phi[:, t] * sum(omega[t, s] * phi[:, s] for s in others)
        assert_allclose(found[:, t], slow)

        def value(phi, constant, t=t, others=others):
            return -3 * sum(omega[t, s] * phi[:, t] @ constant[:, s] for s in others)

        assert_allclose(found[:, t], own_derivative(value, phi, t), rtol=1e-6)
    check_regularizer(
        Decorrelator(pair_weights=omega[:3, :3] + omega[:3, :3].T, topics=[0, 1, 3])
    )


def test_a_background_topic_stays_where_others_are_driven_from_it():
    X, *_ = planted(100)
    away = np.zeros((4, 4))
    away[1:, 0] = 1
    plain = ARTM(4, max_iter=1, tol=0, random_state=0)
    driven = clone(plain).set_params(
        regularizers=Decorrelator(1.0, pair_weights=away, relative="overall")
    )
    kept, changed = plain.fit(X).components_, driven.fit(X).components_
    assert_array_equal(changed[0], kept[0])
    assert (changed[1:] != kept[1:]).any(axis=1).all()


def slow_steps(C, p, tau):
    r = np.zeros_like(p)
    for u in range(len(p)):
        for v in range(len(p)):
            r[u] -= tau * C[u, v] * p[u] * (p[u] - p[v])
    return r


@pytest.mark.parametrize("as_mapping", [True, False])
def test_directed_edges_draw_the_first_vertex_alone(as_mapping):
    phi, n_wt, n_t = tables()
    C = np.zeros((7, 7))
    C[0, 1], C[1, 0], C[2, 3], C[5, 0] = 1.0, 3.0, 2.0, 0.5
    graph = {(0, 1): 1.0, (1, 0): 3.0, (2, 3): 2.0, (5, 0): 0.5} if as_mapping else C
    net = NetPLSA(2.0, graph=graph, directed=True)
    p = phi * n_t / n_wt.sum(axis=1, keepdims=True)
    assert_allclose(net.grad(phi, n_wt, n_t), slow_steps(C, p, 2.0))
    value = -sum(
        C[u, v] * ((p[u] - p[v]) ** 2).sum() for u in range(7) for v in range(7)
    )
    assert net.score(phi, n_wt, n_t) == pytest.approx(value)
    # The derivative by p(t | u) of the edges that lead from u.
    moved, step = p.copy(), 1e-6
    moved[1, 2] += step
    slope = -2 / 2 * (C[1] @ ((moved[1] - p) ** 2 - (p[1] - p) ** 2).sum(axis=1)) / step
    assert_allclose(net.grad(phi, n_wt, n_t)[1, 2], p[1, 2] * slope, rtol=1e-4)
    assert not net.grad(phi, n_wt, n_t)[3].any()


def test_edges_in_both_directions_are_those_without_any():
    phi, n_wt, n_t = tables()
    both = NetPLSA(graph={(0, 1): 2.0, (1, 0): 2.0}, directed=True)
    plain = NetPLSA(graph={(0, 1): 2.0})
    assert_allclose(both.grad(phi, n_wt, n_t), plain.grad(phi, n_wt, n_t))
    with pytest.raises(ValueError, match="symmetric"):
        NetPLSA(graph=np.triu(np.ones((7, 7)))).grad(phi, n_wt, n_t)


def test_topics_are_smoothed_by_their_own_weights():
    phi, n_wt, n_t = tables()
    terms, alpha = np.linspace(0, 1, 7), np.array([0.0, 1.0, 2.0, 5.0])
    smooth = SmoothSparsePhi(0.5, terms=terms, topic_weights=alpha)
    assert_allclose(smooth.grad(phi, n_wt, n_t), 0.5 * np.outer(terms, alpha))
    for power in (0, 0.5):
        check_regularizer(
            SmoothSparsePhi(-0.5, topic_weights=[1, 3], topics=[0, 2], power=power)
        )
    model = ARTM(3, SmoothSparsePhi(topic_weights=[1, 2]))
    with pytest.raises(ValueError, match="topic_weights of SmoothSparsePhi must be 3"):
        model.fit(noise())


def test_a_prior_of_words_may_be_one_number_for_each_topic():
    X = noise()
    column = np.array([[0.01], [0.1], [1.0]])
    for inference in ("collapsed", "variational"):
        model = LatentDirichletAllocation(
            3, inference=inference, max_iter=5, topic_word_prior=column, random_state=0
        ).fit(X)
        whole = np.repeat(column, 18, axis=1)
        same = clone(model).set_params(topic_word_prior=whole).fit(X)
        assert_array_equal(model.components_, same.components_)
        assert_array_equal(model.topic_word_prior_, whole)
    with pytest.raises(ValueError, match=r"topic_word_prior must .*\(3, 1\)"):
        model.set_params(topic_word_prior=[[1.0], [2.0]]).fit(X)


@pytest.mark.parametrize("gamma", [0.25, 0.9])
def test_a_relative_weight_may_be_a_mean_of_both_kinds(gamma):
    phi, n_wt, n_t = tables()
    tau = 0.3
    found = phi_regularization(Decorrelator(tau, relative=gamma), phi, n_wt, n_t)
    r = Decorrelator(tau).grad(phi, n_wt, n_t)
    slow = np.empty_like(r)
    for t in range(4):
        by_topic = n_t[t] / np.abs(r[:, t]).sum()
        overall = n_t.sum() / np.abs(r).sum()
        slow[:, t] = tau * r[:, t] * (gamma * by_topic + (1 - gamma) * overall)
    assert_allclose(found, slow)
    extremes = [
        phi_regularization(Decorrelator(tau, relative=kind), phi, n_wt, n_t)
        for kind in (True, "overall")
    ]
    assert_allclose(found, gamma * extremes[0] + (1 - gamma) * extremes[1])


@pytest.mark.parametrize("relative", [1.5, -0.1, 2, "topic"])
def test_a_share_is_between_0_and_1(relative):
    with pytest.raises(ValueError, match="'relative' parameter"):
        ARTM(3, Decorrelator(relative=relative)).fit(noise())


def slow_mixture(words, counts, phi, taus):
    """Mixture of a document after an iteration with each of some weights."""
    theta = np.full(phi.shape[1], 1 / phi.shape[1])
    for tau in taus:
        joint = phi[words] * theta
        n_td = (counts[:, None] * norm(joint, axis=1)).sum(axis=0)
        theta = norm(n_td + tau)
    return theta


def test_iterations_over_a_document_may_weigh_differently():
    X = noise(rate=2.0)
    regularizer = SmoothSparseTheta(0.5, iteration_weights=[0, 1, -1, 0.2])
    model = ARTM(3, regularizer, max_iter=3, max_doc_update_iter=12, random_state=0)
    theta = model.fit(X).transform(X)
    taus = 0.5 * np.array([0, 1, -1] + [0.2] * 9)
    for d in (0, 7, 20):
        words = X.indices[X.indptr[d] : X.indptr[d + 1]]
        counts = X.data[X.indptr[d] : X.indptr[d + 1]]
        slow = slow_mixture(words, counts, model.components_.T, taus)
        assert_allclose(theta[d], slow, atol=1e-6)
    even = clone(model).set_params(mean_change_tol=0)
    even.set_params(regularizers=SmoothSparseTheta(0.5, iteration_weights=[1])).fit(X)
    plain = clone(even).set_params(regularizers=SmoothSparseTheta(0.5)).fit(X)
    assert_allclose(even.components_, plain.components_, atol=1e-6)
    check_regularizer(SmoothSparseTheta(0.5, iteration_weights=[3, 1]))


@pytest.mark.parametrize("weights", [[], [[1.0]], [np.nan], ["a"]], ids=str)
def test_weights_of_iterations_are_a_list_of_numbers(weights):
    with pytest.raises(ValueError, match=r"iteration_weights|could not convert"):
        ARTM(3, SmoothSparseTheta(iteration_weights=weights)).fit(noise())


def test_updates_take_the_weights_of_their_number():
    X = noise()
    decay, apply = [0.9, 0.5], (1.0, 0.25, 2.0)
    params = {"decay_weight": decay, "apply_weight": apply, "batch_size": 5}
    model = ARTM(3, random_state=0, **params).partial_fit(X)
    slow = ARTM(3, random_state=0)
    for k, start in enumerate(range(0, 25, 5)):
        slow.set_params(
            decay_weight=decay[min(k, 1)], apply_weight=apply[min(k, 2)], batch_size=5
        ).partial_fit(X[start : start + 5])
    assert_array_equal(model.topic_word_counts_, slow.topic_word_counts_)
    assert_array_equal(clone(model).partial_fit(X).components_, model.components_)
    # A second call goes on with the last ones.
    again = clone(model).partial_fit(X[:10]).partial_fit(X[10:])
    assert_array_equal(again.components_, model.components_)
    texts = ["sea ship sea", "tax debt tax"] * 4
    sequences = Sequences().fit_transform(texts)
    attentive = AttentiveARTM(2, random_state=0, decay_weight=[1.0, 0.5])
    assert attentive.partial_fit(sequences).components_.shape == (2, 4)


@pytest.mark.parametrize(
    "weights", [[], [[1.0]], [-1.0], [np.nan], [np.inf], ["a"]], ids=str
)
@pytest.mark.parametrize("name", ["decay_weight", "apply_weight"])
def test_weights_of_updates_are_a_list_of_numbers(name, weights):
    model = ARTM(3, learning_method="online", **{name: weights})
    with pytest.raises(ValueError, match=f"{name} must"):
        model.fit(noise())


class Anchors(Regularizer):
    """Keep the k-th column of a modality to the k-th topic."""

    def grad(self, phi, n_wt, n_t):
        return -n_wt * (1 - np.eye(len(n_wt)))


def test_a_modality_of_anchors_is_a_prior_of_each_document():
    # BigARTM's doc_topic_coef: alpha_dt is added to the counters of document d.
    X, *_ = planted(60)
    alpha = (
        np.random.default_rng(0).uniform(0, 30, (60, 4))
        * (np.arange(60) % 3 == 0)[:, None]
    )
    modalities = {"words": slice(0, 40), "prior": slice(40, 44)}
    model = ARTM(
        4,
        Anchors(modalities="prior"),
        modalities=modalities,
        max_doc_update_iter=200,
        mean_change_tol=0,
        random_state=0,
    ).fit(sp.hstack([X, sp.csr_array(alpha)], format="csr"))
    assert_allclose(model.components_[:, 40:], np.eye(4), atol=1e-12)
    theta = model.transform(sp.hstack([X, sp.csr_array(alpha)], format="csr"))
    phi = model.components_[:, :40].T
    for d in (0, 1, 30):
        words = X.indices[X.indptr[d] : X.indptr[d + 1]]
        counts = X.data[X.indptr[d] : X.indptr[d + 1]]
        slow = slow_mixture(words, counts, phi, [alpha[d]] * 200)
        assert_allclose(theta[d], slow, atol=1e-3)
