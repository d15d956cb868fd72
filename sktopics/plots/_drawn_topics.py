"""Which topics a figure shows, and the texts that name them."""

from numbers import Integral

import numpy as np

from ..topics import TopicTable, topic_table
from ._figure_style import hover_text, new_figure, plain
from ._names_in_figures import numbered, numbered_label

# Pixels above a figure with a title and a note below that.
_TOP = 90


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
    n_all = len(table)
    if topics is not None:
        rows = topics_of_numbers(table, topics)
        return rows, note_of_choice(len(rows), n_all, "chosen")
    if not sizes_known(table):
        rows = sorted(table, key=_is_empty)[:n_topics]
        return rows, note_of_choice(len(rows), n_all, "first")
    order = np.argsort(-table.sizes, kind="stable")[:n_topics]
    rows = [table.topics[row] for row in order.tolist()]
    return rows, note_of_choice(len(rows), n_all)


# How a note tells which topics are shown, by how they were chosen.
_CHOICES = {
    "largest": "the {} largest of {}",
    "first": "the first {} of {}",
    "varying": "the {} of {} that vary most",
    "chosen": "{} chosen of {}",
}


def note_of_choice(n_shown, n_all, choice="largest"):
    """Return "the 8 largest of 20 topics", or "8 topics" if these are all.

    Parameters
    ----------
    n_shown, n_all : int
    choice : {"largest", "first", "varying", "chosen"}
        How topics were chosen.
    """
    if n_shown >= n_all:
        return counted(n_all)
    return _CHOICES[choice].format(n_shown, counted(n_all))


def counted(number, what="topic"):
    """Return "1 topic", "5 topics", "1,200 topics"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def numbers_of_topics(topics, name="topics"):
    """Return numbers of topics as a list of int.

    Raises
    ------
    TypeError
        If one is no number.
    ValueError
        If one is repeated.
    """
    numbers = np.asarray(topics).ravel().tolist()
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise TypeError(
                f"{name} must be a list of numbers of topics such as [0, 3], and "
                f"{number!r:.60} is none."
            )
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"{name} must not repeat a topic: {numbers!r:.200}.")
    return numbers


def topics_of_numbers(table, topics, name="topics"):
    """Return the topics of a table by their numbers; errors as of `drawn_topics`."""
    rows = []
    for number in numbers_of_topics(topics, name):
        try:
            rows.append(table.topic(number))
        except IndexError as error:
            raise ValueError(f"{name} has {number}. {error}") from error
    return rows


def _is_empty(topic):
    return topic.is_empty


def sizes_known(rows):
    """Whether the size of every topic is known."""
    return all(row.size is not None and np.isfinite(row.size) for row in rows)


def topic_title(topic, length=40):
    """Return the number and the name of a topic for axes and legends, escaped."""
    return numbered_label(topic.index, topic.label, length)


def topic_hover(topic, n_words=10):
    """Return name, size and words of a topic as lines for a hover, escaped."""
    lines = [f"<b>{hover_text(numbered(topic.index, topic.label))}</b>"]
    if sizes_known([topic]):
        lines.append(f"size: {topic.size:.1%}")
    words = ", ".join(map(str, topic.terms[:n_words]))
    lines.append(hover_text(words, length=400) if words else "no words")
    return "<br>".join(lines)


def add_note(figure, note, title):
    """Say below the title which topics are drawn; a title of a user stands alone."""
    if title is None and note:
        subtitle = {"text": plain(note), "font": {"size": 12}}
        figure.update_layout(title_subtitle=subtitle)
        top = figure.layout.margin.t
        if top is None or top < _TOP:
            figure.update_layout(margin_t=_TOP)
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
