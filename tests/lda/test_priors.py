"""Priors: given as numbers, vectors, matrices and names, or learned."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts
from scipy.special import digamma, gammaln

from sktopics import LatentDirichletAllocation
from sktopics.lda._lda_training import DEFAULTS
from sktopics.lda._priors import (
    SMALLEST,
    doc_topic_prior,
    newton_dirichlet,
    polya_dirichlet,
    topic_word_prior,
)

INFERENCES = ["collapsed", "variational"]
METHODS = ["batch", "online"]


# --- Newton's method --------------------------------------------------------------


def likelihood(alpha, mean_log):
    return gammaln(alpha.sum()) - gammaln(alpha).sum() + (alpha - 1) @ mean_log


def gradient(alpha, mean_log, step=1e-5):
    """Of the likelihood with respect to log alpha, by central differences."""
    return np.array(
        [
            (
                likelihood(alpha * np.exp(e), mean_log)
                - likelihood(alpha * np.exp(-e), mean_log)
            )
            / (2 * step)
            for e in step * np.eye(len(alpha))
        ]
    )


@pytest.mark.parametrize(
    "alpha", [[1.0, 1.0], [0.3, 0.1, 2.0, 0.7], [40.0, 3.0, 8.0], np.full(50, 0.2)]
)
@pytest.mark.parametrize("start", [0.02, 1.0, 30.0])
def test_newton_recovers_the_parameters_of_draws(alpha, start):
    draws = np.random.default_rng(0).dirichlet(alpha, 20_000)
    mean_log = np.log(np.maximum(draws, 1e-300)).mean(axis=0)
    found = newton_dirichlet(np.full(len(alpha), start), mean_log, 20_000, 200)
    assert_allclose(found, alpha, rtol=0.06)
    assert np.abs(gradient(found, mean_log)).max() < 1e-5


def test_newton_stays_at_the_optimum_and_climbs_towards_it():
    alpha = np.array([0.2, 0.5, 3.0])
    mean_log = digamma(alpha) - digamma(alpha.sum())
    assert_allclose(newton_dirichlet(alpha, mean_log, 10), alpha, rtol=1e-6)
    values = [
        likelihood(newton_dirichlet(np.full(3, 9.0), mean_log, 10, n), mean_log)
        for n in range(12)
    ]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(likelihood(alpha, mean_log), abs=1e-8)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:sktopics")
@pytest.mark.parametrize("scale", [0.1, 1, 100])
@pytest.mark.parametrize("start", [1e-6, 1.0, 1e6])
def test_newton_never_leaves_what_is_positive(scale, start):
    """Also where the likelihood has no maximum: no draw is like this."""
    rng = np.random.default_rng(0)
    for mean_log in -scale * rng.exponential(size=(20, 5)):
        found = newton_dirichlet(np.full(5, start), mean_log, 10)
        assert np.isfinite(found).all()
        assert (found > 0).all()


def test_newton_leaves_alone_what_cannot_be_learned():
    assert_array_equal(newton_dirichlet(np.array([0.7]), np.zeros(1), 100), [0.7])
    start = np.array([0.7, 0.2])
    assert_array_equal(newton_dirichlet(start, -np.ones(2), 0), start)


def polya_likelihood(alpha, counts, weight):
    """Log-likelihood of counts, draws from Dirichlet distributions integrated out."""
    total, lengths = alpha.sum(), counts.sum(axis=1)
    rows = gammaln(total) - gammaln(lengths + total)
    rows = rows + (gammaln(counts + alpha) - gammaln(alpha)).sum(axis=1)
    return weight @ rows


@pytest.mark.parametrize("start", [0.01, 0.3, 20.0])
def test_polya_dirichlet_has_the_highest_likelihood(start):
    rng = np.random.default_rng(0)
    alpha = np.array([0.05, 0.2, 0.1, 0.7])
    shares = rng.dirichlet(alpha, 2000)
    counts = np.array([rng.multinomial(n, p) for n, p in zip(
        rng.integers(5, 60, 2000), shares, strict=True)])  # fmt: skip
    weight = rng.choice([0.5, 1.0, 2.0], 2000)
    found = polya_dirichlet(np.full(4, start), counts, weight, 2000, 1e-7)
    assert_allclose(found, alpha, rtol=0.15)
    best = polya_likelihood(found, counts, weight)
    for k in range(4):
        for factor in (0.99, 1.01):
            other = found * np.where(np.arange(4) == k, factor, 1)
            assert polya_likelihood(other, counts, weight) < best
    twice = np.repeat(counts, (2 * weight).astype(int), axis=0)
    again = polya_dirichlet(np.full(4, start), twice, np.ones(len(twice)), 2000, 1e-7)
    assert_allclose(again, found, rtol=1e-5)


def test_polya_dirichlet_leaves_alone_what_cannot_be_learned():
    one, two = np.array([0.7]), np.array([0.7, 0.2])
    assert_array_equal(polya_dirichlet(one, np.ones((3, 1)), np.ones(3)), one)
    assert_array_equal(polya_dirichlet(two, np.zeros((3, 2)), np.ones(3)), two)
    weightless = polya_dirichlet(two, np.array([[3, 1], [0, 0]]), np.array([0, 1]))
    assert_array_equal(weightless, two)
    unused = polya_dirichlet(two, np.array([[3, 0], [5, 0]]), np.ones(2))
    assert unused[1] == SMALLEST
    assert np.isfinite(unused).all()


# --- what may be asked for --------------------------------------------------------


def test_doc_topic_prior_by_name():
    assert_array_equal(doc_topic_prior(None, 4, 0.3), np.full(4, 0.3))
    assert_array_equal(doc_topic_prior("auto", 4, 0.3), np.full(4, 0.3))
    assert_array_equal(doc_topic_prior("symmetric", 4, 0.3), np.full(4, 0.25))
    assert_array_equal(doc_topic_prior(0.1, 4, 0.3), np.full(4, 0.1))
    assert_array_equal(doc_topic_prior([1, 2, 3, 4], 4, 0.3), [1, 2, 3, 4])
    assert_array_equal(doc_topic_prior(0, 2, 0.3), [SMALLEST, SMALLEST])
    falling = np.array([1 / 2, 1 / 3, 1 / 4, 1 / 5])
    assert_allclose(doc_topic_prior("asymmetric", 4, 0.3), falling / falling.sum())


def test_asymmetric_prior_is_that_of_gensim():
    LdaModel = pytest.importorskip("gensim.models").LdaModel
    gensim = LdaModel(
        num_topics=7, alpha="asymmetric", id2word={0: "a", 1: "b"}, dtype=np.float64
    )
    assert_allclose(doc_topic_prior("asymmetric", 7, 0.3), gensim.alpha)


def test_topic_word_prior_by_name_and_shape():
    assert topic_word_prior(None, 4, 6, 0.3) == 0.3
    assert topic_word_prior("auto", 4, 6, 0.3) == 0.3
    assert topic_word_prior("symmetric", 4, 6, 0.3) == 0.25
    vector, matrix = np.arange(1.0, 7), np.arange(1.0, 25).reshape(4, 6)
    assert_array_equal(topic_word_prior(vector, 4, 6, 0.3), vector)
    assert_array_equal(topic_word_prior(matrix.tolist(), 4, 6, 0.3), matrix)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("inference", INFERENCES)
def test_priors_are_kept(inference, method):
    X, *_ = planted_counts(30)
    model = LatentDirichletAllocation(
        4, inference=inference, learning_method=method, max_iter=2, random_state=0
    )
    model.fit(X)
    _, total, beta = DEFAULTS[inference]
    alpha, beta = total / 4, 0.25 if beta == "symmetric" else beta
    assert (model.doc_topic_prior_, model.topic_word_prior_) == (alpha, beta)
    vector, matrix = np.arange(1, 5) / 9, np.arange(1, 241).reshape(4, 60) / 99
    model.set_params(doc_topic_prior=vector, topic_word_prior=matrix).fit(X)
    assert_array_equal(model.doc_topic_prior_, vector)
    assert_array_equal(model.topic_word_prior_, matrix)
    model.set_params(doc_topic_prior="symmetric", topic_word_prior="symmetric").fit(X)
    assert (model.doc_topic_prior_, model.topic_word_prior_) == (0.25, 0.25)
    model.set_params(doc_topic_prior="asymmetric", topic_word_prior=matrix[0]).fit(X)
    assert_array_equal(model.doc_topic_prior_, doc_topic_prior("asymmetric", 4, 1))
    assert_array_equal(model.topic_word_prior_, matrix[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("inference", INFERENCES)
def test_a_constant_is_the_same_in_every_shape(inference, method, dtype):
    """gensim's bound of one model: -111,880 by a scalar prior, -100,172 by a matrix."""
    X, *_ = planted_counts(100, dtype=dtype)
    models = [
        LatentDirichletAllocation(
            4, inference=inference, learning_method=method, max_iter=5, random_state=0,
            doc_topic_prior=alpha, topic_word_prior=beta,
        ).fit(X)
        for alpha, beta in [
            (0.3, 0.1),
            (np.full(4, 0.3), np.full(60, 0.1)),
            ([0.3] * 4, np.full((4, 60), 0.1)),
        ]
    ]  # fmt: skip
    for model in models[1:]:
        assert model.bound_ == pytest.approx(models[0].bound_, rel=1e-6)
        assert_allclose(model.components_, models[0].components_, rtol=1e-4, atol=1e-4)
        assert model.doc_topic_prior_ == pytest.approx(0.3)
        assert model.topic_word_prior_ == pytest.approx(0.1)


