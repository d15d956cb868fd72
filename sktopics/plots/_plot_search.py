"""The scores of a search for parameters, such as the number of topics."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from .._reading import search_results
from .._sklearn import validate_params
from ._figure_options import OF_FIGURES
from ._figure_style import hover_text
from ._score_panels import (
    MOST_LINES,
    ScoredCandidates,
    is_number,
    means_and_spreads,
    score_figure,
    value_text,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@validate_params(
    {
        "parameter": [str, None],
        "scores": [str, list, tuple, None],
        "labels": [dict, None],
        **OF_FIGURES,
    },
    prefer_skip_nested_validation=True,
)
def plot_search(
    search,
    *,
    parameter=None,
    scores=None,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw the scores of a search along a parameter, with their spread.

    Parameters
    ----------
    search : fitted search, or dict
        A `GridSearchCV`, `RandomizedSearchCV` or search by halving; its `cv_results_`,
        as a dict or a data frame; or your own scores: ``{10: [0.1, 0.12], 20: ...}``,
        a score or a list of them, one for each seed or fold, for each number of topics
        or other value. Several scores are ``{"npmi": {10: ...}, "diversity": ...}``.
    parameter : str, default=None
        The parameter of the search along which scores are drawn. By default the one
        with most values, of numbers if there is one with several. Of your own scores it
        is the title of the axis.
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
        A panel for each score: small points are folds, the line is their mean, and the
        band is one standard deviation wide on each side. Where other parameters vary,
        there is a line for each of their combinations, or points alone where these are
        more than 8. A ring marks what the search has chosen; where it has chosen
        nothing, the highest mean of each score. Numbers that span a factor of 50, and
        each tau, have a logarithmic axis; what is no number is a category.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the search is not fitted.
    TypeError, ValueError
        If `search` is none of these, or has no such parameter or score.

    See Also
    --------
    plot_regularizer_path : Along the strength of a regularizer.

    Notes
    -----
    Scores that differ by less than the band are alike: prefer the smaller number of
    topics then.

    Examples
    --------
    >>> from sktopics.plots import plot_search
    >>> figure = plot_search({5: [0.10, 0.14], 10: [0.20, 0.22], 20: [0.15, 0.25]})
    >>> for trace in figure.data[1:]:
    ...     print(trace.name, trace.x, trace.y.round(2))
    mean (5, 5, 10, 10, 20, 20) [0.1  0.14 0.2  0.22 0.15 0.25]
    mean (5, 10, 20) [0.12 0.21 0.2 ]
    highest mean (10,) [0.21]
    """
    if isinstance(search, Mapping) and not _is_cv_results(search):
        candidates = _own_scores(search, parameter)
    else:
        candidates = candidates_of(search_results(search), parameter, "plot_search")
    candidates = with_scores(candidates, scores)
    if title is None:
        shown = (labels or {}).get(candidates.parameter, candidates.parameter)
        title = f"Scores by {shown}"
    return score_figure(
        candidates, labels=labels, title=title, width=width, height=height
    )


def _is_cv_results(table):
    return any(isinstance(key, str) and key.startswith("mean_test_") for key in table)


def _own_scores(table, parameter):
    """Return the candidates of a dict of values and scores, or of several such."""
    if not table:
        raise ValueError("search must hold a score for a value or more, got {}.")
    nested = [isinstance(scores, Mapping) for scores in table.values()]
    if any(nested) and not all(nested):
        raise TypeError(
            "search must be a dict of values and scores, or a dict of several such by "
            "the names of scores, and not both."
        )
    by_score = dict(table) if all(nested) else {"score": table}
    values = list(dict.fromkeys(value for few in by_score.values() for value in few))
    scores = {
        str(name): [_as_scores(few.get(value, ()), value) for value in values]
        for name, few in by_score.items()
    }
    if parameter is None:
        whole = all(is_number(v) and float(v).is_integer() for v in values)
        parameter = "number of topics" if whole else "candidate"
    told = [hover_text(f"{parameter}: {value_text(value)}") for value in values]
    found = ScoredCandidates(
        parameter, values, [""] * len(values), scores, told, {}, "highest mean"
    )
    return found._replace(best=_highest(found))


