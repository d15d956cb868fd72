"""ClusterTopics: every operation gives what counting from the start would give."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.clustering._topics.cluster_topics import ClusterTopics, Representative
from sktopics.clustering._topics.topic_counts import TopicCounts
from sktopics.clustering._topics.word_counts import WordCounts

SIZES = (9, 6, 4, 2)
N_OUTLIERS = 5
NAMES = ("nine", None, "four", "two")


@pytest.fixture
def corpus():
    rng = np.random.default_rng(0)
    labels = np.repeat([-1, *range(len(SIZES))], [N_OUTLIERS, *SIZES])
    labels = rng.permutation(labels).astype(np.int64)
    vectors = rng.normal(size=(len(labels), 3))
    counts = sp.csr_array(rng.poisson(0.7, (len(labels), 8)).astype(np.float64))
    return labels, vectors, counts


def summed(labels, rows, n_topics):
    """What is counted by topic, and for outliers."""
    topics = [rows[labels == topic].sum(axis=0) for topic in range(n_topics)]
    topics = np.array(topics, dtype=np.float64).reshape(n_topics, -1)
    outliers = rows[labels < 0].sum(axis=0, dtype=np.float64)
    return TopicCounts(sp.csr_array(topics), sp.csr_array(outliers[np.newaxis]))


def counted(labels, vectors, counts, n_topics):
    """The record of topics, counted from the documents themselves."""
    terms = np.array([f"term{i}" for i in range(counts.shape[1])], dtype=object)
    words = WordCounts(
        None,
        summed(labels, counts.toarray(), n_topics),
        summed(labels, counts.toarray() > 0, n_topics),
        summed(labels, np.ones((len(labels), 1)), n_topics),
        terms,
    )
    topics = ClusterTopics.found(labels, vectors, [None] * n_topics)
    return replace(topics, words=words)


def record(corpus):
    labels, vectors, counts = corpus
    topics = counted(labels, vectors, counts, len(SIZES))
    representatives = tuple(
        [
            Representative(int(row), 0.9 - 0.1 * i, f"text {row}")
            for i, row in enumerate(np.flatnonzero(labels == topic)[:2])
        ]
        for topic in range(len(SIZES))
    )
    shares = np.where(labels < 0, 0.0, 0.5 + 0.01 * labels)
    rows = tuple([topic] for topic in range(len(SIZES)))
    return replace(
        topics,
        names=NAMES,
        classes=tuple("abcd"),
        probabilities=shares,
        representatives=representatives,
        descriptions=rows,
    )


def assert_counted(topics, labels, vectors, counts):
    """Whether all that follows from labels is what counting gives."""
    expected = counted(labels, vectors, counts, topics.n_topics)
    assert_array_equal(topics.labels, labels)
    assert_array_equal(topics.sizes, expected.sizes)
    assert topics.n_outliers == expected.n_outliers
    filled = topics.sizes > 0
    assert_allclose(topics.means[filled], expected.means[filled], atol=1e-12)
    for name in ("occurrences", "holders", "documents"):
        both = (getattr(t.words, name) for t in (topics, expected))
        for found, wanted in zip(*both, strict=True):
            assert_allclose(found.toarray(), wanted.toarray(), atol=1e-12)


def test_merged(corpus):
    labels, vectors, counts = corpus
    topics = record(corpus)
    into = np.array([2, 0, 2, 0])
    merged = topics.merged(into, 4)
    assert_counted(merged, np.where(labels < 0, -1, into[labels]), vectors, counts)
    # Names and classes are those of the largest part that has one.
    assert merged.names == ("two", None, "nine", None)
    assert merged.classes == ("b", None, "a", None)
    assert [len(documents) for documents in merged.representatives] == [4, 0, 4, 0]
    assert merged.descriptions == (None, None, None, None)
    assert_array_equal(merged.probabilities, topics.probabilities)


def test_renumbered(corpus):
    labels, vectors, counts = corpus
    topics = record(corpus)
    into = np.array([3, 0, 4, 1])
    other = topics.merged(into, 5)
    assert_counted(other, np.where(labels < 0, -1, into[labels]), vectors, counts)
    assert other.names == (None, "two", None, "nine", "four")
    assert other.descriptions == ([1], [3], None, [0], [2])
    assert_array_equal(other.means[3], topics.means[0])


def test_all_probabilities_follow(corpus):
    labels, *_ = corpus
    rng = np.random.default_rng(1)
    shares = rng.dirichlet(np.ones(5), len(labels))[:, :4]
    topics = replace(record(corpus), probabilities=shares)
    merged = topics.merged(np.array([1, 0, 1, -1]), 2)
    assert_allclose(merged.probabilities[:, 1], shares[:, 0] + shares[:, 2])
    assert_allclose(merged.probabilities[:, 0], shares[:, 1])


def test_removed(corpus):
    labels, vectors, counts = corpus
    topics, into = record(corpus).removed([1, 3])
    assert_array_equal(into, [0, -1, 1, -1])
    expected = np.where(labels < 0, -1, into[labels])
    assert_counted(topics, expected, vectors, counts)
    assert topics.n_outliers == N_OUTLIERS + 6 + 2
    assert topics.names == ("nine", "four")
    assert topics.descriptions == ([0], [2])
    assert (topics.probabilities[expected < 0] == 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_moved(corpus, seed):
    labels, vectors, counts = corpus
    rng = np.random.default_rng(seed)
    rows = rng.choice(len(labels), 8, replace=False)
    targets = rng.integers(-1, 4, 8)
    topics = record(corpus)
    moved = topics.moved(rows, targets, vectors[rows], counts[rows])
    expected = labels.copy()
    expected[rows] = targets
    assert_counted(moved, expected, vectors, counts)
    for topic, documents in enumerate(moved.representatives):
        assert all(expected[document.index] == topic for document in documents)
    touched = {*labels[rows].tolist(), *targets.tolist()}
    for topic in range(4):
        assert moved.descriptions[topic] == (None if topic in touched else [topic])
    assert moved.names == NAMES


def test_moving_all_documents_of_a_topic_keeps_its_mean(corpus):
    labels, vectors, counts = corpus
    topics = record(corpus)
    rows = np.flatnonzero(labels == 3)
    moved = topics.moved(rows, np.full(2, -1), vectors[rows], counts[rows])
    assert moved.sizes[3] == 0
    assert_array_equal(moved.means[3], topics.means[3])


def test_added(corpus):
    labels, vectors, counts = corpus
    topics, other = record(corpus), record(corpus)
    other = replace(other, descriptions=(None,) * 4, names=("x", "y", "z", None))
    into = np.array([4, 1, 0, 5])
    both = np.concatenate([np.arange(4), into])
    words = topics.words.united(other.words, both, 6)
    added = topics.added(other, into, words, 3)
    new = np.where(labels < 0, -1, into[labels])
    assert_counted(
        added,
        np.concatenate([labels, new]),
        np.vstack([vectors, vectors]),
        sp.csr_array(sp.vstack([counts, counts])),
    )
    assert added.names == ("nine", "y", "four", "two", "x", None)
    assert added.classes == ("a", "b", "c", "d", "a", "d")
    assert added.descriptions == (None, None, [2], [3], None, None)
    for documents in added.representatives:
        shares = [document.share for document in documents]
        assert shares == sorted(shares, reverse=True)
        assert len(documents) <= 3
    (first, *_) = added.representatives[4]
    assert first.index >= len(labels)
    assert first.text == f"text {first.index - len(labels)}"


def test_operations_leave_the_record_as_it_was(corpus):
    _, vectors, counts = corpus
    topics = record(corpus)
    before = [np.array(topics.labels), np.array(topics.means), np.array(topics.sizes)]
    topics.merged(np.zeros(4, dtype=np.int64), 1)
    topics.removed([0])
    topics.moved(np.array([0]), np.array([-1]), vectors[:1], counts[:1])
    for old, now in zip(
        before, (topics.labels, topics.means, topics.sizes), strict=True
    ):
        assert_array_equal(old, now)


def test_a_gone_topic_keeps_its_mean_through_a_batch(corpus):
    _, vectors, _ = corpus
    topics = record(corpus).merged(np.array([0, 1, 2, 4]), 5)
    topics = replace(
        topics, means=np.where(np.arange(5)[:, None] == 3, 7.0, topics.means)
    )
    batch = ClusterTopics.found(np.array([0, 0]), vectors[:2], [None] * 5)
    added = topics.added(batch, np.arange(5), topics.words, 3)
    assert_array_equal(added.means[3], [7.0, 7.0, 7.0])
