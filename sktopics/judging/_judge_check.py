"""Whether a language model can judge topics: planted intruders."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from ._judging_tasks import JudgingTask
from ._llm_judge import LLMJudge

# Words that anybody tells to be of one kind.
_PLAIN_SETS = (
    ("red", "green", "blue", "yellow", "purple", "orange"),
    ("apple", "pear", "cherry", "banana", "plum", "grape"),
    ("dog", "cat", "horse", "cow", "sheep", "goat"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "sunday"),
    ("violin", "piano", "guitar", "flute", "trumpet", "drum"),
    ("france", "italy", "spain", "germany", "poland", "sweden"),
    ("hammer", "saw", "drill", "screwdriver", "wrench", "chisel"),
    ("doctor", "nurse", "hospital", "patient", "surgery", "medicine"),
    ("rain", "snow", "storm", "cloud", "wind", "thunder"),
    ("arm", "leg", "hand", "foot", "knee", "elbow"),
    ("shirt", "trousers", "coat", "sock", "hat", "glove"),
    ("car", "bus", "train", "bicycle", "tram", "lorry"),
)
_N_PLANTS = 24
_LEAST_SHARE = 0.8


class UnfitJudge(ValueError):
    """A language model finds too few planted intruders to judge topics."""


@dataclass(frozen=True)
class JudgeCheck:
    """How many planted intruders a judge has found, made by `check_judge`.

    Attributes
    ----------
    n_right, n_asked : int
    n_needed : int
        80 % of those asked.
    p_value : float
        How probable it is that a guesser finds as many.
    """

    n_right: int
    n_asked: int
    n_needed: int
    p_value: float

    @property
    def is_fit(self) -> bool:
        """Whether the judge has found enough."""
        return self.n_right >= self.n_needed

    def __repr__(self):
        verdict = "fit" if self.is_fit else "unfit"
        return (
            f"JudgeCheck: {self.n_right} of {self.n_asked} intruders found, "
            f"{self.n_needed} needed: {verdict}"
        )


def planted_tasks() -> list[JudgingTask]:
    """Return 24 intrusion tasks whose answers anybody knows.

    The same ones each time: a cache has their answers.
    """
    rng = np.random.RandomState(0)
    tasks = []
    for i in range(_N_PLANTS):
        own = _PLAIN_SETS[i % len(_PLAIN_SETS)]
        other = _PLAIN_SETS[(i + 1 + rng.randint(len(_PLAIN_SETS) - 1)) % 12]
        intruder = other[rng.randint(len(other))]
        five = [own[j] for j in rng.permutation(len(own))[:5]]
        words = [*five, intruder]
        words = tuple(words[j] for j in rng.permutation(len(words)))
        tasks.append(JudgingTask(f"plant-{i}", "intrusion", 0, words, key=intruder))
    return tasks


def check_judge(judge) -> JudgeCheck:
    """Check by planted intruders whether a language model can judge topics.

    It is asked which word does not belong to five plain ones, such as colours, 24
    times. No topics and no answers of people are needed, and a model that fails is no
    judge of topics, which are harder.

    Parameters
    ----------
    judge : LLMJudge

    Returns
    -------
    check : JudgeCheck
        The judge is fit if it finds 80 % of the intruders, which are 20. An answer that
        cannot be used counts as wrong.

    Examples
    --------
    >>> from sktopics.judging import LLMJudge, check_judge
    >>> check_judge(LLMJudge(lambda prompt: '{"word": "red"}', max_retries=0)).is_fit
    False
    """
    _check_kind(judge)
    tasks = planted_tasks()
    replies = judge.calls().ask([judge.question(task) for task in tasks])
    right = sum(
        reply.value == task.key for reply, task in zip(replies, tasks, strict=True)
    )
    needed = int(np.ceil(_LEAST_SHARE * len(tasks)))
    p_value = float(binom.sf(right - 1, len(tasks), 1 / len(tasks[0].words)))
    return JudgeCheck(right, len(tasks), needed, p_value)


def _check_kind(judge):
    if not isinstance(judge, LLMJudge):
        raise TypeError(f"judge must be an LLMJudge, got {type(judge).__name__}.")


def require_fit(judge):
    """Check a judge once, and refuse an unfit one.

    Raises
    ------
    UnfitJudge
        If it finds fewer than 80 % of the planted intruders.
    """
    _check_kind(judge)
    if judge._is_fit:
        return
    check = check_judge(judge)
    if not check.is_fit:
        raise UnfitJudge(
            f"{judge.name!r} has found {check.n_right} of {check.n_asked} planted "
            f"intruders, and {check.n_needed} are needed: it cannot judge topics. Ask "
            "a more capable model, or give check=False."
        )
    judge._is_fit = True
