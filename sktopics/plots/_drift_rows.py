"""What became of each topic from one model to the next."""

from typing import NamedTuple

import numpy as np

from ..topics import Topic, TopicTable
from ._drawn_topics import topic_hover, topic_title
from ._figure_style import hover_text
from ._names_in_figures import numbered, numbered_label

_LENGTH = 44
# Marks of rows, so that no colour is needed to see them.
_MARKS = {"new": " *", "kept": "", "gone": " †"}


class DriftRow(NamedTuple):
    """A topic before and after; numbers are NaN where they are unknown, or none.

    Attributes
    ----------
    name : str
        Escaped.
    status : {"new", "kept", "gone"}
    before, after : float
        Sizes.
    change : float
        Of words; NaN for a topic that is in one model only.
    hover : str
    """

    name: str
    status: str
    before: float
    after: float
    change: float
    hover: str


def rows_of_matches(found):
    """Return the rows of topics of two models, from `MatchedTopics`."""
    return [_row(found, pair) for pair in found.pairs]


def rows_of_record(drift, table, labels):
    """Return the rows of a `TopicDrift`.

    Parameters
    ----------
    drift : TopicDrift
    table : TopicTable or None
        Names and words of the topics.
    labels : dict, list or TopicTable, default=None
        Names of topics without a `table`.
    """
    if table is None:
        table = TopicTable(Topic(row.topic, None, None, (), ()) for row in drift.topics)
        table = table if labels is None else table.with_labels(labels)
    rows = []
    for row in drift.topics:
        topic = table.topic(row.topic)
        label = topic.label if topic.is_named or topic.terms else f"topic {row.topic}"
        name = numbered_label(row.topic, label, _LENGTH) + _MARKS[row.status]
        before = np.nan if row.status == "new" else row.size_before
        after = np.nan if row.status == "gone" else row.size_after
        change = 1 - row.similarity
        lines = [topic_hover(topic) if topic.terms else name, row.status]
        lines += [] if np.isnan(change) else [f"change: {change:.3f}"]
        hover = "<br>".join(lines)
        rows.append(DriftRow(name, row.status, before, after, change, hover))
    return rows


def _row(found, pair):
    old = None if pair.a is None else found.a[pair.a]
    new = None if pair.b is None else found.b[pair.b]
    status = "gone" if new is None else "new" if old is None else "kept"
    shown = old if new is None else new
    name = topic_title(shown, _LENGTH) + _MARKS[status]
    lines = [topic_hover(shown), status]
    if status == "kept":
        lost, gained = found.difference.distinct(pair.a, pair.b)
        lines[1:] = [
            hover_text(f"before: {numbered(old.index, old.label)}"),
            f"change of words: {1 - pair.similarity:.3f}",
            hover_text(f"words gained: {', '.join(gained) or '–'}"),
            hover_text(f"words lost: {', '.join(lost) or '–'}"),
        ]
    hover = "<br>".join(lines)
    sizes = _size(old), _size(new)
    return DriftRow(name, status, *sizes, 1 - pair.similarity, hover)


def _size(topic):
    return np.nan if topic is None or topic.size is None else topic.size
