"""A table of topics in groups as an array of topics, classes and bins."""

from datetime import datetime
from typing import NamedTuple

import numpy as np

from .._sklearn import StrOptions
from ._drawn_topics import note_of_choice, numbers_of_topics
from ._figure_options import OF_TOPICS
from ._figure_style import hover_text, translucent
from ._names_in_figures import names_with_labels, numbered

OF_GROUPS = {**OF_TOPICS, "topics": [StrOptions({"varying"}), "array-like", None]}

# What figures draw of a table, and the column that it is in.
VALUES = {
    "share": "shares",
    "share_of_topic": "shares_of_topics",
    "frequency": "frequencies",
}


class GroupedCells(NamedTuple):
    """Where the cells of topics, classes and bins are in a `GroupedTopics`.

    Attributes
    ----------
    table : GroupedTopics
    names : dict from int to str
    topics : list of int
    groups : list
        Classes; ``[None]`` where documents are grouped by time alone.
    starts, ends : ndarray of shape (n_bins,), or None
    rows : ndarray of shape (n_topics, n_groups, n_bins), int64
        Rows of the table; -1 where it has none.
    """

    table: object
    names: dict
    topics: list
    groups: list
    starts: object
    ends: object
    rows: np.ndarray

    def values(self, name):
        """Return a column in the shape of `rows`; NaN where there is no row."""
        column = np.asarray(getattr(self.table, name), dtype=np.float64)
        column = np.append(column, np.nan)
        return column[self.rows]

    def of_topics(self, topics):
        """Return the cells of some topics, in their order."""
        places = [self.topics.index(topic) for topic in topics]
        return self._replace(topics=list(topics), rows=self.rows[places])

    def of_groups(self, groups):
        """Return the cells of some classes, in their order."""
        places = [self.groups.index(group) for group in groups]
        return self._replace(groups=list(groups), rows=self.rows[:, places])


def grouped_cells(table, labels=None):
    """Return the `GroupedCells` of a table."""
    topics = list(dict.fromkeys(table.topics.tolist()))
    n = len(table)
    groups = [None] * n if table.groups is None else list(table.groups)
    known = list(dict.fromkeys(groups)) or [None]
    place_of_topic = {topic: i for i, topic in enumerate(topics)}
    place_of_group = {group: i for i, group in enumerate(known)}
    starts = ends = None
    bins, n_bins = np.zeros(n, dtype=np.int64), 1
    if table.starts is not None:
        starts, first, bins = np.unique(
            table.starts, return_index=True, return_inverse=True
        )
        ends, n_bins = table.ends[first], len(starts)
    rows = np.full((len(topics), len(known), n_bins), -1, dtype=np.int64)
    where_topic = [place_of_topic[topic] for topic in table.topics.tolist()]
    where_group = [place_of_group[group] for group in groups]
    rows[where_topic, where_group, bins] = np.arange(n)
    names = dict(zip(table.topics.tolist(), table.labels, strict=True))
    names = names_with_labels(names, labels)
    return GroupedCells(table, names, topics, known, starts, ends, rows)


def chosen_topics(cells, topics, n_topics):
    """Return the topics to show, in the order in which they are shown.

    Parameters
    ----------
    cells : GroupedCells
    topics : "varying", array-like of int or None
        None is the largest.
    n_topics : int or None
        How many of the largest or varying ones; None is all. Documents without a topic,
        -1, are among these only where there is nothing else.

    Raises
    ------
    TypeError
        If `topics` are no numbers.
    ValueError
        If the table has no such topic, or topics are repeated.
    """
    if topics is None or isinstance(topics, str):
        sizes = np.nansum(cells.values("frequencies"), axis=(1, 2))
        worth = sizes if topics is None else _variation(cells)
        order = np.lexsort((-sizes, -worth)).tolist()
        known = [cells.topics[place] for place in order]
        return [topic for topic in known if topic >= 0][:n_topics] or known
    topics = numbers_of_topics(topics)
    if not topics:
        raise ValueError("topics must hold the number of a topic or more, got [].")
    for topic in topics:
        if topic not in cells.topics:
            known = ", ".join(map(str, sorted(cells.topics)))
            raise ValueError(
                f"topics has {topic}. There is no topic {topic} in the table, which "
                f"has {known:.200}."
            )
    return topics


