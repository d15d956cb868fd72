"""Fitted attributes, set in one place: all of them or none."""

import copy
from contextlib import contextmanager
from functools import partial
from operator import call

from numpy.random import RandomState
from sklearn.base import clone

# Set by scikit-learn's validation of `X`, before anything is learned.
_VALIDATED = ("n_features_in_", "feature_names_in_", "feature_modalities_in_")


def fitted_attributes(estimator):
    """Return the attributes that the last fit has set, by name."""
    return {
        name: vars(estimator)[name] for name in getattr(estimator, "_fitted_names", ())
    }


def commit(estimator, fitted):
    """Give an estimator the attributes of a new fit, and none of an earlier one.

    The last statement of everything that changes a fitted model; of what a `fit` or
    `partial_fit` does to the copy that learns, see `learning`. The exchange is a single
    assignment: an interrupt comes before it or after it, and the model is the old one
    or the new one, never a part of both.

    Parameters
    ----------
    estimator : estimator
    fitted : dict
        All fitted attributes by name. What the validation of `X` has learned
        (`n_features_in_`, `feature_names_in_`, ...) need not be among them. A
        `partial_fit` that changes only some gives
        ``fitted_attributes(estimator) | changes``.
    """
    state = vars(estimator)
    fitted = {name: state[name] for name in _VALIDATED if name in state} | fitted
    earlier = state.get("_fitted_names", ())
    kept = {name: value for name, value in state.items() if name not in earlier}
    estimator.__dict__ = {**kept, **fitted, "_fitted_names": sorted(fitted)}


def unfitted(estimator):
    """Return a copy of an estimator without what a fit has set, and with all else.

    Not `clone`, which knows the parameters alone that the `__init__` of a subclass
    names: those that it sets for its parent are kept here, too. Parameters are copied
    as by `clone`. What cannot be copied is shared, such as the client of a service, and
    so is what else a subclass may have.
    """
    fitted = {*getattr(estimator, "_fitted_names", ()), "_fitted_names", *_VALIDATED}
    # The last two are changed in place, by `set_output` and by `set_fit_request`.
    copied = {
        *getattr(estimator, "_parameter_constraints", ()),
        *estimator.get_params(deep=False),
        "_sklearn_output_config",
        "_metadata_request",
    }
    copy_of_it = object.__new__(type(estimator))
    copy_of_it.__dict__ = {
        name: _copied(value) if name in copied else value
        for name, value in vars(estimator).items()
        if name not in fitted
    }
    return copy_of_it


def _copied(value):
    try:
        return clone(value, safe=False)
    except TypeError:  # as of whatever deepcopy cannot copy
        return value


@contextmanager
def learning(estimator, also=()):
    """Let a copy of an estimator learn, then give the estimator all that it has.

    The body of every `fit` and `partial_fit`. Validation sets `n_features_in_` before
    it is through, and scikit-learn's callbacks set attributes that they remove at the
    end: all that happens to the copy. The estimator itself changes in the last
    statement alone, so whatever is raised before, and however often, it is as it was.
    There is nothing to be put back, which could be interrupted, too.

    Attributes of a fitted model are shared with the copy: replace arrays, do not write
    into them. A generator that was given as `random_state` is drawn from in a copy,
    and moved on in the end.

    Parameters
    ----------
    estimator : estimator
    also : iterable of callables
        What has to happen together with the exchange of the attributes, to a file for
        instance; looked at when the block is through. They are called in the statement
        that exchanges the attributes, and should be functions in C, which no
        interrupt divides: partials of what `os` offers.

    Yields
    ------
    learner : estimator
        The copy, which `commit` gives the attributes of the new fit.
    """
    learner = object.__new__(type(estimator))
    learner.__dict__ = dict(vars(estimator))
    given = drawn = vars(estimator).get("random_state")
    if isinstance(given, RandomState):
        drawn = learner.random_state = copy.deepcopy(given)
    yield learner
    state, last = dict(vars(learner)), list(also)
    if drawn is not given:
        state = {k: given if v is drawn else v for k, v in state.items()}
        last.append(partial(given.set_state, drawn.get_state(legacy=False)))
    _, estimator.__dict__ = list(map(call, last)), state
