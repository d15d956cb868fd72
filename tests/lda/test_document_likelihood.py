"""Score and perplexity: the likelihood of documents, their mixtures integrated out."""

import numpy as np
import pytest
import scipy.sparse as sp
from authored import planted_authors
from left_to_right import by_enumeration, left_to_right, tokens_of
from numpy.testing import assert_allclose, assert_array_equal
from planted import planted_counts
from sklearn import config_context
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV

from sktopics import AuthorTopicModel, LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.metrics import perplexity_scorer

every_inference = pytest.mark.parametrize("inference", ["collapsed", "variational"])


def oracle(X, phi, gammas, **sampling):
    """Perplexity of documents by the left-to-right algorithm."""
    X = X.toarray() if sp.issparse(X) else np.asarray(X)
    logs = [
        left_to_right(tokens_of(row), phi, np.atleast_2d(gamma), **sampling)
        for row, gamma in zip(X, gammas, strict=True)
    ]
    return np.exp(-np.sum(logs) / X.sum())


def prior_of(model, n_documents):
    alpha = np.broadcast_to(model.doc_topic_prior_, len(model.components_))
    return [alpha] * n_documents


@pytest.fixture(scope="module")
def sotu():
    """Counts of passages, 600 to learn from and 50 that are not, and presidents."""
    data = load_sotu()
    X = CountVectorizer(stop_words="english", min_df=5, max_df=0.2).fit_transform(
        data.documents
    )
    rows = np.random.default_rng(0).permutation(X.shape[0])
    X = sp.csr_array(X)[rows]
    return X[:600], X[600:650], [data.authors[row] for row in rows]


# --- the oracle ----------------------------------------------------------------------


@pytest.mark.parametrize("n_authors", [1, 2])
def test_left_to_right_is_the_sum_over_all_topics(n_authors):
    rng = np.random.default_rng(0)
    phi = rng.dirichlet(np.full(5, 0.3), 3)
    gamma = rng.gamma(1, 1, (n_authors, 3)) + 0.1
    tokens = [0, 3, 3, 1] if n_authors == 2 else [0, 3, 3, 1, 4, 0]
    exact = by_enumeration(tokens, phi, gamma)
    assert left_to_right(tokens, phi, gamma, 2000) == pytest.approx(exact, abs=0.05)


# --- latent Dirichlet allocation ------------------------------------------------------


@pytest.mark.parametrize("alpha", [0.02, 0.3, 2.0])
def test_score_of_tiny_documents_is_exact_or_near(alpha):
    """Of at most three tokens all of whose topics are likely, it is exact."""
    rng = np.random.default_rng(1)
    phi = rng.dirichlet(np.full(6, 1.0), 3)
    model = LatentDirichletAllocation(3, doc_topic_prior=alpha, random_state=0)
    model.fit(rng.integers(0, 3, (20, 6)))
    model.components_ = 1e6 * phi
    for tokens in ([2], [2, 2], [1, 4, 5], [0, 3, 3, 4, 4, 5]):
        X = np.bincount(tokens, minlength=6)[np.newaxis].astype(float)
        exact = by_enumeration(sorted(tokens), phi, np.full((1, 3), alpha))
        rtol = 1e-12 if len(tokens) < 4 else 0.01
        assert model.score(X) * len(tokens) == pytest.approx(exact, rel=rtol)


@pytest.mark.parametrize("n_components", [5, 20, 80, 200])
@every_inference
def test_perplexity_is_that_of_left_to_right(sotu, inference, n_components):
    """New documents and those of training, within 3 %. scikit-learn's bound gives
    23,000 for 200 topics where a uniform guess has 5,269."""
    train, test, _ = sotu
    model = LatentDirichletAllocation(
        n_components, inference=inference, max_iter=20, random_state=0
    ).fit(train)
    phi = model.topic_word_.astype(float)
    # Few samples find too few of many topics: the likelihood is then 2 % too low.
    sampling = {"n_particles": 40, "n_sweeps": 5} if n_components == 200 else {}
    for X in (test, train[:50]):
        expected = oracle(X, phi, prior_of(model, 50), **sampling)
        assert model.perplexity(X) == pytest.approx(expected, rel=0.03)


