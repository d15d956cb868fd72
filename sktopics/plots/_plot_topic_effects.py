"""Effects of covariates on topics, and shares by class, as points with intervals."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .._sklearn import validate_params
from ..effects import TopicEffects, TopicPrevalence
from ._drawn_topics import add_note, counted, note_of_choice, numbers_of_topics
from ._figure_options import OF_TOPICS, UP_TO_ALL
from ._figure_style import (
    GREY,
    INK,
    OKABE_ITO,
    Mark,
    axis_label,
    distinct,
    hover_text,
    line_mark,
    new_figure,
    plain,
)
from ._names_in_figures import names_with_labels, numbered, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_LARGER = Mark(OKABE_ITO[0], "triangle-right", "solid")
_SMALLER = Mark(OKABE_ITO[3], "triangle-left", "solid")
_UNCLEAR = Mark(GREY, "circle", "solid")
_CLASS_LENGTH = 24


class _PointSeries(NamedTuple):
    """Points of one look.

    Attributes
    ----------
    name : str
        In the legend, escaped.
    mark : Mark
    topics : ndarray of int
    values, lower, upper : ndarray of shape (n_topics,)
    hovers : list of str
        Escaped.
    offset : float
        Where in the row of its topic, from -0.5 to 0.5.
    """

    name: str
    mark: Mark
    topics: np.ndarray
    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    hovers: list
    offset: float


@validate_params(
    {**OF_TOPICS, "covariate": [str, None], "n_classes": UP_TO_ALL},
    prefer_skip_nested_validation=True,
)
def plot_topic_effects(
    effects,
    covariate=None,
    *,
    topics: Any = None,
    n_topics: int | None = 20,
    n_classes: int | None = 8,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw how topics depend on a covariate, as points with intervals.

    Parameters
    ----------
    effects : TopicEffects or TopicPrevalence
        What :func:`~sktopics.effects.topic_effects` or
        :func:`~sktopics.effects.topic_prevalence` gives.
    covariate : str, default=None
        Which covariate of `TopicEffects`, one of its `covariates`. It may be left out
        if there is one with p-values beside the intercept.
    topics : array-like of int, default=None
        Numbers of the topics to show.
    n_topics : int, default=20
        Without `topics`, how many are shown: the topics with the largest effects, of
        `TopicPrevalence` the largest topics. None shows all.
    n_classes : int, default=8
        How many classes of `TopicPrevalence` are shown at most: the classes with most
        documents. None shows all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the names in `effects`.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A row for each topic. The topic with the largest coefficient is on top, or the
        topic with the largest share. Effects whose corrected p-value is not below 1
        minus the level are grey. All numbers are shown under the pointer.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If `effects` are of another type, if a covariate is given for `TopicPrevalence`,
        or if `topics` are no numbers.
    ValueError
        If there is no such covariate, or if several could be meant; if there is no such
        topic, or one is repeated.

    See Also
    --------
    plot_topics_per_class : Shares by class, with the words of topics in each class.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics import PLSA
    >>> from sktopics.effects import topic_effects
    >>> from sktopics.plots import plot_topic_effects
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [1, 0, 1, 4]] * 5
    >>> model = PLSA(2, random_state=0).fit(X)
    >>> effects = topic_effects(model, X, np.tile([0, 0, 1, 1], 5))
    >>> figure = plot_topic_effects(effects, labels=["sea", "tax"])
    >>> for points in figure.data:
    ...     print(points.name, points.x.round(1))
    larger [0.8]
    smaller [-0.8]
    >>> figure.layout.yaxis.ticktext  # from the top
    ('1: tax', '0: sea')
    """
    if isinstance(effects, TopicEffects):
        column = _column_of(effects, covariate)
        order = effects.coefficients[:, column]
        extent, how = np.abs(order), "varying"
    elif isinstance(effects, TopicPrevalence):
        if covariate is not None:
            raise TypeError(
                f"covariate={covariate!r:.60} is for what topic_effects gives, and "
                "this is of topic_prevalence, which has classes."
            )
        order = _shares_of_all(effects)
        extent, how = order, "largest"
    else:
        raise TypeError(
            "plot_topic_effects draws what topic_effects or topic_prevalence gives: "
            f"got {type(effects).__name__}."
        )
    names = names_with_labels(dict(enumerate(effects.labels)), labels)
    shown, note = _topics_shown(topics, n_topics, extent, how)
    shown = shown[np.argsort(-order[shown], kind="stable")]
    if isinstance(effects, TopicEffects):
        series = _series_of_effects(effects, column, shown, names)
        axis, default = _axis_of_effects(effects, column)
    else:
        series, of_classes = _series_of_classes(effects, shown, n_classes, names)
        axis = {"title": {"text": "share of the topic"}, "tickformat": "~%"}
        note, default = f"{note}, {of_classes}", "Topics by class"
    places = {topic: place for place, topic in enumerate(shown.tolist())}
    n_rows = len({one.offset for one in series}) or 1
    figure = new_figure(
        [_trace_of_points(one, places) for one in series],
        title=default if title is None else title,
        width=width,
        height=height or 140 + (12 + 14 * n_rows) * max(len(shown), 3),
        xaxis=axis,
        yaxis={
            "tickvals": list(range(len(shown))),
            "ticktext": distinct([numbered_label(k, names[k]) for k in shown.tolist()]),
            "range": [max(len(shown), 1) - 0.5, -0.5],
            "showgrid": n_rows == 1,
            "zeroline": False,
        },
        showlegend=True,
        hovermode="closest",
    )
    return add_note(figure, note, title)


