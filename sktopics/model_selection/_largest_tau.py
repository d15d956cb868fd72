"""As much of a regularizer as a score allows."""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import ShuffleSplit, cross_val_score

from .._frozen import FrozenArrays
from .._sklearn import Interval, validate_params
from .._validation import levels_to_caller
from ..metrics import perplexity_scorer

# Steps by which a tau is doubled or halved, at most: from 1 to 1e6 or 1e-6.
_MOST_STEPS = 20


@dataclass(frozen=True, eq=False, repr=False)
class LargestTau(FrozenArrays):
    """What :func:`largest_tau` found.

    Attributes
    ----------
    tau : float
        The largest tau that keeps the score, 0 if none does.
    score : float
        The score with it.
    score_without : float
        The score with a tau of 0.
    taus, scores : ndarray of shape (n_tried,)
        All that were tried, in the order of the size of tau.
    """

    tau: float
    score: float
    score_without: float
    taus: np.ndarray
    scores: np.ndarray

    def __repr__(self):
        return (
            f"<LargestTau {self.tau:.4g}: score {self.score:.4g}, without "
            f"{self.score_without:.4g}, {len(self.taus)} tried>"
        )


@validate_params(
    {
        "parameter": [str],
        "keep": [Interval(Real, 0, None, closed="left")],
        "scoring": [callable, str, None],
        "cv": ["cv_object"],
        "precision": [Interval(Real, 0, None, closed="neither")],
        "n_jobs": [Integral, None],
    },
    # The model checks its own parameters.
    prefer_skip_nested_validation=False,
)
def largest_tau(
    estimator,
    X,
    parameter,
    *,
    keep=0.05,
    scoring: Callable | str | None = None,
    cv=None,
    precision=0.1,
    n_jobs=None,
) -> LargestTau:
    """Find how large a tau may be before a score gets worse.

    A regularizer is wanted as strong as it can be without much harm to the model: the
    tau is doubled until the score is worse by more than `keep` than it is without the
    regularizer, or halved until it is not, and then found by bisection. That takes 5 to
    15 fits of the model, each from the start.

    Parameters
    ----------
    estimator : estimator or Pipeline
        It stays as it is: clones are fitted. The value that it has for `parameter` is
        tried first, and its sign is kept; it must not be 0.
    X : documents or matrix of shape (n_documents, n_terms)
        What `estimator` takes.
    parameter : str
        Name of the tau, for instance ``"regularizers__decorrelator__tau"``. Any
        parameter that makes the score worse when it grows will do.
    keep : float, default=0.05
        Which share of the score without the regularizer may be lost.
    scoring : callable, str or None, default=None
        ``scorer(estimator, X, y)``, higher is better. None: `perplexity_scorer`.
    cv : int, splitter or iterable, default=None
        Which documents are scored, and which the model is fitted on. None: a quarter,
        drawn at random, is scored. An int is the number of folds, in the order of `X`:
        give `KFold` with ``shuffle=True`` where documents are sorted.
    precision : float, default=0.1
        The tau is found up to this share of it.
    n_jobs : int, default=None
        Number of processes or threads that share the folds.

    Returns
    -------
    found : LargestTau
        ``estimator.set_params(**{parameter: found.tau})`` uses it.

    Raises
    ------
    ValueError
        If there is no such parameter, if its value is 0, NaN or infinite, or if the
        score without the regularizer is no number.
    TypeError
        If the value of the parameter is no number.

    Warns
    -----
    UserWarning
        If the score is kept however large tau is, or by none.

    See Also
    --------
    best_within : To choose among the candidates of a grid search by several scores.

    Notes
    -----
    The score should fall as tau grows, but for noise. Where it rises first, the search
    passes over the maximum: what is found is where the score has fallen by `keep`.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sktopics import ARTM
    >>> from sktopics.artm import Decorrelator
    >>> from sktopics.datasets import load_sotu
    >>> from sktopics.model_selection import largest_tau
    >>> words = CountVectorizer(stop_words="english", min_df=20)
    >>> X = words.fit_transform(load_sotu().documents[::4])
    >>> model = ARTM(5, [Decorrelator(0.05, relative=True)], random_state=0)
    >>> found = largest_tau(model, X, "regularizers__decorrelator__tau")
    >>> round(found.tau, 1)  # doctest: +NUMBER
    0.2
    >>> loss = found.score / found.score_without - 1
    >>> bool(0 < loss <= 0.05)
    True
    """
    first = _first_of(estimator, parameter)
    tried = {}
    scoring = perplexity_scorer if scoring is None else scoring
    cv = ShuffleSplit(1, test_size=0.25, random_state=0) if cv is None else cv

    def score(tau):
        if tau not in tried:
            model = clone(estimator).set_params(**{parameter: tau})
            with warnings.catch_warnings():  # of topics that a large tau has emptied
                warnings.simplefilter("ignore", UserWarning)
                scores = cross_val_score(
                    model, X, scoring=scoring, cv=cv, n_jobs=n_jobs, error_score="raise"
                )
            tried[tau] = float(np.mean(scores))
        return tried[tau]

    without = score(0.0)
    if not math.isfinite(without):
        raise ValueError(f"largest_tau: the score with a tau of 0 is {without}.")
    lowest = without - keep * abs(without)
    good, bad = _bracket(lambda tau: score(tau) >= lowest, first)
    while good and bad and bad / good > 1 + precision:
        middle = math.copysign(math.sqrt(good * bad), first)
        if score(middle) >= lowest:
            good = middle
        else:
            bad = middle
    if not good or not bad:
        _warn_of_bounds(parameter, keep, good)
    taus = np.array(sorted(tried, key=abs))
    scores = np.array([tried[tau] for tau in taus.tolist()])
    return LargestTau(good, tried[good], without, taus, scores)


def _bracket(is_kept, first):
    """Return the last tau by doubling that is kept, and the first that is not.

    0 stands for the former where there is none, None for the latter.
    """
    if is_kept(first):
        good = first
        for _ in range(_MOST_STEPS):
            if not is_kept(2 * good):
                return good, 2 * good
            good *= 2
        return good, None
    bad = first
    for _ in range(_MOST_STEPS):
        if is_kept(bad / 2):
            return bad / 2, bad
        bad /= 2
    return 0.0, bad


def _first_of(estimator, parameter):
    """Return the value that a parameter has, which must be a number other than 0."""
    params = estimator.get_params(deep=True)
    if parameter not in params:
        taus = [name for name in params if name.endswith("tau")]
        raise ValueError(
            f"largest_tau: {type(estimator).__name__} has no parameter {parameter!r}. "
            f"Parameters of it that end in 'tau': {taus}."
        )
    value = params[parameter]
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(
            f"largest_tau: {parameter!r} must have a number to start from, and is "
            f"{value!r}."
        )
    if not value or not math.isfinite(value):
        raise ValueError(
            f"largest_tau: {parameter!r} is {value!r}. Give it a first value, of the "
            "sign that it is to have."
        )
    return float(value)


def _warn_of_bounds(parameter, keep, good):
    said = (
        f"even {good:.3g} for {parameter!r} keeps the score within {keep:.3g}: it is "
        "not bounded by this score"
        if good
        else f"no value of {parameter!r} keeps the score within {keep:.3g}: the score "
        "falls with the smallest that was tried"
    )
    warnings.warn(f"largest_tau: {said}.", UserWarning, stacklevel=levels_to_caller())
