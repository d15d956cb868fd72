"""Calls of language models: kept, counted, tried again, several at once."""

import inspect
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from .._optional import import_optional
from .answer_cache import AnswerCache, UnusableCache, answer_key
from .answer_reading import RefusedAnswer
from .call_errors import (
    NotAffordable,
    is_worth_another_try,
    said_by,
    seconds_asked_for,
)
from .prompt_text import asked_again, with_system
from .spending import Spending

# After so many calls in a row that failed, the service is taken to be down.
_FAILURES_IN_A_ROW = 5
_LONGEST_WAIT = 60.0


class Question(NamedTuple):
    """What is asked of a language model.

    Attributes
    ----------
    prompt : str
    read : callable
        Returns what an answer says, or raises `RefusedAnswer`.
    """

    prompt: str
    read: Callable[[str], Any]


@dataclass
class Reply:
    """What has come of a question.

    Attributes
    ----------
    value : object
        What `read` has returned; None if there was no good answer.
    answer : str or None
        The last answer, as it came.
    reason : str or None
        Why there is no value.
    n_calls : int
        Number of calls, 0 for an answer that was kept.
    was_asked : bool
        Whether there was any try, or an answer that was kept.
    """

    value: Any = None
    answer: str | None = None
    reason: str | None = None
    n_calls: int = 0
    was_asked: bool = True


