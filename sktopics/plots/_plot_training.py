"""Scores and losses of models while they are trained."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.callback import ScoringMonitor, ScoringMonitorLog

from .._reading import is_model, training_curves
from .._sklearn import validate_params
from ._figure_options import OF_FIGURES
from ._figure_panels import figure_panels
from ._figure_style import (
    LEGEND_OF_LINES,
    axis_label,
    hover_text,
    line_mark,
    new_figure,
    visible,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# What a record of a monitor holds beside scores.
_NO_SCORES = {
    "estimator_name",
    "parent_task_id_path",
    "sequential_subtasks",
    "task_id",
    "task_id_path",
    "task_name",
}
# Points of longer curves have no marks, and more curves no entries in the legend.
_LONG = 60
_MANY = 24


class _Curve(NamedTuple):
    """The course of a score in a fit."""

    name: str
    score: str
    x: np.ndarray
    y: np.ndarray


@validate_params(
    {"labels": [dict, None], **OF_FIGURES}, prefer_skip_nested_validation=True
)
def plot_training(
    monitor, *, labels=None, title=None, width=None, height=None
) -> "Figure":
    """Draw how scores change while models are trained, pass by pass.

    Parameters
    ----------
    monitor : monitor, model or dict
        What has records: a `TopicMonitor` or `EarlyStopping` of `sktopics.callbacks`,
        scikit-learn's `ScoringMonitor`, or one of their logs; a fitted model that keeps
        a curve, as :class:`~sktopics.embedding.Doc2Vec` its loss and
        :class:`~sktopics.lda.AuthorTopicModel` its perplexity with `evaluate_every`; a
        list of numbers, one for each pass; or a dict of several of these by name.
    labels : dict from str to str, default=None
        Other names of scores and of fits.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A panel for each score, and a line for each fit: of a search, for each candidate
        on each split. Scores of whole fits are drawn only where there are none of
        passes.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If a model is not fitted.
    TypeError
        If there is something that has no records.
    ValueError
        If nothing was recorded.

    Examples
    --------
    >>> from sktopics import LatentDirichletAllocation
    >>> from sktopics.callbacks import TopicMonitor
    >>> from sktopics.plots import plot_training
    >>> X = [[3, 1, 0, 0], [2, 2, 0, 0], [0, 0, 1, 3], [0, 0, 2, 2]]
    >>> monitor = TopicMonitor()
    >>> model = LatentDirichletAllocation(2, max_iter=4, random_state=0)
    >>> _ = model.set_callbacks(monitor).fit(X)
    >>> line = plot_training(monitor).data[0]
    >>> line.x.tolist(), line.y.round(1).tolist()  # doctest: +NUMBER
    ([1, 2, 3, 4], [-1.4, -1.1, -1.1, -1.1])
    """
    labels = labels or {}
    curves = _all_curves(monitor)
    scores = list(dict.fromkeys(curve.score for curve in curves))
    names = list(dict.fromkeys(curve.name for curve in curves))
    n_columns = 1 if len(scores) <= 2 else 2
    panels = figure_panels(
        [labels.get(score, score) for score in scores],
        n_columns,
        320 if n_columns == 1 else 220,
        x_title="updates" if scores == ["perplexity"] else "passes",
        xaxis={"tickformat": "d"},
        gap=0.1,
        own_y=True,
    )
    layout = panels.layout | ({} if height is None else {"height": height})
    traces = []
    seen = set()
    for curve in curves:
        place = names.index(curve.name)
        is_first = curve.name not in seen and len(names) <= _MANY
        seen.add(curve.name)
        axes = panels.axes[scores.index(curve.score)]
        name = labels.get(curve.name, curve.name)
        traces.append(_trace(curve, name, line_mark(place), is_first, axes))
    return new_figure(
        traces,
        title="Training" if title is None else title,
        width=width,
        hovermode="closest",
        legend=LEGEND_OF_LINES,
        showlegend=1 < len(names) <= _MANY,
        **layout,
    )


def _trace(curve, name, mark, in_legend, axes):
    is_long = len(curve.x) > _LONG
    return {
        "type": "scatter",
        "name": axis_label(name),
        "legendgroup": visible(curve.name),
        "showlegend": in_legend,
        "x": curve.x,
        "y": curve.y,
        "mode": "lines" if is_long else "lines+markers",
        "connectgaps": False,
        "line": {
            "color": mark.color,
            "dash": mark.dash,
            "width": 2,
        },
        "marker": {"symbol": mark.symbol, "size": 7},
        "hovertemplate": "<b>%{text}</b><br>%{x}: %{y:.6g}<extra></extra>",
        "text": [hover_text(name)] * len(curve.x),
        **axes,
    }


def _all_curves(monitor):
    """Return the curves of a monitor, or of several by name."""
    if not isinstance(monitor, Mapping):
        return _curves(monitor, "")
    if not monitor:
        raise ValueError("monitor must hold a monitor or more by name, got {}.")
    return [
        curve._replace(name=f"{name}: {curve.name}" if curve.name else str(name))
        for name, item in monitor.items()
        for curve in _curves(item, f" of {name!r:.60}")
    ]


def _curves(item, of):
    """Return the curves of a monitor, a log, a model or a list of numbers."""
    if isinstance(item, ScoringMonitor):
        return _of_logs(_logs_of(item, of), of)
    if isinstance(item, ScoringMonitorLog):
        return _of_logs([item], of)
    if is_model(item):
        curves = training_curves(item)
        if not curves:
            raise ValueError(
                f"The model{of} keeps no curve of its training: give it a TopicMonitor "
                "with set_callbacks before it is fitted, and plot the monitor."
            )
        return [_Curve("", score, *curve) for score, curve in curves.items()]
    is_list = isinstance(item, (list, tuple)) and len(item)
    if is_list and all(isinstance(log, ScoringMonitorLog) for log in item):
        return _of_logs(item, of)
    return [_Curve("", "score", *_numbers(item, of))]


def _numbers(item, of):
    """Return passes and values of a list of numbers."""
    try:
        values = np.asarray(item, dtype=np.float64)
    except (TypeError, ValueError):
        values = None
    if values is None or values.ndim != 1:
        raise TypeError(
            f"monitor{of} must be a TopicMonitor, EarlyStopping or ScoringMonitor, one "
            "of their logs, a fitted model or a list of numbers, got "
            f"{type(item).__name__}."
        )
    if not len(values):
        raise ValueError(f"monitor{of} holds no numbers.")
    return np.arange(1, len(values) + 1), values


def _logs_of(monitor, of):
    try:
        return monitor.get_logs(select="all")
    except ValueError as error:
        raise ValueError(
            f"The monitor{of} has recorded nothing: give it to a model with "
            "set_callbacks, and fit that."
        ) from error


def _of_logs(logs, of):
    """Return the curves of runs, and in each run of the fits that it is made of."""
    curves = []
    for run, log in enumerate(logs):
        name = f"run {run + 1}" if len(logs) > 1 else ""
        curves += _of_log(log.data, name)
    if not curves:
        raise ValueError(
            f"The monitor{of} has recorded no scores: a ScoringMonitor scores only "
            "where there is a y; use a TopicMonitor."
        )
    return curves


def _of_log(rows, run):
    """Return the curves of a run; tasks that enclose others are whole fits."""
    enclosing = {row["parent_task_id_path"] for row in rows}
    passes = [row for row in rows if row["task_id_path"] not in enclosing]
    fits = {}
    for row in passes:
        fits.setdefault(row["parent_task_id_path"], []).append(row)
    curves = []
    for number, fit in enumerate(fits.values(), 1):
        fit = sorted(fit, key=lambda row: row["task_id"])
        parts = [run, f"fit {number}" if len(fits) > 1 else ""]
        name = ", ".join(part for part in parts if part)
        scores = [key for row in fit for key in row if key not in _NO_SCORES]
        for score in dict.fromkeys(scores):
            x = np.array([row["task_id"] + 1 for row in fit])
            y = np.array([float(row.get(score, np.nan)) for row in fit])
            curves.append(_Curve(name, score, x, y))
    return curves
