"""Parameters of parts, compared: what has been set since a part was made."""

from numbers import Number
from types import BuiltinFunctionType, FunctionType

import numpy as np

# In these, parts are held whose own parameters are compared.
_HOLDERS = ("steps", "transformers", "transformer_list")
_COMPARED = (Number, str, bytes, type(None))
_NEVER_COPIED = (type, FunctionType, BuiltinFunctionType)


def changed_parameters(given, fitted):
    """Return the parameters of a part that are others than a fitted copy of it has.

    Numbers, texts and collections of such are compared by value. Other values, which
    were copied with the part, are compared by type. A seed that was drawn for a part
    without one is no change.

    Parameters
    ----------
    given, fitted : estimator

    Returns
    -------
    changes : dict from str to tuple (given, fitted)
        By name, nested ones as ``a__b``; with the name "" where the parts are of
        different classes.
    """
    if not isinstance(fitted, type(given)):
        return {"": (given, fitted)}
    if not hasattr(given, "get_params") or not hasattr(fitted, "get_params"):
        return {}
    now, then = given.get_params(deep=True), fitted.get_params(deep=True)
    changes = {}
    for name in now.keys() | then.keys():
        last = name.rpartition("__")[2]
        one, other = now.get(name), then.get(name)
        drawn = last == "random_state" and one is None
        if last not in _HOLDERS and not drawn and not _equal(one, other):
            changes[name] = one, other
    return changes


def _equal(one, other):
    if one is other:
        return True
    if isinstance(one, _COMPARED) or isinstance(other, _COMPARED):
        same = isinstance(one, _COMPARED) and isinstance(other, _COMPARED)
        return same and (one == other or (one != one and other != other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            _equal(one[key], other[key]) for key in one
        )
    if isinstance(one, (set, frozenset)) and isinstance(other, (set, frozenset)):
        return one == other
    if isinstance(one, _NEVER_COPIED) or type(one) is not type(other):
        return False
    # Of methods, whose objects may have been copied, the functions.
    functions = (getattr(each, "__func__", None) for each in (one, other))
    return next(functions) is next(functions)
