"""Scores of candidates along a parameter, a panel for each score."""

from numbers import Real
from typing import NamedTuple

import numpy as np

from ._figure_panels import figure_panels
from ._figure_style import (
    INK,
    LEGEND_OF_LINES,
    axis_label,
    hover_text,
    line_mark,
    new_figure,
    visible,
)
from ._grouped_cells import band_trace

# More lines than these are drawn as points alone.
MOST_LINES = 8
# Largest over smallest number from which on an axis is logarithmic.
_WIDE = 50


class ScoredCandidates(NamedTuple):
    """Candidates along a parameter.

    Attributes
    ----------
    parameter : str
        Title of the axis.
    values : list
        What the parameter is of each candidate: numbers or anything else.
    lines : list of str
        The line that each candidate is on; "" where there is one line.
    scores : dict from str to list of ndarray
        For each score, those of each candidate on its splits or seeds.
    told : list of str
        What is shown of each candidate under the pointer, escaped.
    best : dict from str to list of int
        Candidates that are marked in the panel of a score.
    best_name : str
        Why they are.
    """

    parameter: str
    values: list
    lines: list
    scores: dict
    told: list
    best: dict
    best_name: str


class _Axis(NamedTuple):
    """Where candidates are on the axis, and its options.

    Attributes
    ----------
    places : list
    options : dict
    is_numeric : bool
        Whether places are numbers.
    has_order : bool
        Whether the values are.
    """

    places: list
    options: dict
    is_numeric: bool
    has_order: bool


def score_figure(
    candidates, *, levels=(), labels=None, title=None, width=None, height=None
):
    """Return the figure of candidates.

    Parameters
    ----------
    candidates : ScoredCandidates
    levels : iterable of (str, str, str, float)
        Horizontal lines: the score, the line of the candidates that it belongs to
        ("" for all), its name, and its height.
    labels : dict from str to str, default=None
        Other names of scores, of the parameter and of lines.
    title, width, height : object
        As of all figures.
    """
    labels = labels or {}
    names = list(dict.fromkeys(candidates.lines))
    axis = _axis(candidates)
    n_columns = 1 if len(candidates.scores) <= 2 else 2
    panels = figure_panels(
        [labels.get(score, score) for score in candidates.scores],
        n_columns,
        320 if n_columns == 1 else 220,
        x_title=axis_label(labels.get(candidates.parameter, candidates.parameter), 60),
        xaxis=axis.options,
        gap=0.1,
        own_y=True,
    )
    layout = panels.layout | ({} if height is None else {"height": height})
    traces = []
    for panel, score in enumerate(candidates.scores):
        on = panels.axes[panel]
        for place, name in enumerate(names):
            style = {**_legend(labels.get(name, name), panel, names), **on}
            traces += _line(candidates, axis, score, name, line_mark(place), style)
        traces += _levels(candidates, axis, score, levels, names, on, panel)
        traces += _best(candidates, axis, score, on, panel)
    return new_figure(
        traces,
        title=title,
        width=width,
        hovermode="closest",
        legend=LEGEND_OF_LINES,
        showlegend=True,
        **layout,
    )


def _legend(name, panel, names):
    shown = axis_label(name) if name else "mean"
    return {
        "name": shown,
        "legendgroup": shown,
        "showlegend": panel == 0 and len(names) <= 40,
    }


def is_number(value):
    """Whether a value is a finite number, and no bool."""
    # A bool of NumPy is no Real.
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return bool(np.isfinite(value))


def _axis(candidates):
    """Return the axis: numbers, powers of numbers, or categories in their order."""
    values = candidates.values
    are_numbers = all(map(is_number, values)) and len(values) > 0
    is_tau = candidates.parameter.endswith("tau")
    positive = are_numbers and min(values) > 0
    if positive and (is_tau or max(values) / min(values) >= _WIDE):
        return _Axis(
            list(values), {"type": "log", **_ticks_of_powers(values)}, True, True
        )
    if are_numbers and not (is_tau and 0 in values):
        whole = all(float(value).is_integer() for value in values)
        few = sorted(set(values))
        options = {}
        if whole and len(few) <= 12:
            options = {"tickvals": few, "ticktext": [f"{value:.10g}" for value in few]}
        return _Axis(list(values), options, True, True)
    if are_numbers:
        order = sorted(set(values))
        texts = {value: f"{value:.10g}" for value in order}
        places = [texts[value] for value in values]
        names = list(texts.values())
    else:
        places, names = _categories(values)
    options = {"type": "category", "categoryorder": "array", "categoryarray": names}
    return _Axis(places, options, False, are_numbers)


def _ticks_of_powers(values):
    """Return ticks at the values, without what is nearer than 1/15 of the axis."""
    few = sorted(set(values))
    nearest = np.log10(few[-1] / few[0]) / 15
    kept = few[:1]
    for value in few[1:]:
        if np.log10(value / kept[-1]) >= nearest:
            kept.append(value)
    return {"tickvals": kept, "ticktext": [f"{value:.3g}" for value in kept]}


