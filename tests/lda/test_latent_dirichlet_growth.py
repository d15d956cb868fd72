"""`partial_fit` with words that were not there before."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import planted_counts

from sktopics import (
    LatentDirichletAllocation,
    OnlineCountVectorizer,
    SequenceVectorizer,
)
from sktopics.datasets import load_sotu
from sktopics.sequences import NamedCounts
from sktopics.topics import topic_table

every_inference = pytest.mark.parametrize("inference", ["collapsed", "variational"])
WORDS = np.array([f"w{i}" for i in range(60)], dtype=object)


def lda(inference="collapsed", **parameters):
    parameters = {"n_components": 3, "random_state": 0} | parameters
    return LatentDirichletAllocation(inference=inference, **parameters)


def named(X, words=WORDS):
    return NamedCounts(X, terms=words)


@every_inference
def test_new_words_start_with_the_prior(inference):
    X, *_ = planted_counts(80)
    model = lda(inference, total_samples=80).partial_fit(named(X[:40, :30], WORDS[:30]))
    before = model.components_
    assert before.shape == (3, 30)
    model.partial_fit(named(X[40:41, :40], WORDS[:40]))
    assert model.components_.shape == (3, 40)
    assert model.n_features_in_ == 40
    assert_array_equal(model.feature_names_in_, WORDS[:40])
    prior = model.topic_word_prior_
    unseen = np.flatnonzero(X[[40]].toarray()[0, 30:40] == 0) + 30
    assert_allclose(model.components_[:, unseen], prior, rtol=1e-6)
    seen = np.setdiff1d(np.arange(30, 40), unseen)
    assert (model.components_[:, seen].max(axis=0) > prior).all()
    assert model.transform(named(X)).shape == (80, 3)


@every_inference
def test_columns_of_words_that_came_late_are_as_if_they_had_been_there(inference):
    """A word without counts takes part in nothing but the sums of its topics."""
    X, *_ = planted_counts(90)
    X = X.toarray()
    X[:60, 50:] = 0
    wide, grown = (
        lda(inference, total_samples=90, init=np.ones((3, n)) + np.eye(3, n))
        for n in (60, 50)
    )
    wide.partial_fit(named(X[:60])).partial_fit(named(X[60:]))
    grown.partial_fit(named(X[:60, :50], WORDS[:50])).partial_fit(named(X[60:]))
    assert grown.components_.shape == wide.components_.shape
    difference = np.abs(grown.topic_word_ - wide.topic_word_).sum(axis=1)
    assert difference.max() < 0.3


def test_the_order_of_columns_does_not_matter():
    X, *_ = planted_counts(60)
    order = np.random.default_rng(0).permutation(60)
    one = lda().partial_fit(named(X[:30])).partial_fit(named(X[30:]))
    other = lda().partial_fit(named(X[:30]))
    other.partial_fit(named(X[30:][:, order], WORDS[order]))
    assert_array_equal(one.components_, other.components_)


@every_inference
@pytest.mark.parametrize(
    ("prior", "expected"),
    [
        (np.r_[np.full(9, 0.2), 5.0], np.full(2, 0.2)),
        (
            np.vstack([np.full((2, 10), 0.1), [0.3] * 8 + [70, 80]]),
            [[0.1] * 2, [0.1] * 2, [0.3] * 2],
        ),
    ],
    ids=["vector", "matrix"],
)
def test_priors_of_words_grow_by_their_median(inference, prior, expected):
    X, *_ = planted_counts(20)
    model = lda(inference, topic_word_prior=prior)
    model.partial_fit(named(X[:, :10], WORDS[:10]))
    model.partial_fit(named(X[:, :12], WORDS[:12]))
    assert_allclose(model.topic_word_prior_[..., :10], prior)
    assert_allclose(model.topic_word_prior_[..., 10:], expected)
    model.set_params(warm_start=True).fit(named(X[:, :13], WORDS[:13]))
    assert_allclose(model.topic_word_prior_[..., :10], prior)
    assert_allclose(model.topic_word_prior_[..., 12], np.asarray(expected)[..., 0])


@every_inference
def test_learned_priors_grow(inference):
    X, *_ = planted_counts(200)
    model = lda(inference, topic_word_prior="auto", total_samples=200)
    model.partial_fit(named(X[:100, :40], WORDS[:40]))
    model.partial_fit(named(X[100:]))
    prior = model.topic_word_prior_
    assert prior.shape == (60,)
    assert (prior > 0).all()
    assert np.isfinite(prior).all()


@every_inference
def test_texts_that_come_day_by_day(inference):
    """Test, then train, with words that come and go."""
    documents = load_sotu().documents[::6]
    vectorizer = OnlineCountVectorizer(stop_words="english", decay=0.2, delete_min_df=2)
    model = lda(inference, n_components=8, total_samples=len(documents))
    perplexities = []
    for start in range(0, len(documents), 120):
        batch = vectorizer.partial_fit_transform(documents[start : start + 120])
        if start:
            perplexities.append(model.perplexity(batch))
        model.partial_fit(batch)
        known = model.feature_names_in_.tolist()
        assert len(set(known)) == len(known) == model.n_features_in_
        assert {*batch.terms} <= {*known}
        assert np.isfinite(model.components_).all()
    assert model.n_features_in_ > batch.shape[1]  # dropped words keep their columns
    assert np.isfinite(perplexities).all()
    assert len({word for words in topic_table(model).top_words for word in words}) > 40


def test_sequences_have_names_too():
    vectorizer = SequenceVectorizer()
    first = vectorizer.fit_transform(["rain snow", "milk bread"]).to_counts()
    more = SequenceVectorizer().fit_transform(["hail snow", "bread tea"]).to_counts()
    model = lda(n_components=2).partial_fit(first).partial_fit(more)
    names = ["bread", "milk", "rain", "snow", "hail", "tea"]
    assert model.feature_names_in_.tolist() == names


def test_plain_counts_do_not_grow():
    X, *_ = planted_counts(20)
    frame = pytest.importorskip("pandas").DataFrame(X.toarray(), columns=WORDS)
    for first, more in ((X[:, :50], X), (frame[WORDS[:50]], frame)):
        model = lda().partial_fit(first)
        before = model.components_
        with pytest.raises(ValueError, match=r"features|feature names"):
            model.partial_fit(more)
        assert model.components_ is before
        assert model.n_features_in_ == 50


def test_a_batch_that_fails_grows_nothing():
    X, *_ = planted_counts(20)
    model = lda().partial_fit(named(X[:, :50], WORDS[:50]))
    before = model.components_
    with pytest.raises(ValueError, match="sample_weight"):
        model.partial_fit(named(X), sample_weight=np.ones(3))
    assert model.n_features_in_ == len(model.feature_names_in_) == 50
    assert model.components_ is before


def test_what_is_not_true_any_more_goes():
    X, *_ = planted_counts(30)
    model = lda(max_iter=3).fit(X)
    assert model.bound_ < 0 < model.perplexity_
    model.partial_fit(X)
    assert not hasattr(model, "bound_")
    assert not hasattr(model, "perplexity_")
    assert model.n_iter_ == 3
    model.fit(X)
    assert model.perplexity_ > 0
