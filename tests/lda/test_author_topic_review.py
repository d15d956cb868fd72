"""Corners in which the author-topic model was once wrong."""

import tracemalloc

import numpy as np
import pytest
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import logsumexp
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel
from sktopics._groups import Groups, check_groups
from sktopics.kernels.authors import explain_documents

K = 4


def model_of(**parameters):
    return AuthorTopicModel(K, random_state=0, **parameters)


@pytest.fixture(scope="module")
def planted():
    """Whole numbers: they are computed in single precision."""
    X, authors, *_ = planted_authors(60, 8, (20, 40), most=6)
    return X.astype(np.int64), authors


def test_new_authors_are_learned_to_the_end_beside_many_known_ones():
    """Those who stay as they are say nothing of how far the new one has come."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.ones(30), 2)
    X = np.vstack([rng.multinomial(50, topics[d % 2]) for d in range(600)]) * 1.0
    known = [f"{d:03}" for d in range(600)]
    model = AuthorTopicModel(2, random_state=0, doc_topic_prior=0.2)
    model.fit(X, authors=known)
    document = rng.multinomial(30, [0.7, 0.3] @ topics) * 1.0
    both = np.vstack([document, X[0]])
    _, few = model.infer_authors(both, authors=[["new"], known[:1]])
    _, many = model.infer_authors(both, authors=[["new"], known])
    assert_allclose(many, few, atol=1e-3)


def test_weights_that_vanish_in_single_precision(planted):
    """A document that is left out takes its authors along."""
    X, authors = planted
    weight = np.ones(60)
    weight[[0, 7]] = 1e-60
    kept = weight == 1
    own = [authors[d] for d in np.flatnonzero(kept)]
    for method in ("fit", "partial_fit"):
        model = getattr(model_of(), method)(X, authors=authors, sample_weight=weight)
        other = getattr(model_of(), method)(X[kept], authors=own)
        assert_array_equal(model.author_components_, other.author_components_)


def test_order_of_names_in_a_document_changes_no_bit(planted):
    """As it is with sets, whose order is another in each process."""
    X, authors = planted
    model = model_of().fit(X * 1.0, authors=authors)
    other = model_of().fit(X * 1.0, authors=[own[::-1] for own in authors])
    assert_array_equal(other.components_, model.components_)
    assert_array_equal(other.author_components_, model.author_components_)


def test_groups_of_some_documents():
    groups = check_groups([["b", "a"], None, "c", ["a", "c", "d"]], 4, "authors")
    dense = groups.indicator().toarray()
    mask = np.array([True, False, False, True])
    for rows in (slice(1, 3), slice(None), slice(4, 9), mask, ~mask, [3, 0], [1, 1]):
        some = groups[rows]
        assert_array_equal(some.indicator().toarray(), dense[rows])
        assert some.indptr.dtype == some.indices.dtype == np.int32
        assert some.names is groups.names


def test_a_batch_costs_nothing_of_the_other_documents():
    """A stream of a million documents is cut into thousands of batches."""
    n = 1_000_000
    indices = np.zeros(n, np.int32)
    groups = Groups(np.array(["a"], object), np.arange(n + 1, dtype=np.int32), indices)
    tracemalloc.start()
    batch = groups[5000:5256]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert batch.n_documents == 256
    assert peak < n / 10


def test_an_author_is_like_himself_in_single_precision(planted):
    X, authors = planted
    model = model_of().fit(X, authors=authors)
    for name in model.authors_:
        (first, similarity), *_ = model.similar_authors(model.author_topics(name))
        assert first == name
        assert similarity == pytest.approx(1, abs=1e-6)


def test_long_documents_are_attributed_in_single_precision():
    """Log-likelihoods are large and nearly alike: their differences decide."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.full(2000, 0.1), 5)
    X = rng.multinomial(100_000, topics.mean(axis=0), 6)
    model = AuthorTopicModel(5, init=topics, max_iter=3).fit(X, authors=list("abcdef"))
    model.author_components_ *= 1 + np.float32(1e-3) * rng.normal(size=(6, 5))
    model.author_components_[1:] = model.author_components_[0] * (
        1 + 2e-3 * rng.normal(size=(5, 5))
    )
    assert model.components_.dtype == np.float32
    logs = X @ np.log(model.author_topic_.astype(float) @ model.topic_word_).T
    expected = logs - logsumexp(logs, axis=1, keepdims=True)
    assert np.abs(expected).mean() > 0.5
    assert expected.min() > -50
    found = np.log(model.predict_proba_author(X))
    assert_allclose(found, expected, atol=0.1)