@dataclass
class LLMCalls:
    """A language model that is asked questions.

    Parameters
    ----------
    llm : callable or object with `complete`
    system : str
    spending : Spending
    model_id : str or None
    cache : AnswerCache or None
    n_threads : int
    batch_size : int
        Prompts in a call of `complete`.
    max_retries : int
    sleep : callable or None
    """

    llm: Any
    system: str
    spending: Spending
    model_id: str | None = None
    cache: AnswerCache | None = None
    n_threads: int = 1
    batch_size: int = 1
    max_retries: int = 0
    sleep: Callable[[float], Any] | None = None
    cache_failure: str | None = None
    _failed_in_a_row: int = 0
    _last_failure: str = ""
    _lock: Any = field(default_factory=Lock)

    def __post_init__(self):
        self._complete = completer(self.llm, self.system)
        if not hasattr(self.llm, "complete"):
            self.batch_size = 1
        if self.max_retries:
            import_optional("tenacity", "llm")  # before the first call is paid

    def kept(self, questions) -> list[Reply | None]:
        """Return the good answers that are kept for questions, None without one."""
        replies = [None] * len(questions)
        if self.cache is None:
            return replies
        keys = list(map(self._key, questions))
        answers = self.cache.get(keys)
        for i, (key, question) in enumerate(zip(keys, questions, strict=True)):
            if key in answers:
                try:
                    replies[i] = Reply(question.read(answers[key]), answers[key])
                except RefusedAnswer:  # was good for another schema
                    continue
        return replies

    def ask(self, questions) -> list[Reply]:
        """Return a reply to each question, in their order.

        Answers that are kept are not asked for. Others are kept as soon as they are
        read, before the next call of their thread.
        """
        replies = self.kept(questions)
        left = [i for i, reply in enumerate(replies) if reply is None]
        batches = [
            left[start : start + self.batch_size]
            for start in range(0, len(left), self.batch_size)
        ]

        def ask_batch(batch):
            return self._ask_batch([questions[i] for i in batch])

        for batch, found in zip(batches, self._run(ask_batch, batches), strict=True):
            for i, reply in zip(batch, found, strict=True):
                replies[i] = reply
        return replies

    def _run(self, function, batches):
        """Yield the results of batches in their order, from so many threads."""
        if self.n_threads == 1 or len(batches) < 2:
            yield from map(function, batches)
            return
        pool = ThreadPoolExecutor(min(self.n_threads, len(batches)))
        try:
            yield from pool.map(function, batches)
        finally:
            # An error or an interrupt: what has not begun is not asked.
            pool.shutdown(wait=True, cancel_futures=True)

    def _ask_batch(self, questions):
        """Ask once, and once more where the answer could not be used."""
        replies = [Reply() for _ in questions]
        prompts = {i: question.prompt for i, question in enumerate(questions)}
        self._ask_once(self._ask_once(prompts, questions, replies), questions, replies)
        return replies

    def _ask_once(self, prompts, questions, replies):
        """Ask, and return what is to be asked next, by the number of the question."""
        again = {}
        for i in self._answer(prompts, replies) if prompts else ():
            reply, question = replies[i], questions[i]
            try:
                reply.value, reply.reason = question.read(reply.answer), None
            except RefusedAnswer as error:
                reply.reason = f"the answer was refused: {error}"
                again[i] = asked_again(question.prompt, str(error))
            else:
                self._keep(question, reply.answer)
        return again

    def _keep(self, question, answer):
        """Keep an answer; one that is paid is not lost where it cannot be kept."""
        if self.cache is None or self.cache_failure is not None:
            return
        try:
            self.cache.put(self._key(question), answer)
        except (OSError, UnusableCache) as error:
            self.cache_failure = str(error)

    def _answer(self, prompts, replies):
        """Write answers into replies, and return the numbers of those that came."""
        try:
            answers = self._called(
                list(prompts.values()), [replies[i] for i in prompts]
            )
        except Exception as error:
            if len(prompts) > 1 and not is_worth_another_try(error):
                # A batch may be refused for one of its prompts, or be too dear alone.
                return [
                    answered
                    for i, prompt in prompts.items()
                    for answered in self._answer({i: prompt}, replies)
                ]
            self._note_failure(error, [replies[i] for i in prompts])
            return []
        self._failed_in_a_row = 0
        for i, answer in zip(prompts, answers, strict=True):
            replies[i].answer = answer
        return list(prompts)

    def _note_failure(self, error, replies):
        is_made = not isinstance(error, NotAffordable)
        reason = said_by(error) if is_made else str(error)
        for reply in replies:
            before = f"{reply.reason}; then " if reply.reason else ""
            reply.reason = f"{before}{reason}"
            reply.was_asked = reply.n_calls > 0
        if is_made:
            with self._lock:
                self._failed_in_a_row += 1
                self._last_failure = reason

    def _called(self, prompts, replies):
        """Call the model, again where that may help."""

        def attempt():
            self._check_service()
            with self.spending.of_calls(self.system, prompts) as spent:
                for reply in replies:
                    reply.n_calls += 1
                answers = checked_answers(self._complete(prompts), len(prompts))
                spent(answers)
            return answers

        if not self.max_retries:
            return attempt()
        tenacity = import_optional("tenacity", "llm")
        backoff = tenacity.wait_random_exponential(max=_LONGEST_WAIT)

        def wait(state):
            asked_for = seconds_asked_for(state.outcome.exception())
            return min(max(asked_for, backoff(state)), _LONGEST_WAIT)

        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.max_retries + 1),
            wait=wait,
            retry=tenacity.retry_if_exception(is_worth_another_try),
            sleep=time.sleep if self.sleep is None else self.sleep,
            reraise=True,
        )
        return retrying(attempt)

    def _check_service(self):
        if self._failed_in_a_row >= _FAILURES_IN_A_ROW:
            raise NotAffordable(
                f"not asked, since {_FAILURES_IN_A_ROW} calls in a row failed "
                f"({self._last_failure})"
            )

    def _key(self, question):
        parameters = getattr(self.llm, "parameters", {})
        return answer_key(self.model_id, self.system, question.prompt, parameters)


def completer(llm, system):
    """Return a function from a list of prompts to a list of answers.

    A model that has a parameter `system` is given the system prompt by it, another has
    it before each prompt.
    """
    is_batch = hasattr(llm, "complete")
    call = llm.complete if is_batch else llm
    takes_system = _takes_system(call)

    def complete(prompts):
        more = {"system": system} if takes_system else {}
        if system and not takes_system:
            prompts = [with_system(prompt, system) for prompt in prompts]
        if is_batch:
            return call(list(prompts), **more)
        return [call(prompt, **more) for prompt in prompts]

    return complete


def _takes_system(function):
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):  # not written in Python
        return False
    return "system" in parameters


def checked_answers(answers, n_prompts) -> list:
    """Return the answers of `complete` as a list, if they are as many as prompts.

    Raises
    ------
    TypeError
        If they are not.
    """
    if isinstance(answers, (str, bytes)) or not hasattr(answers, "__iter__"):
        raise TypeError(
            "complete must return a list of answers, and returned "
            f"{type(answers).__name__}"
        )
    answers = list(answers)
    if len(answers) != n_prompts:
        raise TypeError(
            f"complete returned {len(answers)} answers to {n_prompts} prompts"
        )
    return answers