@every_inference
def test_short_texts_are_scored_as_well(sotu, inference):
    train, *_ = sotu
    rng = np.random.default_rng(0)
    short = np.zeros((900, train.shape[1]))
    for d, row in enumerate(train[:450].toarray()):
        tokens = rng.permutation(tokens_of(row))
        np.add.at(short[2 * d], tokens[:6], 1)
        np.add.at(short[2 * d + 1], tokens[6:12], 1)
    model = LatentDirichletAllocation(
        50, inference=inference, max_iter=20, random_state=0
    ).fit(short)
    phi = model.topic_word_.astype(float)
    expected = oracle(
        short[:60], phi, prior_of(model, 60), n_particles=100, n_sweeps=10
    )
    assert model.perplexity(short[:60]) == pytest.approx(expected, rel=0.03)


@every_inference
def test_training_perplexity_is_that_of_the_training_documents(inference):
    X, *_ = planted_counts(80)
    weight = np.random.default_rng(0).uniform(0, 2, 80)
    model = LatentDirichletAllocation(4, inference=inference, random_state=0)
    model.fit(X, sample_weight=weight)
    again = model.perplexity(X, sample_weight=weight)
    assert model.perplexity_ == pytest.approx(again, rel=1e-9)


@every_inference
def test_bound_is_below_the_likelihood_and_that_of_training(inference):
    X, *_ = planted_counts(80)
    model = LatentDirichletAllocation(
        8, inference=inference, random_state=0, max_iter=30, mean_change_tol=1e-6,
        max_doc_update_iter=1000,
    ).fit(X)  # fmt: skip
    assert model.bound(X) == pytest.approx(model.bound_, rel=2e-3)
    assert model.bound(X) < model.score(X) * X.sum()
    weight = np.arange(80.0)
    if inference == "collapsed":  # the other has a part that is the topics' own
        each = [model.bound(X[[d]]) for d in range(80)]
        assert model.bound(X, sample_weight=weight) == pytest.approx(weight @ each)


def test_scikit_learns_perplexity_is_the_bound_per_token():
    from sklearn.decomposition import LatentDirichletAllocation as Theirs

    X, *_ = planted_counts(60)
    ours = LatentDirichletAllocation(
        4, inference="variational", random_state=0, mean_change_tol=1e-8,
        max_doc_update_iter=1000,
    ).fit(X)  # fmt: skip
    theirs = Theirs(4, random_state=0, mean_change_tol=1e-8, max_doc_update_iter=1000)
    theirs.fit(X)
    theirs.components_ = ours.components_
    theirs.exp_dirichlet_component_ = ours.exp_dirichlet_component_
    assert ours.bound(X) == pytest.approx(theirs.score(X), rel=1e-5)


@every_inference
def test_default_search_chooses_as_completion_does(inference):
    X, *_ = planted_counts(300, n_topics=6, alpha=0.1)
    model = LatentDirichletAllocation(
        inference=inference, random_state=0, max_iter=30, doc_topic_prior="symmetric"
    )
    for scoring in (None, perplexity_scorer):
        grid = {"n_components": [2, 6]}
        search = GridSearchCV(model, grid, cv=2, scoring=scoring).fit(X)
        assert search.best_params_ == {"n_components": 6}


# --- the author-topic model ----------------------------------------------------------


@pytest.mark.parametrize("prior", [None, "symmetric"])
@pytest.mark.parametrize("n_components", [5, 80])
def test_perplexity_by_authors_is_that_of_left_to_right(sotu, n_components, prior):
    """Over pairs of an author and a topic, for one to three authors."""
    train, test, presidents = sotu
    rng = np.random.default_rng(0)
    authors = [
        [*own, *(f"group {g}" for g in rng.choice(30, rng.integers(3), replace=False))]
        for own in presidents[:650]
    ]
    model = AuthorTopicModel(n_components, doc_topic_prior=prior, random_state=0)
    model.fit(train, authors=authors[:600])
    number = {name: row for row, name in enumerate(model.authors_)}
    phi = model.topic_word_.astype(float)
    for X, whose in ((test, authors[600:]), (train[:50], authors[:50])):
        known = [[number[a] for a in own if a in number] for own in whose]
        gammas = [model.author_components_[own].astype(float) for own in known]
        names = [[model.authors_[row] for row in own] for own in known]
        expected = oracle(X, phi, gammas, n_particles=10, n_sweeps=1)
        assert model.perplexity(X, authors=names) == pytest.approx(expected, rel=0.03)


