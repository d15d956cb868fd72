"""Scores of topics by answers: right intruders, ratings, fits, agreement."""

from numbers import Real

import numpy as np
from scipy.stats import kendalltau

from .._sklearn import Interval, validate_params
from .._wilson import wilson_interval
from ._answers import Answers
from ._judging_tasks import JudgingTasks
from ._krippendorff import krippendorff_alpha
from ._topic_judgments import TopicJudgments

_LEVELS = {"intrusion": "nominal", "rating": "ordinal", "documents": "ordinal"}


@validate_params(
    {
        "tasks": [JudgingTasks],
        "answers": [Answers],
        "level": [Interval(Real, 0, 1, closed="neither")],
    },
    prefer_skip_nested_validation=True,
)
def score_answers(tasks, answers, *, level=0.95) -> TopicJudgments:
    """Score topics by the answers of judges.

    Parameters
    ----------
    tasks : JudgingTasks
        What was asked, with the right answers.
    answers : Answers
        What `read_answers` has read, or `judge_topics` has returned.
    level : float, default=0.95
        Of the intervals of intrusion.

    Returns
    -------
    judgments : TopicJudgments
        Its `to_frame` has a row for each topic.

    Raises
    ------
    ValueError
        If there are no answers, or answers to other tasks.

    Examples
    --------
    >>> from sktopics.judging import Answers, make_tasks, score_answers
    >>> topics = [["ship", "sea"], ["tax", "debt"]]
    >>> tasks = make_tasks(topics, kinds=["rating"], random_state=0)
    >>> given = [("rating-0", "Ada", 3), ("rating-1", "Ada", 2), ("rating-0", "Bo", 3)]
    >>> score_answers(tasks, Answers(given)).rating
    array([3., 2.])
    """
    answers.check(tasks)
    if not len(answers):
        raise ValueError("There are no answers to score.")
    n_topics = len(tasks.labels)
    by_task = {task.id: [] for task in tasks}
    for name, _, answer in answers.given:
        by_task[name].append(answer)
    found, asked = np.zeros(n_topics), np.zeros(n_topics)
    ratings = [[] for _ in range(n_topics)]
    fits = [[] for _ in range(n_topics)]
    n_answers = np.zeros(n_topics, dtype=np.int64)
    for task in tasks:
        given = by_task[task.id]
        n_answers[task.topic] += len(given)
        if task.kind == "intrusion":
            found[task.topic] += given.count(task.key)
            asked[task.topic] += len(given)
        elif task.kind == "rating":
            ratings[task.topic] += map(int, given)
        elif given:
            fits[task.topic].append((task.key, np.mean(list(map(int, given)))))
    share = np.divide(found, asked, out=np.full(n_topics, np.nan), where=asked > 0)
    lower, upper = wilson_interval(share[:, np.newaxis], asked, level)
    return TopicJudgments(
        labels=tasks.labels,
        intrusion=share,
        intrusion_lower=lower.ravel(),
        intrusion_upper=upper.ravel(),
        rating=np.array([np.mean(own) if own else np.nan for own in ratings]),
        fit=np.array([_tau(own) for own in fits]),
        n_answers=n_answers,
        alpha=_alphas(tasks, answers),
    )


def _tau(pairs):
    """Return Kendall's tau-b of pairs, NaN if one side does not vary."""
    if len(pairs) < 2 or any(len(set(side)) < 2 for side in zip(*pairs, strict=True)):
        return np.nan
    return float(kendalltau(*zip(*pairs, strict=True)).statistic)


def _alphas(tasks, answers):
    """Return Krippendorff's alpha of each kind of task that several have answered."""
    found = {}
    judge = {name: i for i, name in enumerate(answers.judges)}
    for kind, level in _LEVELS.items():
        column = {
            task.id: (i, task)
            for i, task in enumerate(task for task in tasks if task.kind == kind)
        }
        ratings = np.full((len(judge), len(column)), None, dtype=object)
        for name, who, answer in answers.given:
            if name in column:
                i, task = column[name]
                # Right or wrong: words differ from task to task.
                value = answer == task.key if kind == "intrusion" else int(answer)
                ratings[judge[who], i] = value
        if ((ratings != None).sum(axis=0) > 1).any():  # noqa: E711
            found[kind] = krippendorff_alpha(ratings, level)
    return found
