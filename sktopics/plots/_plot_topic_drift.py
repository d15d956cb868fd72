"""How topics change from one fit to the next."""

from collections import Counter
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from .._optional import import_optional
from .._sklearn import Interval, StrOptions, validate_params
from ..clustering import TopicDrift
from ._drawn_topics import (
    add_note,
    figure_without_topics,
    table_to_draw,
)
from ._drift_rows import rows_of_matches, rows_of_record
from ._figure_options import AT_LEAST_ONE, LABELS, OF_FIGURES, UP_TO_ALL
from ._figure_style import GREY, OKABE_ITO, new_figure
from ._matched_topics import MEASURES, MIN_SIMILARITY, matched_topics

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "What became of topics"
_ROW = 24


@validate_params(
    {
        **OF_FIGURES,
        "metric": [StrOptions(MEASURES)],
        "min_similarity": [Interval(Real, 0, 1, closed="both")],
        "sort_by": [StrOptions({"words", "size"})],
        "n_topics": UP_TO_ALL,
        "n_top_words": AT_LEAST_ONE,
        "labels_a": LABELS,
        "labels_b": LABELS,
    },
    prefer_skip_nested_validation=True,
)
def plot_topic_drift(
    a,
    b=None,
    X_a=None,
    X_b=None,
    *,
    metric="hellinger",
    min_similarity: float = MIN_SIMILARITY,
    sort_by="words",
    n_topics: int | None = 20,
    n_top_words=10,
    feature_names_a=None,
    feature_names_b=None,
    labels_a=None,
    labels_b=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw how topics change between two fits, of two periods or of one corpus.

    Each row is a topic. Two marks on the left are its size before and after, the bar on
    the right is how much its words changed. New topics have no mark before, and topics
    that are gone have none after.

    Parameters
    ----------
    a : estimator or TopicDrift
        The model of before: fitted, or a Pipeline or a search. Or the `drift_` of a
        BERTopic that was fitted with `match_to`, whose topics have the numbers of the
        model before.
    b : estimator, default=None
        The model of after. Beside a `TopicDrift` it gives names and words of topics,
        and may be missing.
    X_a, X_b : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        The corpora, for sizes of topics that the models do not know.
    metric : {"hellinger", "jensen_shannon", "jaccard"}, default="hellinger"
        Distance between topics, as of :func:`~sktopics.topics.topic_difference`, here
        as a share of the largest distance. A `TopicDrift` has its own: 1 - the cosine
        of mean embeddings.
    min_similarity : float in [0, 1], default=0.4
        Two topics whose similarity, 1 - the distance, is less are not the same topic:
        one is gone, and the other is new.
    sort_by : {"words", "size"}, default="words"
        Whether topics come first whose words changed most, or whose sizes did. New
        topics are above them, and topics that are gone are below.
    n_topics : int, default=20
        The most topics that are in both, that are new, and that are gone. None shows
        all.
    n_top_words : int, default=10
        Number of words that pointing at a topic compares.
    feature_names_a, feature_names_b : array-like of shape (n_terms,), default=None
        Names of the terms of both models, by default what these know.
    labels_a, labels_b : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the models.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With marks of sizes before, of sizes after, and bars of changes of words; `y`
        are rows from the top, whose names are those of the axis.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If a model is not fitted.
    TypeError
        If `b` is missing and `a` is no `TopicDrift`.
    ValueError
        If the terms of the models cannot be aligned.

    See Also
    --------
    plot_model_comparison : Two models with all similarities of their topics.
    sktopics.topics.match_topics : Which topics belong together.

    Examples
    --------
    >>> from sktopics import LatentDirichletAllocation
    >>> from sktopics.plots import plot_topic_drift
    >>> old = [[4, 2, 0, 0], [6, 3, 0, 0], [0, 0, 5, 5]]
    >>> new = [[4, 2, 0, 0], [0, 0, 9, 1], [0, 0, 9, 1]]
    >>> before, after = (
    ...     LatentDirichletAllocation(2, random_state=0).fit(X) for X in (old, new)
    ... )
    >>> figure = plot_topic_drift(before, after)
    >>> figure.layout.yaxis.ticktext
    ('1: 2, 3, 0', '0: 0, 1, 2')
    >>> sizes_before, sizes_after, changes = figure.data[1:]
    >>> [round(size, 2) for size in sizes_after.x], [round(x, 2) for x in changes.x]
    ([0.77, 0.23], [0.32, 0.03])
    """
    if isinstance(a, TopicDrift):
        table = None if b is None else table_to_draw(b, X_b, labels=labels_b)
        every, measure = rows_of_record(a, table, labels_b), "cosine distance"
    elif b is None:
        raise TypeError(
            "b, the model of after, is missing. Only a TopicDrift (drift_ of a "
            "BERTopic that was fitted with match_to) needs no second model."
        )
    else:
        found = matched_topics(
            a,
            b,
            X_a,
            X_b,
            metric=metric,
            min_similarity=min_similarity,
            n_top_words=n_top_words,
            feature_names_a=feature_names_a,
            feature_names_b=feature_names_b,
            labels_a=labels_a,
            labels_b=labels_b,
        )
        every, measure = rows_of_matches(found), metric.replace("_", "-")
    rows = _sorted(every, sort_by, n_topics)
    if not rows:
        why = "No topic has words"
        return figure_without_topics(title, _TITLE, why, width, height)
    figure = _drawn(rows, measure, _TITLE if title is None else title, width, height)
    return add_note(figure, _note(Counter(row.status for row in every), rows), title)


def _sorted(rows, sort_by, n_topics):
    """Return new topics, the most changed of the kept ones, and those that are gone."""

    def amount(row):
        sizes = np.nan_to_num([row.before, row.after])
        if row.status == "kept" and sort_by == "words":
            return row.change
        return abs(sizes[1] - sizes[0])

    chosen = []
    for status in ("new", "kept", "gone"):
        of_status = [row for row in rows if row.status == status]
        of_status.sort(key=lambda row: -amount(row))
        chosen += of_status[:n_topics]
    return chosen


def _note(n_of, rows):
    """Say how many topics are new, in both and gone, and how many are not shown."""
    note = f"{n_of['new']} new (*), {n_of['kept']} in both, {n_of['gone']} gone (†)"
    if len(rows) < n_of.total():
        note += f"; {len(rows)} of {n_of.total()} rows, the most changed"
    return note


def _traces(rows):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    places = list(range(len(rows)))
    hover = [row.hover for row in rows]
    joined_x, joined_y = [], []
    for place, row in enumerate(rows):
        joined_x += [row.before, row.after, None]
        joined_y += [place, place, None]
    same = {"y": places, "hovertext": hover, "hoverinfo": "text"}
    blue, orange = OKABE_ITO[0], OKABE_ITO[3]
    return [
        graph_objects.Scatter(
            name="from before to after",
            x=_numbers(joined_x),
            y=joined_y,
            mode="lines",
            line={"color": GREY, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        ),
        graph_objects.Scatter(
            name="size before",
            x=_numbers(row.before for row in rows),
            mode="markers",
            marker={
                "symbol": "circle",
                "size": 10,
                "color": "white",
                "line": {"color": blue, "width": 2},
            },
            **same,
        ),
        graph_objects.Scatter(
            name="size after",
            x=_numbers(row.after for row in rows),
            mode="markers",
            marker={"symbol": "circle", "size": 10, "color": blue},
            **same,
        ),
        graph_objects.Bar(
            name="change of words",
            x=_numbers(row.change for row in rows),
            xaxis="x2",
            orientation="h",
            marker_color=orange,
            **same,
        ),
    ]


def _drawn(rows, measure, title, width, height):
    return new_figure(
        _traces(rows),
        title=title,
        width=width,
        height=height or 210 + _ROW * max(len(rows), 3),
        bargap=0.5,
        xaxis={
            "domain": [0, 0.62],
            "title": "share of the corpus",
            "tickformat": ".1~%",
            "rangemode": "tozero",
        },
        xaxis2={
            "domain": [0.68, 1],
            "title": f"change of words ({measure})",
            "range": [0, max(1, *(np.nan_to_num(row.change) for row in rows))],
            "anchor": "y",
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [row.name for row in rows],
            "range": [len(rows) - 0.4, -0.6],
            "zeroline": False,
        },
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
        margin={"l": 60, "r": 30, "t": 110, "b": 50},
    )


def _numbers(values):
    """Return numbers, None for what is unknown: JSON has no NaN."""
    return [
        None if value is None or np.isnan(value) else float(value) for value in values
    ]
