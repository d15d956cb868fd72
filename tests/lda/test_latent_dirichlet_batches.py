"""`fit` of batches that are read again in each pass."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts

from sktopics import LatentDirichletAllocation, OnlineCountVectorizer
from sktopics.callbacks import TopicMonitor
from sktopics.sequences import NamedCounts

every_inference = pytest.mark.parametrize("inference", ["collapsed", "variational"])


def lda(inference="collapsed", **parameters):
    parameters = {"n_components": 4, "random_state": 0, "batch_size": 50} | parameters
    return LatentDirichletAllocation(inference=inference, **parameters)


class Batches:
    """An iterable that counts how often it is read."""

    def __init__(self, X, size):
        self.X, self.size, self.n_reads = X, size, 0

    def __iter__(self):
        self.n_reads += 1
        for start in range(0, self.X.shape[0], self.size):
            yield self.X[start : start + self.size]


@every_inference
@pytest.mark.parametrize("n_init", [1, 2])
def test_batches_are_as_online_learning(inference, n_init):
    X, *_ = planted_counts(330)
    online = lda(inference, learning_method="online", max_iter=3, n_init=n_init).fit(X)
    for size in (50, 100, 350):
        model = lda(inference, max_iter=3, n_init=n_init).fit(Batches(X, size))
        assert_allclose(model.components_, online.components_, rtol=1e-12)
        assert model.bound_ == pytest.approx(online.bound_, rel=1e-12)
        assert model.perplexity_ == pytest.approx(online.perplexity_, rel=1e-12)
        assert model.n_iter_ == 3
        assert model.n_batch_iter_ == online.n_batch_iter_
    assert lda(inference).fit([X[:50]]).n_iter_ == 10


def test_how_often_batches_are_read():
    batches = Batches(planted_counts(200)[0], 50)
    lda("variational", max_iter=4).fit(batches)
    assert batches.n_reads == 1 + 1 + 4 + 2  # survey, first documents, passes, scores


def test_lists_of_arrays_in_any_form():
    X, *_ = planted_counts(100)
    dense = [X[:50].toarray(), X[50:].toarray()]
    model = lda(max_iter=2).fit(dense)
    as_sparse = lda(max_iter=2).fit((X[:50], X[50:].tocsc()))
    assert_array_equal(model.components_, as_sparse.components_)
    small = lda(n_components=2, max_iter=2).fit([[3, 1, 0], [0, 1, 2]])  # a matrix
    assert small.n_features_in_ == 3


@every_inference
def test_topics_are_found(inference):
    X, topics, _ = planted_counts(1000)
    model = lda(inference, n_init=2, max_iter=3).fit(Batches(X, 100))
    assert closest(topics, model)[1].max() < 0.2


def test_words_that_come_with_later_batches_are_known_from_the_first_pass():
    vectorizer = OnlineCountVectorizer()
    texts = [["rain snow rain", "milk bread"], ["hail rain", "bread tea milk"]]
    batches = [vectorizer.partial_fit_transform(batch) for batch in texts]
    model = lda(n_components=2, max_iter=2, seed_topics=[["tea"]]).fit(batches)
    assert_array_equal(model.feature_names_in_, vectorizer.get_feature_names_out())
    assert model.components_.shape == (2, 6)
    assert model.topic_word_prior_[0, -1] > 0.1


def test_going_on_with_batches():
    X, *_ = planted_counts(200)
    model = lda(warm_start=True, max_iter=2).fit(Batches(X, 50))
    first = model.topic_word_
    model.fit(Batches(X, 50)).fit(X[:150])
    assert np.abs(model.topic_word_ - first).sum(axis=1).max() < 0.5


def test_evaluation_and_callbacks(capsys):
    X, *_ = planted_counts(100)
    seen = []

    def look(estimator, X, y=None):
        seen.append((estimator.n_iter_, type(X)))
        return 0.0

    model = lda(max_iter=2, evaluate_every=1, verbose=1)
    model.set_callbacks(TopicMonitor(look)).fit([X[:50], X[50:]])
    assert sorted({n for n, _ in seen}) == [1, 2]
    assert capsys.readouterr().out.count("perplexity") == 2


class Growing:
    """Has one more batch each time it is read."""

    def __init__(self, X):
        self.X, self.n = X, 0

    def __iter__(self):
        self.n += 1
        return iter([self.X] * self.n)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda X: iter([X]), "can only be read once"),
        (lambda X: (X for _ in range(2)), "can only be read once"),
        (lambda X: [X, X[:, :50]], "50 features"),
        (lambda X: Batches(X[:0], 5), "no batches"),
        (Growing, "The stream changed"),
        (lambda X: [X, -X], "Negative"),
    ],
    ids=["iterator", "generator", "columns", "empty", "growing", "negative"],
)
def test_bad_batches(make, message):
    X, *_ = planted_counts(20)
    model = lda(max_iter=2).fit(X)
    before = model.components_
    with pytest.raises(ValueError, match=message):
        model.fit(make(X))
    assert model.components_ is before


def test_weights_come_with_batches():
    X, *_ = planted_counts(60)
    weight = np.where(np.arange(60) < 20, 2.0, 1.0)
    weight[50:] = 0
    start = np.random.default_rng(0).dirichlet(np.full(60, 0.1), size=4)
    weighted = lda(init=start, max_iter=3, batch_size=100)
    weighted.fit([(X[:30], weight[:30]), (X[30:], weight[30:])])
    twice = lda(init=start, max_iter=3, batch_size=100)
    twice.fit([X[np.r_[:20, :30]], X[30:50]])
    assert_allclose(weighted.components_, twice.components_, rtol=1e-4)
    assert weighted.perplexity_ == pytest.approx(twice.perplexity_, rel=1e-5)
    with pytest.raises(ValueError, match=r"then pairs \(X, sample_weight\)"):
        lda().fit([X, X], sample_weight=np.ones(120))
    with pytest.raises(ValueError, match="Some batches of the stream have"):
        lda().fit([(X, weight), X])


def test_names_in_batches_are_matched():
    X, *_ = planted_counts(60)
    words = np.array([f"w{i}" for i in range(60)], dtype=object)
    order = np.random.default_rng(0).permutation(60)
    one = lda(max_iter=2).fit([NamedCounts(X, terms=words)] * 2)
    moved = NamedCounts(X[:, order], terms=words[order])
    other = lda(max_iter=2).fit([NamedCounts(X, terms=words), moved])
    assert_allclose(one.components_, other.components_)
