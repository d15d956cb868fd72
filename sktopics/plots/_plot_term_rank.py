"""How fast the weights of words fall from the first of a topic to the last."""

from typing import TYPE_CHECKING, Any

from .._optional import import_optional
from .._sklearn import validate_params
from ._drawn_topics import (
    add_note,
    counted,
    figure_without_topics,
    table_to_draw,
    topic_title,
    topics_of_numbers,
)
from ._figure_options import AT_LEAST_ONE, OF_NAMED_TOPICS
from ._figure_style import GREY, hover_text, new_figure, translucent
from ._names_in_figures import marks_by_topic

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Weights of words by their rank"
# Few topics are all told apart.
_FEW = 8


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "highlighted": ["array-like", None],
        "n_top_words": AT_LEAST_ONE,
        "log_scale": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def plot_term_rank(
    model,
    X=None,
    *,
    highlighted: Any = None,
    n_top_words=20,
    log_scale=False,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the weights of the top words of each topic, a line for each topic.

    Where a line becomes flat, further words add little to what the topic is about.

    Parameters
    ----------
    model : TopicTable or estimator
        A table of topics, or a fitted model, a Pipeline or a search, of which
        `topic_table` makes one.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus, see :func:`~sktopics.topics.topic_table`.
    highlighted : array-like of int, default=None
        Numbers of topics that have colours, marks and a place in the legend. The others
        are grey. By default all topics, if there are up to 8, else none.
    n_top_words : int, default=20
        Number of words of a topic. A model or table with words that a representation
        chose has no more than these.
    log_scale : bool, default=False
        Whether equal steps on the axis of weights are equal ratios. Weights of 0 are
        left out then.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the names in the model or the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        Of :func:`~sktopics.topics.topic_table`, for a model.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With a line for each topic, the highlighted ones last: `x` are ranks from 1, `y`
        weights.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> from sktopics.plots import plot_term_rank
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.7, ("sea", "ship"), (0.3, 0.2)),
    ...     Topic(1, "money", 0.3, ("tax", "budget"), (0.4, 0.2)),
    ... ])
    >>> figure = plot_term_rank(table, highlighted=[0])
    >>> [(line.name, line.x, line.y) for line in figure.data]
    [('1: money', (1, 2), (0.4, 0.2)), ('0: sea', (1, 2), (0.3, 0.2))]
    """
    table = table_to_draw(model, X, n_top_words=n_top_words, labels=labels, **options)
    if highlighted is None:
        bright = list(table) if len(table) <= _FEW else []
    else:
        bright = topics_of_numbers(table, highlighted, "highlighted")
    if not len(table) and not bright:
        return figure_without_topics(title, _TITLE, "No topics", width, height)
    marks = marks_by_topic((row.index for row in bright), lines=True)
    numbers = {row.index for row in bright}
    dull = [row for row in table if row.index not in numbers]
    lines = [_line(row, n_top_words, log_scale, None) for row in dull]
    lines += [_line(row, n_top_words, log_scale, marks[row.index]) for row in bright]
    n_ranks = max((len(line.x) for line in lines), default=1)
    figure = new_figure(
        lines,
        title=_TITLE if title is None else title,
        width=width,
        height=height or 520,
        xaxis={"title": "rank of the word in its topic", "range": [0.5, n_ranks + 0.5]},
        yaxis={"title": "weight of the word"},
        hovermode="closest",
    )
    if log_scale:
        figure.update_yaxes(
            type="log",
            title="weight of the word (logarithmic)",
            dtick="D2",
            tickformat="~g",
        )
    note = counted(len(table))
    if dull and bright:
        note = f"{len(bright)} of {note} highlighted"
    return add_note(figure, note, title)


def _line(topic, n_top_words, log_scale, mark):
    """Return the line of a topic: grey without a mark."""
    graph_objects = import_optional("plotly.graph_objects", "plots")
    name = topic_title(topic)
    words = [
        (rank, word, weight)
        for rank, (word, weight) in enumerate(
            zip(topic.terms[:n_top_words], topic.weights[:n_top_words], strict=True), 1
        )
        if weight > 0 or not log_scale
    ]
    trace = graph_objects.Scatter(
        name=name,
        x=[rank for rank, _, _ in words],
        y=[weight for _, _, weight in words],
        hovertext=[
            f"<b>{name}</b><br>{rank}. {hover_text(word)}: {weight:.4g}"
            for rank, word, weight in words
        ],
        hoverinfo="text",
        mode="lines",
        line={"color": translucent(GREY, 0.35), "width": 1},
        showlegend=False,
    )
    if mark is not None:
        trace.update(
            mode="lines+markers",
            line={"color": mark.color, "width": 2.5, "dash": mark.dash},
            marker={"symbol": mark.symbol, "size": 7, "color": mark.color},
            showlegend=True,
        )
    return trace