def _categories(values):
    """Return the text of each value, and all texts; unlike values have unlike texts."""
    texts, known, places = [], [], []
    for value in values:
        same = [i for i, other in enumerate(known) if _same(value, other)]
        if same:
            places.append(texts[same[0]])
            continue
        text = name = axis_label(value_text(value), 24)
        number = 1
        while name in texts:
            number += 1
            name = f"{text} ({number})"
        known.append(value)
        texts.append(name)
        places.append(name)
    return places, texts


def _same(one, other):
    """Whether two values are one category; estimators and arrays are told by text."""
    return type(one) is type(other) and value_text(one) == value_text(other)


def value_text(value):
    """Return a value of a parameter as a text of one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:.6g}"
    return " ".join(repr(value).split())


def means_and_spreads(scores):
    """Return means and standard deviations, as searches have them; NaN of nothing."""
    means = [float(np.mean(few)) if len(few) else np.nan for few in scores]
    spreads = [float(np.std(few)) if len(few) else np.nan for few in scores]
    return np.array(means), np.array(spreads)


def _line(candidates, axis, score, name, mark, style):
    """Return the band, the points and the means of a line."""
    chosen = [i for i, line in enumerate(candidates.lines) if line == name]
    order = _order(candidates, axis, chosen)
    scores = [candidates.scores[score][i] for i in order]
    means, spreads = means_and_spreads(scores)
    x = [axis.places[i] for i in order]
    has_spread = any(len(few) > 1 for few in scores)
    repeats = len(set(x)) < len(x)
    as_band = axis.is_numeric and len(x) > 1 and not repeats
    traces = []
    hidden = {**style, "showlegend": False}
    if has_spread and as_band:
        bounds = (means - spreads).tolist(), (means + spreads).tolist()
        traces.append(band_trace(x, *bounds, mark.color, 0.12, **hidden))
    if has_spread:
        traces.append(
            {
                "type": "scatter",
                **hidden,
                "x": [at for at, few in zip(x, scores, strict=True) for _ in few],
                "y": np.concatenate(scores) if scores else np.zeros(0),
                "mode": "markers",
                "marker": {
                    "symbol": mark.symbol,
                    "size": 5,
                    "color": mark.color,
                    "opacity": 0.45,
                },
                "hovertemplate": "%{y:.5g}<extra></extra>",
            }
        )
    means_trace = {
        "type": "scatter",
        **style,
        "x": x,
        "y": means,
        # Nothing is between two categories that are no numbers.
        "mode": "lines+markers" if axis.has_order and not repeats else "markers",
        "line": {"color": mark.color, "width": 2},
        "marker": {"symbol": mark.symbol, "size": 9, "color": mark.color},
        "hovertemplate": "%{text}<extra></extra>",
        "text": [
            _told(candidates.told[i], score, mean, spread, few)
            for i, mean, spread, few in zip(order, means, spreads, scores, strict=True)
        ],
    }
    if has_spread and not as_band:
        means_trace["error_y"] = {"type": "data", "array": spreads, "thickness": 1}
    return [*traces, means_trace]


def _order(candidates, axis, chosen):
    """Return candidates from left to right."""
    if axis.is_numeric:
        return sorted(chosen, key=lambda i: candidates.values[i])
    names = axis.options["categoryarray"]
    return sorted(chosen, key=lambda i: names.index(axis.places[i]))


def _told(told, score, mean, spread, few):
    line = f"{hover_text(score)}: {mean:.5g}"
    if len(few) > 1:
        line += f" ± {spread:.2g} ({len(few)} scores)"
    return f"{told}<br>{line}" if told else line


def _levels(candidates, axis, score, levels, names, on, panel):
    """Yield horizontal lines over the width of the panel."""
    ends = axis.options.get("categoryarray") or sorted(axis.places)
    for at, line, name, height in levels:
        if at == score and ends and np.isfinite(height):
            color = line_mark(names.index(line)).color if line in names else INK
            yield {
                "type": "scatter",
                "name": axis_label(name, 60),
                "legendgroup": visible(name),
                "showlegend": panel == 0 or line not in names,
                "x": [ends[0], ends[-1]],
                "y": np.array([height, height]),
                "mode": "lines",
                "line": {
                    "color": color,
                    "width": 1.5,
                    "dash": "dash" if line in names else "dot",
                },
                "hovertemplate": "%{text}: %{y:.5g}<extra></extra>",
                "text": [hover_text(name)] * 2,
                **on,
            }


def _best(candidates, axis, score, on, panel):
    """Yield the mark of the best candidates."""
    best = candidates.best.get(score, [])
    if best:
        scores = [candidates.scores[score][i] for i in best]
        yield {
            "type": "scatter",
            "name": candidates.best_name,
            "legendgroup": candidates.best_name,
            "showlegend": panel == 0,
            "x": [axis.places[i] for i in best],
            "y": means_and_spreads(scores)[0],
            "mode": "markers",
            "marker": {
                "symbol": "circle-open",
                "size": 18,
                "color": INK,
                "line": {"width": 2},
            },
            "hoverinfo": "skip",
            **on,
        }
