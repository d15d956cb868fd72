"""Names and marks of topics in figures, for a model, a table or bare numbers."""

from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._reading import is_model
from ..topics import Topic, TopicTable
from ..topics.names_by_topic import NO_TOPIC, names_by_topic
from ._figure_style import (
    LABEL_LENGTH,
    LIGHTER,
    OKABE_ITO,
    axis_label,
    line_mark,
    mark_of,
)

# So many topics have colours of their own.
N_COLORS = len(OKABE_ITO) * len(LIGHTER)


def names_of_topics(model, n_topics, labels=None):
    """Return the names of topics by number, with -1 for no topic.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model; of labels or shares without a model, topics are called by their
        numbers.
    n_topics : int
        How many there are, if there is no model.
    labels : dict from int to str, list of str, or TopicTable, default=None
    """
    if is_model(model):
        return names_by_topic(model, labels)
    known = {topic: f"topic {topic}" for topic in range(n_topics)}
    return names_with_labels({**known, NO_TOPIC: "(no topic)"}, labels)


def names_with_labels(names, labels):
    """Return names of topics with those that users give.

    Parameters
    ----------
    names : dict from int to str
        Names that a table has, of all topics or of some; -1 is for "no topic".
    labels : dict from int to str, list of str, TopicTable or None
        A list names topics 0, 1, 2, ..., or those of the table in ascending order.
        Names of topics that the table does not have are not used: a dict for a whole
        model serves the figure of one document too. None and "" change no name.

    Raises
    ------
    TypeError
        If `labels` are neither a mapping from numbers, nor a list, nor a table.
    ValueError
        If a list has not as many names as there are topics.
    """
    if labels is None:
        return dict(names)
    numbers = sorted(number for number in names if number >= 0)
    known = TopicTable(
        (Topic(number, names[number], None, (), ()) for number in numbers),
        Topic(NO_TOPIC, names[NO_TOPIC], None, (), ()) if NO_TOPIC in names else None,
    )
    if isinstance(labels, TopicTable):
        rows = [*labels] + ([] if labels.outliers is None else [labels.outliers])
        labels = {topic.index: topic.label for topic in rows}
    elif not isinstance(labels, (Mapping, str, bytes)) and np.iterable(labels):
        labels = list(labels)
        if len(labels) > len(numbers) and numbers and len(labels) > numbers[-1]:
            labels = {number: labels[number] for number in numbers}
        elif len(labels) == len(numbers):
            labels = dict(zip(numbers, labels, strict=True))
    if isinstance(labels, Mapping):
        labels = {
            number: label
            for number, label in labels.items()
            if not isinstance(number, Integral)
            or (number in names and label not in (None, ""))
        }
    table = known.with_labels(labels)
    found = {topic.index: topic.label for topic in table}
    if table.outliers is not None:
        found[NO_TOPIC] = table.outliers.label
    return found


def numbered(topic, name):
    """Return a name after the number of its topic: "3: sea, ship, harbour"."""
    if topic == NO_TOPIC or name == f"topic {topic}":
        return name
    return f"topic {topic}" if name == str(topic) else f"{topic}: {name}"


def numbered_label(topic, name, length=LABEL_LENGTH):
    """Return how a topic is called in a legend or at an axis, escaped."""
    return axis_label(numbered(topic, name), length)


def marks_by_topic(topics, *, lines=False):
    """Return the marks of some topics by number, -1 grey.

    Topics have the mark of their number, the same in all figures, where no number is
    above 7, or above 23 if there are more than eight topics. Else each of `topics` has
    the mark of its place: up to eight have the eight full colours, and no two of the
    first 24 look alike.

    Parameters
    ----------
    topics : iterable of int
    lines : bool, default=False
        Whether marks are those of lines, whose neighbours have unlike symbols.
    """
    topics = [topic for topic in topics if topic != NO_TOPIC]
    few = len(topics) <= len(OKABE_ITO)
    by_number = max(topics, default=0) < (len(OKABE_ITO) if few else N_COLORS)
    look = line_mark if lines else mark_of
    marks = {NO_TOPIC: mark_of(-1)}
    for place, topic in enumerate(topics):
        marks[topic] = look(topic if by_number else place)
    return marks
