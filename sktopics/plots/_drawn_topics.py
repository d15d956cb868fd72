"""Which topics a figure shows, and the texts that name them."""

from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._sklearn import Interval
from ..topics import TopicTable, topic_table
from ._figure_style import axis_label, hover_text, new_figure, plain

# Parameters that all figures have.
OF_FIGURES = {
    "title": [str, None],
    "width": [Interval(Integral, 10, None, closed="left"), None],
    "height": [Interval(Integral, 10, None, closed="left"), None],
}
NAMES = ["array-like", Mapping, None]
# Parameters of figures that show some of the topics of a model or a table.
OF_TOPICS = {
    **OF_FIGURES,
    "topics": ["array-like", None],
    "n_topics": [Interval(Integral, 1, None, closed="left"), None],
    "labels": NAMES,
}
AT_LEAST_ONE = [Interval(Integral, 1, None, closed="left")]
AT_LEAST_NONE = [Interval(Integral, 0, None, closed="left")]


def table_to_draw(model, X=None, *, n_top_words=10, labels=None, **options):
    """Return the table of what a figure is given: a table, or a fitted model.

    Parameters
    ----------
    model : TopicTable, estimator, Pipeline or search
    X : object, default=None
        A corpus, for sizes.
    n_top_words : int, default=10
        How many terms of a topic the figure needs. There may be more.
    labels : dict, list or TopicTable, default=None
    **options : dict
        Of `topic_table`.

    Raises
    ------
    TypeError
        If a table is given with what only a model can use.
    """
    if not isinstance(model, TopicTable):
        options = {"n_representative": 0, "n_authors": 0, **options}
        # Names of topics are three words, also where fewer are drawn.
        n_words = max(n_top_words, 3)
        return topic_table(model, n_words, X=X, labels=labels, **options)
    given = [name for name, value in options.items() if value is not None]
    given += [] if X is None else ["X"]
    if given:
        raise TypeError(
            f"{given[0]} is for a fitted model, and a table was given, which has its "
            "words and sizes: give the model, or make the table with topic_table(model,"
            f" {given[0]}=...)."
        )
    return model if labels is None else model.with_labels(labels)


def drawn_topics(table, topics=None, n_topics=None):
    """Return the topics to draw, and a sentence that says which ones they are.

    Parameters
    ----------
    table : TopicTable
    topics : array-like of int, default=None
        Their numbers, in the order of the figure.
    n_topics : int, default=None
        The most topics, if `topics` are not chosen. The largest come first.

    Returns
    -------
    rows : list of Topic
    note : str

    Raises
    ------
    TypeError
        If `topics` are no numbers.
    ValueError
        If there is no such topic, or one is chosen twice.
    """
    if topics is not None:
        rows = topics_of_numbers(table, topics)
        return rows, f"{len(rows)} chosen of {counted(len(table))}"
    n_all = len(table)
    if not sizes_known(table):
        rows = sorted(table, key=_is_empty)[:n_topics]
        which = "the first" if len(rows) < n_all else ""
    else:
        order = np.argsort(-table.sizes, kind="stable")[:n_topics]
        rows = [table.topics[row] for row in order.tolist()]
        which = "the largest" if len(rows) < n_all else ""
    if not which:
        return rows, counted(n_all)
    return rows, f"{which} {len(rows)} of {counted(n_all)}"


def topics_of_numbers(table, topics, name="topics"):
    """Return the topics of a table by their numbers; errors as of `drawn_topics`."""
    numbers = list(np.asarray(topics).ravel().tolist())
    rows = []
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise TypeError(
                f"{name} must be a list of numbers of topics such as [0, 3], and "
                f"{number!r:.60} is none."
            )
        try:
            rows.append(table.topic(number))
        except IndexError as error:
            raise ValueError(f"{name} has {number}. {error}") from error
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"{name} must not repeat a topic: {numbers}.")
    return rows


def _is_empty(topic):
    return topic.is_empty


def sizes_known(rows):
    """Whether the size of every topic is known."""
    return all(row.size is not None and np.isfinite(row.size) for row in rows)


def counted(n_topics):
    """Return "1 topic", "5 topics"."""
    return f"{n_topics} topic{'' if n_topics == 1 else 's'}"


def topic_title(topic, length=40):
    """Return the number and the name of a topic for axes and legends, escaped."""
    return axis_label(f"{topic.index}: {topic.label}", length)


def topic_hover(topic, n_words=10):
    """Return name, size and words of a topic as lines for a hover, escaped."""
    lines = [f"<b>{hover_text(f'{topic.index}: {topic.label}')}</b>"]
    if sizes_known([topic]):
        lines.append(f"size: {topic.size:.1%}")
    words = ", ".join(map(str, topic.terms[:n_words]))
    lines.append(hover_text(words, length=400) if words else "no words")
    return "<br>".join(lines)


def add_note(figure, note, title):
    """Say below the title which topics are drawn; a title of a user stands alone."""
    if title is None and note:
        figure.update_layout(
            title_subtitle={"text": plain(note), "font": {"size": 12}},
        )
    return figure


def figure_without_topics(title, default, why, width, height):
    """Return a figure that says why there is nothing to draw."""
    figure = new_figure(
        title=default if title is None else title, width=width, height=height
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text=plain(why), x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False
    )
    return figure
