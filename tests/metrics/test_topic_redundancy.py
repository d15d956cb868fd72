"""topic_redundancy and redundancy_scorer: repeated words counted by hand."""

import pickle

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.model_selection import GridSearchCV

from sktopics.metrics import redundancy_scorer, topic_redundancy
from sktopics.topics import topic_table

A, B, C = ["a", "b"], ["b", "c"], ["b", "d"]


def given_topics(components):
    model = NMF(len(components))
    model.components_ = np.asarray(components, dtype=float)
    model.n_components_ = len(components)
    return model


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        ([A], 0),
        ([A, ["c", "d"]], 0),
        ([A, A, A], 1),
        ([A, B], 1 / 2),
        # "b" is in both other topics: mean of (0 + 2) / 2 over topics, by 2.
        ([A, B, C], 1 / 2),
        ([A, B, ["x", "y"]], (1 / 2 + 1 / 2 + 0) / 3 / 2),
        ([["a"], ["a", "b", "c", "d"]], (1 + 1 / 4) / 2),
        ([["a", "a"], ["a", "b"]], (1 + 1 / 2) / 2),
        ([A, [], A], 1),
    ],
    ids=[
        "single",
        "different",
        "equal",
        "two",
        "three",
        "stranger",
        "lengths",
        "twice",
        "empty",
    ],
)
def test_by_hand(topics, expected):
    assert topic_redundancy(topics) == pytest.approx(expected)


def test_top_words_and_weights():
    assert topic_redundancy([A, B], 1) == 0
    topics = [A, B, ["x", "y"]]
    assert topic_redundancy(topics, weights=[3, 1, 4]) == pytest.approx(
        (3 / 2 + 1 / 2) / 8 / 2
    )
    assert topic_redundancy(topics, weights=[0, 0, 1]) == 0


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 2], "each of the 3 topics"),
        ([1, -1, 1], "finite and not negative"),
        ([1, np.nan, 1], "finite and not negative"),
        ([0, 0, 0], "above 0"),
    ],
    ids=["too_few", "negative", "nan", "zeros"],
)
def test_bad_weights(weights, message):
    with pytest.raises(ValueError, match=message):
        topic_redundancy([A, B, C], weights=weights)


def test_no_terms():
    with pytest.raises(ValueError, match="all of them are empty"):
        topic_redundancy([[], []])


def test_models_and_tables():
    model = given_topics([[3, 2, 0, 0], [0, 2, 3, 0], [0, 0, 1, 2]])
    # Words 0 1, 2 1 and 3 2: halves, of which the middle topic repeats both.
    assert topic_redundancy(model, 2) == pytest.approx((1 / 2 + 1 + 1 / 2) / 3 / 2)
    assert topic_redundancy(topic_table(model, 2)) == topic_redundancy(model, 2)
    scorer = pickle.loads(pickle.dumps(redundancy_scorer(2)))
    assert scorer(model, None) == -topic_redundancy(model, 2)
    assert redundancy_scorer(2, topics=[0, 2])(model, None) == 0
    # The last topic has none of these terms, and is left out.
    of_columns = redundancy_scorer(2, columns=slice(0, 2))(model, None)
    assert of_columns == pytest.approx(-(1 / 2 + 1) / 2)


def test_a_search_takes_the_least_redundant():
    X = np.array([[4, 3, 0, 0], [0, 0, 4, 3]] * 6)
    search = GridSearchCV(
        NMF(init="nndsvda", random_state=0),
        {"n_components": [2, 4]},
        scoring=redundancy_scorer(2),
        cv=2,
    ).fit(X)
    assert search.best_params_ == {"n_components": 2}
    assert search.best_score_ == 0
    assert repr(redundancy_scorer(2, topics=[0])) == (
        "redundancy_scorer(n_top_words=2, topics=...)"
    )
