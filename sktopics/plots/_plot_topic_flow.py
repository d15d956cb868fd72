"""Shares of topics over time, one on top of the other."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import validate_params
from ._drawn_topics import add_note
from ._figure_style import GREY, INK, OTHER_MARK, distinct, lightened, new_figure
from ._grouped_cells import (
    OF_GROUPS,
    axis_of_values,
    chosen_topics,
    hover_of_cell,
    note_of_groups,
    period,
    runs_of,
)
from ._names_in_figures import marks_by_topic, numbered_label
from ._plot_topics_over_time import (
    TITLE_OF_TIMES,
    cells_over_time,
    time_title,
    whole_numbers,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# The least share at which the name of a topic is written into its area.
_WRITTEN = 0.08


@validate_params(OF_GROUPS, prefer_skip_nested_validation=True)
def plot_topic_flow(
    table,
    X=None,
    times=None,
    *,
    topics: Any = None,
    n_topics: int | None = 7,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the shares of topics over time as a flow, one on top of the other.

    Parameters
    ----------
    table : GroupedTopics, estimator or array-like
    X : object, default=None
    times : array-like of shape (n_documents,), default=None
        As of `plot_topics_over_time`.
    topics : "varying" or array-like of int, default=None
        Which topics have an area of their own, as of `plot_topics_over_time`. The
        largest is lowest; numbers that you give are drawn in their order.
    n_topics : int, default=7
        Without numbers of `topics`, how many have an area: the largest. All others
        share one, "other topics". None is all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **options : dict
        What `topics_over_time` takes beside, where `table` is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        The names of large areas are written into them. Times without documents are
        gaps, and a time between two gaps is a bar.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError, ValueError
        As of `plot_topics_over_time`.

    See Also
    --------
    plot_topics_over_time : Lines, which are easier to compare, with their intervals.

    Notes
    -----
    The areas of a table with all topics are as high as 100 %. A table of some topics
    leaves the rest of the height free.

    Examples
    --------
    >>> from sktopics.plots import plot_topic_flow
    >>> labels = [0, 0, 1, 0, 1, 1, 2, -1]
    >>> years = [1990, 1990, 1990, 1991, 1991, 1991, 1990, 1991]
    >>> figure = plot_topic_flow(labels, None, years, n_topics=2)
    >>> for area in figure.data:
    ...     print(area.name, area.y.tolist())
    topic 0 [0.5, 0.25]
    topic 1 [0.25, 0.5]
    other topics [0.25, 0.0]
    outliers [0.0, 0.25]
    """
    options = options if "interval" in options or times is None else _quick(options)
    cells = cells_over_time(table, X, times, labels, options, caller="plot_topic_flow")
    chosen = chosen_topics(cells, topics, n_topics)
    layers = _layers(cells, chosen)
    figure = new_figure(
        _areas(cells, layers),
        title=TITLE_OF_TIMES if title is None else title,
        width=width,
        height=height,
        xaxis={
            "title": {"text": time_title(cells)},
            **whole_numbers(cells.starts),
            **_range_of_times(cells, layers),
        },
        yaxis=axis_of_values("share", "time"),
        barmode="stack",
        hovermode="closest",
        legend={"traceorder": "reversed", "itemsizing": "constant"},
        showlegend=True,
    )
    for note in _written_names(cells, layers):
        figure.add_annotation(note)
    return add_note(figure, note_of_groups(cells, chosen, topics), title)


def _quick(options):
    """Leave out intervals, which take time and which nobody sees here."""
    return {**options, "interval": None}


