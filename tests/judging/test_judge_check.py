"""Planted intruders: who is fit, and how probable luck is."""

import json
import re
from math import comb

import numpy as np
import pytest

from sktopics.judging import (
    LLMJudge,
    UnfitJudge,
    check_judge,
    judge_topics,
    make_tasks,
)
from sktopics.judging._judge_check import _PLAIN_SETS, planted_tasks

TASKS = make_tasks([["ship", "sea"], ["tax", "debt"]], kinds="rating")


class Finder:
    """Finds the intruder among plain words, but for the first `n_wrong` times."""

    def __init__(self, n_wrong=0):
        self.n_wrong, self.n_calls = n_wrong, 0

    def __call__(self, prompt):
        self.n_calls += 1
        block = re.search(r"<words (\w+)>\n- (.*)\n</words \1>", prompt)
        words = block[2].split(", ")
        if "does not belong" not in prompt:
            return '{"rating": 1}'
        own = max(_PLAIN_SETS, key=lambda plain: len(set(plain) & set(words)))
        odd = next(word for word in words if word not in own)
        if self.n_calls <= self.n_wrong:
            odd = next(word for word in words if word in own)
        return json.dumps({"word": odd})


@pytest.mark.parametrize(("n_wrong", "is_fit"), [(0, True), (4, True), (5, False)])
def test_four_wrong_ones_of_24_are_too_few_to_refuse(n_wrong, is_fit):
    check = check_judge(LLMJudge(Finder(n_wrong)))
    assert check.n_right == 24 - n_wrong
    assert (check.n_asked, check.n_needed) == (24, 20)
    assert check.is_fit is is_fit
    tail = range(check.n_right, 25)
    luck = sum(comb(24, k) * 5 ** (24 - k) for k in tail) / 6**24
    assert check.p_value == pytest.approx(luck)


def test_guessers_are_refused():
    rng = np.random.default_rng(0)

    def guess(prompt):
        block = re.search(r"<words (\w+)>\n- (.*)\n</words \1>", prompt)
        return json.dumps({"word": rng.choice(block[2].split(", "))})

    with pytest.raises(UnfitJudge, match="20 are needed"):
        judge_topics(LLMJudge(guess), TASKS)
    with pytest.raises(UnfitJudge, match="found 0 of 24"):
        judge_topics(LLMJudge(lambda prompt: "rubbish"), TASKS)


def test_a_judge_is_checked_once():
    finder = Finder()
    judge = LLMJudge(finder)
    judge_topics(judge, TASKS)
    judge_topics(judge, TASKS)
    assert finder.n_calls == 24 + 2 * len(TASKS)


def test_plants_have_one_answer_and_stay_the_same():
    tasks = planted_tasks()
    assert tasks == planted_tasks()
    assert len({task.words for task in tasks}) == 24
    for task in tasks:
        own = [plain for plain in _PLAIN_SETS if len(set(plain) & set(task.words)) == 5]
        assert len(own) == 1
        assert task.key not in own[0]
    places = [task.words.index(task.key) for task in tasks]
    assert len(set(places)) == 6
    words = [word for plain in _PLAIN_SETS for word in plain]
    assert len(set(words)) == len(words)


def test_other_judges():
    with pytest.raises(TypeError, match="judge must be an LLMJudge"):
        check_judge(lambda prompt: "")
