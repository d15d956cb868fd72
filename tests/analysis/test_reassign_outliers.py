"""Outliers get topics by scores: what stays, what moves, and what is said of it."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal

from sktopics.analysis import OutlierReduction, OutlierStep, reassign_outliers

pd = pytest.importorskip("pandas")

N, N_TOPICS = 200, 5


@pytest.fixture
def labels():
    labels = np.random.default_rng(0).integers(-1, N_TOPICS, N)
    labels[::3] = -1
    return labels


@pytest.fixture
def scores():
    scores = np.random.default_rng(1).uniform(-0.2, 1, (N, N_TOPICS))
    scores[::17] = 0
    return scores


def by_hand(labels, scores, threshold=0):
    """The topics, document by document."""
    found = []
    for label, row in zip(labels, scores, strict=True):
        if label == -1 and max(row) > 0 and max(row) >= threshold:
            label = int(np.argmax(row))
        found.append(label)
    return found


@pytest.mark.parametrize("threshold", [0, 0.6, 0.99])
def test_each_outlier_by_itself(labels, scores, threshold):
    reduction = reassign_outliers(labels, scores, threshold=threshold)
    assert reduction.labels.tolist() == by_hand(labels, scores, threshold)
    moved = np.flatnonzero(reduction.labels != labels)
    assert_array_equal(reduction.moved, moved)
    assert_array_equal(reduction.scores, scores[moved].max(axis=1))
    (step,) = reduction
    assert step == OutlierStep("scores", threshold, (labels < 0).sum(), len(moved))
    assert reduction.n_left == step.n_left == (reduction.labels < 0).sum()


@pytest.mark.parametrize(
    "given",
    [
        sp.csr_array,
        sp.coo_matrix,
        np.float32,
        pd.DataFrame,
        lambda scores: scores.tolist(),
        lambda scores: lambda rows: scores[rows],
        lambda scores: lambda rows: sp.csr_array(scores[rows]),
    ],
    ids=["csr", "coo", "32 bits", "frame", "list", "function", "sparse function"],
)
def test_scores_of_any_kind(labels, scores, given):
    expected = by_hand(labels, scores)
    assert reassign_outliers(labels, given(scores)).labels.tolist() == expected
    series = pd.Series(labels, index=np.arange(N)[::-1])
    assert reassign_outliers(series, given(scores)).labels.tolist() == expected


def test_what_the_first_leaves_goes_to_the_next(labels, scores):
    other = np.random.default_rng(2).uniform(0, 1, (N, N_TOPICS))
    given = {"one": scores, "two": lambda rows: other[rows]}
    reduction = reassign_outliers(labels, given, threshold=[0.8, 0.5])
    first = by_hand(labels, scores, 0.8)
    assert reduction.labels.tolist() == by_hand(first, other, 0.5)
    assert reduction[:1].labels.tolist() == first
    assert [step.strategy for step in reduction] == ["one", "two"]
    assert reduction[1].n_outliers == reduction[0].n_left
    assert reduction[1:].n_moved == reduction[1].n_moved
    assert len(reduction[2:]) == reduction[2:].n_moved == 0


@pytest.mark.parametrize("target", [0.05, 0.1, 0.29, 1])
def test_the_least_sure_stay(labels, scores, target):
    reduction = reassign_outliers(labels, scores, target_share=target)
    n_left = min(int(np.floor(target * N + 1e-9)), (labels < 0).sum())
    assert reduction.n_left == n_left
    stay, best = reduction.labels < 0, scores.max(axis=1)
    if reduction.n_moved:
        assert best[stay].max() < best[reduction.moved].min()
        assert reduction[0].threshold == best[reduction.moved].min()
    assert_array_equal(
        reduction.labels[reduction.moved], scores[reduction.moved].argmax(axis=1)
    )


def test_equal_documents_move_together():
    scores = np.array([[0.9, 0], [0.5, 0], [0.5 + 1e-9, 0], [0.5, 0], [0.1, 0]])
    reduction = reassign_outliers([-1] * 5, scores, target_share=0.6)
    assert reduction.labels.tolist() == [0, 0, 0, 0, -1]


def test_steps_that_are_not_needed_move_nothing(labels, scores):
    asked = []

    def second(rows):
        asked.append(rows)
        return scores[rows]

    given = {"one": scores, "two": second}
    reduction = reassign_outliers(labels, given, target_share=0.2)
    assert [step.n_moved for step in reduction] == [reduction.n_moved, 0]
    assert not asked


def test_a_share_that_cannot_be_reached_is_said(labels, scores):
    with pytest.warns(UserWarning, match=r"of 200 documents stay outliers, more than"):
        reduction = reassign_outliers(labels, scores, threshold=0.9, target_share=0.01)
    assert reduction.labels.tolist() == by_hand(labels, scores, 0.9)


def test_no_outliers_and_no_topics():
    reduction = reassign_outliers([0, 1, 0], np.ones((3, 2)))
    assert repr(reduction) == "OutlierReduction: none of 3 documents is an outlier"
    assert reduction.to_dict()["n_moved"] == [0]
    reduction = reassign_outliers([-1, -1], np.empty((2, 0)))
    assert reduction.labels.tolist() == [-1, -1]
    assert reassign_outliers([], np.empty((0, 3))).n_left == 0


def test_the_table(labels, scores):
    reduction = reassign_outliers(labels, {"votes": scores, "more": scores + 0.3})
    assert isinstance(reduction, OutlierReduction)
    frame = reduction.to_frame()
    assert frame.columns.tolist() == [
        "strategy",
        "threshold",
        "n_outliers",
        "n_moved",
        "n_left",
    ]
    assert frame.n_left.tolist() == [step.n_left for step in reduction]
    assert pickle.loads(pickle.dumps(reduction)) == reduction
    assert not reduction.labels.flags.writeable
    assert len(repr(reduction).splitlines()) == 4


WRONG = [
    ({"labels": [0.5, -1]}, TypeError, "labels must be a whole number"),
    ({"labels": [[0], [-1]]}, TypeError, "labels must be a whole number"),
    ({"labels": [0, -2]}, ValueError, r"labels\[1\] is -2"),
    ({"labels": [3, -1]}, ValueError, "of 2 topics, and labels know topic 3"),
    ({"scores": [0.2, 0.8]}, ValueError, "own topic alone says nothing of others"),
    ({"scores": [[0.2, 0.8]]}, ValueError, "a row for each of the 2 documents"),
    ({"scores": [[0, 1], [0, np.nan]]}, ValueError, "NaN or inf"),
    ({"scores": [["a", "b"], ["c", "d"]]}, ValueError, "must be numbers"),
    ({"scores": lambda rows: np.ones((5, 2))}, ValueError, "a row for each of"),
    ({"threshold": -0.1}, ValueError, "threshold of 'scores' must be 0 or more"),
    ({"threshold": np.nan}, ValueError, "threshold of 'scores' must be 0 or more"),
    ({"threshold": "high"}, TypeError, "must be a number, got 'high'"),
    ({"threshold": True}, TypeError, "must be a number, got True"),
    ({"threshold": [0.1, 0.2]}, ValueError, "one for each of the 1 strategies"),
    ({"target_share": 1.1}, ValueError, "from 0 to 1, got 1.1"),
    ({"target_share": -0.1}, ValueError, "from 0 to 1"),
    ({"target_share": np.nan}, ValueError, "from 0 to 1"),
    ({"target_share": "5%"}, TypeError, "such as 0.05, or None"),
]


@pytest.mark.parametrize(
    ("change", "error", "match"),
    WRONG,
    ids=[f"{next(iter(case[0]))}-{i}" for i, case in enumerate(WRONG)],
)
def test_bad_input(change, error, match):
    given = {"labels": [0, -1], "scores": [[1, 0], [0.2, 0.8]], **change}
    with pytest.raises(error, match=match):
        reassign_outliers(given.pop("labels"), given.pop("scores"), **given)
