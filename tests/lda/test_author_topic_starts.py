"""Streams that part topics at once, starts that users give, and fits that go on."""

import numpy as np
import pytest
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_topics
from scipy.special import digamma, gammaln
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator

from sktopics import AuthorTopicModel, LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.lda._author_prior import best_total
from sktopics.lda._author_stream import share_of_batch
from sktopics.lda._author_training import author_training
from sktopics.sequences import NamedCounts

K = 4


@pytest.fixture(scope="module")
def planted():
    return planted_authors(400, 12, (40, 80))


@pytest.fixture(scope="module")
def sotu():
    speeches = load_sotu()
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
    X = vectorizer.fit_transform(speeches.documents)
    order = np.random.default_rng(0).permutation(X.shape[0])
    names = [speeches.authors[i] for i in order]
    return X[order[:-400]], names[:-400], X[order[-400:]], names[-400:]


def streamed(model, X, authors, size):
    for start in range(0, X.shape[0], size):
        rows = slice(start, start + size)
        model.partial_fit(X[rows], authors=authors[rows])
    return model


def word_perplexity(model, X, authors):
    """Of words by their authors, posterior means: no bound, no inference."""
    row = {name: i for i, name in enumerate(model.authors_)}
    shares, topics = model.author_topic_, model.topic_word_
    total = 0.0
    for d, own in enumerate(authors):
        words, counts = X[[d]].indices, X[[d]].data
        mixture = shares[[row[name] for name in own]].mean(axis=0)
        total += counts @ np.log(mixture @ topics[:, words])
    return np.exp(-total / X.sum())


# --- streams -------------------------------------------------------------------------


@pytest.mark.parametrize("total", ["all", "ten times", "a million"])
def test_an_epoch_of_a_stream_is_nearly_a_fit(sotu, total):
    """It was worse than no topics at all with the true number of documents."""
    X, authors, test, signed = sotu
    n = X.shape[0]
    total_samples = {"all": n, "ten times": 10 * n, "a million": 1e6}[total]
    model = AuthorTopicModel(20, total_samples=total_samples, random_state=0)
    streamed(model, X, authors, 256)
    assert model.perplexity(test, authors=signed) < 2232  # gensim's one pass
    assert word_perplexity(model, test, signed) < 2090  # of words alone: 2,290


def test_small_calls_learn_topics(planted):
    X, authors, topics, _ = planted
    found = [
        closest(
            topics, streamed(AuthorTopicModel(K, random_state=seed), X, authors, 50)
        )
        for seed in range(3)
    ]
    assert max(distances.max() for _, distances in found) < 0.4


