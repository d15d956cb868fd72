"""The author-topic model against the formulas, in slow NumPy."""

import numpy as np
import pytest
from authored import (
    numbered,
    planted_authors,
    slow_batch,
    slow_bound,
    slow_bound_of,
    slow_counts,
    slow_words_bound,
    start,
)
from numpy.testing import assert_allclose
from planted import planted_counts
from scipy.special import digamma

from sktopics import AuthorTopicModel, LatentDirichletAllocation

K, V = 3, 20


def small(n_documents=25, **parameters):
    parameters = {"n_topics": 4, "n_terms": V, "lengths": (5, 15)} | parameters
    X, authors, *_ = planted_authors(n_documents, 6, **parameters)
    init = np.random.default_rng(1).gamma(5, 0.2, (K, V))
    return X, authors, init


def model_of(init, **parameters):
    parameters = {"mean_change_tol": 0, "random_state": 0} | parameters
    return AuthorTopicModel(len(init), init=init, **parameters)


PRIORS = {
    "number": ({"doc_topic_prior": 30 / K}, 30 / K, 1 / K),
    "numbers": ({"doc_topic_prior": 0.3, "topic_word_prior": 0.05}, 0.3, 0.05),
    "arrays": (
        {
            "doc_topic_prior": [0.1, 0.5, 1.0],
            "topic_word_prior": np.linspace(0.01, 0.4, V),
        },
        np.array([0.1, 0.5, 1.0]),
        np.linspace(0.01, 0.4, V),
    ),
    "matrix": (
        {
            "doc_topic_prior": "asymmetric",
            "topic_word_prior": np.linspace(0.01, 0.4, K * V).reshape(K, V),
        },
        1 / (np.arange(K) + np.sqrt(K)) / (1 / (np.arange(K) + np.sqrt(K))).sum(),
        np.linspace(0.01, 0.4, K * V).reshape(K, V),
    ),
}
every_prior = pytest.mark.parametrize("priors", PRIORS.values(), ids=PRIORS)


@every_prior
@pytest.mark.parametrize(("n_passes", "n_updates"), [(1, 1), (4, 1), (2, 3)])
def test_batch_updates_equal_the_formulas(priors, n_passes, n_updates):
    parameters, alpha, eta = priors
    X, authors, init = small()
    model = model_of(
        init, max_iter=n_passes, max_doc_update_iter=n_updates, **parameters
    ).fit(X, authors=authors)
    numbers, names = numbered(authors)
    gamma, lam = slow_batch(
        X, numbers, len(names), init, alpha, eta, n_passes, n_updates
    )
    assert model.authors_.tolist() == names
    assert_allclose(model.author_components_, gamma, rtol=1e-8)
    assert_allclose(model.components_, lam, rtol=1e-8)
    assert_allclose(np.broadcast_to(model.doc_topic_prior_, K), alpha + np.zeros(K))
    assert_allclose(model.topic_word_prior_, eta)


@every_prior
def test_bound_equals_explicit_expectations(priors):
    """E[log p] - E[log q] with a distribution over (author, topic) of every word."""
    parameters, *_ = priors
    X, authors, init = small()
    model = model_of(init, max_iter=3, **parameters).fit(X, authors=authors)
    expected = slow_bound_of(model, X, authors)
    assert model.bound_ == pytest.approx(expected, rel=1e-10)
    assert model.bound(X, authors=authors) == pytest.approx(expected, rel=1e-10)


def test_explicit_responsibilities_are_the_best():
    """Any other q(author, topic) of the words has a lower bound: nothing is left out
    of the slow bound that the fast one is compared with."""
    X, authors, init = small(8)
    numbers, names = numbered(authors)
    gamma, lam = start(X, numbers, len(names), init, 0.4, 0.1)
    rng = np.random.default_rng(0)
    gamma, lam = (
        gamma * rng.gamma(5, 0.2, gamma.shape),
        lam * rng.gamma(5, 0.2, lam.shape),
    )

    def words_bound(noise):
        total, rng = 0.0, np.random.default_rng(2)
        log_theta = digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
        log_beta = digamma(lam) - digamma(lam.sum(axis=1, keepdims=True))
        for row, own in zip(X.toarray(), numbers, strict=True):
            for w in np.flatnonzero(row):
                log_p = log_theta[own] + log_beta[:, w]
                q = np.exp(log_p + noise * rng.normal(size=log_p.shape))
                q /= q.sum()
                total += row[w] * (q * (log_p - np.log(len(own)) - np.log(q))).sum()
        return total

    whole = slow_bound(X, numbers, gamma, lam, 0.4, 0.1)
    rest = whole - words_bound(0)
    assert words_bound(0.01) + rest < whole
    assert words_bound(0.1) < words_bound(0.01) < words_bound(0)


