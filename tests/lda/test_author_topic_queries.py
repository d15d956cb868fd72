"""Who writes about what, who resembles whom, who wrote this."""

import numpy as np
import pytest
import scipy.sparse as sp
from authored import numbered, planted_authors, slow_counts
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import NotFittedError

from sktopics import AuthorTopicModel

K = 4


@pytest.fixture(scope="module")
def planted():
    return planted_authors(400, 12, (40, 80))


@pytest.fixture(scope="module")
def model(planted):
    X, authors, *_ = planted
    return AuthorTopicModel(K, doc_topic_prior=0.2, random_state=0).fit(
        X, authors=authors
    )


def test_author_topic_is_the_mean_of_dirichlet_distributions(model):
    gamma = model.author_components_
    assert_allclose(model.author_topic_, gamma / gamma.sum(axis=1)[:, None])
    assert model.author_topic_.shape == (12, K)
    for a, name in enumerate(model.authors_):
        assert_allclose(model.author_topics(name), model.author_topic_[a])


def test_authors_that_are_not_known(model):
    for ask in (model.author_topics, model.similar_authors):
        with pytest.raises(ValueError, match="does not know the author 'Zoe'"):
            ask("Zoe")
        with pytest.raises(ValueError, match="does not know the author 3"):
            ask(3)


def test_authors_by_number(planted):
    X, authors, *_ = planted
    indicator = np.zeros((400, 12))
    for d, own in enumerate(numbered(authors)[0]):
        indicator[d, own] = 1
    model = AuthorTopicModel(K, max_iter=2).fit(X, authors=indicator)
    assert_allclose(model.author_topics(7), model.author_topic_[7])
    assert len(model.similar_authors(7, n=3)) == 3
    assert set(model.predict_author(X[:30])) <= set(range(12))


@pytest.mark.parametrize("method", ["author_topics", "similar_authors"])
def test_questions_to_a_model_that_is_not_fitted(method):
    with pytest.raises(NotFittedError):
        getattr(AuthorTopicModel(), method)("Ann")


@pytest.mark.parametrize(
    "method", ["transform", "score", "perplexity", "bound", "infer_authors",
               "predict_proba_author", "predict_author"]
)  # fmt: skip
def test_documents_for_a_model_that_is_not_fitted(method):
    with pytest.raises(NotFittedError):
        getattr(AuthorTopicModel(), method)([[1, 2]])


# --- who resembles whom ---------------------------------------------------------------


def hellinger(p, q):
    return np.sqrt(
        sum((np.sqrt(a) - np.sqrt(b)) ** 2 for a, b in zip(p, q, strict=True)) / 2
    )


def test_similarity_is_one_minus_hellinger(model):
    theta = model.author_topic_
    for a, name in enumerate(model.authors_):
        expected = {
            other: 1 - hellinger(theta[a], theta[b])
            for b, other in enumerate(model.authors_)
            if b != a
        }
        found = model.similar_authors(name, n=50)
        assert dict(found) == pytest.approx(expected, abs=1e-7)
        values = [value for _, value in found]
        assert values == sorted(values, reverse=True)
        assert model.similar_authors(name, n=3) == found[:3]


def test_similar_to_a_distribution(model):
    mixture = model.author_topics("author 004")
    found = model.similar_authors(mixture, n=12)
    assert found[0] == ("author 004", pytest.approx(1, abs=1e-6))
    assert [name for name, _ in found[1:]] == [
        name for name, _ in model.similar_authors("author 004", n=11)
    ]
    five_times = dict(model.similar_authors(5 * mixture, n=12))
    assert five_times == pytest.approx(dict(found), abs=1e-7)
    corner = dict(model.similar_authors([1, 0, 0, 0], n=12))
    for a, name in enumerate(model.authors_):
        expected = 1 - hellinger([1, 0, 0, 0], model.author_topic_[a])
        assert corner[name] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("n", [0, -1])
def test_no_similar_authors(model, n):
    assert model.similar_authors("author 004", n=n) == []
    assert model.similar_authors([1, 1, 1, 1], n=n) == []


@pytest.mark.parametrize(
    "wrong", [[0.5, 0.5], [0, 0, 0, 0], [-1, 1, 1, 1], [[1, 0, 0, 0]], [np.nan] * 4]
)
def test_what_is_no_distribution(model, wrong):
    with pytest.raises(ValueError, match="distribution of topics must have shape"):
        model.similar_authors(wrong)


# --- who wrote this -------------------------------------------------------------------


def slow_attribution(model, X, prior):
    """Bayes' rule with the posterior means, token by token."""
    p = model.author_topic_.astype(float) @ model.topic_word_.astype(float)
    result = np.zeros((len(X), len(p)))
    for d, row in enumerate(X):
        logs = np.log(prior) + sum(
            row[w] * np.log(p[:, w]) for w in np.flatnonzero(row)
        )
        result[d] = np.exp(logs - logs.max()) / np.exp(logs - logs.max()).sum()
    return result


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_attribution_equals_the_formula(model, planted, dtype):
    X = np.floor(planted[0].toarray()[:30] / 3)
    given = sp.csr_array(X.astype(dtype))
    shares = np.random.default_rng(0).random(12) + 0.1
    counts = model.author_document_counts_
    for prior, p in (
        ("uniform", np.ones(12)), ("documents", counts), (shares, shares),
        (100 * shares, shares), (list(shares), shares),
    ):  # fmt: skip
        found = model.predict_proba_author(given, prior=prior)
        expected = slow_attribution(model, X, p / p.sum())
        rtol = 1e-3 if dtype is np.float32 else 1e-7
        assert_allclose(found, expected, rtol=rtol, atol=1e-3 * rtol)
        assert_allclose(found.sum(axis=1), 1)
        best = model.authors_[expected.argmax(axis=1)]
        assert_array_equal(model.predict_author(given, prior=prior), best)


