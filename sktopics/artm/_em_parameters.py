"""What the parameters may be that models trained by EM share."""

from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np

from .._sklearn import HasMethods, Interval, StrOptions
from ._regularizer_union import LIKE_REGULARIZERS

_CONSTRAINTS = {
    "n_components": [Interval(Integral, 0, None, closed="neither")],
    "regularizers": [None, list, tuple, callable, *LIKE_REGULARIZERS],
    "learning_method": [StrOptions({"batch", "online"})],
    "topic_prior": [StrOptions({"corpus", "uniform"})],
    "max_iter": [None, Interval(Integral, 0, None, closed="neither")],
    "tol": [Interval(Real, 0, None, closed="left")],
    "max_doc_update_iter": [Interval(Integral, 0, None, closed="neither")],
    "mean_change_tol": [Interval(Real, 0, None, closed="left")],
    "batch_size": [Interval(Integral, 0, None, closed="neither")],
    "update_every": [Interval(Integral, 0, None, closed="neither")],
    "decay_weight": [None, Interval(Real, 0, None, closed="left"), "array-like"],
    "apply_weight": [None, Interval(Real, 0, None, closed="neither"), "array-like"],
    "learning_offset": [Interval(Real, 1.0, None, closed="left")],
    "learning_decay": [Interval(Real, 0, 1, closed="both")],
    "modalities": [None, dict],
    "n_jobs": [None, Integral],
    "verbose": ["verbose"],
    "random_state": ["random_state"],
    "init": [StrOptions({"random"}), "array-like", HasMethods(["fit"])],
    "n_init": [Interval(Integral, 0, None, closed="neither")],
    "warm_start": ["boolean"],
    "store_doc_topic": ["boolean"],
    "seed_topics": [None, Mapping, "array-like"],
    "seed_weight": [Interval(Real, 0, None, closed="left")],
    "theta_start": [None, StrOptions({"previous", "uniform"})],
}


def constraints_of(*names):
    """Return the constraints of some parameters, by name."""
    return {name: _CONSTRAINTS[name] for name in names}


def checked_update_weights(name, given):
    """Return `decay_weight` or `apply_weight`, a list as an array of numbers.

    Raises
    ------
    ValueError
        If a list is empty or holds what is no weight.
    """
    if given is None or isinstance(given, Real):
        return given
    try:
        weights = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        weights = np.empty(0)
    if weights.ndim != 1 or not weights.size or not (weights >= 0).all():
        raise ValueError(
            f"{name} must be a number, or a list of numbers, one for each update, not "
            f"negative; got {given!r:.100}."
        )
    if not np.isfinite(weights).all():
        raise ValueError(f"{name} must hold finite numbers, got {given!r:.100}.")
    return weights
