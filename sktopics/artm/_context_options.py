"""What users say of contexts, checked."""

from numbers import Integral, Real

import numpy as np

from .._magnitudes import SMALLEST_COUNT
from .._sklearn import Interval, Options, StrOptions
from ._attention import Attention

# Nothing moves any more after so many sweeps.
_MOST_SWEEPS = 10_000
# Of numbers that tokens are weighed by.
_LARGEST = 1e15

CONTEXT_CONSTRAINTS = {
    "n_sweeps": [Interval(Integral, 1, _MOST_SWEEPS, closed="both")],
    "context": [
        Interval(Real, 1, None, closed="left"),
        Options(Real, {np.inf}),
        tuple,
        list,
    ],
    "balance": [Interval(Real, 0, 1, closed="both")],
    "context_prior": [Interval(Real, 0, None, closed="left")],
    "edges": [StrOptions({"normalize", "first"})],
    "include_self": ["boolean"],
    "substitute": ["boolean"],
    "attention": [StrOptions({"exponential"}), callable],
    "heads": [StrOptions({"average", "concatenate"})],
    "term_importance": ["array-like", dict, None],
}


def attention_of(model):
    """How positions attend to their contexts, by the parameters of a fitted model."""
    return Attention(
        heads_of(model.context),
        float(model.balance),
        # More is no more: what is divided by it is 0 in float32 already.
        min(float(model.context_prior), _LARGEST),
        model.edges == "normalize",
        model.include_self,
        None if model.attention == "exponential" else model.attention,
        check_importance(model),
    )


def heads_of(context):
    """Lengths of the contexts to the left and right of each head.

    Parameters
    ----------
    context : number, tuple of (left, right), or list of these
    """
    entries = context if isinstance(context, list) else [context]
    if not entries:
        raise ValueError("context is an empty list: give one length at least.")
    return tuple(map(_sides, entries))


def _sides(entry):
    sides = entry if isinstance(entry, tuple) else (entry, entry)
    if len(sides) != 2 or not all(
        isinstance(side, Real) and not isinstance(side, bool) and side >= 1
        for side in sides
    ):
        raise ValueError(
            "context must be a number of tokens from 1 to infinity, a tuple of two, "
            f"(left, right), or a list of these for several heads; got {entry!r}."
        )
    return tuple(map(float, sides))


def check_importance(model):
    """Return the importance of each term, (n_terms,), None if all have the same."""
    given = model.term_importance
    if given is None:
        return None
    n_terms = model.n_features_in_
    if isinstance(given, dict):
        importance = _look_up(model, given, n_terms)
    else:
        importance = _numbers(given)
    if importance.shape != (n_terms,):
        raise ValueError(
            f"term_importance must have one entry for each of the {n_terms} terms, got "
            f"shape {importance.shape}."
        )
    bad = np.flatnonzero(~((importance <= _LARGEST) & (importance >= 0)))
    if len(bad):
        raise ValueError(
            "term_importance must be finite and not negative, got "
            f"{importance[bad[0]]} for term {bad[0]}; it may be {_LARGEST:g} at most."
        )
    return np.where(importance < SMALLEST_COUNT, 0, importance)


def _numbers(given):
    """Return `given` as an array of float64."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"term_importance must hold numbers, got {given!r}.") from None


def _look_up(model, given, n_terms):
    """Return the importance by name, 1 for the terms that are not named."""
    importance = np.ones(n_terms)
    names = getattr(model, "feature_names_in_", None)
    if names is None:
        raise ValueError(
            "term_importance is given by name, and the terms have no names: give an "
            f"array of {n_terms} numbers."
        )
    column = {name: i for i, name in enumerate(names)}
    for term, value in given.items():
        if term in column:
            importance[column[term]] = _numbers(value)
    return importance
