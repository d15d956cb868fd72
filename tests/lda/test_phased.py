"""Latent Dirichlet allocation with many topics, sampled in phases."""

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts
from sklearn.utils.validation import check_is_fitted

from sktopics import LatentDirichletAllocation
from sktopics.lda import _collapsed
from sktopics.lda._collapsed import collapsed_passes
from sktopics.lda._lda_training import new_topics, training_of
from sktopics.lda._phased import TopicPhases
from sktopics.lda._sampling import SampledTopics, document_seeds


def lda(n_components=150, **parameters):
    parameters = {"random_state": 0, "max_iter": 6} | parameters
    return LatentDirichletAllocation(n_components, **parameters)


@pytest.fixture
def always(monkeypatch):
    """Sample in phases for few topics too."""
    monkeypatch.setattr(_collapsed, "MANY_TOPICS", 1)


def make_phases(X, k=3, weight=None, seed=0, **parameters):
    """Phases of all documents in one part, topics, and the part."""
    model = LatentDirichletAllocation(k, **parameters)
    topics = new_topics(model, X.shape[1], X.dtype)
    weight = np.ones(X.shape[0], X.dtype) if weight is None else weight
    seeds = document_seeds(X, np.random.RandomState(seed))
    part = SampledTopics(X, weight, seeds, topics)
    return TopicPhases([part], X.shape[1]), topics, part


# More topics than there are in small corpora, some of which are left without words.
pytestmark = pytest.mark.filterwarnings("ignore:.* topics? (is|are) empty:UserWarning")


# --- which documents ----------------------------------------------------------------


def phases_made(monkeypatch, X, model):
    """How many sweeps in phases `model` makes on `X`."""
    numbers = []
    sweep = TopicPhases.sweep
    monkeypatch.setattr(
        TopicPhases,
        "sweep",
        lambda self, made, *rest: (numbers.extend(made), sweep(self, made, *rest))[1],
    )
    model.fit(X)
    return numbers


def test_many_topics_of_long_documents_are_sampled_in_phases(monkeypatch):
    X, *_ = planted_counts(30)
    assert phases_made(monkeypatch, X, lda()) == list(range(25))


@pytest.mark.parametrize(
    ("k", "lengths", "parameters"),
    [
        (149, (40, 80), {}),
        (150, (4, 10), {}),
        (150, (40, 80), {"inference": "variational"}),
        (150, (40, 80), {"learning_method": "online"}),
    ],
    ids=["few", "short", "variational", "online"],
)
def test_others_are_not(monkeypatch, k, lengths, parameters):
    X, *_ = planted_counts(30, lengths)
    assert phases_made(monkeypatch, X, lda(k, **parameters)) == []


def test_a_fit_that_goes_on_expects_from_the_first_pass(monkeypatch):
    X, *_ = planted_counts(30)
    model = lda(warm_start=True).fit(X)
    assert phases_made(monkeypatch, X, model) == []


# --- what is found ------------------------------------------------------------------


@pytest.mark.parametrize("lengths", [(40, 80), (10, 60)], ids=["long", "mixed"])
def test_planted_topics_are_found(always, lengths):
    X, planted, mixtures = planted_counts(300, lengths)
    model = lda(4, max_iter=20).fit(X)
    order, distances = closest(planted, model)
    assert distances.max() < 0.1
    assert np.abs(model.transform(X)[:, order] - mixtures).mean() < 0.08


def test_sweeps_alone_find_planted_topics():
    X, planted, _ = planted_counts(300)
    phases, topics, part = make_phases(X, 4)
    phases.sweep(range(60), topics, 0.0, None)
    topics.counts = part.word_counts()
    found = topics.components()
    assert_allclose(found.sum(axis=0), X.sum(axis=0) + 4 * 0.03, rtol=1e-6)
    shares = found / found.sum(axis=1, keepdims=True)
    distances = np.abs(planted[:, np.newaxis] - shares).sum(axis=2) / 2
    assert sorted(distances.argmin(axis=1)) == [0, 1, 2, 3]
    assert distances.min(axis=1).max() < 0.1


def test_given_topics_keep_their_order_in_phases(always):
    X, planted, _ = planted_counts(400)
    model = lda(4, init=planted[::-1].copy(), max_iter=10).fit(X)
    assert np.abs(model.topic_word_ - planted[::-1]).sum(axis=1).max() / 2 < 0.2


def test_seeds_pull_topics_in_phases(always):
    X, planted, _ = planted_counts(300)
    words = planted[[2, 0]].argsort(axis=1)[:, -3:].tolist()
    model = lda(4, seed_topics=words, max_iter=20).fit(X)
    for topic, number in ((0, 2), (1, 0)):
        found = model.topic_word_[topic]
        assert np.abs(found - planted[number]).sum() / 2 < 0.25


