"""The scores of the candidates of a search for parameters."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import narwhals as nw
import numpy as np
from sklearn.exceptions import NotFittedError

from .forms import is_table

_PARAMETER = "param_"
_MEAN = "mean_test_"
_TEST = "_test_"
_SPLIT = "split"


class SearchResults(NamedTuple):
    """What a search has found out about its candidates.

    Attributes
    ----------
    parameters : dict from str to list
        The values of each parameter that was searched, one for each candidate; None
        where a candidate does not set it.
    scores : dict from str to ndarray of shape (n_candidates, n_splits)
        By the name of the score; a single one is called "score".
    best : int or None
        The candidate that the search has chosen.
    rounds : list of str, or None
        For each candidate, the round of a search by halving in which it was scored.
    refit : object
        How the search chooses.
    """

    parameters: dict
    scores: dict
    best: int | None
    rounds: list | None
    refit: object


def search_results(search) -> SearchResults:
    """Return the scores of a fitted search, by candidate and split.

    Parameters
    ----------
    search : fitted GridSearchCV, RandomizedSearchCV or search by halving; or dict
        A dict is its `cv_results_`, and so is a data frame.

    Raises
    ------
    NotFittedError
        If the search is not fitted.
    TypeError
        If it is no search.
    ValueError
        If the results hold no scores of test documents.
    """
    best, refit = None, None
    table = search
    if is_table(search):
        frame = nw.from_native(search)
        table = {name: frame[name].to_list() for name in frame.columns}
    elif not isinstance(search, Mapping):
        table = getattr(search, "cv_results_", None)
        if table is None:
            _refuse(search)
        best, refit = getattr(search, "best_index_", None), search.refit
    scores = {
        key.removeprefix(_MEAN): _splits_of(table, key.removeprefix(_MEAN))
        for key in table
        if key.startswith(_MEAN)
    }
    if not scores:
        raise ValueError(
            "The results of the search have no scores: their names would start with "
            f"{_MEAN!r}, and there are {list(table)!r:.300}."
        )
    parameters = {
        key.removeprefix(_PARAMETER): _values_of(table[key])
        for key in table
        if key.startswith(_PARAMETER)
    }
    return SearchResults(
        parameters, scores, None if best is None else int(best), _rounds(table), refit
    )


def _refuse(search):
    if hasattr(search, "best_estimator_") or not hasattr(search, "refit"):
        raise TypeError(
            "Scores are those of a fitted search such as GridSearchCV, or of its "
            f"cv_results_, and {type(search).__name__} has none."
        )
    raise NotFittedError(
        f"This {type(search).__name__} is not fitted yet: call fit first."
    )


def _splits_of(table, name):
    """Return the scores of splits; the means alone, where a table has no more."""
    splits = []
    while (key := f"{_SPLIT}{len(splits)}{_TEST}{name}") in table:
        splits.append(np.asarray(table[key], dtype=np.float64))
    splits = splits or [np.asarray(table[_MEAN + name], dtype=np.float64)]
    return np.stack(splits, axis=1)


def _values_of(column):
    """Return the values of a parameter; None where a candidate does not set it."""
    values = np.ma.getdata(column) if np.ma.isMaskedArray(column) else column
    values = [v.item() if isinstance(v, np.generic) else v for v in values]
    if np.ma.isMaskedArray(column):
        missing = np.ma.getmaskarray(column)
    else:  # in a frame they are NaN
        missing = [isinstance(value, float) and math.isnan(value) for value in values]
    return [None if out else v for v, out in zip(values, missing, strict=True)]


def _rounds(table):
    if "iter" not in table:
        return None
    resources = table.get("n_resources", [None] * len(table["iter"]))
    return [
        f"round {int(number) + 1}" + ("" if n is None else f" ({int(n)})")
        for number, n in zip(table["iter"], resources, strict=True)
    ]
