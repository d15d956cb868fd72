"""Names and marks of topics in figures, for a model, a table or bare numbers."""

from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._reading import is_model
from ..topics.names_by_topic import NO_TOPIC, names_by_topic
from ._figure_style import LIGHTER, OKABE_ITO, mark_of

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
    return renamed_topics({**known, NO_TOPIC: "(no topic)"}, labels)


def renamed_topics(names, labels):
    """Return names of topics by number with what `labels` calls them instead.

    Topics of `labels` that are not in the figure are no error: a dict for a whole model
    serves the figure of one document too.

    Raises
    ------
    TypeError
        If `labels` is neither a mapping from numbers, nor a list, nor a table.
    """
    if labels is None:
        return dict(names)
    if hasattr(labels, "top_words"):  # a table of topics
        labels = {topic.index: topic.label for topic in labels}
    if not isinstance(labels, Mapping):
        if isinstance(labels, (str, bytes)) or not np.iterable(labels):
            raise TypeError(
                "labels must be a list of names, or a dict of topics and names such as "
                f"{{3: 'Fees'}}; got {labels!r:.100}."
            )
        labels = dict(enumerate(labels))
    for topic in labels:
        if isinstance(topic, bool) or not isinstance(topic, Integral):
            raise TypeError(
                f"labels names topics by their numbers, and {topic!r:.100} is none."
            )
    return {topic: str(labels.get(topic) or name) for topic, name in names.items()}


def name_with_number(topic, name):
    """Return a name after the number of its topic: "3: sea, ship, harbour"."""
    if topic == NO_TOPIC or name == f"topic {topic}":
        return name
    return f"{topic}: {name}"


def marks_by_topic(topics):
    """Return the marks of some topics by number, -1 grey.

    Topics have the mark of their number, the same in all figures, where no number is
    above 7, or above 23 if there are more than eight topics. Else each of `topics` has
    the mark of its place: up to eight have the eight full colours, and no two of the
    first 24 look alike.
    """
    topics = [topic for topic in topics if topic != NO_TOPIC]
    few = len(topics) <= len(OKABE_ITO)
    by_number = max(topics, default=0) < (len(OKABE_ITO) if few else N_COLORS)
    marks = {NO_TOPIC: mark_of(-1)}
    for place, topic in enumerate(topics):
        marks[topic] = mark_of(topic if by_number else place)
    return marks
