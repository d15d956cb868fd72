"""Segments of documents by the topics of their parts."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose

from sktopics._segments import topic_runs

NONE = -1


def one_hot(labels, n_topics=3):
    labels = np.asarray(labels)
    shares = np.zeros((len(labels), n_topics))
    shares[np.flatnonzero(labels >= 0), labels[labels >= 0]] = 1
    return sp.csr_array(shares)


def found(labels, **options):
    runs, topics, shares = topic_runs(one_hot(labels), [0, len(labels)], **options)
    return runs[:, 1:].tolist(), topics.tolist(), shares.round(3).tolist()


def test_a_border_wherever_the_topic_changes():
    labels = [0, 0, 1, 1, 2, NONE, 2]
    runs, topics, shares = topic_runs(one_hot(labels), np.array([0, 3, 3, 7]))
    assert runs.tolist() == [[0, 0, 2], [0, 2, 3], [2, 0, 1], [2, 1, 4]]
    assert topics.tolist() == [0, 1, 1, 2]
    assert_allclose(shares, [1, 1, 1, 2 / 3])
    assert runs.dtype == topics.dtype == np.int64


def test_parts_of_no_topic_belong_to_what_is_before_them():
    assert found([NONE, NONE, 1, NONE, 0])[:2] == ([[0, 4], [4, 5]], [1, 0])
    assert found([NONE, NONE]) == ([[0, 2]], [NONE], [0.0])


def test_smoothing_is_a_vote_of_neighbours_in_which_ties_change_nothing():
    assert found([0, 0, 1, 0, 0], smoothing=3)[:2] == ([[0, 5]], [0])
    assert found([2, 1, 0, 1, 2], smoothing=2)[1] == [2, 1, 0, 1, 2]
    runs, topics, _ = topic_runs(one_hot([0, 0, 1, 1]), [0, 2, 4], smoothing=9)
    assert runs.tolist() == [[0, 0, 2], [1, 0, 2]]
    assert topics.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("options", "runs", "topics"),
    [
        ({"n_segments": [2]}, [[0, 5], [5, 9]], [0, 1]),
        ({"n_segments": [1]}, [[0, 9]], [0]),
        ({"penalty": 0.5}, [[0, 5], [5, 9]], [0, 1]),
        ({"penalty": 100.0}, [[0, 9]], [0]),
    ],
    ids=["two", "one", "cheap", "dear"],
)
def test_best_cuts(options, runs, topics):
    labels = [0, 0, 1, 0, 0, 1, NONE, 1, 1]
    assert found(labels, **options)[:2] == (runs, topics)


def test_best_cuts_of_unknown_parts():
    # They are neither like nor unlike others.
    assert found([0, *[NONE] * 9, 0], penalty=0.1)[:2] == ([[0, 11]], [0])
    assert found([NONE, NONE, NONE], penalty=1.0) == ([[0, 3]], [NONE], [0.0])
    runs, topics, shares = found([NONE, NONE], n_segments=[2])
    assert runs == [[0, 1], [1, 2]]
    assert topics == [NONE, NONE]
    assert shares == [0.0, 0.0]


def test_no_parts_and_no_topics():
    empty = topic_runs(sp.csr_array((0, 0)), np.array([0, 0, 0]))
    assert empty.runs.shape == (0, 3)
    assert len(empty.topics) == len(empty.shares) == 0
    none = topic_runs(sp.csr_array((2, 0)), np.array([0, 2]))
    assert none.topics.tolist() == [NONE]
