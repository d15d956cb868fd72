"""Merges of topics: two topics, or groups of topics, that become one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from .._frames import ColumnsMixin
from ..topics.plain_text import clip, percentage, printable

# As in a name of BERTopic: the topics of a group are told from others by more words
# than a topic alone.
NAME_WORDS = 5
_WIDTH = 88
_MAX_ROWS = 20


@dataclass(frozen=True)
class TopicMerge:
    """Two topics, or groups of topics, that become one: a row of a `TopicHierarchy`.

    Parameters
    ----------
    parent : int
        Number of the new group.
    label : str
        Its name: the heaviest words of all its topics together.
    topics : tuple of int
        The topics in it, in ascending order.
    left, right : int
        What has become one: numbers of topics, or of groups that were made before.
    left_label, right_label : str
        Their names.
    distance : float
        How far apart the two were.
    size : float or None
        Share of the corpus in [0, 1]; None if the sizes of topics are unknown.
    terms : tuple of str
        The heaviest words of the group, the heaviest first.
    weights : tuple of float
        Their shares of the weights of all words.
    """

    parent: int
    label: str
    topics: tuple[int, ...]
    left: int
    right: int
    left_label: str
    right_label: str
    distance: float
    size: float | None
    terms: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, repr=False)
class MergeTable(ColumnsMixin, Sequence[TopicMerge]):
    """An immutable table of merges of topics, such as a slice of a `TopicHierarchy`.

    A sequence of `TopicMerge` rows: ``len(table)``, ``table[0]`` and iteration give
    merges, ``table[:5]`` is a table again.

    Parameters
    ----------
    merges : tuple of TopicMerge
    """

    merges: tuple[TopicMerge, ...]

    def __len__(self) -> int:
        return len(self.merges)

    @overload
    def __getitem__(self, key: int) -> TopicMerge: ...

    @overload
    def __getitem__(self, key: slice) -> "MergeTable": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return MergeTable(self.merges[key])
        return self.merges[key]

    def __iter__(self) -> Iterator[TopicMerge]:
        return iter(self.merges)

    def _columns(self):
        return {
            "parent_id": np.array([m.parent for m in self], dtype=np.int64),
            "parent_name": [m.label for m in self],
            "topics": [list(m.topics) for m in self],
            "child_left_id": np.array([m.left for m in self], dtype=np.int64),
            "child_left_name": [m.left_label for m in self],
            "child_right_id": np.array([m.right for m in self], dtype=np.int64),
            "child_right_name": [m.right_label for m in self],
            "distance": np.array([m.distance for m in self], dtype=np.float64),
            "size": np.array(
                [np.nan if m.size is None else m.size for m in self], dtype=np.float64
            ),
        }

    def _title(self):
        return f"MergeTable: {number_of(len(self), 'merge')}"

    def __repr__(self):
        lines = [self._title()]
        if not len(self):
            return lines[0]
        shown = list(self)
        if len(shown) > _MAX_ROWS:
            half = _MAX_ROWS // 2
            shown = [*shown[:half], *shown[-half:]]
        titles = ["parent", "left", "right", "distance", "size", "topics"]
        cells = [
            [
                str(m.parent),
                str(m.left),
                str(m.right),
                f"{m.distance:.3f}",
                percentage(m.size),
                str(len(m.topics)),
            ]
            for m in shown
        ]
        widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
        names = ["name", *(printable(m.label) for m in shown)]
        for row, name in zip([titles, *cells], names, strict=True):
            numbers = "  ".join(map(str.rjust, row, widths))
            lines.append(clip(f"{numbers}  {name}", _WIDTH))
        if len(self) > _MAX_ROWS:
            left_out = f"… {len(self) - _MAX_ROWS} more merges (a slice shows them)"
            lines.insert(2 + _MAX_ROWS // 2, left_out)
        return "\n".join(lines)


def topic_name(topic):
    """Return the name of a topic: what users called it, or its first words."""
    if topic.is_named or not topic.terms:
        return topic.label
    return ", ".join(topic.terms[:NAME_WORDS])


def words_name(terms, topics):
    """Return the name of several topics together: their words, or their numbers."""
    if terms:
        return ", ".join(terms[:NAME_WORDS])
    numbers = ", ".join(map(str, topics[:NAME_WORDS]))
    return f"topics {numbers}{', …' if len(topics) > NAME_WORDS else ''}"


def number_of(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"
