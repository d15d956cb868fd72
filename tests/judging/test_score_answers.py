"""Scores of answers, by hand."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from sktopics._wilson import wilson_interval
from sktopics.judging import (
    Answers,
    JudgingTask,
    JudgingTasks,
    krippendorff_alpha,
    score_answers,
)

TASKS = JudgingTasks(
    (
        JudgingTask("intrusion-0", "intrusion", 0, ("a", "b", "x"), key="x"),
        JudgingTask("rating-1", "rating", 1, ("c", "d")),
        *(
            JudgingTask(f"documents-1-{i}", "documents", 1, ("c", "d"), "text", share)
            for i, share in enumerate([0.1, 0.4, 0.9])
        ),
    ),
    ("first", "second"),
)
GIVEN = [
    ("intrusion-0", "Ada", "x"),
    ("intrusion-0", "Bo", "a"),
    ("intrusion-0", "Cy", "x"),
    ("rating-1", "Ada", 3),
    ("rating-1", "Bo", 2),
    ("documents-1-0", "Ada", 1),
    ("documents-1-0", "Bo", 3),
    ("documents-1-1", "Ada", 1),
    ("documents-1-2", "Ada", 5),
    ("documents-1-2", "Bo", 4),
]


def test_by_hand():
    found = score_answers(TASKS, Answers(GIVEN), level=0.9)
    np.testing.assert_allclose(found.intrusion, [2 / 3, np.nan])
    lower, upper = wilson_interval(np.array([[2 / 3]]), np.array([3]), 0.9)
    assert found.intrusion_lower[0] == lower[0, 0]
    assert found.intrusion_upper[0] == upper[0, 0]
    np.testing.assert_allclose(found.rating, [np.nan, 2.5])
    expected = kendalltau([0.1, 0.4, 0.9], [2, 1, 4.5]).statistic
    np.testing.assert_allclose(found.fit, [np.nan, expected])
    np.testing.assert_array_equal(found.n_answers, [3, 7])
    rated = [[1, 1, 5], [3, np.nan, 4]]
    assert found.alpha["documents"] == krippendorff_alpha(rated, "ordinal")
    assert set(found.alpha) == {"intrusion", "rating", "documents"}
    frame = found.to_frame()
    assert frame.loc[1, "rating"] == 2.5
    assert "second" in repr(found)


def test_one_judge_has_no_alpha():
    found = score_answers(TASKS, Answers(GIVEN[:1]))
    assert found.alpha == {}
    assert "alpha: none" in repr(found)


def test_bad_answers():
    with pytest.raises(ValueError, match="no answers to score"):
        score_answers(TASKS, Answers([]))
    with pytest.raises(ValueError, match="none of the tasks"):
        score_answers(TASKS, Answers([("other", "Ada", "1")]))