def test_it_plays_little_part_how_a_stream_is_cut():
    """A thousand documents in ten calls move topics as far as in one."""
    training = author_training(AuthorTopicModel(), 1e6, "stream")
    kept = {}
    for size in (10, 100, 1000):
        seen, left = 5000.0, 1.0
        for _ in range(1000 // size):
            seen += size
            left *= 1 - share_of_batch(size, seen, training)
        kept[size] = left
    assert kept[100] == pytest.approx(kept[1000], rel=0.05)
    assert kept[10] == pytest.approx(kept[100], rel=0.01)
    assert share_of_batch(64, 64, training) == 1
    assert share_of_batch(10, 10_000_000, training) >= 1e-6


def test_total_samples_does_not_change_what_is_learned(planted):
    X, authors, *_ = planted
    few, many = (
        streamed(AuthorTopicModel(K, total_samples=n, random_state=0), X, authors, 100)
        for n in (10, 1e5)
    )
    assert_allclose(few.author_components_, many.author_components_, rtol=1e-5)
    # Where more was seen than there were to be, topics stand for what was seen.
    counts = few.components_.sum() - K * 60 * few.topic_word_prior_
    assert counts == pytest.approx(X.sum(), rel=1e-6)
    counts = many.components_.sum() - K * 60 * many.topic_word_prior_
    assert counts == pytest.approx(X.sum() * 1e5 / 400, rel=1e-6)


def test_a_stream_removes_what_fit_said_of_its_documents(planted):
    X, authors, *_ = planted
    model = AuthorTopicModel(K, random_state=0).fit(X, authors=authors)
    assert model.n_samples_seen_ == 400
    assert model.n_tokens_seen_ == X.sum()
    model.partial_fit(X[:10], authors=authors[:10])
    assert not hasattr(model, "bound_")
    assert not hasattr(model, "perplexity_")
    assert model.n_samples_seen_ == 410


def test_new_words_become_columns():
    X = NamedCounts([[4, 2, 0], [0, 1, 5]], terms=["tax", "jobs", "war"])
    more = NamedCounts([[3, 2], [1, 4]], terms=["peace", "war"])
    model = AuthorTopicModel(2, total_samples=4, random_state=0)
    model.partial_fit(X, authors=["Ann", "Bob"])
    before = model.components_.sum(axis=0)
    model.partial_fit(more, authors=["Bob", "Cleo"])
    assert model.feature_names_in_.tolist() == ["tax", "jobs", "war", "peace"]
    assert model.components_.shape == (2, 4)
    assert model.components_[:, 3].sum() > 2 * 0.5 + 0.1
    assert (before > 0).all()
    assert model.transform(X, authors=["Ann", "Bob"]).shape == (2, 2)
    with (
        pytest.warns(UserWarning, match="feature names"),
        pytest.raises(ValueError, match="features"),
    ):
        model.partial_fit(np.ones((1, 5)), authors=["Ann"])


# --- the prior of authors ------------------------------------------------------------


@pytest.mark.parametrize("n_documents", [1, 10])
def test_authors_of_few_words_are_told_apart(n_documents):
    """A prior of 30 words made authors of 40 words look alike."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.full(100, 0.05), 5)
    mixtures = rng.dirichlet(np.full(5, 0.1), 30)
    X, names = [], []
    for a, mixture in enumerate(mixtures):
        for _ in range(n_documents):
            X.append(rng.multinomial(40, mixture @ topics))
            names.append(f"{a:02}")
    model = AuthorTopicModel(5, max_iter=50, random_state=0)
    model.fit(np.array(X), authors=names)
    order, _ = closest(topics, model)
    error = np.abs(model.author_topic_[:, order] - mixtures).sum(axis=1).mean()
    assert error < 0.2
    assert isinstance(model.doc_topic_prior_, float)


@pytest.mark.parametrize("prior", [None, "auto"])
def test_a_learned_prior_converges(prior):
    """It grew without end where authors are alike."""
    X = np.tile([[2, 1, 1, 0, 1]], (12, 1))
    names = [["Ann"], ["Bob"], ["Ann", "Bob"]] * 4
    totals = [
        AuthorTopicModel(2, doc_topic_prior=prior, max_iter=n, random_state=0)
        .fit(X, authors=names)
        .doc_topic_prior_
        for n in (200, 400)
    ]
    assert np.sum(totals[1]) == pytest.approx(np.sum(totals[0]), rel=0.01)
    assert np.sum(totals[1]) * (2 if prior is None else 1) <= 30 + 1e-6


def test_best_total_is_where_the_likelihood_is_highest():
    rng = np.random.default_rng(0)
    mean = np.array([0.5, 0.3, 0.2])
    logs = np.log(rng.dirichlet(6 * mean, 50)).mean(axis=0)

    def value(s):
        likelihood = gammaln(s) - gammaln(s * mean).sum() + s * mean @ logs
        return 50 * likelihood + np.log(s) - s

    grid = np.geomspace(0.1, 100, 20_000)
    expected = grid[np.argmax([value(s) for s in grid])]
    for start in (0.01, 1.0, 500.0):
        assert best_total(mean, logs, 50, start) == pytest.approx(expected, rel=1e-3)
    alike = digamma(1e6 * mean) - digamma(1e6)
    assert np.isfinite(best_total(mean, alike, 3))


# --- starts --------------------------------------------------------------------------


def test_topics_of_a_fitted_model_are_a_start(planted):
    X, authors, *_ = planted
    lda = LatentDirichletAllocation(K, random_state=0).fit(X)
    model, frozen, of_array = (
        AuthorTopicModel(K, init=init, random_state=0).fit(X, authors=authors)
        for init in (lda, FrozenEstimator(lda), lda.components_)
    )
    assert_allclose(model.components_, of_array.components_)
    assert_allclose(frozen.components_, model.components_)
    with pytest.raises(ValueError, match="n_components is 3"):
        AuthorTopicModel(3, init=lda).fit(X, authors=authors)
    with pytest.raises(ValueError, match="not fitted"):
        AuthorTopicModel(K, init=LatentDirichletAllocation(K)).fit(X, authors=authors)


def test_the_best_of_several_starts(planted):
    X, authors, *_ = planted
    short = {"max_iter": 2, "init": "random"}
    one = AuthorTopicModel(K, random_state=0, **short).fit(X, authors=authors)
    best = AuthorTopicModel(K, random_state=0, n_init=8, **short)
    best.fit(X, authors=authors)
    assert best.perplexity_ <= one.perplexity_
    again = AuthorTopicModel(K, random_state=0, n_init=8, **short)
    assert_array_equal(again.fit(X, authors=authors).components_, best.components_)
    given = AuthorTopicModel(K, n_init=2, init=planted_topics(K, 60))
    with pytest.warns(UserWarning, match="trains|starts once"):
        given.fit(X, authors=authors)


# --- going on ------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["batch", "online"])
def test_the_same_documents_again_count_once(planted, method):
    X, authors, *_ = planted
    model = AuthorTopicModel(
        K, warm_start=True, max_iter=3, learning_method=method, random_state=0
    ).fit(X, authors=authors)
    bound, documents = model.bound_, model.author_document_counts_.copy()
    for _ in range(3):
        model.fit(X, authors=authors)
    assert model.bound_ > bound
    assert_array_equal(model.author_document_counts_, documents)
    words = (model.author_components_ - model.doc_topic_prior_).sum()
    assert words == pytest.approx(X.sum(), rel=1e-6 if method == "batch" else 0.02)


def test_passes_in_two_fits_are_those_of_one(planted):
    X, authors, *_ = planted
    parameters = {"random_state": 0, "doc_topic_prior": 0.2}
    whole = AuthorTopicModel(K, max_iter=6, **parameters).fit(X, authors=authors)
    parts = AuthorTopicModel(K, max_iter=3, warm_start=True, **parameters)
    parts.fit(X, authors=authors).fit(X, authors=authors)
    assert_allclose(parts.components_, whole.components_, rtol=1e-6)
    assert_allclose(parts.author_components_, whole.author_components_, rtol=1e-6)


def test_authors_without_documents_stay_as_they_are(planted):
    X, authors, *_ = planted
    model = AuthorTopicModel(K, warm_start=True, doc_topic_prior=0.2, random_state=0)
    model.fit(X, authors=authors)
    before = model.author_components_.copy()
    model.fit(X[:50], authors=[["author 000", "new"]] * 50)
    assert model.authors_.tolist()[-1] == "new"
    assert_array_equal(model.author_components_[1:12], before[1:])
    assert model.author_document_counts_[0] == 50
    assert model.n_samples_seen_ == 50
    model.set_params(n_components=3)
    with pytest.raises(ValueError, match="warm_start=True goes on from 4 topics"):
        model.fit(X, authors=authors)


# --- batches that are read again -----------------------------------------------------


class Batches:
    """Batches that are made whenever they are asked for."""

    def __init__(self, X, authors, size):
        self.X, self.authors, self.size = X, authors, size

    def __iter__(self):
        for start in range(0, self.X.shape[0], self.size):
            rows = slice(start, start + self.size)
            yield self.X[rows], self.authors[rows]


def test_fit_reads_batches_again(planted):
    X, authors, topics, _ = planted
    model = AuthorTopicModel(K, max_iter=5, random_state=0)
    model.fit(Batches(X, authors, 100))
    listed = AuthorTopicModel(K, max_iter=5, random_state=0)
    listed.fit(list(Batches(X, authors, 100)))
    assert_array_equal(listed.components_, model.components_)
    assert closest(topics, model)[1].max() < 0.25
    assert model.n_iter_ == 5
    whole = AuthorTopicModel(K, random_state=0).fit(X, authors=authors)
    assert_array_equal(model.authors_, whole.authors_)
    assert_array_equal(model.author_document_counts_, whole.author_document_counts_)
    assert model.perplexity_ == pytest.approx(whole.perplexity_, rel=0.05)
    counts = model.components_.sum() - K * 60 * model.topic_word_prior_
    assert counts == pytest.approx(X.sum(), rel=1e-6)


def test_batches_that_cannot_be_learned_from(planted):
    X, authors, *_ = planted
    batches = Batches(X, authors, 100)
    with pytest.raises(ValueError, match="only be read once"):
        AuthorTopicModel(K).fit(iter(batches))
    with pytest.raises(ValueError, match="come with their batch"):
        AuthorTopicModel(K).fit(batches, authors=authors)
    with pytest.raises(ValueError, match="no batches"):
        AuthorTopicModel(K).fit(Batches(X[:0], [], 10))
    with pytest.raises(ValueError, match="No document has an author"):
        AuthorTopicModel(K, missing_authors="ignore").fit([X[:50], X[50:]])
    with pytest.raises(ValueError, match="names of one kind"):
        AuthorTopicModel(K).fit([(X[:50], authors[:50]), (X[50:], [1945] * 350)])
    model = AuthorTopicModel(K, warm_start=True, max_iter=1).fit(X, authors=authors)
    before = model.author_components_
    for n_columns in (11, 13):  # and the model knows 12
        indicator = np.eye(n_columns, dtype=int)[np.arange(400) % n_columns]
        with pytest.raises(ValueError, match="the model knows 12 authors"):
            model.fit([(X, indicator)])
    assert model.author_components_ is before

    class Changing(Batches):
        passes = 0

        def __iter__(self):
            self.passes += 1
            yield self.X[:50], [[f"pass {self.passes}"]] * 50

    with pytest.raises(ValueError, match="changed while it was read"):
        AuthorTopicModel(K).fit(Changing(X, authors, 50))


@pytest.mark.parametrize("init", ["lda", "random", "given"])
@pytest.mark.parametrize("missing", ["words", "authors"])
def test_a_stream_may_begin_with_documents_that_say_nothing(planted, init, missing):
    X, authors, topics, _ = planted
    model = AuthorTopicModel(
        K,
        init=topics if init == "given" else init,
        missing_authors="ignore",
        random_state=0,
        max_iter=4,
    )
    first = (X[:50] * 0, authors[:50]) if missing == "words" else (X[:50], [[]] * 50)
    batches = [first, (X[50:], authors[50:])]
    model.fit(batches)
    if init != "random":
        assert closest(topics, model)[1].max() < 0.3
    assert model.perplexity_ < 60
    assert model.author_document_counts_.sum() >= 350


def test_a_stream_that_begins_without_words_keeps_given_topics(planted):
    X, authors, topics, _ = planted
    model = AuthorTopicModel(K, init=topics, random_state=0, total_samples=450)
    model.partial_fit(X[:50] * 0, authors=authors[:50])
    model.partial_fit(X, authors=authors)
    assert closest(topics, model)[1].max() < 0.3
