"""The scores of several numbers of topics."""

from typing import TYPE_CHECKING

from .._sklearn import validate_params
from ..model_selection import TopicNumberTable
from ._figure_options import OF_FIGURES
from ._figure_style import hover_text
from ._plot_search import with_scores
from ._score_panels import ScoredCandidates, score_figure, value_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_DIRECTIONS = {"perplexity": "lower is better", "outliers": "lower is better"}
_CHOSEN = "recommended"


@validate_params(
    {"scores": [str, list, tuple, None], "labels": [dict, None], **OF_FIGURES},
    prefer_skip_nested_validation=True,
)
def plot_topic_numbers(
    table,
    *,
    scores=None,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw the scores of several numbers of topics, with their spread.

    Parameters
    ----------
    table : TopicNumberTable
        What `topic_number_table` of `sktopics.model_selection` gives.
    scores : str or list of str, default=None
        Names of the scores that are drawn, by default all.
    labels : dict from str to str, default=None
        Other names of scores and of the parameter.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A panel for each score: small points are repeats, the line is their mean, and
        the band is one standard deviation (divided by the number of repeats, as in
        searches) wide on each side. A ring marks the value
        that the table recommends, if it has the score "told_apart". Lower is better for
        "perplexity" and "outliers", higher for all other scores.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If `table` is no TopicNumberTable.
    ValueError
        If it has no such score.

    See Also
    --------
    plot_search : The scores of a search.
    sktopics.model_selection.topic_number_table : Makes the table.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.model_selection import TopicNumberTable
    >>> from sktopics.plots import plot_topic_numbers
    >>> told = np.array([[[0.5, 0.6], [0.8, 0.9], [0.7, 0.8]]])
    >>> found = np.array([[5, 5], [10, 10], [20, 20]])
    >>> table = TopicNumberTable(
    ...     "n_components", (5, 10, 20), found, ("told_apart",), told
    ... )
    >>> figure = plot_topic_numbers(table)
    >>> for trace in figure.data[1:]:
    ...     print(trace.name, trace.x, trace.y.round(2))
    mean (5, 5, 10, 10, 20, 20) [0.5 0.6 0.8 0.9 0.7 0.8]
    mean (5, 10, 20) [0.55 0.85 0.75]
    recommended (10,) [0.85]
    """
    if not isinstance(table, TopicNumberTable):
        raise TypeError(
            "table must be what topic_number_table gives, a TopicNumberTable, got "
            f"{type(table).__name__}. plot_search draws searches."
        )
    values = list(table.values)
    best = {}
    if "told_apart" in table.names:
        chosen = values.index(table.recommend())
        best = {name: [chosen] for name in table.names}
    means = table.topics_found.mean(axis=1)
    told = [
        hover_text(f"{table.parameter}: {value_text(value)}, {found:.3g} topics")
        for value, found in zip(values, means, strict=True)
    ]
    candidates = ScoredCandidates(
        table.parameter,
        values,
        [""] * len(values),
        {name: list(table.score(name)) for name in table.names},
        told,
        best,
        _CHOSEN,
    )
    candidates = with_scores(candidates, scores)
    labels = labels or {}
    shown = labels.get(table.parameter, table.parameter.split("__")[-1])
    named = {
        name: labels.get(name, f"{name} ({_DIRECTIONS[name]})")
        for name in candidates.scores
        if name in _DIRECTIONS
    }
    return score_figure(
        candidates,
        labels={**labels, **named, table.parameter: shown},
        title=f"Scores by {shown}" if title is None else title,
        width=width,
        height=height,
    )
