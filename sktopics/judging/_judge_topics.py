"""Tasks answered by a language model."""

import warnings

from .._validation import levels_to_caller
from ._answers import Answers
from ._judge_check import require_fit

# Failures that a warning names.
_TOLD = 3


def judge_topics(judge, tasks, *, check=True) -> Answers:
    """Have a language model answer tasks.

    Parameters
    ----------
    judge : LLMJudge
    tasks : JudgingTasks
        What `make_tasks` has made.
    check : bool, default=True
        Whether the model has to find planted intruders first, see `check_judge`. It is
        asked for these once.

    Returns
    -------
    answers : Answers
        As of people: for `score_answers`, `krippendorff_alpha` and `judge_agreement`.
        Tasks without a good answer are not among them.

    Raises
    ------
    UnfitJudge
        If the model finds fewer than 80 % of the planted intruders.
    ValueError
        If there is no good answer to any task.

    Warns
    -----
    UserWarning
        If some tasks have no good answer; it says why.

    Examples
    --------
    >>> from sktopics.judging import LLMJudge, judge_topics, make_tasks, score_answers
    >>> tasks = make_tasks([["ship", "sea"], ["tax", "debt"]], kinds="rating")
    >>> judge = LLMJudge(lambda prompt: '{"rating": 2}')
    >>> score_answers(tasks, judge_topics(judge, tasks, check=False)).rating
    array([2., 2.])
    """
    if check:
        require_fit(judge)
    asked = [(task, i) for i in range(judge.n_samples) for task in tasks]
    replies = judge.calls().ask([judge.question(task, i) for task, i in asked])
    names = judge.samples()
    given, failed = [], []
    for (task, i), reply in zip(asked, replies, strict=True):
        if reply.value is None:
            failed.append((task.id, reply.reason))
        else:
            given.append((task.id, names[i], reply.value))
    if failed:
        _tell(failed, len(asked), bool(given))
    return Answers(tuple(given))


def _tell(failed, n_asked, are_some):
    reasons = "; ".join(f"{name}: {reason}" for name, reason in failed[:_TOLD])
    more = "; ..." if len(failed) > _TOLD else ""
    said = (
        f"{len(failed)} of {n_asked} tasks have no good answer ({reasons}{more}). Good "
        "answers are kept if the judge has a cache."
    )
    if not are_some:
        raise ValueError(said)
    warnings.warn(said, UserWarning, stacklevel=levels_to_caller())