def _as_scores(scores, value):
    try:
        scores = np.atleast_1d(np.asarray(scores, dtype=np.float64))
    except (TypeError, ValueError):
        scores = np.zeros((0, 0))
    if scores.ndim != 1:
        raise ValueError(
            f"search[{value!r:.40}] must be a number or a list of numbers: the scores "
            "of seeds or folds."
        )
    return scores


def candidates_of(results, parameter, caller):
    """Return the candidates of a search along a parameter."""
    parameter = _chosen_parameter(results.parameters, parameter, caller)
    n = len(next(iter(results.scores.values())))
    values = results.parameters.get(parameter, [""] * n)
    others = {
        name: column
        for name, column in results.parameters.items()
        if name != parameter and _n_distinct(column) > 1
    }
    found = ScoredCandidates(
        parameter or "candidate",
        values,
        _lines_of(values, others, results.rounds),
        {name: list(matrix) for name, matrix in results.scores.items()},
        _told(results),
        {},
        "highest mean",
    )
    if results.best is None:
        return found._replace(best=_highest(found))
    best = {name: [results.best] for name in results.scores}
    return found._replace(best=best, best_name="chosen by the search")


def with_scores(candidates, scores):
    """Return the candidates with some of the scores."""
    if scores is None:
        return candidates
    names = [scores] if isinstance(scores, str) else list(scores)
    for name in names:
        if name not in candidates.scores:
            raise ValueError(
                f"scores: there is no score {name!r:.60}; there are "
                f"{list(candidates.scores)!r:.300}."
            )
    return candidates._replace(scores={name: candidates.scores[name] for name in names})


def _chosen_parameter(parameters, parameter, caller):
    """Return the parameter of the axis, "" where the search has none."""
    if parameter is not None:
        if parameter not in parameters:
            raise ValueError(
                f"{caller}: the search has no parameter {parameter!r:.80}; it has "
                f"{list(parameters)!r:.400}."
            )
        return parameter
    varying = [name for name in parameters if _n_distinct(parameters[name]) > 1]
    varying.sort(key=lambda name: -_n_distinct(parameters[name]))
    numeric = [name for name in varying if all(map(is_number, parameters[name]))]
    return next(iter([*numeric, *varying, *parameters, ""]))


def _n_distinct(column):
    return len(set(map(value_text, column)))


def _lines_of(values, others, rounds):
    """Return the names of the lines that candidates are on.

    Parameters that grow or shrink together with that of the axis make no lines, and
    neither do more combinations than can be told apart.
    """
    others = {
        name: column for name, column in others.items() if not _together(values, column)
    }
    lines = [
        ", ".join(f"{_last(name)}={value_text(others[name][i])}" for name in others)
        for i in range(len(values))
    ]
    if rounds is not None:
        lines = [
            f"{name}, {line}" if line else name
            for name, line in zip(rounds, lines, strict=True)
        ]
    if len(set(lines)) > MOST_LINES:
        return ["all candidates"] * len(values)
    return lines


def _together(values, column):
    """Whether two columns of numbers rank candidates alike, or the other way round."""
    if not all(map(is_number, [*values, *column])) or len(set(values)) < len(values):
        return False
    order = sorted(range(len(values)), key=lambda i: values[i])
    steps = np.diff([column[i] for i in order])
    return bool((steps > 0).all() or (steps < 0).all())


def _last(name):
    """Return the last two words of the name of a parameter in a Pipeline."""
    return "__".join(name.split("__")[-2:])


def _told(results):
    n = len(next(iter(results.scores.values())))
    told = []
    for i in range(n):
        lines = [
            hover_text(f"{_last(name)}: {value_text(column[i])}")
            for name, column in results.parameters.items()
            if column[i] is not None
        ]
        if results.rounds is not None:
            lines.append(results.rounds[i])
        told.append("<br>".join(lines))
    return told


def _highest(candidates):
    """Return the candidate with the highest mean of each score."""
    best = {}
    for name, scores in candidates.scores.items():
        means, _ = means_and_spreads(scores)
        best[name] = [] if np.isnan(means).all() else [int(np.nanargmax(means))]
    return best