def _column_of(effects, covariate):
    """Return which column of the coefficients a covariate is."""
    # Intercepts have no corrected p-values, nor effects by one document alone.
    others = np.flatnonzero(~np.isnan(effects.corrected).all(axis=0))
    named = [effects.covariates[column] for column in others]
    if covariate is None:
        if len(others) == 1:
            return int(others[0])
        raise ValueError(
            f"covariate must say which effect is drawn: one of {named!r:.400}."
        )
    if covariate not in effects.covariates:
        raise ValueError(
            f"There is no covariate {covariate!r:.60}: take one of "
            f"{list(effects.covariates)!r:.400}."
        )
    return effects.covariates.index(covariate)


def _shares_of_all(prevalence):
    """Return the shares of topics in the documents of all classes together."""
    sizes = prevalence.n_documents[:, np.newaxis]
    total = max(sizes.sum(), 1)
    return (np.where(sizes > 0, prevalence.prevalence, 0) * sizes).sum(axis=0) / total


def _topics_shown(topics, n_topics, extent, how):
    """Return numbers of topics, and a sentence that says which ones they are."""
    n_all = len(extent)
    if topics is None:
        shown = np.argsort(-extent, kind="stable")[:n_topics]
        return shown, note_of_choice(len(shown), n_all, how)
    numbers = numbers_of_topics(topics)
    for number in numbers:
        if not 0 <= number < n_all:
            raise ValueError(
                f"topics has {number}, and there are the topics 0 to {n_all - 1}."
            )
    shown = np.array(numbers, dtype=np.int64)
    return shown, note_of_choice(len(numbers), n_all, "chosen")


def _axis_of_effects(effects, column):
    name = axis_label(effects.covariates[column])
    title = f"change of the share with {name}; 1% is one percentage point"
    axis = {
        "title": {"text": title},
        "tickformat": "+~%",
        "zeroline": True,
        "zerolinecolor": INK,
    }
    return axis, f"Effects of {effects.covariates[column]:.60}"


