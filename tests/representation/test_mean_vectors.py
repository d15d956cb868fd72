"""Which documents stand for a topic, and what their vectors say."""

import numpy as np
import pytest
import scipy.sparse as sp
from word_meanings import LABELS, TEXTS, VECTORS, Encoder, context, table

from sktopics.representation._mean_vectors import mean_vectors, typical_rows
from sktopics.topics import KeptDocuments, Topic, TopicTable

SHARES = np.array([[0.1, 0.9], [0.9, 0.1], [0.2, 0.8], [0.8, 0.2], [0, 0], [0.8, 0.2]])


def rows(n, given, **facts):
    return typical_rows(given, context(given, **facts), n)


def test_representative_documents_come_first():
    assert rows(2, table(), shares=SHARES) == [[1, 3], [0, 2]]
    assert rows(1, table(), shares=SHARES) == [[1], [0]]
    assert rows(5, table()) == [[1, 3], [0, 2]]


@pytest.mark.parametrize("make", [np.array, sp.csr_array, sp.csc_array])
def test_documents_with_the_highest_shares_follow(make):
    facts = {"shares": make(SHARES)}
    # Equal shares are in the order of the corpus, and no share is no document.
    assert rows(9, table(), **facts) == [[1, 3, 5, 2, 0], [0, 2, 3, 5, 1]]
    assert rows(3, table(documents=False), **facts) == [[1, 3, 5], [0, 2, 3]]


def test_of_a_cluster_the_documents_nearest_to_its_vector_follow():
    facts = {
        "shares": np.eye(2)[LABELS],
        "embeddings": VECTORS,
        "topic_embeddings": np.array([[1.0, 0, 0], [0, 1, 0]]),
    }
    unit = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    by_cosine = [
        sorted(np.flatnonzero(topic == LABELS).tolist(), key=lambda i: -unit[i, topic])
        for topic in (0, 1)
    ]
    assert rows(9, table(documents=False), **facts) == by_cosine
    del facts["topic_embeddings"]
    assert rows(9, table(), **facts) == [[1, 3], [0, 2]]


def test_documents_of_one_text_count_once():
    texts = ["sea", "sea", "ship", "sea", "tax", "ship"]
    shares = np.array([[0.9, 0.8, 0.7, 0.6, 0.5, 0.4]]).T
    given = TopicTable([Topic(0, None, 1.0, ("sea",), (1.0,))])
    assert rows(3, given, documents=texts, shares=shares) == [[0, 2, 4]]
    assert rows(3, given, shares=shares) == [[0, 1, 2]]


def test_many_documents_beside_the_typical_ones():
    shares = np.random.default_rng(0).random((5000, 1)).round(3)
    given = TopicTable([Topic(0, None, 1.0, (), ())])
    expected = np.argsort(-shares[:, 0], kind="stable")[:7].tolist()
    assert rows(7, given, shares=shares) == [expected]


def test_topics_that_the_shares_do_not_have():
    given = TopicTable([Topic(5, None, 1.0, (), ()), Topic(-1, None, 0.0, (), ())])
    assert rows(3, given, shares=SHARES) == [[], []]


def means(given, own=None, **facts):
    return mean_vectors(given, context(given, **facts), 2, own, "Step")


def test_means_of_embeddings_and_of_texts():
    expected = [VECTORS[[1, 3]].mean(axis=0), VECTORS[[0, 2]].mean(axis=0)]
    kept = KeptDocuments(dict(enumerate(TEXTS[:4])), 6)
    for facts in (
        {"embeddings": VECTORS},
        {"embeddings": VECTORS.astype(np.float32), "documents": TEXTS},
        {"documents": TEXTS, "encoder": Encoder()},
        {"documents": kept, "encoder": Encoder()},
    ):
        np.testing.assert_allclose(means(table(), **facts), expected, rtol=1e-6)
    # An encoder of the representation may be of another space than the embeddings.
    given = means(table(), Encoder(), documents=TEXTS, embeddings=VECTORS[:, :2])
    np.testing.assert_allclose(given, expected)


def test_documents_without_a_text_say_nothing():
    texts = ["", "  ", "\n", "", "", ""]
    facts = {"documents": texts, "encoder": Encoder()}
    assert means(table(), **facts) == [None, None]
    vectors = np.eye(2, 3)
    found = means(table(), topic_embeddings=vectors, **facts)
    np.testing.assert_array_equal(found, vectors)
    # Vectors of topics are of the space of the model, and not of another encoder.
    assert means(table(), Encoder(), topic_embeddings=vectors, **facts) == [None, None]
