"""What it will cost to have tasks answered by a language model."""

from dataclasses import dataclass

from ._judge_check import planted_tasks


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
