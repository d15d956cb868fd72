"""The sole door to scikit-learn's private helpers.

Whatever scikit-learn does not promise to keep is imported here and nowhere
else, so that a change in a release is met in one file.
"""

import inspect
import warnings
from collections.abc import Callable
from functools import lru_cache, partial, wraps
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sklearn import config_context, get_config
from sklearn.callback import ScoringMonitor
from sklearn.callback._callback_context import get_context_path
from sklearn.callback._transport import send
from sklearn.utils import _safe_indexing
from sklearn.utils import check_array as _check_array
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
    check_is_fitted,
)
from sklearn.utils.validation import (
    _check_sample_weight as _check_weight_of_samples,
)
from sklearn.utils.validation import validate_data as _validate_data

__all__ = [
    "AnalyzerSteps",
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
    "analyzer_steps",
    "available_unless_refused",
    "check_array",
    "check_fitted",
    "check_parameters",
    "get_context_path",
    "under_default_configuration",
    "validate_data",
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

    def available_unless_refused(
        check: Callable,
    ) -> Callable[[_Function], _Function]: ...
else:
    from sklearn.base import _fit_context as _context_of_any_fit
    from sklearn.callback import with_callbacks
    from sklearn.utils._available_if import _AvailableIfDescriptor
    from sklearn.utils._param_validation import (
        validate_params as _context_of_any_function,
    )

    def _fit_context(**how):
        """Return scikit-learn's decorator, which validates parameters before a fit.

        scikit-learn does not validate them again when a fitted model learns from one
        more batch. They may have been changed since the batch before.
        `check_parameters` knows a few more illegal values, too.
        """
        decorate = _context_of_any_fit(**how)

        def decorator(method):
            fit = decorate(method)

            @wraps(fit)
            def validated_fit(estimator, *args, **kwargs):
                check_parameters(estimator)
                if method.__name__ == "partial_fit":
                    _warn_of_waiting(estimator)
                return fit(estimator, *args, **kwargs)

            return validated_fit

        return decorator

    def _warn_of_waiting(estimator):
        """Warn of another number of topics than those that are learned on."""
        wanted = getattr(estimator, "n_components", None)
        topics = getattr(estimator, "components_", None)
        if wanted is not None and topics is not None and len(topics) != wanted:
            warnings.warn(
                f"n_components={wanted} waits for the next fit: partial_fit goes on "
                f"with the {len(topics)} topics that the model has.",
                UserWarning,
                stacklevel=3,
            )

    def validate_params(parameter_constraints, **how):
        """Return scikit-learn's decorator, which validates arguments of a function.

        If the function is a method, the parameters of its estimator are validated, too.
        Estimators that it is given are, if `prefer_skip_nested_validation` is
        False. Errors name them, where scikit-learn would name the function.
        """
        decorate = _context_of_any_function(parameter_constraints, **how)

        def decorator(function):
            validated = decorate(function)
            if not how["prefer_skip_nested_validation"]:
                validate = decorate(wraps(function)(lambda *args, **kwargs: None))

                @wraps(validate)
                def validated(*args, **kwargs):
                    return validate(*args, **kwargs) or function(*args, **kwargs)

            if next(iter(inspect.signature(function).parameters), None) != "self":
                return validated

            @wraps(validated)
            def method(self, *args, **kwargs):
                check_parameters(self)
                return validated(self, *args, **kwargs)

            return method

        return decorator

    class _AvailableUnlessRefused(_AvailableIfDescriptor):
        """A method that is there if a check says so; if not, the error says why."""

        def _check(self, obj, owner):
            try:
                self.check(obj)
            except TypeError as error:
                raise AttributeError(
                    f"{owner.__name__} has no {self.attribute_name} with these "
                    f"parameters: {error}"
                ) from error

    def available_unless_refused(check):
        """Return a decorator as `available_if`, for a check that raises a TypeError.

        The last line of scikit-learn's error says only that there is no such method.
        """
        return lambda method: _AvailableUnlessRefused(method, check, method.__name__)


# What users set for their own pipelines, and what neither our checks nor the parts of a
# model may see: data frames between parts, arrays of other packages, checks left out.
_DEFAULTS = {
    "array_api_dispatch": False,
    "assume_finite": False,
    "transform_output": "default",
}


def under_default_configuration(function):
    """Return a function that runs under scikit-learn's defaults, whatever users set.

    A decorator for functions that run the parts of a model, and for scikit-learn's
    checks, which are to find NaN even where users assume that there is none: kernels
    rely on it. What wraps the output of the model itself, and callbacks, stay outside
    of it: they see what users have configured.
    """

    @wraps(function)
    def run(*args, **kwargs):
        config = get_config()
        if all(config[name] == value for name, value in _DEFAULTS.items()):
            return function(*args, **kwargs)
        with config_context(**_DEFAULTS):
            return function(*args, **kwargs)

    return run


_check_sample_weight = under_default_configuration(_check_weight_of_samples)
check_array = under_default_configuration(_check_array)
validate_data = under_default_configuration(_validate_data)


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
    values = [state.get(name, _OTHER) for name in constrained]
    plain = [value if type(value) in _PLAIN else _OTHER for value in values]
    try:
        _check_plain(cls, *plain)
        if _OTHER in plain:
            for (name, types), value in zip(constrained.items(), values, strict=True):
                if value is _OTHER:  # named by the class, set by nobody
                    continue
                if type(value) not in _PLAIN and type(value) not in types:
                    _check_value(cls, name, value)
    except InvalidParameterError:
        if not get_config()["skip_parameter_validation"]:
            raise


@lru_cache
def _constrained(cls):
    """Names of the parameters of a class that have constraints, and types that do.

    Also those that its `__init__` does not name, and passes on to that of its parent.
    """
    parameters = {
        name
        for base in cls.__mro__
        if "__init__" in vars(base)
        for name in inspect.signature(base.__init__).parameters
    }
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


class AnalyzerSteps(NamedTuple):
    """What an analyzer of scikit-learn's does, one step after the other.

    Attributes
    ----------
    kind : {"word", "char", "char_wb", "callable"}
    decode, preprocess : callable
        From document to text, from text to text.
    tokenize : callable or None
        From text to words.
    stop_words : set or None
    analyze : callable
        From words without stop words, or from text, to terms; for a callable of the
        user's, this callable.
    ngram_range : (int, int) or None
    white_spaces : re.Pattern or None
        What becomes one space before n-grams of characters are made.
    """

    kind: str
    decode: Callable
    preprocess: Callable | None = None
    tokenize: Callable | None = None
    stop_words: Any = None
    analyze: Callable | None = None
    ngram_range: tuple | None = None
    white_spaces: Any = None


def analyzer_steps(analyzer):
    """Return the steps of what `build_analyzer` of scikit-learn's vectorizers gives.

    Parameters
    ----------
    analyzer : callable

    Returns
    -------
    steps : AnalyzerSteps or None
        None for any other callable, and where a subclass of a vectorizer makes n-grams
        in a way of its own.
    """
    analyze, kinds = _own_analysis()
    if not isinstance(analyzer, partial) or analyzer.func is not analyze:
        return None
    if analyzer.args:
        return None
    parts = analyzer.keywords
    if parts.get("analyzer") is not None:
        return AnalyzerSteps("callable", parts["decoder"], analyze=parts["analyzer"])
    kind = kinds.get(getattr(parts["ngrams"], "__func__", None))
    if kind is None:
        return None
    vectorizer = parts["ngrams"].__self__
    return AnalyzerSteps(
        kind,
        parts["decoder"],
        parts["preprocessor"],
        parts.get("tokenizer"),
        parts.get("stop_words"),
        parts["ngrams"],
        vectorizer.ngram_range,
        vectorizer._white_spaces,
    )


@lru_cache
def _own_analysis():
    """Return scikit-learn's function of analyzers, and its ways to make n-grams."""
    # Not at the top: most of the package does not read texts.
    from sklearn.feature_extraction.text import CountVectorizer, _analyze

    return _analyze, {
        CountVectorizer._word_ngrams: "word",
        CountVectorizer._char_ngrams: "char",
        CountVectorizer._char_wb_ngrams: "char_wb",
    }


class RecordingCallback(ScoringMonitor):
    """Callback whose records, made in any process, meet in one instance.

    Storage, transport between processes and `get_logs` are `ScoringMonitor`'s;
    what is recorded and when is up to the subclass, which defines the hooks.
    """

    def __init__(self):
        super().__init__(scoring=None)

    def record(self, context, values) -> None:
        """Record a dict of `values` for the task of `context`."""
        root, *_ = path = get_context_path(context)
        time = root.init_time.strftime("UTC%Y-%m-%d-%H:%M:%S.%f")
        run = {"timestamp": time, "estimator_name": root.estimator_name}
        keys = ("estimator_name", "task_name", "task_id", "sequential_subtasks")
        tasks = [{key: getattr(task, key) for key in keys} for task in path]
        send(self._listener_handle, (root.root_uuid, run, tasks, values))
