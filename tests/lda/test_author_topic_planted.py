"""Planted topics, authors and priors are found again."""

import numpy as np
import pytest
from authored import expected_logs, planted_authors
from numpy.testing import assert_allclose
from planted import closest
from scipy.special import digamma

from sktopics import AuthorTopicModel

K = 4


def trained(X, authors, method, **parameters):
    parameters = {"doc_topic_prior": 0.2, "topic_word_prior": 0.05} | parameters
    model = AuthorTopicModel(K, random_state=0, **parameters)
    if method == "stream":
        model.set_params(total_samples=X.shape[0])
        for begin in range(0, X.shape[0], 100):
            batch = slice(begin, begin + 100)
            model.partial_fit(X[batch], authors=authors[batch])
        return model
    return model.set_params(learning_method=method).fit(X, authors=authors)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", ["batch", "online", "stream"])
def test_planted_topics_and_authors_are_found(method, dtype):
    X, authors, topics, mixtures = planted_authors(600, 20, (40, 80), dtype=dtype)
    model = trained(X, authors, method)
    order, distances = closest(topics, model)
    assert distances.max() < 0.13
    assert np.abs(model.author_topic_[:, order] - mixtures).max() < 0.1
    assert np.abs(model.author_topic_[:, order] - mixtures).mean() < 0.03
    assert model.components_.dtype == model.author_components_.dtype == dtype


@pytest.mark.parametrize("method", ["batch", "online"])
def test_short_documents_of_prolific_authors_suffice(method):
    """Titles of five words: their authors know more than they do."""
    X, authors, topics, mixtures = planted_authors(3000, 30, (3, 7), most=2)
    model = trained(X, authors, method)
    order, distances = closest(topics, model)
    assert distances.max() < 0.2
    assert np.abs(model.author_topic_[:, order] - mixtures).mean() < 0.05


def test_found_from_random_topics_in_many_passes():
    X, authors, topics, mixtures = planted_authors(600, 20, (40, 80))
    model = trained(X, authors, "batch", init="random", max_iter=200)
    order, distances = closest(topics, model)
    assert distances.max() < 0.13
    assert np.abs(model.author_topic_[:, order] - mixtures).mean() < 0.03


@pytest.mark.parametrize("method", ["batch", "online"])
def test_held_out_documents_are_explained_by_their_authors(method):
    X, authors, topics, mixtures = planted_authors(600, 20, (40, 80))
    model = trained(X[:400], authors[:400], method)
    test, wrong = X[400:], [[own[0]] for own in authors[399:-1]]
    names = sorted({name for own in authors for name in own})
    own = [[names.index(name) for name in who] for who in authors[400:]]
    p = np.array([mixtures[who].mean(axis=0) for who in own]) @ topics
    best = np.exp(-(test.toarray() * np.log(p)).sum() / test.sum())
    perplexity = model.perplexity(test, authors=authors[400:])
    assert best < perplexity < 1.05 * best
    assert perplexity < model.perplexity(test) < model.perplexity(test, authors=wrong)


@pytest.mark.parametrize("method", ["batch", "online", "stream"])
def test_learned_priors_come_closer_to_the_planted(method):
    """They stay above: that is where the bound is highest, of planted topics too."""
    alpha = np.array([0.1, 0.2, 0.4, 0.8])
    X, authors, topics, _ = planted_authors(1500, 150, (30, 60), alpha=alpha, most=1)
    model = trained(X, authors, method, doc_topic_prior="auto", max_iter=30)
    order, _ = closest(topics, model)
    found = model.doc_topic_prior_[order]
    assert (np.diff(found) > -0.01).all()
    error, before = np.abs(np.log([found / alpha, 30 / K / alpha]))
    assert (error < 0.65 * before).all()
    if method == "batch":
        for other in (None, alpha):
            fixed = trained(
                X, authors, method, doc_topic_prior=other, max_iter=30, init=topics
            )
            assert model.bound_ > fixed.bound_


def test_learned_prior_is_the_best_for_the_authors():
    """Its gradient vanishes: mean E[log theta] is that of the prior itself.

    But for the hyperprior, which adds ``1 / total - 1`` to all authors.
    """
    X, authors, *_ = planted_authors(300, 30, (20, 40))
    model = trained(X, authors, "batch", doc_topic_prior="auto", max_iter=20)
    logs = expected_logs(model.author_components_).mean(axis=0)
    alpha = model.doc_topic_prior_
    slope = logs - digamma(alpha) + digamma(alpha.sum()) + (1 / alpha.sum() - 1) / 30
    assert_allclose(alpha @ slope, 0, atol=0.01)
    assert_allclose(slope, 0, atol=0.05)


def test_learned_word_prior_knows_the_common_words():
    """Half of the words occur in every topic, half are rare in all."""
    rng = np.random.default_rng(0)
    X, authors, *_ = planted_authors(600, 20, (40, 80))
    common = rng.multinomial(30, [1 / 20] * 20, size=600)
    rare = rng.multinomial(1, [1 / 20] * 20, size=600)
    X = np.hstack([X.toarray(), common, rare])
    model = trained(X, authors, "batch", topic_word_prior="auto")
    fixed = trained(X, authors, "batch")
    assert model.topic_word_prior_.shape == (100,)
    groups = model.topic_word_prior_.reshape(5, 20)
    assert groups[3].min() > 2 * groups[4].max()
    assert model.bound_ > fixed.bound_


def test_a_matrix_of_word_priors_gives_topics_their_places():
    X, authors, topics, _ = planted_authors(300, 20, (40, 80))
    wanted = np.array([2, 0, 3, 1])
    prior = np.full((K, 60), 0.05)
    for k, topic in enumerate(topics[wanted]):
        prior[k, np.argsort(-topic)[:3]] = 50
    for method in ("batch", "online", "stream"):
        for init in ("lda", "random"):
            model = trained(X, authors, method, topic_word_prior=prior, init=init)
            order, _ = closest(topics[wanted], model)
            assert order.tolist() == [0, 1, 2, 3], (method, init)
            assert_allclose(model.topic_word_prior_, prior)


def test_an_asymmetric_prior_orders_topics_of_authors():
    """Authors who wrote little are mostly what the prior says."""
    X, authors, *_ = planted_authors(60, 60, (1, 2), most=1)
    model = trained(X, authors, "batch", doc_topic_prior="asymmetric")
    prior = model.doc_topic_prior_
    assert (np.diff(prior) < 0).all()
    assert prior.sum() == pytest.approx(1)
    assert_allclose(model.author_components_.sum(axis=1), 1 + X.sum(axis=1), rtol=1e-6)


def test_training_starts_from_given_topics():
    X, authors, topics, _ = planted_authors(300, 20, (40, 80))
    model = trained(X, authors, "batch", init=topics, max_iter=3)
    assert closest(topics, model)[0].tolist() == [0, 1, 2, 3]
    again = trained(X, authors, "batch", init=model.components_ * 7, max_iter=3)
    assert closest(topics, again)[0].tolist() == [0, 1, 2, 3]
    assert again.bound_ >= model.bound_
