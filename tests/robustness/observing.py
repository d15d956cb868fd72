"""What a case does to a model and to its input, seen from outside."""

from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from typing import Any, NamedTuple

import joblib
import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from watchdog import ANSWERED, REFUSED, Outcome

from sktopics.testing._assertions import state

# Errors by which a method may refuse: they name what is wrong. A missing file is
# refused by OSError, a request too large by MemoryError, a name that is not known by
# KeyError, a row that is not there by IndexError. (NotFittedError is a ValueError.)
REFUSALS = (ValueError, TypeError, OSError, MemoryError, KeyError, IndexError)
# Texts of errors that leaked out of the inside: they name nothing that users know.
_LEAKED = (
    "_M_default_append",
    "broadcast",
    "zero-size array",
    "cannot convert float",
    "Python int too large",
    "object is not callable",
    "is not subscriptable",
    "has no len()",
    "'NoneType' object",
    "Cannot determine Numba type",
    "No matching definition",
    "not supported between instances",
    "unsupported operand",
    "out of bounds for axis",
    "truth value of an array",
    "negative dimensions",
)


class HalfChanged(Exception):
    """A case has found a model half-changed by itself."""


class Case(NamedTuple):
    """One attempt to break something.

    Parameters
    ----------
    name : str
        What is done to whom.
    call : callable
        Does it, and returns what came out.
    model : estimator, default=None
        Who must not be half-changed.
    changes : bool, default=False
        Whether a call that succeeds may change the model.
    inputs : tuple
        What was passed in, and must stay as it is.
    allowed : str, default=None
        ANSWERED if the case must not be refused, REFUSED if it must be.
    probe : callable, default=None
        Uses the model as its owner would, after it has refused.
    """

    name: str
    call: Callable[[], Any]
    model: BaseEstimator | None = None
    changes: bool = False
    inputs: tuple = ()
    allowed: str | None = None
    probe: Callable[[], Any] | None = None


def observe(case):
    """Run a case; return its `Outcome`."""
    before, given = _state(case.model), joblib.hash(case.inputs)
    expected = case.probe() if case.probe else None
    try:
        result = case.call()
    except REFUSALS as error:
        outcome = Outcome(REFUSED, f"{type(error).__name__}: {error}"[:300])
        if any(text in str(error) for text in _LEAKED):
            outcome = Outcome("unhelpful", outcome.detail)
    except HalfChanged as found:
        outcome = Outcome("half-changed", str(found))
    except BaseException as error:
        outcome = Outcome("unhelpful", f"{type(error).__name__}: {error}"[:300])
    else:
        where = not_finite(result)
        outcome = Outcome("not finite", where) if where else Outcome(ANSWERED)
    return _worst(case, outcome, before, given, expected)


def _worst(case, outcome, before, given, expected):
    """Return the worse of an outcome and what is seen of the model and the input."""
    succeeded = outcome.kind in (ANSWERED, "not finite")
    if joblib.hash(case.inputs) != given:
        return Outcome("input changed", outcome.detail)
    if not (succeeded and case.changes):
        after = _state(case.model)
        changed = sorted(
            k for k in before.keys() | after.keys() if before.get(k) != after.get(k)
        )
        if changed:
            return Outcome("half-changed", f"{', '.join(changed)}; {outcome.detail}")
        if case.probe and joblib.hash(case.probe()) != joblib.hash(expected):
            return Outcome("half-changed", f"answers differ; {outcome.detail}")
    if case.allowed == REFUSED and outcome.kind == ANSWERED:
        return Outcome("accepted", "")
    if case.allowed == ANSWERED and outcome.kind == REFUSED:
        return Outcome("unhelpful", f"refused: {outcome.detail}")
    return outcome


def _state(model):
    return {} if model is None else state(model)


def not_finite(value, place="result"):
    """Return where NaN or infinity is in a result, "" if it is nowhere."""
    if isinstance(value, BaseEstimator):
        if not type(value).__module__.startswith("sktopics"):
            return ""  # a part of the user's: what it holds is its own affair
        fitted = {k: v for k, v in vars(value).items() if k.endswith("_")}
        return not_finite(fitted, type(value).__name__)
    if is_dataclass(value):
        return not_finite(vars(value), type(value).__name__)
    if sp.issparse(value):
        return not_finite(value.tocoo().data, place)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fc" and not np.isfinite(value).all():
            return place
        return ""
    if isinstance(value, float | np.floating):
        return "" if np.isfinite(value) else f"{place} = {value}"
    if isinstance(value, dict):
        parts = [(f"{place}.{key}", part) for key, part in value.items()]
    elif isinstance(value, list | tuple) and not _is_plain(value):
        parts = [(f"{place}[{i}]", part) for i, part in enumerate(value)]
    else:
        parts = []
    return next(filter(None, (not_finite(part, where) for where, part in parts)), "")


def _is_plain(value: Iterable):
    return all(isinstance(part, str | int) for part in value)
