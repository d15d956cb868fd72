"""The one-standard-error rule: the fewest topics that are as good as the best."""

import re
from dataclasses import dataclass

import numpy as np

_PARAMETER = "param_"


@dataclass(frozen=True)
class FewestWithinOneError:
    """What :func:`fewest_within_one_error` gives: the rule by which a search chooses.

    Attributes
    ----------
    score : str
        Name of the score.
    parameter : str or None
        The parameter of which the smallest value is taken.
    """

    score: str
    parameter: str | None

    def __call__(self, cv_results) -> int:
        """Return the number of the chosen candidate in `cv_results_`."""
        splits = _splits_of_score(cv_results, self.score)
        sizes = _sizes(cv_results, self.parameter)
        means = splits.mean(axis=1)
        known = np.isfinite(means) & np.isfinite(sizes)
        if not known.any():
            raise ValueError(
                f"fewest_within_one_error: no candidate has both a score "
                f"{self.score!r} and a number of topics."
            )
        best = int(np.where(known, means, -np.inf).argmax())
        error = splits[best].std(ddof=1) / np.sqrt(splits.shape[1])
        # Of equal numbers of topics, the best.
        within = np.flatnonzero(known & (means >= means[best] - error))
        order = np.lexsort((-means[within], sizes[within]))
        return int(within[order[0]])

    def __reduce__(self):
        return fewest_within_one_error, (self.score, self.parameter)

    def __repr__(self):
        given = "" if self.parameter is None else f", {self.parameter!r}"
        return f"fewest_within_one_error({self.score!r}{given})"


def fewest_within_one_error(score="score", parameter=None) -> FewestWithinOneError:
    r"""Make a `refit` for searches: the fewest topics within one error [1]_.

    A search with the default `refit` takes the highest mean, even by chance. This rule
    takes the candidate with the fewest topics among those whose mean is at least

    .. math:: m - s / \sqrt n

    where m is the highest mean over the n splits of the search, and s the standard
    deviation of its splits, divided by n - 1.

    Parameters
    ----------
    score : str, default="score"
        Name of a score in the `scoring` of the search, as in ``mean_test_<name>``. A
        single score is called "score".
    parameter : str, default=None
        Name of the parameter of which the smallest value is wanted, as in
        ``param_<name>``. None: the one that is called `n_components`, alone or as the
        last part of the name.

    Returns
    -------
    refit : FewestWithinOneError
        To be given as `refit` to `GridSearchCV` or `RandomizedSearchCV`. It can be
        pickled, and called with a `cv_results_` afterwards.

    Raises
    ------
    TypeError
        If `score` or `parameter` is no str.
    ValueError
        In the search: if there is no such score or parameter, if several parameters
        are called `n_components`, if values of the parameter are no numbers, if there
        is a single split, or if the score is NaN for all candidates.

    See Also
    --------
    best_within : The best by one score, the others kept good.
    topic_number_table : Several scores of each number of topics.

    Notes
    -----
    Splits are no independent draws, so that the error is a guess. It grows with fewer
    splits, and the rule then takes fewer topics.

    References
    ----------
    .. [1] L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and regression
       trees", 1984; T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical
       learning", section 7.10, 2009.

    Examples
    --------
    20 topics have the highest mean, 0.50, with a standard error of 0.02; 10 topics are
    within it, 5 are not:

    >>> from sktopics.model_selection import fewest_within_one_error
    >>> choose = fewest_within_one_error()
    >>> cv_results = {
    ...     "param_n_components": [5, 10, 20],
    ...     "split0_test_score": [0.39, 0.46, 0.48],
    ...     "split1_test_score": [0.41, 0.52, 0.52],
    ... }
    >>> choose(cv_results)
    1

    >>> from sklearn.decomposition import NMF
    >>> from sklearn.model_selection import GridSearchCV
    >>> from sktopics.metrics import perplexity_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [5, 4, 0, 0], [0, 0, 2, 2]] * 5
    >>> search = GridSearchCV(
    ...     NMF(random_state=0), {"n_components": [1, 2, 3]}, cv=4,
    ...     scoring=perplexity_scorer, refit=fewest_within_one_error(),
    ... ).fit(X)
    >>> search.best_params_
    {'n_components': 2}
    """
    if not isinstance(score, str):
        raise TypeError(f"score must be the name of a score, got {score!r:.60}.")
    if parameter is not None and not isinstance(parameter, str):
        raise TypeError(
            f"parameter must be the name of a parameter, got {parameter!r:.60}."
        )
    return FewestWithinOneError(score, parameter)


def _splits_of_score(cv_results, score):
    """Return the scores of candidates on splits, (n_candidates, n_splits)."""
    pattern = re.compile(rf"split\d+_test_{re.escape(score)}")
    keys = [key for key in cv_results if pattern.fullmatch(key)]
    if not keys:
        known = {re.sub(r"^split\d+_test_", "", k) for k in cv_results if "_test_" in k}
        known = sorted(name for name in known if f"split0_test_{name}" in cv_results)
        raise ValueError(
            f"fewest_within_one_error: the search has no score {score!r:.60}; it has "
            f"{known}."
        )
    if len(keys) == 1:
        raise ValueError(
            "fewest_within_one_error needs two splits or more, and the search has one: "
            "one score has no standard error."
        )
    return np.array([cv_results[key] for key in keys], dtype=np.float64).T


def _sizes(cv_results, parameter):
    """Return the numbers of topics of candidates; NaN where one does not set them."""
    names = [k.removeprefix(_PARAMETER) for k in cv_results if k.startswith(_PARAMETER)]
    if parameter is None:
        found = [name for name in names if name.split("__")[-1] == "n_components"]
    else:
        found = [name for name in names if name == parameter]
    if len(found) != 1:
        wanted = "n_components" if parameter is None else parameter
        raise ValueError(
            f"fewest_within_one_error: {len(found)} parameters of the search are "
            f"called {wanted!r:.60}, and it must be one of {names}. Give parameter=."
        )
    column = cv_results[_PARAMETER + found[0]]
    values = np.ma.filled(np.ma.asarray(column, dtype=object), np.nan)
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"fewest_within_one_error: values of {found[0]!r} must be numbers, got "
            f"{values.tolist()!r:.200}."
        ) from None
