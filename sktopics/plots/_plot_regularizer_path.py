"""What the strength of a regularizer does to scores."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from .._reading import search_results
from .._sklearn import validate_params
from ..model_selection import BestWithin, LargestTau
from ._figure_options import OF_FIGURES
from ._figure_style import hover_text
from ._plot_search import candidates_of, with_scores
from ._score_panels import (
    ScoredCandidates,
    is_number,
    means_and_spreads,
    score_figure,
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
def plot_regularizer_path(
    path,
    *,
    parameter=None,
    scores=None,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw scores along the strength of a regularizer, from weak to strong.

    Parameters
    ----------
    path : LargestTau, dict, or fitted search
        What `largest_tau` of `sktopics.model_selection` gives; a dict of several of
        these by the names of regularizers; or a fitted search over a tau, such as
        ``regularizers__decorrelator__tau``, or its `cv_results_`.
    parameter : str, default=None
        The tau of a search along which scores are drawn, by default the first that
        varies. Where each candidate sets one tau of several, as with a list of
        parameter grids, each of these has a line of its own.
    scores : str or list of str, default=None
        Names of the scores that are drawn, by default all.
    labels : dict from str to str, default=None
        Other names of scores, of the parameter and of lines.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A panel for each score, with a logarithmic axis of tau. The score of a tau of 0
        is a dashed line. A dotted line is the least score that `best_within` keeps, if
        the search chooses by it. A ring marks what was chosen. Where a tau is negative,
        its absolute value is shown.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the search is not fitted.
    TypeError, ValueError
        If `path` is none of these, or the search varies no tau.

    See Also
    --------
    plot_search : Along any parameter.
    sktopics.model_selection.largest_tau : As much of a regularizer as a score allows.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.plots import plot_regularizer_path
    >>> cv_results = {
    ...     "param_regularizers__decorrelator__tau": [0.0, 0.01, 0.1, 1.0],
    ...     "mean_test_diversity": [0.7, 0.75, 0.9, 1.0],
    ...     "mean_test_perplexity": [-900.0, -905.0, -930.0, -1200.0],
    ... }
    >>> figure = plot_regularizer_path(cv_results, scores="diversity")
    >>> for trace in figure.data:
    ...     print(trace.name, trace.x, trace.y)
    mean (0.01, 0.1, 1.0) [0.75 0.9  1.  ]
    without (tau = 0) (0.01, 1.0) [0.7 0.7]
    highest mean (1.0,) [1.]
    """
    limits = []
    if isinstance(path, LargestTau):
        candidates = _found_taus({"": path})
    elif isinstance(path, Mapping) and path and _are_found(path):
        candidates = _found_taus(path)
    else:
        results = search_results(path)
        candidates = _searched(results, parameter)
        limits = _limits(results)
    candidates, levels = _without_zero(with_scores(candidates, scores))
    if title is None:
        shown = (labels or {}).get(candidates.parameter, candidates.parameter)
        title = f"Scores by the strength of a regularizer, {shown}"
    return score_figure(
        candidates,
        levels=[*levels, *limits],
        labels=labels,
        title=title,
        width=width,
        height=height,
    )


def _are_found(path):
    return all(isinstance(found, LargestTau) for found in path.values())


def _found_taus(found):
    """Return all taus that `largest_tau` has tried, a line for each regularizer."""
    values, lines, scores, best = [], [], [], []
    for name, path in found.items():
        for tau, score in zip(path.taus.tolist(), path.scores.tolist(), strict=True):
            if path.tau and tau == path.tau:
                best.append(len(values))
            values.append(tau)
            lines.append(str(name))
            scores.append(np.array([score]))
    told = [hover_text(f"tau: {tau:.4g}") for tau in values]
    found = ScoredCandidates(
        "tau", values, lines, {"score": scores}, told, {}, "largest tau"
    )
    return found._replace(best={"score": best})


def _searched(results, parameter):
    """Return the candidates of a search along one tau, or along one of several."""
    taus = [
        name
        for name, column in results.parameters.items()
        if name.endswith("tau") and len({v for v in column if is_number(v)}) > 1
    ]
    if parameter is None and not taus:
        raise ValueError(
            "plot_regularizer_path: no parameter of the search that ends in 'tau' has "
            f"several values; its parameters are {list(results.parameters)!r:.400}. "
            "Use plot_search, or say which parameter it is."
        )
    if parameter is None and len(taus) > 1:
        given = np.array([list(map(is_number, results.parameters[t])) for t in taus])
        if (given.sum(axis=0) == 1).all():
            which = given.argmax(axis=0).tolist()
            column = [results.parameters[taus[t]][i] for i, t in enumerate(which)]
            one = results._replace(parameters={"tau": column})
            found = candidates_of(one, "tau", "plot_regularizer_path")
            names = [taus[t].removesuffix("__tau").split("__")[-1] for t in which]
            return found._replace(lines=names)
    found = candidates_of(results, parameter or taus[0], "plot_regularizer_path")
    if not all(map(is_number, found.values)):
        wrong = next(value for value in found.values if not is_number(value))
        raise ValueError(
            f"plot_regularizer_path draws numbers, and {found.parameter!r:.80} is "
            f"{wrong!r:.60} in a candidate: use plot_search."
        )
    return found


def _without_zero(candidates):
    """Return the candidates with a tau, and a level for each line that has one of 0."""
    levels = []
    for name, scores in candidates.scores.items():
        for line in dict.fromkeys(candidates.lines):
            zero = [
                few
                for few, value, at in zip(
                    scores, candidates.values, candidates.lines, strict=True
                )
                if at == line and value == 0
            ]
            if zero:
                what = f"{line}: without" if line else "without"
                height = means_and_spreads(zero)[0].mean()
                levels.append((name, line, f"{what} (tau = 0)", height))
    kept = [i for i, value in enumerate(candidates.values) if value != 0]
    place = {old: new for new, old in enumerate(kept)}
    values = [candidates.values[i] for i in kept]
    parameter = candidates.parameter
    if values and all(value < 0 for value in values):
        values, parameter = [-value for value in values], f"minus {parameter}"
    best = {
        name: [place[i] for i in few if i in place]
        for name, few in candidates.best.items()
    }
    found = ScoredCandidates(
        parameter,
        values,
        [candidates.lines[i] for i in kept],
        {name: [few[i] for i in kept] for name, few in candidates.scores.items()},
        [candidates.told[i] for i in kept],
        best,
        candidates.best_name,
    )
    return found, levels


def _limits(results):
    """Yield the least scores that are kept, where `best_within` chooses."""
    if isinstance(results.refit, BestWithin):
        for name, share in results.refit.keep.items():
            means, _ = means_and_spreads(list(results.scores[name]))
            if not np.isnan(means).all():
                best = np.nanmax(means)
                height = best - share * abs(best)
                yield name, "all", f"{share:.0%} below the best {name}", height