@pytest.mark.parametrize("inference", INFERENCES)
def test_a_matrix_leads_topics_to_seed_words(inference):
    X, topics, _ = planted_counts(200)
    prior = np.full((4, 60), 0.02)
    seeds = [17, 47, 2, 32]  # one word of each planted topic, in another order
    prior[range(4), seeds] = 50
    for random_state in range(3):
        model = LatentDirichletAllocation(
            4, inference=inference, topic_word_prior=prior, random_state=random_state
        ).fit(X)
        order, distances = closest(topics, model)
        assert order.tolist() == [2, 0, 3, 1]
        assert distances.max() < 0.2


# --- learned priors ---------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("inference", INFERENCES)
@pytest.mark.parametrize(("n_documents", "lengths"), [(600, (40, 80)), (2000, (8, 15))])
def test_learned_prior_is_about_the_one_that_documents_were_drawn_from(
    inference, method, n_documents, lengths
):
    alpha = np.array([0.1, 0.2, 0.4, 0.8])
    X, topics, _ = planted_counts(n_documents, lengths, alpha)
    models = [
        LatentDirichletAllocation(
            4, inference=inference, learning_method=method, doc_topic_prior="auto",
            max_iter=100 if method == "batch" else 20, random_state=random_state,
        ).fit(X)
        for random_state in range(3)
    ]  # fmt: skip
    model = min(models, key=lambda model: model.perplexity_)
    order, distances = closest(topics, model)
    learned = model.doc_topic_prior_[order]
    assert distances.max() < 0.2
    assert_array_equal(np.argsort(learned), [0, 1, 2, 3])
    assert_allclose(np.log(learned), np.log(alpha), atol=np.log(4))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("inference", INFERENCES)
