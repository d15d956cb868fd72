"""What the figures of trees, times, groups and scores take, and whom they show."""

from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._sklearn import Interval
from ..topics import Topic, TopicTable
from ._figure_style import SYMBOLS, axis_label, mark_of

FIGURE_OPTIONS = {
    "title": [str, None],
    "width": [Interval(Integral, 1, None, closed="left"), None],
    "height": [Interval(Integral, 1, None, closed="left"), None],
}


def names_with_labels(names, labels):
    """Return names of topics with those that users give.

    Parameters
    ----------
    names : dict from int to str
        Names that a table has, of all topics or of some; -1 is for "no topic".
    labels : dict from int to str, list of str, TopicTable or None
        A list names topics 0, 1, 2, ..., or those of the table in ascending order.
        Names of topics that the table does not have are not used.
    """
    if labels is None:
        return names
    numbers = sorted(number for number in names if number >= 0)
    if isinstance(labels, TopicTable):
        rows = [*labels] + ([] if labels.outliers is None else [labels.outliers])
        labels = {topic.index: topic.label for topic in rows}
    elif not isinstance(labels, (Mapping, str, bytes)) and np.iterable(labels):
        labels = list(labels)
        if len(labels) > len(numbers) and numbers and len(labels) > numbers[-1]:
            labels = {number: labels[number] for number in numbers}
    if isinstance(labels, Mapping):
        labels = {
            number: label
            for number, label in labels.items()
            if number in names or not isinstance(number, Integral)
        }
    outliers = None
    if -1 in names:
        outliers = Topic(-1, names[-1], None, (), ())
    rows = (Topic(number, names[number], None, (), ()) for number in numbers)
    table = TopicTable(rows, outliers).with_labels(labels)
    found = {topic.index: topic.label for topic in table}
    if table.outliers is not None:
        found[-1] = table.outliers.label
    return found


def numbered_name(topic, name, length=40):
    """Return how a topic is called in a legend or at an axis, escaped."""
    return axis_label(name if topic < 0 else f"{topic}: {name}", length)


# How titles tell which topics are shown, by how they were chosen.
_CHOICES = {
    "largest": "the {} largest of {} topics",
    "varying": "the {} of {} topics that vary most",
    "chosen": "{} of {} topics",
}


def title_of_choice(what, shown, n_topics, choice="largest"):
    """Return a title that says how many of how many topics are shown, if not all.

    Parameters
    ----------
    what : str
    shown, n_topics : int
    choice : {"largest", "varying"} or list of int
        How topics were chosen.
    """
    if shown >= n_topics:
        return what
    how = _CHOICES[choice if isinstance(choice, str) else "chosen"]
    return f"{what}: {how.format(shown, n_topics)}"


def line_mark(place):
    """Return the mark of a line, which has a symbol that its neighbours do not have.

    Colours go round by eight and symbols by seven: 56 marks differ in one or the other.
    """
    mark = mark_of(place)
    if place < 0:
        return mark
    return mark._replace(symbol=SYMBOLS[place % len(SYMBOLS)])


# The template of all figures makes lines in legends as thick as points are large.
LEGEND_OF_LINES = {"itemsizing": "trace"}
