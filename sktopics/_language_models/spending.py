"""What calls of language models cost, and when no more are made."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from .call_errors import NotAffordable
from .prompt_text import with_system
from .token_budget import counted_tokens

# What a service counts beside the text of a call: the roles of its messages.
TOKENS_BESIDE = 8


@dataclass
class Spending:
    """Numbers of calls and tokens, and their price.

    Parameters
    ----------
    max_calls : int or None
    max_cost : float or None
    prices : tuple of two floats, or None
        Of a million tokens of prompts and of answers.
    answer_tokens : int
        Expected of an answer.
    count_tokens : callable or None

    Attributes
    ----------
    n_calls, prompt_tokens : int
        Of all calls, also those that failed.
    read_tokens : int
        Tokens of the answers.
    """

    max_calls: int | None = None
    max_cost: float | None = None
    prices: tuple[float, float] | None = None
    answer_tokens: int = 100
    count_tokens: Callable[[str], int] | None = None
    n_calls: int = 0
    prompt_tokens: int = 0
    read_tokens: int = 0
    _expected_tokens: int = 0  # of the answers to calls that are under way
    _lock: Any = field(default_factory=Lock)

    def tokens_of(self, system, prompt) -> int:
        """Return the tokens that are sent with a prompt."""
        sent = with_system(prompt, system)
        return counted_tokens(sent, self.count_tokens) + TOKENS_BESIDE

    def price_of(self, prompt_tokens, answer_tokens) -> float | None:
        """Return what tokens cost, None where prices are not known."""
        if self.prices is None:
            return None
        return (
            prompt_tokens * self.prices[0] + answer_tokens * self.prices[1]
        ) / 1_000_000

    @property
    def cost(self) -> float | None:
        """What the calls have cost, None where prices are not known."""
        return self.price_of(self.prompt_tokens, self.read_tokens)

    @contextmanager
    def of_calls(self, system, prompts):
        """Account for calls, and give a function that is told their answers.

        Raises
        ------
        NotAffordable
            If the calls would be more, or cost more, than allowed.
        """
        tokens = sum(self.tokens_of(system, prompt) for prompt in prompts)
        expected = self.answer_tokens * len(prompts)
        with self._lock:
            self._check(len(prompts), tokens, expected)
            self.n_calls += len(prompts)
            self.prompt_tokens += tokens
            self._expected_tokens += expected

        def spent(answers):
            texts = [answer for answer in answers if isinstance(answer, str)]
            read = sum(counted_tokens(text, self.count_tokens) for text in texts)
            with self._lock:
                self.read_tokens += read

        try:
            yield spent
        finally:
            with self._lock:
                self._expected_tokens -= expected

    def _check(self, n_calls, tokens, expected):
        if self.max_calls is not None and self.n_calls + n_calls > self.max_calls:
            raise NotAffordable(f"not asked, since max_calls={self.max_calls}")
        if self.max_cost is None:
            return
        cost = self.price_of(
            self.prompt_tokens + tokens,
            self.read_tokens + self._expected_tokens + expected,
        )
        if cost > self.max_cost:
            raise NotAffordable(f"not asked, since max_cost={self.max_cost:g}")