def _series_of_effects(effects, column, shown, names):
    """Return points of effects that are clear, above and below 0, and of others."""
    values, p = effects.coefficients[shown, column], effects.corrected[shown, column]
    # The intercept has no corrected p-value.
    p = np.where(np.isnan(p), effects.p_values[shown, column], p)
    is_clear = p < 1 - effects.level
    looks = (
        ("larger", _LARGER, is_clear & (values > 0)),
        ("smaller", _SMALLER, is_clear & (values < 0)),
        ("not clear", _UNCLEAR, ~is_clear),
    )
    hovers = [
        _effect_hover(effects, column, topic, names[topic]) for topic in shown.tolist()
    ]
    return [
        _PointSeries(
            name,
            mark,
            shown[some],
            values[some],
            effects.lower[shown[some], column],
            effects.upper[shown[some], column],
            [hovers[place] for place in np.flatnonzero(some)],
            0.0,
        )
        for name, mark, some in looks
        if some.any()
    ]


def _effect_hover(effects, column, topic, name):
    lines = [
        f"<b>{hover_text(numbered(topic, name))}</b>",
        hover_text(effects.covariates[column]),
        f"{100 * effects.coefficients[topic, column]:+.3g} percentage points",
        f"{effects.level:.0%} interval: {100 * effects.lower[topic, column]:+.3g} to "
        f"{100 * effects.upper[topic, column]:+.3g}",
        f"p-value {effects.p_values[topic, column]:.2g}",
    ]
    corrected = effects.corrected[topic, column]
    if not np.isnan(corrected):
        lines[-1] += f", corrected {corrected:.2g}"
    if np.isnan(effects.errors[topic, column]):
        lines[3:] = ["one document or group, no interval"]
    return "<br>".join(lines)


def _series_of_classes(prevalence, shown, n_classes, names):
    """Return the points of each class, and a sentence about classes."""
    n_all = len(prevalence.classes)
    largest = np.argsort(-prevalence.n_documents, kind="stable")[:n_classes]
    chosen = sorted(largest.tolist())
    note = counted(n_all, "class") if n_all == 1 else f"{n_all:,} classes"
    if len(chosen) < n_all:
        note = f"the {len(chosen)} largest of {note}"
    texts = distinct(
        [axis_label(prevalence.classes[row], _CLASS_LENGTH) for row in chosen]
    )
    offsets = (np.arange(len(chosen)) + 0.5) / max(len(chosen), 1) - 0.5
    series = [
        _PointSeries(
            text,
            line_mark(place),
            shown,
            prevalence.prevalence[row, shown],
            prevalence.lower[row, shown],
            prevalence.upper[row, shown],
            [_class_hover(prevalence, row, k, names[k]) for k in shown.tolist()],
            0.8 * offsets[place],
        )
        for place, (row, text) in enumerate(zip(chosen, texts, strict=True))
    ]
    return series, note


def _class_hover(prevalence, row, topic, name):
    size, lower = prevalence.n_documents[row], prevalence.lower[row, topic]
    lines = [
        f"<b>{hover_text(numbered(topic, name))}</b>",
        hover_text(prevalence.classes[row]),
        f"share {prevalence.prevalence[row, topic]:.1%}",
        plain(counted(int(size), "document")),
    ]
    if not np.isnan(lower):
        upper = prevalence.upper[row, topic]
        lines[2] += f", {prevalence.level:.0%} interval: {lower:.1%} to {upper:.1%}"
    return "<br>".join(lines)


def _trace_of_points(series, places):
    """Return points with intervals as a trace of plotly."""
    rows = np.array([places[topic] for topic in series.topics.tolist()])
    trace = {
        "type": "scatter",
        "name": series.name,
        "x": series.values,
        "y": rows + series.offset,
        "mode": "markers",
        "marker": {"color": series.mark.color, "symbol": series.mark.symbol, "size": 9},
        "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>",
        "text": series.hovers,
    }
    if np.isfinite(series.lower).any():
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": series.upper - series.values,
            "arrayminus": series.values - series.lower,
            "color": series.mark.color,
            "thickness": 1.5,
            "width": 3,
        }
    return trace
