"""Lines of topics over time, with the intervals of their shares."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import StrOptions, validate_params
from ..analysis import GroupedTopics, topics_over_time
from ._drawn_topics import add_note
from ._figure_style import LEGEND_OF_LINES, new_figure
from ._grouped_cells import (
    OF_GROUPS,
    VALUES,
    axis_of_values,
    band_trace,
    chosen_topics,
    grouped_cells,
    hover_of_cell,
    note_of_groups,
)
from ._names_in_figures import marks_by_topic, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

TITLE_OF_TIMES = "Topics over time"


@validate_params(
    {**OF_GROUPS, "values": [StrOptions(set(VALUES))]},
    prefer_skip_nested_validation=True,
)
def plot_topics_over_time(
    table,
    X=None,
    times=None,
    *,
    topics: Any = None,
    n_topics: int | None = 8,
    values="share",
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw topics over time as lines, with intervals as bands.

    Parameters
    ----------
    table : GroupedTopics, estimator or array-like
        What `topics_over_time` gives, or what it takes: a fitted model, a Pipeline or a
        search, or an array of labels or shares.
    X : object, default=None
        Documents, where `table` is a model.
    times : array-like of shape (n_documents,), default=None
        Times of the documents, where `table` is no table.
    topics : "varying" or array-like of int, default=None
        Numbers of the topics to show, -1 among them for documents without a topic.
        "varying" shows the `n_topics` whose shares vary most over time.
    n_topics : int, default=8
        Without numbers of `topics`, how many are shown: the largest. None shows all.
    values : {"share", "share_of_topic", "frequency"}, default="share"
        What is drawn: the share of a topic in the documents of a time; the share of a
        time in the documents of a topic, which compares the courses of large and small
        topics; or numbers of documents. Intervals are known of "share" alone.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        What `topics_over_time` takes beside, such as ``n_bins=10`` or ``embeddings=``,
        where `table` is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        Times without documents are gaps. A point is at the start of its bin; its words,
        its interval and its number of documents are shown under the pointer.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a model is given without times, or a table with them, or `topics` are no
        numbers.
    ValueError
        If the table has no times or is one of classes, or has no such topic.

    See Also
    --------
    plot_topic_flow : The same shares, one on top of the other.
    plot_emerging_topics : First and last shares by a trend.

    Examples
    --------
    >>> from sktopics.plots import plot_topics_over_time
    >>> labels = [0, 0, 1, 0, 1, 1]
    >>> years = [1990, 1990, 1990, 1991, 1991, 1991]
    >>> figure = plot_topics_over_time(labels, None, years, labels=["sea", "tax"])
    >>> lines = [trace for trace in figure.data if trace.name is not None]
    >>> [(line.name, line.x, line.y.round(2).tolist()) for line in lines]
    [('0: sea', (1990, 1991), [0.67, 0.33]), ('1: tax', (1990, 1991), [0.33, 0.67])]
    """
    cells = cells_over_time(
        table, X, times, labels, options, caller="plot_topics_over_time"
    )
    chosen = chosen_topics(cells, topics, n_topics)
    figure = new_figure(
        _lines(cells.of_topics(chosen), values),
        title=TITLE_OF_TIMES if title is None else title,
        width=width,
        height=height,
        xaxis={"title": {"text": time_title(cells)}, **whole_numbers(cells.starts)},
        yaxis=axis_of_values(values, "time"),
        hovermode="closest",
        legend=LEGEND_OF_LINES,
        showlegend=True,
    )
    return add_note(figure, note_of_groups(cells, chosen, topics), title)


def cells_over_time(table, X, times, labels, options, *, caller):
    """Return the `GroupedCells` of what a figure of times is given."""
    if isinstance(table, GroupedTopics):
        if X is not None or times is not None or options:
            raise TypeError(
                f"{caller} is given a table, which has times already: give documents "
                "and options with a model, or make the table with them."
            )
        if table.starts is None or table.groups is not None:
            kind = "classes" if table.starts is None else "classes and times"
            instead = "plot_topics_per_class" + "_over_time" * (kind != "classes")
            raise ValueError(
                f"{caller} draws a table of times, and this is one of {kind}: use "
                f"{instead}."
            )
        return grouped_cells(table, labels)
    if times is None:
        raise TypeError(
            f"{caller} takes a table of topics_over_time, or a model with X and times: "
            f"got {type(table).__name__} without times."
        )
    return grouped_cells(topics_over_time(table, X, times, labels=labels, **options))


def time_title(cells):
    """Return the title of an axis of times."""
    is_point = not len(cells.starts) or (cells.starts == cells.ends).all()
    return "time" if is_point else "time (start of the period)"


def whole_numbers(starts):
    """Return options of an axis on which whole numbers, such as years, stay whole."""
    if starts is None or starts.dtype.kind not in "iu":
        return {}
    if len(starts) and np.ptp(starts) < 8:
        return {"tickformat": "d", "dtick": 1}
    return {"tickformat": "d"}


def _lines(cells, values):
    """Return a band and a line for each topic; bands first, so that lines are above."""
    found = cells.values(VALUES[values])[:, 0]
    lower, upper = (cells.values(bound)[:, 0] for bound in ("lower", "upper"))
    x = cells.starts.tolist()
    bands, lines = [], []
    opacity = 0.14 if len(cells.topics) <= 5 else 0.07
    marks = marks_by_topic(sorted(cells.topics), lines=True)
    for place, topic in enumerate(cells.topics):
        mark = marks[topic]
        if values == "share" and np.isfinite(lower[place]).any():
            bounds = lower[place].tolist(), upper[place].tolist()
            bands.append(
                band_trace(x, *bounds, mark.color, opacity, legendgroup=str(topic))
            )
        lines.append(
            {
                "type": "scatter",
                "name": numbered_label(topic, cells.names[topic]),
                "legendgroup": str(topic),
                "x": x,
                "y": found[place],
                "mode": "lines+markers",
                "connectgaps": False,
                "line": {"color": mark.color, "dash": mark.dash, "width": 2},
                "marker": {"symbol": mark.symbol, "size": 7},
                "hovertemplate": "%{text}<extra></extra>",
                "text": [hover_of_cell(cells, place, 0, i) for i in range(len(x))],
            }
        )
    return [*bands, *lines]
