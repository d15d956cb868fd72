"""Which topics of several models are one."""

import numpy as np
import pytest

from sktopics.analysis._united_topics import joined_most_alike, united_topics


def slow(similarities, least):
    """Join the two groups with the largest mean similarity, one after the other."""
    groups = [[i] for i in range(len(similarities))]

    def mean(a, b):
        return np.mean([[similarities[i, j] for j in b] for i in a])

    while True:
        best = max(
            ((mean(a, b), -i, -j) for i, a in enumerate(groups)
             for j, b in enumerate(groups) if i < j),
            default=(-np.inf, 0, 0),
        )  # fmt: skip
        if best[0] < least or best[0] == -np.inf:
            break
        i, j = -best[1], -best[2]
        groups[i] += groups.pop(j)
        groups.sort(key=min)
    numbers = np.empty(len(similarities), int)
    for number, group in enumerate(groups):
        numbers[group] = number
    return numbers


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("least", [0.3, 0.6, -np.inf])
def test_against_joining_one_by_one(seed, least):
    rng = np.random.default_rng(seed)
    models = np.repeat(np.arange(4), [3, 1, 4, 2])
    values = rng.random((10, 10))
    values = (values + values.T) / 2
    values[models[:, np.newaxis] == models] = -np.inf
    numbers = joined_most_alike(values, least)
    np.testing.assert_array_equal(numbers, slow(values, least))
    for model in range(4):
        own = numbers[models == model]
        assert len(set(own)) == len(own)


def test_each_topic_of_a_group_counts_once():
    values = np.array(
        [
            [0, 0.9, 0.8, 0.1],
            [0.9, 0, 0.6, 0.2],
            [0.8, 0.6, 0, 0.65],
            [0.1, 0.2, 0.65, 0],
        ]
    )
    np.fill_diagonal(values, -np.inf)
    # The mean of 0.1, 0.2 and 0.65 is 0.32; that of (0.1 + 0.2) / 2 and 0.65 is 0.4.
    numbers = joined_most_alike(values, 0.35)
    assert numbers.tolist() == slow(values, 0.35).tolist() == [0, 0, 0, 1]


def test_nothing_to_join():
    assert joined_most_alike(np.empty((0, 0)), 0.5).tolist() == []
    assert joined_most_alike(np.full((2, 2), -np.inf), 0.5).tolist() == [0, 1]


class Topics:
    def __init__(self, weights, names=None):
        self.components_ = np.asarray(weights, dtype=float)
        if names is not None:
            self.feature_names_in_ = np.array(names, dtype=object)


def test_columns_and_topics_are_united():
    first = Topics([[1, 0, 0], [0, 1, 1]], ["a", "b", "c"])
    second = Topics([[0, 2], [1, 1]], ["d", "a"])
    united = united_topics([first, second], 0.6)
    assert united.n_topics == 3
    assert [topics.tolist() for topics in united.topics] == [[0, 1], [0, 2]]
    assert [columns.tolist() for columns in united.columns] == [[0, 1, 2], [3, 0]]
    assert united.new_names.tolist() == ["a", "b", "c", "d"]
    total = united.added([first.components_, second.components_])
    assert total.tolist() == [[3, 0, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1]]
    assert united.mean_known([1.0, np.array([2, 3])], "topics").tolist() == [1.5, 1, 3]
    assert united.mean_known([5, 6], "columns").tolist() == [5.5, 5, 5, 6]


def test_columns_without_names():
    model = Topics([[1, 0], [0, 1]])
    united = united_topics([model, model])
    assert united.names is None
    assert united.new_names is None
    assert united.again([model, Topics([[3, 0]])]).n_topics == 2
