"""The choice among candidates of a search by several scores."""

import warnings
from dataclasses import dataclass
from numbers import Real

import numpy as np

from .._frozen import FrozenMapping
from .._validation import levels_to_caller

_PREFIX = "mean_test_"


@dataclass(frozen=True)
class BestWithin:
    """What :func:`best_within` gives: the rule by which a search chooses.

    Attributes
    ----------
    maximize : str
        Name of the score to maximize.
    keep : mapping of str to float
        How much worse than the best each other score may be.
    """

    maximize: str
    keep: FrozenMapping

    def __call__(self, cv_results) -> int:
        """Return the number of the best candidate in `cv_results_`."""
        scores = {
            name: np.asarray(_scores_of(cv_results, name), dtype=np.float64)
            for name in (self.maximize, *self.keep)
        }
        known = np.all([~np.isnan(score) for score in scores.values()], axis=0)
        if not known.any():
            raise ValueError(
                f"best_within: no candidate has all of the scores {list(scores)}; in "
                "each row of cv_results_ one of them is NaN."
            )
        excess = np.zeros(len(known))  # over what is allowed
        for name, share in self.keep.items():
            best = scores[name][known].max()
            loss = np.where(known, best - scores[name], np.inf)
            excess = np.maximum(excess, loss - share * abs(best))
        within = known & (excess <= 0)
        if not within.any():
            within = known & (excess == excess[known].min())
            warnings.warn(
                f"best_within: no candidate keeps all of {dict(self.keep)}. Taken is "
                "one that misses them by the least: allow more in keep, or give the "
                "search candidates between those that it has.",
                UserWarning,
                stacklevel=levels_to_caller(),
            )
        candidates = np.flatnonzero(within)
        return int(candidates[scores[self.maximize][candidates].argmax()])

    def __reduce__(self):
        return best_within, (self.maximize, dict(self.keep))

    def __repr__(self):
        return f"best_within({self.maximize!r}, keep={dict(self.keep)})"


def best_within(maximize, keep) -> BestWithin:
    """Make a `refit` for searches: the best by one score, the others kept good.

    The candidate with the highest `maximize` is chosen, among the candidates whose
    other scores are close to the best. So a search can ask for the most coherent topics
    whose perplexity is at most 5 % above the lowest.

    Parameters
    ----------
    maximize : str
        Name of a score in the `scoring` of the search, as in ``mean_test_<name>``.
    keep : dict of str to float
        For other scores, which share of the best may be lost: 0.05 for 5 %. The best
        is that of all candidates. Of a score of -900, as `perplexity_scorer` gives
        for a perplexity of 900, 5 % worse is -945.

    Returns
    -------
    refit : BestWithin
        To be given as `refit` to `GridSearchCV` or `RandomizedSearchCV`. It can be
        pickled, and called with a `cv_results_` afterwards.

    Raises
    ------
    TypeError
        If a name is no str, or a share no number.
    ValueError
        If a share is negative or NaN, or if `maximize` is to be kept, too. In the
        search: if there is no such score, or if it is NaN for all candidates.

    Warns
    -----
    UserWarning
        In the search, if no candidate keeps all scores. One that misses them by the
        least is chosen.

    See Also
    --------
    largest_tau : As much of a regularizer as a score allows.

    Notes
    -----
    Where two candidates have the same score, the first is chosen. Scores of zero or
    around it, such as coherence of both signs, are badly kept by a share: maximize
    these, and keep others.

    Examples
    --------
    >>> from sktopics.model_selection import best_within
    >>> choose = best_within("npmi", keep={"perplexity": 0.05})
    >>> cv_results = {
    ...     "mean_test_npmi": [0.10, 0.15, 0.20],
    ...     "mean_test_perplexity": [-900.0, -930.0, -1200.0],
    ... }
    >>> choose(cv_results)
    1

    In a search, for the most different topics at a small price:

    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import GridSearchCV, KFold
    >>> from sktopics import ARTM
    >>> from sktopics.artm import Decorrelator
    >>> from sktopics.datasets import load_sotu
    >>> from sktopics.metrics import diversity_scorer, perplexity_scorer
    >>> words = CountVectorizer(stop_words="english", min_df=20)
    >>> X = words.fit_transform(load_sotu().documents[::4])
    >>> search = GridSearchCV(
    ...     ARTM(5, [Decorrelator(relative=True)], random_state=0),
    ...     {"regularizers__decorrelator__tau": [0.01, 0.1, 0.3]},
    ...     scoring={"diversity": diversity_scorer(), "perplexity": perplexity_scorer},
    ...     refit=best_within("diversity", keep={"perplexity": 0.05}),
    ...     cv=KFold(2, shuffle=True, random_state=0),
    ... ).fit(X)
    >>> search.cv_results_["mean_test_diversity"].round(1)  # doctest: +NUMBER
    array([0.8, 0.9, 1. ])
    >>> perplexity = search.cv_results_["mean_test_perplexity"]
    >>> perplexity / perplexity.max() > 1.05
    array([False, False,  True])
    >>> search.best_params_
    {'regularizers__decorrelator__tau': 0.1}
    """
    if not isinstance(maximize, str):
        raise TypeError(f"maximize must be the name of a score, got {maximize!r}.")
    if not hasattr(keep, "items"):
        raise TypeError(f"keep must be a dict of name to share, got {keep!r}.")
    for name, share in keep.items():
        if not isinstance(name, str):
            raise TypeError(f"keep must have names of scores, got {name!r}.")
        if not isinstance(share, Real) or isinstance(share, bool):
            raise TypeError(f"keep[{name!r}] must be a number, got {share!r}.")
        if not 0 <= share < np.inf:
            raise ValueError(
                f"keep[{name!r}] must be a share such as 0.05, not negative, got "
                f"{share!r}."
            )
    if maximize in keep:
        raise ValueError(f"{maximize!r} is maximized, and cannot be in keep, too.")
    return BestWithin(maximize, FrozenMapping(keep))


def _scores_of(cv_results, name):
    if _PREFIX + name not in cv_results:
        names = [key[len(_PREFIX) :] for key in cv_results if key.startswith(_PREFIX)]
        raise ValueError(
            f"best_within: the search has no score {name!r}; it has {names}. Give "
            "scoring={...}, a dict with that name."
        )
    return cv_results[_PREFIX + name]
