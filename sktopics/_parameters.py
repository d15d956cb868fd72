"""Parameters of an estimator and its parts, set all of them or none."""

from collections.abc import Mapping
from contextlib import contextmanager


@contextmanager
def all_or_nothing(estimator, params):
    """Take back what a block has set of an estimator and its parts, if it raises.

    scikit-learn's `set_params` sets one parameter after another, and stops at the
    first that there is not.

    Parameters
    ----------
    estimator : estimator
    params : dict
        What is to be set: new parts stay as they are, too.
    """
    parts = list(_estimators_in([estimator, *params.values()]))
    before = [(part, dict(vars(part))) for part in parts if hasattr(part, "__dict__")]
    try:
        yield
    except BaseException:
        for part, state in before:
            part.__dict__ = state
        raise


def _estimators_in(value):
    """Yield all estimators in a value: itself, its parts, those in a list or dict."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _estimators_in(each)
    elif hasattr(value, "get_params") and not isinstance(value, type):
        yield value
        yield from _estimators_in(list(value.get_params(deep=False).values()))
