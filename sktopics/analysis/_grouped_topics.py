"""A table of topics in groups of documents: over time, by class, or both."""

import operator
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import overload

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import (
    SHOWN_ROWS,
    WIDTH,
    clip,
    display_width,
    one_line,
    pad_left,
    printable,
    table_lines,
)

_LABEL_WIDTH = 24


@dataclass(frozen=True)
class GroupedTopic:
    """A topic in a group of documents, a row of `GroupedTopics`.

    Parameters
    ----------
    topic : int
        Number of the topic, -1 for documents without one.
    label : str
        Its name.
    group : hashable
        The class of the documents; None if they are grouped by time alone.
    start, end : datetime, int, float or None
        The bin of the times of the documents; None if they are grouped by class alone.
    frequency : float
        How many documents of the group have the topic; of a mixture, the sum of its
        shares in them.
    share : float
        What part of the group that is; NaN for a group without documents.
    share_of_topic : float
        What part of the topic in all groups that is; NaN for a topic without any.
    lower, upper : float
        Bounds of an interval for `share`; NaN where there is none.
    terms : tuple of str
        The words of the topic in the group, best first.
    weights : tuple of float
        Weights of the terms.
    """

    topic: int
    label: str
    group: Hashable
    start: datetime | float | None
    end: datetime | float | None
    frequency: float
    share: float
    share_of_topic: float
    lower: float
    upper: float
    terms: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class GroupedTopics(ColumnsMixin, FrozenArrays, Sequence[GroupedTopic]):
    """An immutable table of topics in groups of documents.

    Made by `topics_over_time`, `topics_per_class` and `topics_per_class_over_time`. A
    sequence of `GroupedTopic` rows: ``len(table)``, ``table[0]`` and iteration give
    rows, ``table[:5]`` is a table again. ``table.topic(number)`` are the rows of a
    topic, ``table.group(name)`` those of a class. Its columns are arrays: ``lower`` and
    ``upper`` of ``table.topic(3)`` are a band around its ``shares``.

    Parameters
    ----------
    topics : ndarray of shape (n_rows,), int64
    labels : tuple of str
        Names of the topics of the rows.
    groups : tuple, or None
        Classes; None if documents are grouped by time alone.
    starts, ends : ndarray of shape (n_rows,), or None
        Bins: datetime64[us], int64 or float64; None if documents are grouped by class
        alone.
    frequencies : ndarray of shape (n_rows,)
        Numbers of documents, int64; of mixtures, sums of shares, float64.
    shares, shares_of_topics, lower, upper : ndarray of shape (n_rows,), float64
    terms : tuple of tuples of str
    weights : tuple of tuples of float
    """

    topics: np.ndarray
    labels: tuple[str, ...]
    groups: tuple | None
    starts: np.ndarray | None
    ends: np.ndarray | None
    frequencies: np.ndarray
    shares: np.ndarray
    shares_of_topics: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    terms: tuple[tuple[str, ...], ...]
    weights: tuple[tuple[float, ...], ...]

    def __len__(self) -> int:
        return len(self.topics)

    @overload
    def __getitem__(self, key: int) -> GroupedTopic: ...

    @overload
    def __getitem__(self, key: slice) -> "GroupedTopics": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._rows(range(len(self))[key])
        key = operator.index(key)
        values = (getattr(self, field.name) for field in fields(self))
        cells = (None if column is None else column[key] for column in values)
        return GroupedTopic(*(_plain(cell) for cell in cells))

    def __iter__(self) -> Iterator[GroupedTopic]:
        return map(self.__getitem__, range(len(self)))

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return all(
            _same(getattr(self, field.name), getattr(other, field.name))
            for field in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]

    def topic(self, number) -> "GroupedTopics":
        """Return the rows of a topic, -1 for documents without one.

        Raises
        ------
        LookupError
            If no row is of this topic.
        """
        rows = np.flatnonzero(self.topics == number)
        if not len(rows):
            known = sorted(set(self.topics.tolist()))
            raise LookupError(
                f"No row is of topic {number!r:.40}: the table has topics {known}."
            )
        return self._rows(rows.tolist())

    def group(self, name) -> "GroupedTopics":
        """Return the rows of a class.

        Raises
        ------
        LookupError
            If no row is of this class.
        """
        groups = self.groups or ()
        rows = [row for row, group in enumerate(groups) if group == name]
        if not rows:
            known = list(dict.fromkeys(groups))
            raise LookupError(
                f"No row is of class {name!r:.40}: the table has {known!r:.400}."
            )
        return self._rows(rows)

    def _rows(self, rows):
        rows = list(rows)
        columns = {}
        for field in fields(self):
            column = getattr(self, field.name)
            if isinstance(column, np.ndarray):
                columns[field.name] = column[rows]
            elif column is not None:
                columns[field.name] = tuple(column[row] for row in rows)
        return replace(self, **columns)

    def _columns(self):
        columns = {"topic": self.topics, "label": list(self.labels)}
        if self.groups is not None:
            columns["class"] = list(self.groups)
        if self.starts is not None:
            columns["start"], columns["end"] = self.starts, self.ends
        return {
            **columns,
            "frequency": self.frequencies,
            "share": self.shares,
            "share_of_topic": self.shares_of_topics,
            "lower": self.lower,
            "upper": self.upper,
            "terms": list(map(list, self.terms)),
            "weights": list(map(list, self.weights)),
        }

    def __repr__(self):
        n = len(self)
        title = f"GroupedTopics: {n} row{'' if n == 1 else 's'}"
        if not n:
            return title
        header, *rows = _lines(self[:SHOWN_ROWS])
        # Rows that are not shown are not made.
        return table_lines(title, header, [*rows, *[""] * (n - len(rows))], "rows")


