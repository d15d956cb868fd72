"""Agreement of two sets of judges, by hand."""

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from sktopics.judging import Answers, judge_agreement, make_tasks

TOPICS = [[f"t{k}w{i}" for i in range(6)] for k in range(8)]
TASKS = make_tasks(TOPICS, random_state=0)


def ratings(name, values):
    return [(f"rating-{k}", name, value) for k, value in enumerate(values)]


def test_by_hand():
    ada, bo = [1, 2, 3, 3, 1, 2, 2, 3], [1, 1, 3, 2, 2, 2, 3, 3]
    people = Answers(ratings("Ada", ada) + ratings("Bo", bo))
    model = [1, 1, 3, 3, 1, 3, 2, 2]
    found = judge_agreement(TASKS, Answers(ratings("LLM", model)), people)
    means = (np.array(ada) + bo) / 2
    assert found.kinds == ("rating",)
    assert found.tau[0] == pytest.approx(kendalltau(model, means).statistic)
    assert found.spearman[0] == pytest.approx(spearmanr(model, means).statistic)
    assert found.lower[0] <= found.tau[0] <= found.upper[0]
    assert found.n_units[0] == 8
    assert "8 judged by both" in repr(found)
    assert len(found.to_frame()) == 1


def test_intrusion_is_right_or_wrong():
    tasks = [task for task in TASKS if task.kind == "intrusion"]
    right = [(task.id, "A", task.key) for task in tasks]
    wrong = [(t.id, "A", next(w for w in t.words if w != t.key)) for t in tasks]
    half = Answers(right[:4] + wrong[4:])
    found = judge_agreement(TASKS, half, half)
    assert found.kinds == ("intrusion",)
    assert found.tau[0] == pytest.approx(1)
    found = judge_agreement(TASKS, half, Answers(right))
    assert np.isnan(found.tau[0])  # one side does not vary


def test_nothing_in_common():
    first, second = ratings("A", [1, 2, 3]), ratings("B", [1] * 8)[3:]
    with pytest.raises(ValueError, match="No task was answered by both"):
        judge_agreement(TASKS, Answers(first), Answers(second))