@pytest.mark.parametrize("updates", [None, 3])
@pytest.mark.parametrize(
    "priors",
    [
        {},
        {"doc_topic_prior": 0.05, "topic_word_prior": 0.01},
        {"doc_topic_prior": "auto", "topic_word_prior": "auto"},
    ],
    ids=["default", "sparse", "auto"],
)
def test_bound_never_falls(priors, updates):
    """Runs of more passes begin with the runs of fewer: `init` leaves no chance."""
    X, authors, init = small(60, lengths=(10, 30))
    bounds = [
        model_of(init, max_iter=i, max_doc_update_iter=updates, **priors)
        .fit(X, authors=authors)
        .bound_
        for i in range(1, 13)
    ]
    rise = np.diff(bounds)
    assert (rise > -1e-9 * np.abs(bounds[0])).all()
    assert rise.sum() > 0.005 * abs(bounds[0])


def test_no_pass_leaves_the_start():
    X, authors, init = small()
    model = model_of(init, max_iter=0, doc_topic_prior=30 / K).fit(X, authors=authors)
    _, lam = start(X, *numbered_start(authors), init, 30 / K, 1 / K)
    assert_allclose(model.components_, lam)
    assert_allclose(model.author_components_, 30 / K)


def numbered_start(authors):
    numbers, names = numbered(authors)
    return numbers, len(names)


@pytest.mark.parametrize("learning_decay", [0.5, 0.7, 1.0])
def test_online_updates_equal_the_formulas(learning_decay):
    """Topics by the clock of the batches, authors each by his own."""
    X, authors, init = small(12)
    dense, (numbers, names) = X.toarray(), numbered(authors)
    size, offset, n_updates, n_passes = 4, 3.0, 2, 2
    model = model_of(
        init, learning_method="online", batch_size=size, max_iter=n_passes,
        learning_decay=learning_decay, learning_offset=offset,
        max_doc_update_iter=n_updates, doc_topic_prior=30 / K,
    ).fit(X, authors=authors)  # fmt: skip
    alpha, eta = 30 / K, 1 / K
    _, lam = start(X, numbers, len(names), init, alpha, eta)
    gamma, used = np.full((len(names), K), alpha), np.zeros(len(names))
    n_written = np.array([sum(a in own for own in numbers) for a in range(len(names))])
    t = 0
    for _ in range(n_passes):
        for begin in range(0, 12, size):
            t += 1
            rows, own = dense[begin : begin + size], numbers[begin : begin + size]
            here = np.array([sum(a in o for o in own) for a in range(len(names))])
            fresh, _ = start(rows, own, len(names), init, alpha, eta)
            gamma = np.where(((used == 0) & (here > 0))[:, None], fresh, gamma)
            used += here
            before, there = gamma, here > 0
            rate = (here / np.maximum(used, 1)) ** learning_decay
            scale = n_written / np.maximum(here, 1)
            for _ in range(n_updates):
                by_author, by_topic, _ = slow_counts(rows, own, gamma, lam)
                new = alpha + scale[:, None] * by_author
                new = (1 - rate[:, None]) * before + rate[:, None] * new
                gamma = np.where(there[:, None], new, before)
            rho = (offset + t) ** -learning_decay
            lam = (1 - rho) * lam + rho * (eta + 12 / size * by_topic)
    assert model.n_batch_iter_ == t
    assert_allclose(model.author_components_, gamma, rtol=1e-8)
    assert_allclose(model.components_, lam, rtol=1e-8)