def _plain(value):
    return value.item() if isinstance(value, np.generic) else value


def _same(a, b):
    if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray):
        return a is b or (not isinstance(b, np.ndarray) and a == b)
    return np.array_equal(a, b, equal_nan=a.dtype.kind in "fM" and b.dtype.kind in "fM")


def _lines(table):
    """Return the lines of a table that fit a screen."""
    columns = {"topic": [str(topic) for topic in table.topics.tolist()]}
    if table.groups is not None:
        columns["class"] = [
            one_line(str(group), _LABEL_WIDTH) for group in table.groups
        ]
    if table.starts is not None:
        columns["start"] = list(map(_time, table.starts.tolist()))
    frequencies = table.frequencies.tolist()
    whole = table.frequencies.dtype.kind == "i"
    columns["frequency"] = [str(f) if whole else f"{f:.1f}" for f in frequencies]
    columns["share"] = list(map(_percentage, table.shares.tolist()))
    if not np.isnan(table.lower).all():
        bounds = zip(table.lower.tolist(), table.upper.tolist(), strict=True)
        columns["interval"] = [_interval(*bound) for bound in bounds]
    texts = [", ".join(terms) for terms in table.terms]
    last = ["terms", *texts] if any(texts) else ["label", *table.labels]
    cells = [[title, *column] for title, column in columns.items()]
    widths = [max(map(display_width, column)) for column in cells]
    return [
        _line([*map(pad_left, row, widths), printable(text)])
        for row, text in zip(zip(*cells, strict=True), last, strict=True)
    ]


def _line(cells):
    """Return cells of a row as a line of text."""
    return clip("  ".join(cells), WIDTH)


def _percentage(share):
    return "-" if np.isnan(share) else f"{share:.1%}"


def _interval(lower, upper):
    return "-" if np.isnan(lower) else f"{lower:.1%} to {upper:.1%}"


def _time(value):
    if not isinstance(value, datetime):
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    text = value.isoformat(sep=" ", timespec="minutes")
    return text.removesuffix(" 00:00")
