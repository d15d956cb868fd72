"""Seeds and topics of words of the author-topic model."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from planted import planted_counts
from scipy.special import digamma

from sktopics import AuthorTopicModel
from sktopics.sequences import NamedCounts
from sktopics.topics import topic_table

WORDS = np.array([f"w{i}" for i in range(60)], dtype=object)
SEEDS = {"last": ["w45", "w50"], "first": ["w0", "w1", "w2"]}


def documents(n=200):
    """Counts, and the authors of documents, by their main topic or two."""
    X, topics, mixtures = planted_counts(n)
    order = np.argsort(-mixtures, axis=1)
    authors = [[f"a{k}" for k in row[: 1 + d % 2]] for d, row in enumerate(order)]
    return NamedCounts(X, terms=WORDS), authors, topics


def model_of(**parameters):
    return AuthorTopicModel(**{"n_components": 4, "random_state": 0} | parameters)


@pytest.mark.parametrize("init", ["lda", "random"])
@pytest.mark.parametrize("method", ["batch", "online"])
def test_seeded_topics_come_first(init, method):
    X, authors, topics = documents()
    model = model_of(init=init, learning_method=method, seed_topics=SEEDS)
    model.fit(X, authors=authors)
    assert model.topic_names_ == ["last", "first", None, None]
    assert topic_table(model).labels[:2] == ["last", "first"]
    counts = model.components_ - model.topic_word_prior_
    assert counts[:, [45, 0]].argmax(axis=0).tolist() == [0, 1]
    if init == "lda":
        own = np.abs(model.topic_word_[:2] - topics[[3, 0]]).sum(axis=1) / 2
        assert own.max() < 0.35


def test_seeds_of_a_stream():
    X, authors, _ = documents()
    seeds = {"last": ["w45", "w59"], "first": ["w0", "w1"]}
    model = model_of(seed_topics=seeds, total_samples=200)
    model.partial_fit(X[:100, :50], authors=authors[:100])
    assert model.topic_word_prior_[0, 45] > 1
    model.partial_fit(X[100:], authors=authors[100:])
    assert model.topic_word_prior_.shape == (4, 60)
    assert model.topic_word_prior_[0, 59] > 1 > model.topic_word_prior_[1, 59]
    counts = model.components_ - model.topic_word_prior_
    assert counts[:, [45, 0]].argmax(axis=0).tolist() == [0, 1]
    batches = [(X[:100, :50], authors[:100]), (X[100:], authors[100:])]
    fitted = model_of(seed_topics=seeds, max_iter=2).fit(batches)
    assert fitted.topic_word_prior_[0, 59] > 1


def test_bad_seeds():
    X, authors, _ = documents(20)
    with pytest.raises(ValueError, match="none of the words of topic 'a': 'x'"):
        model_of(seed_topics={"a": ["x"]}).fit(X, authors=authors)
    with pytest.raises(ValueError, match="topic_word_prior='auto' learns one"):
        model_of(seed_topics=[[0]], topic_word_prior="auto").fit(X, authors=authors)


def test_words_are_of_their_authors_topics():
    X, authors, _ = documents(60)
    authors[3], authors[7] = [], []
    model = model_of(missing_authors="ignore").fit(X, authors=authors)
    q = model.word_topics(X, authors=authors)
    assert_allclose(q.sum(axis=1), 1, rtol=1e-5)
    gamma, names = model.author_components_, model.authors_.tolist()
    theta = np.exp(digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True)))
    phi = model.components_
    phi = np.exp(digamma(phi) - digamma(phi.sum(axis=1, keepdims=True)))
    for d in (0, 1, 5):
        mixture = theta[[names.index(a) for a in authors[d]]].mean(axis=0)
        words = X.indices[X.indptr[d] : X.indptr[d + 1]]
        p = (phi[:, words] * mixture[:, np.newaxis]).T
        got = q[X.indptr[d] : X.indptr[d + 1]].toarray()
        assert_allclose(got, p / p.sum(axis=1, keepdims=True), atol=1e-6)
    # What the words say together is what `transform` says.
    counts = np.zeros((60, 4))
    rows = np.repeat(np.arange(60), np.diff(X.indptr))
    np.add.at(counts, rows, X.data[:, np.newaxis] * q.toarray())
    some = [d for d in range(60) if authors[d]]
    shares = counts / counts.sum(axis=1, keepdims=True)
    assert_allclose(model.transform(X, authors=authors)[some], shares[some], atol=1e-5)
    assert model.word_topics(X, min_share=0.5).nnz < q.nnz
    assert model.word_topics(np.zeros((2, 60))).shape == (0, 4)
    with pytest.raises(ValueError, match="nobody"):
        model.word_topics(X[:1], authors=[["nobody"]])
