"""Topics of the sizes that a prior says."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.metrics import adjusted_rand_score

from sktopics import ARTM, ThetalessARTM
from sktopics.artm import TopicPrior
from sktopics.artm._regularization import theta_regularization

SIZES = np.array([400, 20, 20, 20, 20])
SHARES = SIZES / SIZES.sum()


def planted(seed, sizes=SIZES):
    rng = np.random.RandomState(seed)
    phi = np.zeros((len(sizes), 100))
    for i in range(len(sizes)):
        phi[i, i * 20 : (i + 1) * 20] = rng.dirichlet(np.ones(20))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows = [rng.multinomial(40, 0.9 * phi[label] + 0.001) for label in labels]
    return np.array(rows), labels


def sizes_of(model, X):
    return model.transform(X).mean(axis=0)


@pytest.mark.parametrize("seed", range(2))
def test_topics_are_as_large_as_the_prior_says(seed):
    X, _ = planted(seed)
    prior = TopicPrior(1.0, topic_prior=SIZES)
    sizes = sizes_of(ARTM(5, prior, random_state=seed).fit(X), X)
    plain = sizes_of(ARTM(5, random_state=seed).fit(X), X)
    assert sizes.argmax() == 0  # the topic whose prior is the largest
    assert abs(sizes[0] - SHARES[0]) < 0.25
    assert abs(plain.max() - SHARES[0]) > 0.3


def test_labels_of_planted_sizes_are_found_more_often():
    scores = {"plain": [], "prior": []}
    for seed in range(4):
        X, labels = planted(seed)
        for name, regularizer in [
            ("plain", None),
            ("prior", TopicPrior(topic_prior=SIZES)),
        ]:
            theta = ARTM(5, regularizer, random_state=seed).fit(X).transform(X)
            scores[name].append(adjusted_rand_score(labels, theta.argmax(axis=1)))
    assert np.mean(scores["plain"]) < 0.4
    assert np.mean(scores["prior"]) > 0.6


def test_no_prior_is_uniform():
    largest = []
    for regularizer in (None, TopicPrior(2.0)):
        models = [ARTM(5, regularizer, random_state=seed) for seed in range(3)]
        fitted = [model.fit(planted(seed)[0]) for seed, model in enumerate(models)]
        sizes = [sizes_of(model, planted(i)[0]).max() for i, model in enumerate(fitted)]
        largest.append(np.mean(sizes))
    assert largest[0] > 0.28
    assert largest[1] < 0.25


def test_a_corpus_given_twice_makes_no_difference():
    X, _ = planted(0, [60, 20, 10])
    prior = TopicPrior(topic_prior=[6, 2, 1])
    once = ARTM(3, prior, random_state=0).fit(X.astype(float))
    twice = ARTM(3, prior, random_state=0).fit(np.vstack([X, X]).astype(float))
    weighted = ARTM(3, prior, random_state=0).fit(
        X.astype(float), sample_weight=np.full(len(X), 2.0)
    )
    assert_allclose(twice.components_, once.components_, rtol=1e-6, atol=1e-12)
    assert_allclose(weighted.components_, once.components_, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_changes_where_sizes_are_right(dtype):
    rng = np.random.default_rng(0)
    theta = rng.dirichlet(np.ones(3), size=8).astype(dtype)
    n_td = theta * rng.integers(1, 9, size=(8, 1)).astype(dtype)
    n_d = n_td.sum(axis=1, keepdims=True)
    prior = TopicPrior(2.0, topic_prior=(n_d * theta).sum(axis=0))
    added = prior.grad_theta(theta, n_td)
    assert added.dtype == dtype
    assert_allclose(added, 2 * n_d * theta, rtol=1e-5)


def test_masses_of_the_corpus():
    rng = np.random.default_rng(0)
    theta = rng.dirichlet(np.ones(3), size=8)
    n_t, beta = np.array([9.0, 1, 0]), np.array([1, 2, 3]) / 6
    given = theta_regularization(
        TopicPrior(0.5, topic_prior=[1, 2, 3]), theta, 5 * theta, n_t=n_t
    )
    sizes = (n_t + 0.5 * 10 * beta) / 15
    assert_allclose(given, 0.5 * beta / sizes * 5 * theta)
    # More than all words of a document, times 1 + tau, is never added.
    assert (given <= 5 * theta * 1.5 + 1e-12).all()


@pytest.mark.parametrize("tau", [0.3, 1.0, 3.0])
def test_online_learning(tau):
    scores = []
    for seed in range(3):
        X, labels = planted(seed)
        prior = TopicPrior(tau, topic_prior=SIZES)
        model = ARTM(5, prior, learning_method="online", random_state=seed)
        theta = model.fit_transform(X)
        scores.append(adjusted_rand_score(labels, theta.argmax(axis=1)))
        assert theta.mean(axis=0).argmax() == 0
    assert np.mean(scores) > 0.7


def test_mixtures_of_a_document_do_not_depend_on_the_others():
    X, _ = planted(0, [40, 10])
    model = ARTM(2, TopicPrior(topic_prior=[4, 1]), random_state=0).fit(X)
    assert_allclose(model.transform(X[-3:]), model.transform(X)[-3:], atol=1e-6)


@pytest.mark.parametrize("kind", [ARTM, ThetalessARTM])
def test_streams_and_topics_apart(kind):
    X, _ = planted(0, [80, 10, 10])
    prior = TopicPrior(0.3, topic_prior=[8, 1], topics=[1, 0])
    model = kind(3, prior, random_state=0)
    for rows in np.array_split(np.random.default_rng(0).permutation(len(X)), 4):
        model.partial_fit(X[rows])
    theta = model.transform(X)
    assert_allclose(theta.sum(axis=1), 1, rtol=1e-5)
    if kind is ARTM:
        assert theta[:, 1].sum() > 2 * theta[:, 0].sum()


@pytest.mark.filterwarnings("ignore:Regularizers took away all counts")
@pytest.mark.parametrize("tau", [-0.5, 0.0, 1e6])
def test_extreme_weights_and_empty_documents(tau):
    X, _ = planted(0, [20, 5])
    X[3] = 0
    theta = ARTM(2, TopicPrior(tau, topic_prior=[1, 0]), random_state=0).fit_transform(
        X
    )
    assert np.isfinite(theta).all()
    assert_allclose(theta.sum(axis=1), 1, rtol=1e-5)