@pytest.mark.parametrize(("n_topics", "dtype"), [(50, np.int64), (600, np.float64)])
def test_known_authors_learn_topics_new_to_them(n_topics, dtype):
    """With small priors neither author nor topics make the words at all probable."""
    topics = np.repeat(np.eye(n_topics), 3, axis=1)
    names = [f"{a:03}" for a in range(n_topics)]
    model = AuthorTopicModel(
        n_topics, init=topics + 1e-4, doc_topic_prior="symmetric",
        topic_word_prior="symmetric", total_samples=n_topics, random_state=0,
    )  # fmt: skip
    model.fit((20 * topics).astype(dtype), authors=names)
    assert_allclose(np.diag(model.author_topic_), 1, atol=0.05)
    before = model.author_components_[0].sum()
    new = np.repeat(20 * topics[1:2], 9, axis=0).astype(dtype)
    mixtures = model.transform(new, authors=["000"] * 9)
    model.partial_fit(new, authors=["000"] * 9)
    assert model.author_topics("000")[1] > 0.8
    n_words = model.author_components_[0].sum() - before
    assert n_words == pytest.approx(0.9**0.7 * 9 * 60, rel=1e-3)
    assert_allclose(mixtures[:, :2].sum(axis=1), 1, atol=1e-3)


def test_documents_without_authors_get_no_garbage():
    """Whatever was in memory: NaN, here."""
    n, k = 5000, 16
    columns = [np.array(a, np.int32) for a in ([0], [0, 1], [0])]
    groups = np.r_[0, np.ones(n)].astype(np.int32), np.zeros(1, np.int32)
    doc_topic, ones = np.empty((n, k)), np.ones((4, k))
    garbage = [np.full((n, k), np.nan) for _ in range(20)]
    del garbage
    explain_documents(
        (*columns, np.array([2.0])), groups, ones[:1], np.zeros(1), ones, np.ones(n),
        np.zeros((1, k)), ones[:0], doc_topic,
    )  # fmt: skip
    assert_allclose(doc_topic[0], 2 / k)
    assert_array_equal(doc_topic[1:], 0)


@pytest.mark.parametrize("call", ["fit", "partial_fit", "fit_transform"])
def test_every_model_without_authors_warns_where_it_is_trained(planted, call):
    model = model_of(max_iter=0)
    for train in (getattr(model, call), make_pipeline("passthrough", model).fit):
        with pytest.warns(UserWarning, match="No authors were given") as caught:
            train(planted[0])
        assert [warning.filename for warning in caught] == [__file__]


def test_attribution_holds_little_more_than_its_result():
    rng = np.random.default_rng(0)
    X = rng.poisson(0.2, (3000, 40))
    model = model_of(init="random", max_iter=1)
    model.fit(X, authors=[f"{d:04}" for d in range(3000)])
    model.predict_proba_author(X[:10])
    tracemalloc.start()
    probabilities = model.predict_proba_author(X[:1000])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * probabilities.nbytes


def test_a_batch_that_nobody_signed_teaches_nothing():
    X = [[3, 1, 0], [0, 2, 2], [1, 1, 1]]
    model = AuthorTopicModel(2, missing_authors="ignore", random_state=0)
    with pytest.raises(ValueError, match="No document has an author"):
        model.partial_fit(X, authors=[[], [], None])
    model.partial_fit(X, authors=["Ann", "Bob", None])
    before = {name: np.copy(value) for name, value in vars(model).items()}
    model.partial_fit(X, authors=[[], [], None])
    for name in ("components_", "author_components_", "author_document_counts_"):
        assert_array_equal(getattr(model, name), before[name])


def test_names_mean_nothing_to_a_model_of_numbers():
    X = [[3, 1, 0], [0, 2, 2]]
    model = AuthorTopicModel(2, unknown_authors="ignore", random_state=0)
    model.fit(X, authors=np.eye(2))
    for method in (model.transform, model.score, model.partial_fit):
        with pytest.raises(ValueError, match="takes no names of authors, got 'Ann'"):
            method(X, authors=[["Ann"], ["Ann"]])
    names, _ = model.infer_authors(X, authors=[["Ann"], []])
    assert names.tolist() == ["Ann"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_authors_of_whom_nothing_was_learned_are_new(dtype):
    """After zero passes only the prior is known, and it must not be averaged in."""
    X = np.array([[3, 1, 0], [0, 2, 2]], dtype)
    model = AuthorTopicModel(2, max_iter=0, random_state=0)
    model.fit(X, authors=["Ann", "Bob"]).partial_fit(X, authors=["Ann", "Bob"])
    words = model.author_components_.sum(axis=1) - 2 * model.doc_topic_prior_
    assert_allclose(words, 2 * X.sum(axis=1), rtol=1e-4)  # of two documents each
