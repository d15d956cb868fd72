"""What came of asking a language model for the names of topics."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from ..._frames import ColumnsMixin
from ..._language_models.prompt_text import shown_line

_SHOWN_ROWS = 20
_WIDTH = 88


@dataclass(frozen=True)
class NamingRow:
    """What came of one topic, a row of a `NamingReport`.

    Parameters
    ----------
    topic : int
        Number of the topic.
    status : {"named", "described", "failed", "not asked", "passed over"}
        "described" if a schema of the user's asks for no name; "not asked" if
        `max_calls` or `max_cost` were reached or the service was down; "passed over" if
        the topic has a name already, is not among the largest, or has neither words nor
        documents.
    name : str or None
        The name that was given; None without one.
    reason : str
        Why the topic has none; "" for a topic that was named.
    n_calls : int
        Calls that were made for it, also those that failed: 0 for an answer from the
        cache.
    prompt : str or None
        What was asked, without the system prompt.
    answer : str or None
        The last answer, as it came.
    """

    topic: int
    status: str
    name: str | None
    reason: str
    n_calls: int
    prompt: str | None
    answer: str | None


@dataclass(frozen=True, eq=False, repr=False)
class NamingReport(ColumnsMixin, Sequence[NamingRow]):
    """What came of asking a language model for names, made by `name_topics_by_llm`.

    A sequence of `NamingRow`, one for each topic: ``report[0].prompt`` is what was
    asked, ``report[:5]`` is a report again, and ``report.to_frame()`` a data frame.

    Parameters
    ----------
    rows : tuple of NamingRow
    n_calls : int
        All calls, with second tries and names that had to be told apart.
    prompt_tokens : int
        Tokens that were sent.
    answer_tokens : int
        Tokens of the answers.
    cost : float or None
        By `price_per_million`; None without it. The service may count otherwise.
    alike : tuple of tuples of int
        Groups of topics that still have the same name, but for case and punctuation.
    """

    rows: tuple[NamingRow, ...]
    n_calls: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    cost: float | None = None
    alike: tuple[tuple[int, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, key: int) -> NamingRow: ...

    @overload
    def __getitem__(self, key: slice) -> "NamingReport": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            totals = (self.n_calls, self.prompt_tokens, self.answer_tokens, self.cost)
            return NamingReport(self.rows[key], *totals, self.alike)
        return self.rows[operator.index(key)]

    @property
    def failures(self) -> dict[int, str]:
        """Topics without a name that were to have one, and why, a dict by number."""
        return {
            row.topic: row.reason
            for row in self.rows
            if row.status in ("failed", "not asked")
        }

    def _columns(self):
        names = ("topic", "status", "name", "reason", "n_calls", "prompt", "answer")
        return {name: [getattr(row, name) for row in self.rows] for name in names}

    def __repr__(self):
        statuses = [row.status for row in self.rows]
        counts = [f"{statuses.count(s)} {s}" for s in dict.fromkeys(statuses)]
        head = f"NamingReport: {len(self)} topics" + "".join(f", {c}" for c in counts)
        lines = [head, self._totals()]
        if self.rows:
            lines.append("topic  status       calls  name, or why there is none")
        for row in self.rows[:_SHOWN_ROWS]:
            said = shown_line(row.name or row.reason)
            line = f"{row.topic:>5}  {row.status:<11}  {row.n_calls:>5}  {said}"
            lines.append(line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…")
        if len(self) > _SHOWN_ROWS:
            lines.append(f"… {len(self) - _SHOWN_ROWS} more (a slice shows them)")
        return "\n".join(lines)

    def _totals(self):
        calls = f"{self.n_calls:,} call{'' if self.n_calls == 1 else 's'}"
        sent = f"about {self.prompt_tokens:,} tokens sent"
        cost = "" if self.cost is None else f", cost {self.cost:.4g}"
        return f"{calls}, {sent}, {self.answer_tokens:,} received{cost}"
