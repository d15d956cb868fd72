"""The sole door to scikit-learn's private helpers.

Whatever scikit-learn does not promise to keep is imported here and nowhere
else, so that a change in a release is met in one file.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sklearn.callback import ScoringMonitor
from sklearn.callback._callback_context import get_context_path
from sklearn.callback._transport import send
from sklearn.utils._param_validation import (
    HasMethods,
    Interval,
    InvalidParameterError,
    Options,
    StrOptions,
    validate_parameter_constraints,
)
from sklearn.utils.metaestimators import _BaseComposition
from sklearn.utils.validation import _check_feature_names_in, _check_sample_weight

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
    "get_context_path",
    "validate_parameter_constraints",
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
    from sklearn.base import _fit_context
    from sklearn.callback import with_callbacks
    from sklearn.utils._param_validation import validate_params


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