def note_of_groups(cells, chosen, topics):
    """Return a sentence that says which topics of a table are shown."""
    n_all = sum(topic >= 0 for topic in cells.topics)
    how = "largest" if topics is None else topics
    how = how if isinstance(how, str) else "chosen"
    n_shown = sum(topic >= 0 for topic in chosen)
    return note_of_choice(n_shown, n_all, how)


def axis_of_values(values, of):
    """Return options of the axis of values: a title and a format.

    Parameters
    ----------
    values : {"share", "share_of_topic", "frequency"}
    of : str
        What the groups of documents are: a class or a time.
    """
    if values == "frequency":
        return {"title": {"text": "documents"}, "rangemode": "tozero"}
    whole = "topic" if values == "share_of_topic" else of
    title = {"text": f"share of the documents of the {whole}"}
    return {"title": title, "tickformat": ".0%", "rangemode": "tozero"}


def masses(cells):
    """Return how many documents classes and bins have, shape (n_groups, n_bins)."""
    frequencies = cells.values("frequencies")
    shares = cells.values("shares")
    known = shares > 0
    found = np.divide(frequencies, shares, out=np.zeros_like(shares), where=known)
    return found.max(axis=0, initial=0)


def _variation(cells):
    """Variance of the shares of topics over classes and bins, by documents."""
    shares = cells.values("shares")
    weights = np.where(np.isnan(shares), 0, masses(cells))
    shares = np.nan_to_num(shares)
    totals = weights.sum(axis=(1, 2), keepdims=True)
    weights = weights / np.where(totals > 0, totals, 1)
    means = (shares * weights).sum(axis=(1, 2), keepdims=True)
    return ((shares - means) ** 2 * weights).sum(axis=(1, 2))


def period(start, end):
    """Return a bin as text."""
    first, last = _time_text(start), _time_text(end)
    return first if start == end else f"{first} to {last}"


def _time_text(value):
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def hover_of_cell(cells, topic, group, time):
    """Return what is told of a cell, given by its places in the three dimensions."""
    row = cells.rows[topic, group, time]
    number = cells.topics[topic]
    lines = [f"<b>{hover_text(numbered(number, cells.names[number]))}</b>"]
    if cells.groups[group] is not None:
        lines.append(hover_text(cells.groups[group]))
    if cells.starts is not None:
        lines.append(period(cells.starts[time].item(), cells.ends[time].item()))
    if row < 0:
        return "<br>".join([*lines, "not in the table"])
    found = cells.table[int(row)]
    if np.isnan(found.share):
        return "<br>".join([*lines, "no documents"])
    interval = ""
    if not np.isnan(found.lower):
        interval = f" ({found.lower:.1%} to {found.upper:.1%})"
    lines += [f"share {found.share:.1%}{interval}", f"{found.frequency:.6g} documents"]
    if found.terms:
        lines.append(hover_text(", ".join(found.terms)))
    return "<br>".join(lines)


def runs_of(known):
    """Return the (start, stop) of runs of True in a mask."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(int), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def band_trace(x, lower, upper, color, opacity=0.13, **more):
    """Return a translucent band between two bounds; a gap where one is NaN.

    A bound that is alone, with gaps on both sides, is a line from below to above.
    """
    band_x, band_y = [], []
    for start, stop in runs_of(np.isfinite(lower) & np.isfinite(upper)):
        part = list(range(start, stop))
        band_x += [x[i] for i in part] + [x[i] for i in reversed(part)] + [None]
        band_y += [lower[i] for i in part] + [upper[i] for i in reversed(part)]
        band_y.append(None)
    return {
        "type": "scatter",
        "x": band_x[:-1],
        "y": band_y[:-1],
        "fill": "toself",
        "mode": "lines",
        "line": {"width": 1, "color": translucent(color, opacity)},
        "fillcolor": translucent(color, opacity),
        "hoverinfo": "skip",
        "showlegend": False,
        **more,
    }