def test_learned_topic_word_prior_changes_the_topics(inference, method):
    """gensim's eta="auto" learns a prior and leaves the topics as they were, bit by
    bit. Here rare words get less of a prior than frequent ones, and less weight."""
    X, *_ = planted_counts(100)
    X = X.toarray()
    X[:, ::3] *= np.random.default_rng(0).random((100, 20)) < 0.1  # rare words
    plain = LatentDirichletAllocation(
        4, inference=inference, learning_method=method, random_state=0
    ).fit(X)
    learned = LatentDirichletAllocation(
        4, inference=inference, learning_method=method, random_state=0,
        topic_word_prior="auto",
    ).fit(X)  # fmt: skip
    prior = learned.topic_word_prior_
    assert prior.shape == (60,)
    assert prior[::3].mean() < 0.8 * np.delete(prior, np.s_[::3]).mean()
    assert np.abs(learned.topic_word_ - plain.topic_word_).max() > 1e-3
    assert not np.array_equal(learned.transform(X), plain.transform(X))


@pytest.mark.parametrize("inference", INFERENCES)
def test_learned_priors_raise_the_bound(inference):
    """The same passes from the same start, evaluated by the same bound."""
    X, *_ = planted_counts(300, alpha=[0.05, 0.1, 0.5, 1.0], seed=3)
    bounds = [
        LatentDirichletAllocation(
            4, inference=inference, random_state=3, doc_topic_prior=prior
        )
        .fit(X)
        .bound_
        for prior in (1.0, "auto")
    ]
    assert bounds[1] > bounds[0]


@pytest.mark.parametrize("inference", INFERENCES)
def test_priors_are_learned_from_a_stream(inference):
    X, topics, _ = planted_counts(1000, alpha=[0.1, 0.2, 0.4, 0.8])
    model = LatentDirichletAllocation(
        4, inference=inference, doc_topic_prior="auto", topic_word_prior="auto",
        total_samples=1000, random_state=0,
    )  # fmt: skip
    for start in range(0, 1000, 100):
        model.partial_fit(X[start : start + 100])
    order, _ = closest(topics, model)
    learned = model.doc_topic_prior_[order]
    assert model.topic_word_prior_.shape == (60,)
    assert learned[3] > 1.5 * learned[0]


@pytest.mark.parametrize("inference", INFERENCES)
def test_weights_count_in_learned_priors(inference):
    X, *_ = planted_counts(100, alpha=[0.1, 0.2, 0.4, 0.8])
    weight = np.random.default_rng(0).integers(0, 3, 100)
    arguments = {
        "inference": inference, "random_state": 0, "max_iter": 5,
        "doc_topic_prior": "auto", "topic_word_prior": "auto",
    }  # fmt: skip
    model = LatentDirichletAllocation(4, **arguments)
    model.fit(X, sample_weight=weight)
    repeated = LatentDirichletAllocation(4, **arguments).fit(
        X[np.repeat(np.arange(100), weight)]
    )
    assert_allclose(model.doc_topic_prior_, repeated.doc_topic_prior_, rtol=1e-6)
    assert_allclose(model.topic_word_prior_, repeated.topic_word_prior_, rtol=1e-6)