def test_a_prior_can_be_learned_in_phases(always):
    X, *_ = planted_counts(300, alpha=0.1)
    model = lda(4, doc_topic_prior="auto", max_iter=40).fit(X)
    assert model.doc_topic_prior_.shape == (4,)
    assert 0.05 < model.doc_topic_prior_.mean() < 0.35  # drawn with 0.1, begun at 0.5


def test_the_prior_of_a_document_grows_with_the_number_of_topics():
    X, *_ = planted_counts(20)
    for k, total in ((4, 2), (25, 2), (100, 4), (157, 5), (300, 5)):
        prior = lda(k, max_iter=1).fit(X).doc_topic_prior_
        assert prior == pytest.approx(total / k, rel=0.01)


def test_the_prior_of_words_in_many_topics():
    X, *_ = planted_counts(20)
    for method in ("batch", "online"):
        few, many = (
            lda(k, max_iter=1, learning_method=method).fit(X) for k in (333, 500)
        )
        assert few.topic_word_prior_ == 0.03
        assert many.topic_word_prior_ == pytest.approx(10 / 500)


# --- contracts ----------------------------------------------------------------------


def test_weights_are_repeated_documents_in_phases():
    X, *_ = planted_counts(60, (25, 60))
    weight = np.random.default_rng(0).integers(0, 4, 60)
    a = lda().fit(X, sample_weight=weight)
    b = lda().fit(X[np.repeat(np.arange(60), weight)])
    assert_allclose(a.components_, b.components_, rtol=1e-6, atol=1e-8)
    assert a.bound_ == pytest.approx(b.bound_)
    assert a.perplexity_ == pytest.approx(b.perplexity_)


def test_fractions_count_in_phases():
    X, *_ = planted_counts(60, (25, 60))
    X = X * 0.7
    weight = np.random.default_rng(0).uniform(0.1, 2, 60)
    model = lda().fit(X, sample_weight=weight)
    counts = model.components_ - model.topic_word_prior_
    assert_allclose(counts.sum(axis=0), X.T @ weight, rtol=1e-5)


def test_neither_order_nor_threads_matter_in_phases(monkeypatch):
    monkeypatch.setattr("sktopics.lda._phased.SMALLEST_BLOCK", 200)
    X, *_ = planted_counts(60)
    one = lda().fit(X)
    permutation = np.random.default_rng(1).permutation(60)
    other = lda().fit(X[permutation])
    assert_allclose(one.components_, other.components_, rtol=1e-6, atol=1e-8)
    assert_array_equal(lda(n_jobs=2).fit(X).components_, one.components_)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        assert_array_equal(lda().fit(X).components_, one.components_)


def test_empty_documents_and_words_change_nothing_in_phases():
    X, *_ = planted_counts(40)
    padded = sp.csr_array(np.insert(X.toarray(), [0, 20, 40], 0, axis=0))
    a, b = (lda().fit(Z) for Z in (X, padded))
    assert_allclose(a.components_, b.components_, rtol=1e-6, atol=1e-8)
    with_unused = sp.csr_array(np.insert(X.toarray(), [5], 0, axis=1))
    model = lda().fit(with_unused)
    assert_allclose(model.components_[:, 5], 0.03, rtol=1e-6)
    assert np.isfinite(model.components_).all()


def test_float32_and_float64_sample_alike():
    X, *_ = planted_counts(300)
    drawn = []
    for dtype in (np.float32, np.float64):
        phases, topics, part = make_phases(X.astype(dtype), 4)
        phases.sweep(range(20), topics, 0.0, None)
        drawn.append(part.assignments)
    assert (drawn[0] == drawn[1]).mean() > 0.5  # far from 1 in 4: rounding grows


def test_the_bound_is_below_the_likelihood_in_phases():
    X, *_ = planted_counts(60)
    for max_iter in (1, 2, 6):
        model = lda(max_iter=max_iter).fit(X)
        assert model.bound_ <= X.sum() * model.score(X) * (1 - 1e-9)


def test_a_generator_can_be_left_after_any_pass():
    X, *_ = planted_counts(40)
    model = lda(max_iter=4)
    topics = new_topics(model, X.shape[1], X.dtype)
    passes = collapsed_passes(
        X, np.ones(40), topics, training_of(model), np.random.RandomState(0)
    )
    for mixtures, n_updates in zip(passes, (1, 2), strict=False):
        assert topics.n_updates == n_updates
        assert_allclose(topics.counts.sum(), X.sum())
        expected = X.sum(axis=1) + topics.alpha.sum()
        assert_allclose(mixtures().sum(axis=1), expected, rtol=1e-6)
    passes.close()
    check_is_fitted(model.fit(X))
