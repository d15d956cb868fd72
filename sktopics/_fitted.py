"""Fitted attributes, set in one place: all of them or none."""

from contextlib import contextmanager

# Set by scikit-learn's validation of `X`, before anything is learned.
_VALIDATED = ("n_features_in_", "feature_names_in_")


def fitted_attributes(estimator):
    """Return the attributes that the last fit has set, by name."""
    return {
        name: vars(estimator)[name] for name in getattr(estimator, "_fitted_names", ())
    }


def commit(estimator, fitted):
    """Give an estimator the attributes of a new fit, and none of an earlier one.

    The last statement of every `fit` and `partial_fit`. The exchange is a single
    assignment: an interrupt comes before it or after it, and the model is the old one
    or the new one, never a part of both.

    Parameters
    ----------
    estimator : estimator
    fitted : dict
        All fitted attributes by name. What the validation of `X` has learned
        (`n_features_in_`, `feature_names_in_`) need not be among them. A
        `partial_fit` that changes only some gives
        ``fitted_attributes(estimator) | changes``.
    """
    state = vars(estimator)
    fitted = {name: state[name] for name in _VALIDATED if name in state} | fitted
    earlier = state.get("_fitted_names", ())
    kept = {name: value for name, value in state.items() if name not in earlier}
    estimator.__dict__ = {**kept, **fitted, "_fitted_names": sorted(fitted)}


@contextmanager
def unchanged_on_error(estimator):
    """Give the estimator its attributes back if the block raises.

    Validation sets `n_features_in_` and `feature_names_in_` before it is through: a
    fitted model that is then refused its data must stay the model that it was.
    """
    before = dict(vars(estimator))
    try:
        yield
    except BaseException:
        estimator.__dict__ = before
        raise
