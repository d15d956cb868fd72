"""Topics of classes of documents, as bars, and over time as lines."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import StrOptions, validate_params
from ..analysis import GroupedTopics, topics_per_class, topics_per_class_over_time
from ._drawn_topics import add_note
from ._figure_options import UP_TO_ALL
from ._figure_panels import figure_panels
from ._figure_style import (
    INK,
    LEGEND_OF_LINES,
    OKABE_ITO,
    axis_label,
    distinct,
    line_mark,
    new_figure,
)
from ._grouped_cells import (
    OF_GROUPS,
    VALUES,
    axis_of_values,
    band_trace,
    chosen_topics,
    grouped_cells,
    hover_of_cell,
    masses,
    note_of_groups,
)
from ._names_in_figures import numbered, numbered_label
from ._plot_topics_over_time import time_title, whole_numbers

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHOICE = {**OF_GROUPS, "n_classes": UP_TO_ALL}


@validate_params(
    {**_CHOICE, "values": [StrOptions(set(VALUES))]},
    prefer_skip_nested_validation=True,
)
def plot_topics_per_class(
    table,
    X=None,
    classes=None,
    *,
    topics: Any = None,
    n_topics: int | None = 9,
    n_classes: int | None = 12,
    values="share",
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the topics of classes as bars with intervals, a panel for each topic.

    Parameters
    ----------
    table : GroupedTopics, estimator or array-like
        What `topics_per_class` gives, or what it takes: a fitted model, a Pipeline or a
        search, or an array of labels or shares.
    X : object, default=None
        Documents, where `table` is a model.
    classes : array-like of shape (n_documents,), default=None
        Classes of the documents, where `table` is no table.
    topics : "varying" or array-like of int, default=None
        Numbers of the topics to show, -1 among them for documents without a topic.
        "varying" shows the `n_topics` whose shares differ most between classes.
    n_topics : int, default=9
        Without numbers of `topics`, how many are shown: the largest. None shows all.
    n_classes : int, default=12
        How many classes are shown at most: those with most documents. None shows all.
    values : {"share", "share_of_topic", "frequency"}, default="share"
        What the bars are: the share of the topic in the documents of a class, the share
        of the class in the documents of the topic, or numbers of documents. Intervals
        are known of "share" alone.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        What `topics_per_class` takes beside, such as ``interval=None``, where `table`
        is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        The words of a topic in a class are shown under the pointer.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a model is given without classes, or a table with them.
    ValueError
        If the table has no classes or has times too, or has no such topic.

    Examples
    --------
    >>> from sktopics.plots import plot_topics_per_class
    >>> labels = [0, 0, 1, 1, 1, 0]
    >>> parties = ["red", "red", "blue", "red", "blue", "blue"]
    >>> figure = plot_topics_per_class(labels, None, parties, labels=["sea", "tax"])
    >>> for bars in figure.data:
    ...     print(bars.name, bars.y, bars.x.round(2))
    0: sea ('blue', 'red') [0.33 0.67]
    1: tax ('blue', 'red') [0.67 0.33]
    """
    caller = "plot_topics_per_class"
    if isinstance(table, GroupedTopics):
        _refuse_more(caller, "classes", X, classes, None, options)
        if table.groups is None or table.starts is not None:
            is_of_times = table.groups is None
            raise ValueError(
                f"{caller} draws a table of classes, and this is one of "
                f"{'times' if is_of_times else 'classes and times'}: use "
                f"plot_topics_{'' if is_of_times else 'per_class_'}over_time."
            )
        cells = grouped_cells(table, labels)
    else:
        _require(caller, table, classes=classes)
        cells = grouped_cells(
            topics_per_class(table, X, classes, labels=labels, **options)
        )
    cells, note = _chosen(cells, topics, n_topics, n_classes)
    axis = axis_of_values(values, "class")
    x_title = axis.pop("title")["text"]
    panels = figure_panels(
        [numbered(topic, cells.names[topic]) for topic in cells.topics],
        3,
        max(24 * len(cells.groups), 60),
        x_title=x_title,
        xaxis={**axis, "nticks": 5},
        yaxis={"type": "category", "autorange": "reversed"},
        gap=0.03,
    )
    layout = panels.layout | ({} if height is None else {"height": height})
    figure = new_figure(
        _bars(cells, values, panels.axes),
        title="Topics by class" if title is None else title,
        width=width,
        showlegend=False,
        **layout,
    )
    return add_note(figure, note, title)