def test_bounds_and_transform_equal_the_formulas():
    X, authors, init = small(30)
    model = model_of(init, max_iter=3).fit(X[:20], authors=authors[:20])
    X, authors = X[20:], authors[20:]
    numbers = [[model.authors_.tolist().index(a) for a in own] for own in authors]
    gamma, lam = model.author_components_, model.components_
    words = slow_words_bound(X, numbers, gamma, lam)
    weight = np.arange(10.0)
    once = model.bound(X, authors=authors)
    twice = model.bound(X, authors=authors, sample_weight=np.full(10, 2))
    assert twice - once == pytest.approx(words.sum(), rel=1e-8)
    more = model.bound(X, authors=authors, sample_weight=weight)
    assert more - once == pytest.approx((weight - 1) @ words, rel=1e-8)
    score = model.score(X, authors=authors)
    assert score * X.sum() > words.sum()
    assert model.perplexity(X, authors=authors) == pytest.approx(np.exp(-score))
    _, _, by_document = slow_counts(X, numbers, gamma, lam)
    expected = by_document / by_document.sum(axis=1, keepdims=True)
    assert_allclose(model.transform(X, authors=authors), expected, rtol=1e-8)


# --- one author per document: latent Dirichlet allocation --------------------------


def lda_with(components, alpha, X):
    """An LDA model with given topics, whose documents are inferred to the end."""
    lda = LatentDirichletAllocation(
        len(components), inference="variational", max_iter=1, mean_change_tol=1e-12,
        max_doc_update_iter=5000, doc_topic_prior=alpha, random_state=0,
    ).fit(X)  # fmt: skip
    lda.components_ = components
    return lda


def test_single_authors_are_the_documents_of_lda():
    """One online batch learns all authors, to the end, from the topics it starts with:
    their parameters are those of LDA's documents."""
    X, _, init = small(40)
    names = [f"{d:02}" for d in range(40)]
    model = model_of(
        init, learning_method="online", batch_size=40, max_iter=1,
        max_doc_update_iter=5000, mean_change_tol=1e-12, doc_topic_prior=0.4,
    ).fit(X, authors=names)  # fmt: skip
    _, lam = start(X, [[d] for d in range(40)], 40, init, 0.4, 1 / K)
    lda = lda_with(lam, 0.4, X)
    expected = lda.transform(X, normalize=False)
    assert_allclose(model.author_components_, expected, rtol=1e-5, atol=1e-6)


def test_bound_of_single_authors_is_that_of_lda():
    """LDA's bound is that of words, documents and topics."""
    X, _, init = small(40)
    names = [f"{d:02}" for d in range(40)]
    model = model_of(init, max_iter=3).fit(X, authors=names)
    lda = lda_with(model.components_, model.doc_topic_prior_, X)
    model.author_components_ = lda.transform(X, normalize=False)
    assert model.bound(X, authors=names) == pytest.approx(lda.bound(X), rel=1e-8)


def test_training_of_single_authors_is_as_good_as_lda():
    X, *_ = planted_counts(150, lengths=(40, 80))
    names = [str(d) for d in range(150)]
    alpha = {"doc_topic_prior": 0.25, "topic_word_prior": 0.1, "random_state": 0}
    model = AuthorTopicModel(4, max_iter=60, **alpha).fit(X, authors=names)
    lda = LatentDirichletAllocation(
        4, inference="variational", max_iter=60, **alpha
    ).fit(X)
    assert model.bound_ == pytest.approx(lda.bound_, rel=2e-3)
    # The same documents as those of unknown authors, whose topics are paid for.
    assert model.perplexity(X) == pytest.approx(lda.perplexity_, rel=1e-2)


