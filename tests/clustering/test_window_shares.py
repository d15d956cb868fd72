"""Shares of topics in documents, by the topics of windows."""

import numpy as np

from sktopics.clustering._windows.window_shares import (
    cosines_with_own,
    relevance_of_windows,
    shares_of_windows,
)

OWNERS = np.array([0, 0, 0, 0, 1, 1, 3, 3])
LABELS = np.array([1, 1, 0, -1, 2, 0, -1, -1])
COSINES = np.array([0.5, 0.7, 0.4, 0.9, -0.2, 0.8, 0.1, 0.1])


def test_shares_are_those_of_windows_with_a_topic():
    shares = shares_of_windows(OWNERS, LABELS, 4, 3)
    np.testing.assert_allclose(
        shares, [[1 / 3, 2 / 3, 0], [0.5, 0, 0.5], [0, 0, 0], [0, 0, 0]]
    )


def test_relevance_is_a_mean_of_cosines():
    relevance = relevance_of_windows(OWNERS, LABELS, COSINES, 4, 3)
    np.testing.assert_allclose(
        relevance, [[0.4, 0.6, 0], [0.8, 0, -0.2], [0, 0, 0], [0, 0, 0]]
    )


def test_no_topics_and_no_windows():
    none = np.empty(0, int)
    assert shares_of_windows(none, none, 2, 3).tolist() == [[0, 0, 0]] * 2
    assert shares_of_windows(none, none, 2, 0).shape == (2, 0)


def test_cosines_with_the_topic_of_each_window():
    vectors = np.array([[2, 0], [1, 1], [0, 3], [0, 0]], np.float32)
    topics = np.array([[1, 0], [0, 5], [0, 0]])
    found = cosines_with_own(vectors, np.array([0, 1, -1, 1]), topics)
    np.testing.assert_allclose(found, [1, np.sqrt(0.5), 0, 0])
    assert cosines_with_own(vectors, np.array([2, 2, 2, 2]), topics).tolist() == [0] * 4