def _layers(cells, chosen):
    """Return (name, color, pattern, shares, hover texts) of areas, the lowest first."""
    shares = cells.values("shares")[:, 0]
    n_bins = shares.shape[1]
    layers = []
    marks = marks_by_topic(sorted(chosen))
    for topic in chosen:
        place = cells.topics.index(topic)
        text = [hover_of_cell(cells, place, 0, i) for i in range(n_bins)]
        # Neighbours differ in more than their colours.
        pattern = "/" if len(layers) % 2 else ""
        name = numbered_label(topic, cells.names[topic], 30)
        layers.append((name, marks[topic].color, pattern, shares[place], text))
    others = [i for i, t in enumerate(cells.topics) if t >= 0 and t not in chosen]
    if others:
        rest = shares[others]
        rest = np.where(np.isnan(rest).all(axis=0), np.nan, np.nansum(rest, axis=0))
        text = [
            f"<b>{len(others)} other topics</b><br>{period(start, end)}<br>"
            f"share {share:.1%}"
            for start, end, share in zip(
                cells.starts.tolist(), cells.ends.tolist(), rest.tolist(), strict=True
            )
        ]
        layers.append(("other topics", OTHER_MARK.color, "", rest, text))
    if -1 in cells.topics and -1 not in chosen:
        place = cells.topics.index(-1)
        text = [hover_of_cell(cells, place, 0, i) for i in range(n_bins)]
        name = numbered_label(-1, cells.names[-1], 30)
        layers.append((name, lightened(GREY, 0.4), ".", shares[place], text))
    # Parts of an area are found by its name.
    names = distinct([name for name, *_ in layers])
    return [(name, *layer[1:]) for name, layer in zip(names, layers, strict=True)]


def _areas(cells, layers):
    """Return the areas of each run of times with documents; bars of single times."""
    x = cells.starts.tolist()
    known = _known_times(cells, layers)
    runs = [run for run in runs_of(known) if run[1] - run[0] > 1]
    alone = [start for start, stop in runs_of(known) if stop - start == 1]
    named = set()
    for number, (start, stop) in enumerate(runs):
        for name, color, pattern, shares, text in layers:
            yield {
                "type": "scatter",
                "x": x[start:stop],
                "y": shares[start:stop],
                "text": text[start:stop],
                "stackgroup": f"times {number}",
                "mode": "lines",
                "line": {"width": 0.7, "color": "white"},
                "fillcolor": color,
                "fillpattern": {"shape": pattern, "fgcolor": "white"},
                **_in_legend(name, named),
            }
    for name, color, pattern, shares, text in layers if alone else ():
        yield {
            "type": "bar",
            "x": [x[i] for i in alone],
            "y": shares[alone],
            "text": [text[i] for i in alone],
            "textposition": "none",
            "width": _bar_width(cells),
            "marker": {
                "color": color,
                "pattern": {"shape": pattern, "fgcolor": "white"},
            },
            **_in_legend(name, named),
        }


def _shares(cells, layers):
    """Return the shares of all layers, shape (n_layers, n_bins)."""
    shares = [layer[3] for layer in layers]
    return np.reshape(shares, (len(layers), len(cells.starts)))


def _known_times(cells, layers):
    """Return which times have documents."""
    return ~np.isnan(_shares(cells, layers)).all(axis=0)


def _in_legend(name, named):
    """Return options by which the parts of an area have one entry in the legend."""
    is_first = name not in named
    named.add(name)
    return {
        "name": name,
        "legendgroup": name,
        "showlegend": is_first,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _bar_width(cells):
    """Return half the smallest distance of two times, as plotly has it."""
    if len(cells.starts) < 2:
        return None
    step = np.diff(cells.starts).min()
    if cells.starts.dtype.kind == "M":
        return float(step / np.timedelta64(1, "ms")) / 2
    return float(step) / 2


def _written_names(cells, layers):
    """Yield the names of large areas, each where the area is highest."""
    shares = np.nan_to_num(_shares(cells, layers))
    tops = shares.cumsum(axis=0)
    n_bins = shares.shape[1]
    for place, (name, *_) in enumerate(layers):
        if not n_bins or shares[place].max() < _WRITTEN:
            continue
        best = int(shares[place].argmax())
        # Away from the sides of the figure, which would cut the name.
        side = best / max(n_bins - 1, 1)
        yield {
            "x": cells.starts[best].item(),
            "y": tops[place, best] - shares[place, best] / 2,
            "text": name,
            "xanchor": "left" if side < 0.3 else "right" if side > 0.7 else "center",
            "showarrow": False,
            "font": {"size": 11, "color": INK},
            "bgcolor": "rgba(255,255,255,0.7)",
        }


def _range_of_times(cells, layers):
    """Return the range of an axis that ends with the areas, where there are no bars."""
    known = _known_times(cells, layers)
    if any(stop - start == 1 for start, stop in runs_of(known)) or not known.any():
        return {}
    x = cells.starts[known]
    return {"range": [x[0].item(), x[-1].item()]}
