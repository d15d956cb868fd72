"""Tasks answered by a language model, and what that will cost."""

import warnings
from dataclasses import dataclass

from .._validation import levels_to_caller
from ._answers import Answers
from ._judge_check import planted_tasks, require_fit

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


@dataclass(frozen=True, repr=False)
class JudgingEstimate:
    """What it will cost to have tasks answered, before the first call.

    Attributes
    ----------
    n_questions : int
        Tasks times samples, and planted intruders.
    n_kept : int
        How many have an answer in the cache.
    n_calls : int
        Calls if each first answer can be used.
    most_calls : int
        Calls if each question is asked twice.
    prompt_tokens, answer_tokens : int
        Tokens of `n_calls`.
    cost : float or None
        Of `n_calls`, by `price_per_million`; None without it.
    """

    n_questions: int
    n_kept: int
    n_calls: int
    most_calls: int
    prompt_tokens: int
    answer_tokens: int
    cost: float | None

    def __repr__(self):
        cost = "" if self.cost is None else f", cost about {self.cost:.4g}"
        return (
            f"JudgingEstimate: {self.n_questions:,} questions, {self.n_kept:,} in the "
            f"cache, {self.n_calls:,} to {self.most_calls:,} calls\n"
            f"about {self.prompt_tokens:,} tokens sent, {self.answer_tokens:,} "
            f"received{cost}"
        )


def estimate_judging(judge, tasks, *, check=True) -> JudgingEstimate:
    """Return what it will cost to have tasks answered; nothing is asked.

    Parameters
    ----------
    judge : LLMJudge
    tasks : JudgingTasks
    check : bool, default=True
        Whether planted intruders are asked for, too.

    Returns
    -------
    estimate : JudgingEstimate

    Examples
    --------
    >>> from sktopics.judging import LLMJudge, estimate_judging, make_tasks
    >>> tasks = make_tasks([["ship", "sea"], ["tax", "debt"]], kinds="rating")
    >>> estimate_judging(LLMJudge(print), tasks).n_calls
    26
    """
    questions = [judge.question(task) for task in planted_tasks()] if check else []
    questions += [
        judge.question(task, i) for i in range(judge.n_samples) for task in tasks
    ]
    calls = judge.calls()
    kept = calls.kept(questions)
    left = [q for q, reply in zip(questions, kept, strict=True) if reply is None]
    sent = sum(calls.spending.tokens_of(calls.system, q.prompt) for q in left)
    received = len(left) * judge.answer_tokens
    return JudgingEstimate(
        n_questions=len(questions),
        n_kept=len(questions) - len(left),
        n_calls=len(left),
        most_calls=2 * len(left),
        prompt_tokens=sent,
        answer_tokens=received,
        cost=calls.spending.price_of(sent, received),
    )