def test_without_words_the_prior_is_all_that_is_known(model):
    X = np.zeros((2, 60))
    assert_allclose(model.predict_proba_author(X), 1 / 12)
    counts = model.author_document_counts_
    found = model.predict_proba_author(X, prior="documents")
    assert_allclose(found, [counts / counts.sum()] * 2)


def test_an_author_may_be_excluded(model, planted):
    prior = np.ones(12)
    prior[[2, 5]] = 0
    found = model.predict_proba_author(planted[0][:50], prior=prior)
    assert_array_equal(found[:, [2, 5]], 0)
    assert_allclose(found.sum(axis=1), 1)


@pytest.mark.parametrize("prior", [np.ones(3), np.zeros(12), -np.ones(12), "docs"])
def test_priors_that_are_none(model, prior):
    with pytest.raises(ValueError, match="prior"):
        model.predict_proba_author(np.ones((1, 60)), prior=prior)


def test_long_documents_do_not_underflow(model, planted):
    X = planted[0][:5] * 10_000.0
    found = model.predict_proba_author(X)
    assert np.isfinite(found).all()
    assert_allclose(found.sum(axis=1), 1)


def test_planted_authors_are_recognised():
    """Twelve authors, of which one wrote each document: chance is 8%."""
    X, authors, _, mixtures = planted_authors(600, 12, (60, 90), most=1, alpha=0.4)
    model = AuthorTopicModel(K, random_state=0).fit(X[:400], authors=authors[:400])
    truth = np.array([own[0] for own in authors[400:]])
    accuracy = np.mean(model.predict_author(X[400:]) == truth)
    topics = planted_authors(1)[2]
    best = np.argmax(X[400:] @ np.log(mixtures @ topics).T, axis=1)
    best = np.mean(
        [f"author {a:03}" == name for a, name in zip(best, truth, strict=True)]
    )
    assert best > 0.5
    assert accuracy > 0.85 * best


def test_many_authors_are_attributed_in_slices():
    X, authors, *_ = planted_authors(700, 600, (5, 9), most=2)
    model = AuthorTopicModel(K, max_iter=2, random_state=0).fit(X, authors=authors)
    found = model.predict_proba_author(X[:6])
    assert found.shape == (6, len(model.authors_))
    expected = slow_attribution(model, X[:6].toarray(), np.ones(len(model.authors_)))
    assert_allclose(found, expected, rtol=1e-7)


# --- new authors ----------------------------------------------------------------------


def test_inferred_authors_are_the_fixed_point(model, planted):
    """gamma = alpha + expected counts, the known authors and the topics fixed."""
    X = planted[0][:6]
    names = [["a"], ["b", "author 003"], ["a", "b"], ["c"], [], ["author 001"]]
    found, mixtures = model.infer_authors(X, authors=names)
    assert found.tolist() == ["a", "b", "c"]
    everyone = [*found, *model.authors_]
    numbers = [[everyone.index(name) for name in own] for own in names]
    gamma = np.vstack([np.full((3, K), 20.0), model.author_components_])
    for _ in range(60):
        by_author, _, _ = slow_counts(X, numbers, gamma, model.components_)
        gamma[:3] = 0.2 + by_author[:3]
    expected = gamma[:3] / gamma[:3].sum(axis=1, keepdims=True)
    assert_allclose(mixtures, expected, atol=5e-3)
    assert_allclose(mixtures.sum(axis=1), 1)


def test_an_author_of_nothing_is_what_the_prior_says(model):
    names, mixtures = model.infer_authors(np.zeros((2, 60)), authors=["a", ["a", "b"]])
    assert names.tolist() == ["a", "b"]
    assert_allclose(mixtures, 1 / K)


def test_inference_of_one_does_not_depend_on_others(model, planted):
    X = planted[0][:9]
    names = ["a", "b", "c"] * 3
    _, together = model.infer_authors(X, authors=names)
    alone = [model.infer_authors(X[i::3])[1][0] for i in range(3)]
    assert_allclose(together, alone, atol=2e-3)


def test_inferred_as_partial_fit_would_learn(planted):
    X, authors, *_ = planted
    model = AuthorTopicModel(
        K, doc_topic_prior=0.2, random_state=0, max_doc_update_iter=100
    ).fit(X, authors=authors)
    _, mixtures = model.infer_authors(X[:10], authors=["new"] * 10)
    model.partial_fit(X[:10], authors=["new"] * 10)
    assert_allclose(model.author_topics("new"), mixtures[0], atol=1e-4)