@pytest.mark.parametrize("learning_method", ["batch", "online"])
def test_own_authors_are_distinct_authors(learning_method):
    X, authors, init = small(30)
    parameters = {
        "max_iter": 5, "learning_method": learning_method, "batch_size": 30,
        "max_doc_update_iter": 30,
    }  # fmt: skip
    mixed = [own if d % 2 else [] for d, own in enumerate(authors)]
    distinct = [own if d % 2 else [f"zz {d:02}"] for d, own in enumerate(authors)]
    model = model_of(init, missing_authors="own", **parameters).fit(X, authors=mixed)
    other = model_of(init, **parameters).fit(X, authors=distinct)
    n = len(model.authors_)
    assert model.authors_.tolist() == other.authors_[:n].tolist()
    assert len(other.authors_) == n + 15
    if learning_method == "batch":
        # Online, authors go on from where the last pass has left them; of those who
        # are not kept nothing is left.
        assert_allclose(model.components_, other.components_, rtol=1e-10)
        assert_allclose(
            model.author_components_, other.author_components_[:n], rtol=1e-10
        )
    else:
        assert_allclose(model.components_, other.components_, rtol=0.05, atol=0.05)
    assert model.bound_ == pytest.approx(other.bound_, rel=1e-3)


def test_without_any_authors_it_is_lda():
    X, *_ = planted_counts(150, lengths=(40, 80))
    alpha = {"doc_topic_prior": 0.25, "topic_word_prior": 0.1, "random_state": 0}
    model = AuthorTopicModel(4, missing_authors="own", max_iter=60, **alpha).fit(X)
    lda = LatentDirichletAllocation(
        4, inference="variational", max_iter=60, **alpha
    ).fit(X)
    assert model.authors_.shape == (0,)
    assert model.author_topic_.shape == (0, 4)
    assert model.bound_ == pytest.approx(lda.bound_, rel=2e-3)
    assert model.perplexity_ == pytest.approx(lda.perplexity_, rel=1e-2)
    lda.components_ = model.components_
    assert model.perplexity_ == pytest.approx(lda.perplexity(X), rel=1e-6)
    assert_allclose(model.transform(X), lda.transform(X), atol=1e-6)


# --- weights -----------------------------------------------------------------------


@pytest.mark.parametrize("missing", [False, True])
def test_weights_are_repetitions_in_batch(missing):
    X, authors, init = small(20)
    if missing:
        authors = [own if d % 3 else None for d, own in enumerate(authors)]
    weight = np.random.default_rng(0).integers(0, 4, 20)
    rows = np.repeat(np.arange(20), weight)
    parameters = {"max_iter": 4, "missing_authors": "own", "doc_topic_prior": "auto"}
    model = model_of(init, **parameters).fit(X, authors=authors, sample_weight=weight)
    repeated = [authors[d] for d in rows]
    other = model_of(init, **parameters).fit(X[rows], authors=repeated)
    assert model.authors_.tolist() == other.authors_.tolist()
    # Newton's steps for alpha end where rounding decides: sums of other orders differ.
    assert_allclose(model.author_components_, other.author_components_, rtol=1e-6)
    assert_allclose(model.components_, other.components_, rtol=1e-6)
    assert_allclose(model.author_document_counts_, other.author_document_counts_)
    assert model.bound_ == pytest.approx(other.bound_, rel=1e-8)
    assert model.perplexity_ == pytest.approx(other.perplexity_, rel=1e-8)
    of_all = {"authors": repeated}
    assert model.score(X, authors=authors, sample_weight=weight) == pytest.approx(
        model.score(X[rows], **of_all), rel=1e-8
    )
    assert model.bound(X, authors=authors, sample_weight=weight) == pytest.approx(
        model.bound(X[rows], **of_all), rel=1e-8
    )


def test_weights_are_repetitions_in_a_batch_of_a_stream():
    X, authors, init = small(20)
    weight = np.random.default_rng(0).integers(0, 4, 20)
    rows = np.repeat(np.arange(20), weight)
    model = model_of(init, total_samples=50)
    other = model_of(init, total_samples=50)
    for _ in range(2):
        model.partial_fit(X, authors=authors, sample_weight=weight)
        other.partial_fit(X[rows], authors=[authors[d] for d in rows])
    kept = np.isin(model.authors_.tolist(), other.authors_.tolist())
    assert_allclose(model.author_components_[kept], other.author_components_, rtol=1e-8)
    assert_allclose(model.components_, other.components_, rtol=1e-8)
