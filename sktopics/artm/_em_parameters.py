"""What the parameters may be that models trained by EM share."""

from numbers import Integral, Real

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
    "decay_weight": [None, Interval(Real, 0, None, closed="left")],
    "apply_weight": [None, Interval(Real, 0, None, closed="neither")],
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
    "theta_start": [None, StrOptions({"previous", "uniform"})],
}


def constraints_of(*names):
    """Return the constraints of some parameters, by name."""
    return {name: _CONSTRAINTS[name] for name in names}