def test_authors_of_few_words_learn_within_a_document():
    """Of whom little is known, a document tells much."""
    X, authors, *_ = planted_authors(60, 30, (8, 12), alpha=0.05)
    model = AuthorTopicModel(4, doc_topic_prior=0.05, random_state=0)
    model.fit(X, authors=authors)
    number = {name: row for row, name in enumerate(model.authors_)}
    phi = model.topic_word_.astype(float)
    gammas = [model.author_components_[[number[a] for a in own]] for own in authors]
    expected = oracle(X, phi, gammas, n_particles=50)
    assert model.perplexity(X, authors=authors) == pytest.approx(expected, rel=0.03)


def test_documents_without_authors_are_those_of_lda():
    X, authors, *_ = planted_authors(60, 6)
    model = AuthorTopicModel(4, doc_topic_prior=7.5, random_state=0)
    model.fit(X, authors=authors)
    lda = LatentDirichletAllocation(4, doc_topic_prior=7.5, random_state=0).fit(X)
    lda.components_ = model.components_
    assert model.score(X) == lda.score(X)
    mixed = [own if d % 2 else [] for d, own in enumerate(authors)]
    both = model.score(X[::2]) * X[::2].sum()
    both += model.score(X[1::2], authors=authors[1::2]) * X[1::2].sum()
    assert model.score(X, authors=mixed) == pytest.approx(both / X.sum())


def test_default_search_of_authors_chooses_as_completion_does():
    X, authors, *_ = planted_authors(200, 20, n_topics=6, alpha=0.1, most=1)
    model = AuthorTopicModel(random_state=0, max_iter=30, doc_topic_prior=0.1)
    with config_context(enable_metadata_routing=True):
        model.set_fit_request(authors=True).set_score_request(authors=True)
        for scoring in (None, perplexity_scorer):
            search = GridSearchCV(
                model, {"n_components": [2, 6]}, cv=2, scoring=scoring
            )
            search.fit(X, authors=authors)
            assert search.best_params_ == {"n_components": 6}


# --- edges ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_score_of_what_is_hardly_a_document(dtype):
    X, *_ = planted_counts(60, dtype=dtype)
    model = LatentDirichletAllocation(4, random_state=0).fit(X)
    empty = np.zeros((3, 60), dtype)
    assert model.score(empty) == 0
    assert model.perplexity(empty) == 1
    both = sp.vstack([X, sp.csr_array(empty)])
    assert model.score(both) == pytest.approx(model.score(X), rel=1e-12)
    for scale in (1e-6, 0.3, 1e6):  # weights of tokens
        assert -8 < model.score(scale * X) < -1
    one = LatentDirichletAllocation(1, random_state=0).fit(X)
    logs = np.log(one.topic_word_[0].astype(float))
    assert one.score(X) == pytest.approx((X @ logs).sum() / X.sum(), rel=1e-6)


def test_a_score_depends_on_the_row_alone_and_on_no_number_of_threads():
    X, *_ = planted_counts(300)
    model = LatentDirichletAllocation(40, random_state=0, max_iter=5).fit(X)
    alone = np.array([model.score(X[[d]]) for d in range(20)])
    twice = np.array([model.score(sp.vstack([X[:d], X[[d]]])) for d in range(2)])
    assert_array_equal(alone[:1], twice[:1])
    together = model.score(X[:20]) * X[:20].sum()
    assert_allclose(alone @ X[:20].sum(axis=1), together, rtol=1e-12)
    large = sp.vstack([X] * 30).tocsr()
    assert model.score(large) == model.set_params(n_jobs=2).score(large)


def test_words_without_any_probability_cost_much_and_not_everything():
    X, *_ = planted_counts(60)
    model = LatentDirichletAllocation(4, topic_word_prior=0, random_state=0)
    padded = sp.hstack([X, sp.csr_array((60, 1))]).tocsr()
    model.fit(padded)
    unknown = np.zeros((1, 61))
    unknown[0, 60] = 1
    assert np.isfinite(model.score(unknown))
    assert model.score(unknown) < -10