@validate_params(_CHOICE, prefer_skip_nested_validation=True)
def plot_topics_per_class_over_time(
    table,
    X=None,
    classes=None,
    times=None,
    *,
    topics: Any = None,
    n_topics: int | None = 6,
    n_classes: int | None = 5,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the topics of classes over time, a panel for each topic.

    Parameters
    ----------
    table : GroupedTopics, estimator or array-like
        What `topics_per_class_over_time` gives, or what it takes.
    X : object, default=None
        Documents, where `table` is a model.
    classes, times : array-like of shape (n_documents,), default=None
        Classes and times of the documents, where `table` is no table.
    topics : "varying" or array-like of int, default=None
        Which topics are shown, as of `plot_topics_per_class`.
    n_topics : int, default=6
        Without numbers of `topics`, how many are shown: the largest. None shows all.
    n_classes : int, default=5
        How many classes are shown at most: those with most documents. None shows all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        What `topics_per_class_over_time` takes beside, such as ``n_bins=10``, where
        `table` is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A line for each class, with its interval as a band. A time at which a class has
        no documents is a gap.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a model is given without classes or times, or a table with them.
    ValueError
        If the table lacks classes or times, or has no such topic.

    Examples
    --------
    >>> from sktopics.plots import plot_topics_per_class_over_time
    >>> labels = [0, 0, 1, 1]
    >>> parties = ["red", "blue", "red", "blue"]
    >>> years = [1990, 2000, 2000, 2000]
    >>> figure = plot_topics_per_class_over_time(
    ...     labels, None, parties, years, interval=None
    ... )
    >>> for line in figure.data:
    ...     print(line.yaxis, line.name, line.x, line.y)
    y blue (1990, 2000) [nan 0.5]
    y red (1990, 2000) [1. 0.]
    y2 blue (1990, 2000) [nan 0.5]
    y2 red (1990, 2000) [0. 1.]
    """
    caller = "plot_topics_per_class_over_time"
    if isinstance(table, GroupedTopics):
        _refuse_more(caller, "classes and times", X, classes, times, options)
        if table.groups is None or table.starts is None:
            kind = "times" if table.groups is None else "classes"
            instead = "over_time" if kind == "times" else "per_class"
            raise ValueError(
                f"{caller} draws a table of classes and times, and this is one of "
                f"{kind} alone: use plot_topics_{instead}."
            )
        cells = grouped_cells(table, labels)
    else:
        _require(caller, table, classes=classes, times=times)
        cells = grouped_cells(
            topics_per_class_over_time(
                table, X, classes, times, labels=labels, **options
            )
        )
    cells, note = _chosen(cells, topics, n_topics, n_classes)
    panels = figure_panels(
        [numbered(topic, cells.names[topic]) for topic in cells.topics],
        2,
        190,
        x_title=time_title(cells),
        xaxis=whole_numbers(cells.starts),
        yaxis={"title": {"text": "share"}, "tickformat": ".0%", "rangemode": "tozero"},
        gap=0.05,
    )
    layout = panels.layout | ({} if height is None else {"height": height})
    figure = new_figure(
        _class_lines(cells, panels.axes),
        title="Topics by class over time" if title is None else title,
        width=width,
        legend=LEGEND_OF_LINES,
        showlegend=True,
        **layout,
    )
    return add_note(figure, note, title)


def _refuse_more(caller, what, X, classes, times, options):
    """Refuse documents, classes and options beside a table."""
    if X is not None or classes is not None or times is not None or options:
        raise TypeError(
            f"{caller} is given a table, which has {what} already: give documents and "
            "options with a model, or make the table with them."
        )


def _require(caller, model, **given):
    for name, value in given.items():
        if value is None:
            raise TypeError(
                f"{caller} takes a table of {caller[5:]}, or a model with X and "
                f"{' and '.join(given)}: got {type(model).__name__} without {name}."
            )


def _chosen(cells, topics, n_topics, n_classes):
    """Return the cells to show, and a sentence that says which ones they are."""
    n_all = len(cells.groups)
    chosen = chosen_topics(cells, topics, n_topics)
    note = note_of_groups(cells, chosen, topics)
    sizes = masses(cells).sum(axis=1)
    largest = np.argsort(-sizes, kind="stable")[:n_classes]
    groups = [cells.groups[place] for place in sorted(largest.tolist())]
    if len(groups) < n_all:
        note += f", the {len(groups)} largest of {n_all:,} classes"
    else:
        note += f", {n_all:,} class{'' if n_all == 1 else 'es'}"
    return cells.of_topics(chosen).of_groups(groups), note


def _class_names(groups):
    """Return names of classes for axes and legends."""
    return distinct([axis_label(group, 24) for group in groups])


def _bars(cells, values, axes):
    found = cells.values(VALUES[values])[:, :, 0]
    lower = cells.values("lower")[:, :, 0]
    upper = cells.values("upper")[:, :, 0]
    classes = _class_names(cells.groups)
    for place, topic in enumerate(cells.topics):
        bars = {
            "type": "bar",
            "name": numbered_label(topic, cells.names[topic]),
            "orientation": "h",
            "x": found[place],
            "y": classes,
            "marker": {"color": OKABE_ITO[4]},
            "hovertemplate": "%{text}<extra></extra>",
            "text": [hover_of_cell(cells, place, i, 0) for i in range(len(classes))],
            "textposition": "none",
            **axes[place],
        }
        if values == "share" and np.isfinite(lower[place]).any():
            bars["error_x"] = {
                "type": "data",
                "symmetric": False,
                "array": upper[place] - found[place],
                "arrayminus": found[place] - lower[place],
                "color": INK,
                "thickness": 1,
                "width": 3,
            }
        yield bars


def _class_lines(cells, axes):
    """Yield the bands and lines of classes, panel by panel."""
    shares = cells.values("shares")
    lower = cells.values("lower")
    upper = cells.values("upper")
    x = cells.starts.tolist()
    classes = _class_names(cells.groups)
    for place, axis in enumerate(axes):
        for group, name in enumerate(classes):
            mark = line_mark(group)
            bounds = lower[place, group], upper[place, group]
            if np.isfinite(bounds[0]).any():
                bounds = (bound.tolist() for bound in bounds)
                yield band_trace(x, *bounds, mark.color, 0.1, legendgroup=name, **axis)
        for group, name in enumerate(classes):
            mark = line_mark(group)
            yield {
                "type": "scatter",
                "name": name,
                "legendgroup": name,
                "showlegend": place == 0,
                "x": x,
                "y": shares[place, group],
                "mode": "lines+markers",
                "connectgaps": False,
                "line": {"color": mark.color, "dash": mark.dash, "width": 2},
                "marker": {"symbol": mark.symbol, "size": 7},
                "hovertemplate": "%{text}<extra></extra>",
                "text": [hover_of_cell(cells, place, group, i) for i in range(len(x))],
                **axis,
            }
