"""The sole door to scikit-learn's private helpers.

Whatever scikit-learn does not promise to keep is imported here and nowhere
else, so that a change in a release is met in one file.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache, wraps
from numbers import Real
from typing import TYPE_CHECKING, TypeVar

from sklearn import get_config
from sklearn.callback import ScoringMonitor
from sklearn.callback._callback_context import get_context_path
from sklearn.callback._transport import send
from sklearn.utils import _safe_indexing
from sklearn.utils._param_validation import (
    HasMethods,
    Interval,
    InvalidParameterError,
    Options,
    StrOptions,
    validate_parameter_constraints,
)
from sklearn.utils.metaestimators import _BaseComposition
from sklearn.utils.validation import (
    _check_feature_names_in,
    _check_sample_weight,
    check_is_fitted,
)

__all__ = [
    "HasMethods",
    "Interval",
    "InvalidParameterError",
    "Options",
    "RecordingCallback",
    "StrOptions",
    "_BaseComposition",
    "_check_feature_names_in",
    "_check_sample_weight",
    "_fit_context",
    "_safe_indexing",
    "check_fitted",
    "check_parameters",
    "get_context_path",
    "validate_params",
    "with_callbacks",
]

if TYPE_CHECKING:
    # Their wrappers have no types: without these lines an editor would not know what
    # `fit` returns, nor what parameters it has.
    _Function = TypeVar("_Function", bound=Callable)

    def _fit_context(
        *, prefer_skip_nested_validation: bool
    ) -> Callable[[_Function], _Function]: ...

    def validate_params(
        parameter_constraints: dict, *, prefer_skip_nested_validation: bool
    ) -> Callable[[_Function], _Function]: ...

    def with_callbacks(method: _Function) -> _Function: ...
else:
    from sklearn.base import _fit_context as _context_of_any_fit
    from sklearn.callback import with_callbacks
    from sklearn.utils._param_validation import (
        validate_params as _context_of_any_function,
    )

    def _fit_context(*, prefer_skip_nested_validation):
        """Return scikit-learn's decorator, which validates parameters before a fit.

        scikit-learn does not validate them again when a fitted model learns from one
        more batch. They may have been changed since the batch before.
        `check_parameters` knows a few more illegal values, too.
        """
        decorate = _context_of_any_fit(
            prefer_skip_nested_validation=prefer_skip_nested_validation
        )

        def decorator(method):
            fit = decorate(method)

            @wraps(fit)
            def validated_fit(estimator, *args, **kwargs):
                check_parameters(estimator)
                return fit(estimator, *args, **kwargs)

            return validated_fit

        return decorator

    def validate_params(parameter_constraints, *, prefer_skip_nested_validation):
        """Return scikit-learn's decorator, which validates arguments of a function.

        If the function is a method, the parameters of its estimator are validated, too.
        Inside of it scikit-learn skips validation, and `check_parameters` with it.
        """
        decorate = _context_of_any_function(
            parameter_constraints,
            prefer_skip_nested_validation=prefer_skip_nested_validation,
        )

        def decorator(function):
            validated = decorate(function)
            if next(iter(inspect.signature(function).parameters), None) != "self":
                return validated

            @wraps(validated)
            def method(self, *args, **kwargs):
                check_parameters(self)
                return validated(self, *args, **kwargs)

            return method

        return decorator


# Values of these types are kept by the cache below: they are small, and equal ones of
# one type are all legal or all illegal.
_PLAIN = {bool, float, int, str, type(None)}
_OTHER = object()


def check_fitted(estimator, attributes=None):
    """Raise an error unless an estimator is fitted and all its parameters are legal.

    Every public method of a fitted estimator begins with it: parameters may have been
    changed since they were validated by `fit`.

    Parameters
    ----------
    estimator : estimator
    attributes : str or list of str, default=None
        Attributes that it must have; by default any fitted attribute.

    Raises
    ------
    NotFittedError
        If it is not fitted.
    InvalidParameterError
        If a parameter has an illegal value.
    """
    if attributes is not None or not vars(estimator).get("_fitted_names"):
        check_is_fitted(estimator, attributes)
    check_parameters(estimator)


def check_parameters(estimator):
    """Raise an error if a parameter has an illegal value.

    Integers of more than 64 bits are illegal, too. It takes a thirtieth of the time of
    scikit-learn's `_validate_params`, which would take longer than all the rest of
    `transform` for one short document.
    """
    state, cls = vars(estimator), type(estimator)
    constrained = _constrained(cls)
    values = [state[name] for name in constrained]
    plain = [value if type(value) in _PLAIN else _OTHER for value in values]
    try:
        _check_plain(cls, *plain)
        if _OTHER in plain:
            for (name, types), value in zip(constrained.items(), values, strict=True):
                if type(value) not in _PLAIN and type(value) not in types:
                    _check_value(cls, name, value)
    except InvalidParameterError:
        if not get_config()["skip_parameter_validation"]:
            raise


@lru_cache
def _constrained(cls):
    """Names of the parameters of a class that have constraints, and types that do."""
    parameters = inspect.signature(cls.__init__).parameters
    return {
        name: {each for each in constraints if isinstance(each, type)}
        for name, constraints in getattr(cls, "_parameter_constraints", {}).items()
        if name in parameters and constraints != "no_validation"
    }


# An error is not kept. With `typed`, 1, 1.0 and True are different values.
@lru_cache(maxsize=1000, typed=True)
def _check_plain(cls, *values):
    for name, value in zip(_constrained(cls), values, strict=True):
        if value is not _OTHER:
            _check_value(cls, name, value)


def _check_value(cls, name, value):
    validate_parameter_constraints(
        cls._parameter_constraints, {name: value}, caller_name=cls.__name__
    )
    if not isinstance(value, int) or abs(value) < 1 << 63:
        return
    # NumPy and the kernels count in 64 bits.
    constraints = cls._parameter_constraints[name]
    if not any(getattr(each, "type", None) is Real for each in constraints):
        raise InvalidParameterError(
            f"The {name!r} parameter of {cls.__name__} must be an integer of 64 bits, "
            f"got {value!r}."
        )


class RecordingCallback(ScoringMonitor):
    """Callback whose records, made in any process, meet in one instance.

    Storage, transport between processes and `get_logs` are `ScoringMonitor`'s;
    what is recorded and when is up to the subclass, which defines the hooks.
    """

    def __init__(self):
        super().__init__(scoring=None)

    def record(self, context, values) -> None:
        """Record a dict of `values` for the task of `context`."""
        path = get_context_path(context)
        root = path[0]
        run = {
            "timestamp": root.init_time.strftime("UTC%Y-%m-%d-%H:%M:%S.%f"),
            "estimator_name": root.estimator_name,
        }
        keys = ("estimator_name", "task_name", "task_id", "sequential_subtasks")
        tasks = [{key: getattr(task, key) for key in keys} for task in path]
        send(self._listener_handle, (root.root_uuid, run, tasks, values))
