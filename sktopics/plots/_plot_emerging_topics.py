"""How much topics have grown or shrunk."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import validate_params
from ..analysis import TopicTrends, emerging_topics
from ._drawn_topics import add_note, note_of_choice, numbers_of_topics
from ._figure_options import OF_TOPICS
from ._figure_style import GREY, OKABE_ITO, distinct, hover_text, new_figure
from ._names_in_figures import names_with_labels, numbered, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Emerging and fading topics"
_STATUS = {
    "emerging": (OKABE_ITO[0], "triangle-right"),
    "fading": (OKABE_ITO[3], "triangle-left"),
    "steady": (GREY, "circle"),
}


@validate_params(OF_TOPICS, prefer_skip_nested_validation=True)
def plot_emerging_topics(
    trends,
    X=None,
    times=None,
    *,
    topics: Any = None,
    n_topics: int | None = 20,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw from where to where the shares of topics have moved, by their trends.

    Parameters
    ----------
    trends : TopicTrends, estimator or array-like
        What `emerging_topics` gives, or what it takes.
    X : object, default=None
        Documents, where `trends` is a model.
    times : array-like of shape (n_documents,), default=None
        Times of the documents, where `trends` is no table.
    topics : array-like of int, default=None
        Numbers of the topics to show.
    n_topics : int, default=20
        Without `topics`, how many are shown: those whose share has moved most. None
        shows all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        What `emerging_topics` takes beside, such as ``n_bins=10``, where `trends` is no
        table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A line for each topic, from a ring, its share in the first bin, to a mark, its
        share in the last one. The topic that has grown most is on top.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a model is given without times, or a table with them, or `topics` are no
        numbers.
    ValueError
        If there is no such topic, or one is repeated.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.analysis import emerging_topics
    >>> from sktopics.plots import plot_emerging_topics
    >>> years = np.repeat(np.arange(2000, 2010), 20)
    >>> rng = np.random.default_rng(0)
    >>> labels = np.where(rng.random(200) < (years - 1999) / 15, 0, 1)
    >>> figure = plot_emerging_topics(labels, None, years, labels=["sea", "tax"])
    >>> for trace in figure.data[1:]:
    ...     print(trace.name, trace.x.round(3), trace.y)
    first [0.918 0.082] ('1: tax', '0: sea')
    last, emerging [0.578] ('0: sea',)
    last, fading [0.422] ('1: tax',)
    """
    if isinstance(trends, TopicTrends):
        if X is not None or times is not None or options:
            raise TypeError(
                "plot_emerging_topics is given a table of trends: give X, times and "
                "options with a model, or make the table with them."
            )
    elif times is None:
        raise TypeError(
            "plot_emerging_topics takes a table of emerging_topics, or a model with X "
            f"and times: got {type(trends).__name__} without times."
        )
    else:
        trends = emerging_topics(trends, X, times, labels=labels, **options)
        labels = None
    names = names_with_labels({row.topic: row.label for row in trends}, labels)
    rows, note = _chosen(trends, topics, n_topics)
    places = distinct([numbered_label(row.topic, names[row.topic]) for row in rows])
    places = dict(zip((row.topic for row in rows), places, strict=True))
    figure = new_figure(
        _moves(rows, places, names),
        title=_TITLE if title is None else title,
        width=width,
        height=height or 140 + 26 * max(len(rows), 3),
        xaxis={
            "title": {"text": "share of the documents, on the line of the trend"},
            "tickformat": ".1%",
            "rangemode": "tozero",
        },
        yaxis={"type": "category", "categoryorder": "trace"},
        showlegend=True,
    )
    return add_note(figure, note, title)


def _chosen(trends, topics, n_topics):
    """Return the rows to draw, that of the topic that has grown most last."""
    if topics is None:
        rows = sorted(trends, key=lambda row: (-abs(row.after - row.before), row.topic))
        rows, how = rows[:n_topics], "varying"
    else:
        by_topic, how = {row.topic: row for row in trends}, "chosen"
        rows = []
        for topic in numbers_of_topics(topics):
            if topic not in by_topic:
                known = ", ".join(map(str, sorted(by_topic)))
                raise ValueError(
                    f"topics has {topic}. There is no topic {topic} in the table, "
                    f"which has {known:.200}."
                )
            rows.append(by_topic[topic])
    rows = sorted(rows, key=lambda row: row.after - row.before)
    return rows, note_of_choice(len(rows), len(trends), how)


def _moves(rows, places, names):
    """Return the lines, the first shares, and the last shares by status."""
    line_x, line_y = [], []
    for row in rows:
        line_x += [row.before, row.after, None]
        line_y += [places[row.topic], places[row.topic], None]
    yield {
        "type": "scatter",
        "x": line_x[:-1],
        "y": line_y[:-1],
        "mode": "lines",
        "line": {"color": GREY, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    first = {"symbol": "circle-open", "size": 9, "color": GREY, "line": {"width": 2}}
    yield _points(rows, places, names, "first", "before", first)
    for status, (color, symbol) in _STATUS.items():
        some = [row for row in rows if row.status == status]
        if some:
            mark = {"symbol": symbol, "size": 12, "color": color}
            yield _points(some, places, names, f"last, {status}", "after", mark)


def _points(rows, places, names, name, column, marker):
    return {
        "type": "scatter",
        "name": name,
        "x": np.array([getattr(row, column) for row in rows]),
        "y": [places[row.topic] for row in rows],
        "mode": "markers",
        "marker": marker,
        "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>",
        "text": [
            f"<b>{hover_text(numbered(row.topic, names[row.topic]))}</b><br>"
            f"{row.status}<br>{row.before:.1%} to {row.after:.1%}<br>corrected p-value "
            f"{row.p_corrected:.2g}"
            for row in rows
        ],
    }
