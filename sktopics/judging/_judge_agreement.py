"""How far two sets of judges agree about topics."""

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np
from scipy.stats import kendalltau, spearmanr
from sklearn.utils import check_random_state

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._sklearn import Interval, validate_params
from ._answers import Answers
from ._judging_tasks import KINDS, JudgingTasks


@dataclass(frozen=True, eq=False, repr=False)
class JudgeAgreement(ColumnsMixin, FrozenArrays):
    """How far two sets of judges agree, made by `judge_agreement`.

    Attributes
    ----------
    kinds : tuple of str
        Kinds of tasks that both have answered.
    n_units : ndarray of shape (n_kinds,), int
        Topics, or documents of topics, that both have judged.
    tau : ndarray of shape (n_kinds,)
        Kendall's tau-b of the mean answers; NaN where one side does not vary.
    lower, upper : ndarray of shape (n_kinds,)
        Bootstrap interval of tau, by samples of topics.
    spearman : ndarray of shape (n_kinds,)
        Spearman's rank correlation of the mean answers.
    """

    kinds: tuple
    n_units: np.ndarray
    tau: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    spearman: np.ndarray

    _index = "kind"

    def _columns(self):
        return {
            "kind": list(self.kinds),
            "n_units": self.n_units,
            "tau": self.tau,
            "lower": self.lower,
            "upper": self.upper,
            "spearman": self.spearman,
        }

    def __repr__(self):
        lines = ["JudgeAgreement"]
        for i, kind in enumerate(self.kinds):
            lines.append(
                f"{kind:9}  tau {self.tau[i]:+.2f} [{self.lower[i]:+.2f}, "
                f"{self.upper[i]:+.2f}]  spearman {self.spearman[i]:+.2f}  "
                f"{self.n_units[i]} judged by both"
            )
        return "\n".join(lines)


@validate_params(
    {
        "tasks": [JudgingTasks],
        "answers": [Answers],
        "others": [Answers],
        "level": [Interval(Real, 0, 1, closed="neither")],
        "n_bootstrap": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def judge_agreement(
    tasks, answers, others, *, level=0.95, n_bootstrap=1000, random_state: Any = 0
) -> JudgeAgreement:
    """Compare the answers of two sets of judges, such as a language model and people.

    Parameters
    ----------
    tasks : JudgingTasks
        What both were asked.
    answers, others : Answers
        Of each set.
    level : float, default=0.95
        Of the intervals.
    n_bootstrap : int, default=1000
        Number of samples of topics.
    random_state : int, RandomState instance or None, default=0
        Draws the samples.

    Returns
    -------
    agreement : JudgeAgreement
        A row for each kind of task that both have answered. Of intrusion, topics are
        compared by the share of right answers, of ratings by the mean; of documents,
        each document of a topic by its mean fit.

    Raises
    ------
    ValueError
        If no task was answered by both.

    Examples
    --------
    >>> from sktopics.judging import Answers, judge_agreement, make_tasks
    >>> topics = [["ship", "sea"], ["tax", "debt"], ["cat", "dog"]]
    >>> tasks = make_tasks(topics, kinds="rating")
    >>> people = Answers([(f"rating-{k}", "Ada", r) for k, r in enumerate([3, 2, 1])])
    >>> model = Answers([(f"rating-{k}", "LLM", r) for k, r in enumerate([3, 3, 1])])
    >>> judge_agreement(tasks, model, people).tau.round(2)
    array([0.82])
    """
    answers.check(tasks)
    others.check(tasks)
    rng = check_random_state(random_state)
    means, other_means = _means(tasks, answers), _means(tasks, others)
    rows = []
    for kind in KINDS:
        units = [
            task
            for task in tasks
            if task.kind == kind and task.id in means and task.id in other_means
        ]
        if not units:
            continue
        a = np.array([means[task.id] for task in units])
        b = np.array([other_means[task.id] for task in units])
        topics = np.array([task.topic for task in units])
        lower, upper = _interval(a, b, topics, level, n_bootstrap, rng)
        rows.append((kind, len(units), _tau(a, b), lower, upper, _rank(a, b)))
    if not rows:
        raise ValueError("No task was answered by both sets of judges.")
    kinds, *columns = zip(*rows, strict=True)
    n_units, tau, lower, upper, spearman = map(np.array, columns)
    return JudgeAgreement(tuple(kinds), n_units, tau, lower, upper, spearman)


def _means(tasks, answers):
    """Return the mean answer to each task that has one."""
    known = {task.id: task for task in tasks}
    values = {}
    for name, _, answer in answers.given:
        task = known[name]
        value = answer == task.key if task.kind == "intrusion" else int(answer)
        values.setdefault(name, []).append(float(value))
    return {name: np.mean(own) for name, own in values.items()}


def _varies(a, b):
    return len(a) > 1 and np.ptp(a) > 0 and np.ptp(b) > 0


def _tau(a, b):
    return float(kendalltau(a, b).statistic) if _varies(a, b) else np.nan


def _rank(a, b):
    return float(spearmanr(a, b).statistic) if _varies(a, b) else np.nan


def _interval(a, b, topics, level, n_bootstrap, rng):
    """Return bounds of tau by samples of topics, with all units of each."""
    names = np.unique(topics)
    units = [np.flatnonzero(topics == name) for name in names]
    found = []
    for _ in range(n_bootstrap):
        drawn = rng.randint(len(names), size=len(names))
        rows = np.concatenate([units[i] for i in drawn])
        found.append(_tau(a[rows], b[rows]))
    found = np.array(found)[~np.isnan(found)]
    if not len(found):
        return np.nan, np.nan
    tail = (1 - level) / 2
    return tuple(np.quantile(found, [tail, 1 - tail]))
