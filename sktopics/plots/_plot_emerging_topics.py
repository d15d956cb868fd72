"""How much topics have grown or shrunk."""

from numbers import Integral
from typing import TYPE_CHECKING

import numpy as np

from .._sklearn import Interval, validate_params
from ..analysis import TopicTrends, emerging_topics
from ._figure_options import (
    FIGURE_OPTIONS,
    names_with_labels,
    numbered_name,
    title_of_choice,
)
from ._figure_style import GREY, OKABE_ITO, hover_text, new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_STATUS = {
    "emerging": (OKABE_ITO[0], "triangle-right"),
    "fading": (OKABE_ITO[3], "triangle-left"),
    "steady": (GREY, "circle"),
}


@validate_params(
    {**FIGURE_OPTIONS, "n_topics": [Interval(Integral, 1, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def plot_emerging_topics(
    trends,
    X=None,
    times=None,
    *,
    n_topics=20,
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
    n_topics : int, default=20
        How many topics are shown at most: those whose share has moved most.
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
        If a model is given without times, or a table with them.

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
    rows = sorted(trends, key=lambda row: (-abs(row.after - row.before), row.topic))
    rows = sorted(rows[:n_topics], key=lambda row: row.after - row.before)
    if title is None:
        title = title_of_choice(
            "Emerging and fading topics", len(rows), len(trends), "varying"
        )
    return new_figure(
        _moves(rows, {row.topic: _name(row, names) for row in rows}, names),
        title=title,
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


def _name(row, names):
    return numbered_name(row.topic, names[row.topic])


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
            f"<b>{hover_text(f'{row.topic}: {names[row.topic]}')}</b><br>{row.status}"
            f"<br>{row.before:.1%} to {row.after:.1%}<br>corrected p-value "
            f"{row.p_corrected:.2g}"
            for row in rows
        ],
    }
