"""Bar charts of the top words of topics."""

from typing import TYPE_CHECKING, Any

from .._optional import import_optional
from .._sklearn import validate_params
from ._drawn_topics import (
    add_note,
    drawn_topics,
    figure_without_topics,
    sizes_known,
    table_to_draw,
    topic_title,
)
from ._figure_options import AT_LEAST_ONE, OF_TOPICS, UP_TO_ALL
from ._figure_style import axis_label, hover_text, lightened, new_figure
from ._names_in_figures import marks_by_topic

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Top words of topics"
# Pixels of a word, of what is above and below a panel, and of the title.
_ROW, _BETWEEN, _HEAD = 19, 62, 140


@validate_params(
    {
        **OF_TOPICS,
        "n_top_words": AT_LEAST_ONE,
        "n_columns": UP_TO_ALL,
        "same_scale": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def plot_topics(
    model,
    X=None,
    *,
    topics: Any = None,
    n_topics: int | None = 8,
    n_top_words=8,
    n_columns=None,
    same_scale=False,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the top words of topics as bars, one panel for each topic.

    Parameters
    ----------
    model : TopicTable or estimator
        A table of topics, or a fitted model, a Pipeline or a search, of which
        `topic_table` makes one.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus for the sizes of topics, see :func:`~sktopics.topics.topic_table`.
    topics : array-like of int, default=None
        Numbers of the topics to show, in this order. -1 is the words of the outliers of
        a model of clusters.
    n_topics : int, default=8
        Without `topics`, how many are shown: the largest, or the first ones if sizes
        are unknown. None shows all.
    n_top_words : int, default=8
        Number of words of a topic.
    n_columns : int, default=None
        Panels in a row, by default up to 4.
    same_scale : bool, default=False
        Whether bars of all topics have one scale, so that they can be compared between
        topics. By default the longest bar of each topic fills its panel.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the model or table.
    title : str, default=None
        By default one that says which topics are shown.
    width, height : int, default=None
        In pixels. The height follows from the number of words by default.
    **options : dict
        Of :func:`~sktopics.topics.topic_table`, for a model: ``relevance=0.6``,
        ``columns="tags"``, ``level=0``, ``feature_names=names``.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With a trace of bars for each topic: `x` are weights, `text` are words.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    TypeError
        If a table is given together with `X` or options, or `topics` are no numbers.
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> from sktopics.plots import plot_topics
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.7, ("sea", "ship"), (0.3, 0.2)),
    ...     Topic(1, "money", 0.3, ("tax", "budget"), (0.4, 0.2)),
    ... ])
    >>> figure = plot_topics(table)
    >>> for bars in figure.data:
    ...     print(bars.name, bars.text, bars.x)
    0: sea ('sea', 'ship') (0.3, 0.2)
    1: money ('tax', 'budget') (0.4, 0.2)
    """
    table = table_to_draw(model, X, n_top_words=n_top_words, labels=labels, **options)
    rows, note = drawn_topics(table, topics, n_topics)
    if not rows:
        return figure_without_topics(title, _TITLE, "No topics", width, height)
    n_columns = min(n_columns or 4, len(rows))
    n_rows = -(-len(rows) // n_columns)
    tallest = max(min(max(len(row.terms) for row in rows), n_top_words), 2)
    height = height or _HEAD + n_rows * (tallest * _ROW + _BETWEEN)
    figure = import_optional("plotly.subplots", "plots").make_subplots(
        rows=n_rows,
        cols=n_columns,
        figure=new_figure(
            title=_TITLE if title is None else title,
            width=width,
            height=height,
            showlegend=False,
            bargap=0.15,
            margin={"l": 20, "r": 20, "t": 110, "b": 30},
        ),
        subplot_titles=[_heading(row) for row in rows],
        horizontal_spacing=0.1 / n_columns,
        vertical_spacing=min(_BETWEEN / height, 0.9 / n_rows),
        shared_xaxes="all" if same_scale else False,
    )
    _style_axes(figure, tallest, rows, n_top_words, same_scale)
    marks = marks_by_topic(row.index for row in rows)
    for i, row in enumerate(rows):
        place = (1 + at for at in divmod(i, n_columns))
        _add_bars(figure, row, n_top_words, marks[row.index].color, *place)
    return add_note(figure, note, title)


def _heading(topic):
    """Return the title of a panel: words are below, and need not be its name too."""
    size = f" ({topic.size:.1%})" if sizes_known([topic]) else ""
    if topic.is_named or topic.index < 0:
        return topic_title(topic, 24) + size
    return f"Topic {topic.index}{size}"


def _style_axes(figure, tallest, rows, n_top_words, same_scale):
    figure.update_annotations(font_size=13)
    figure.update_yaxes(
        range=[tallest - 0.4, -0.6],
        showticklabels=False,
        showgrid=False,
        zeroline=False,
    )
    figure.update_xaxes(
        nticks=4, showticklabels=True, tickfont_size=10, rangemode="tozero"
    )
    if same_scale:
        longest = max(max(row.weights[:n_top_words], default=0) for row in rows)
        figure.update_xaxes(range=[0, longest * 1.02 or 1])


def _add_bars(figure, topic, n_top_words, color, row, column):
    """Add the panel of a topic. Words start at the foot of their bars."""
    graph_objects = import_optional("plotly.graph_objects", "plots")
    words, weights = topic.terms[:n_top_words], topic.weights[:n_top_words]
    bars = graph_objects.Bar(
        name=topic_title(topic),
        x=list(weights),
        y=list(range(len(words))),
        orientation="h",
        text=[axis_label(word, 32) for word in words],
        textposition="inside",
        insidetextanchor="start",
        constraintext="none",
        textangle=0,
        textfont={"color": "#000000"},
        cliponaxis=False,
        marker={"color": lightened(color, 0.6)},
        hovertext=[
            f"{hover_text(word)}<br>weight {weight:.4g}"
            for word, weight in zip(words, weights, strict=True)
        ],
        hoverinfo="text",
    )
    figure.add_trace(bars, row=row, col=column)
    if not words:
        figure.update_xaxes(showticklabels=False, row=row, col=column)
        axes = {"xref": "x domain", "yref": "y domain", "row": row, "col": column}
        figure.add_annotation(text="no words", x=0.5, y=0.5, showarrow=False, **axes)
