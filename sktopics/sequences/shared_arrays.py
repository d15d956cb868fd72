"""Arrays that others may write to: who owns them, and whether they still fit."""

import mmap

import numpy as np

from ._sequence_arrays import (
    check_finite,
    check_ids,
    check_offsets,
    check_per_token,
    first_tokens,
)

__all__ = ["check_arrays", "check_restored", "is_memory_map", "own"]


def own(values, dtype, copy):
    """Return an array of a type, as a copy where that is asked for.

    Memory maps of that type are never copied: they may be larger than the memory.
    """
    if values is None:
        return None
    return values.astype(dtype, copy=copy and not is_memory_map(values))


def is_memory_map(array):
    """Whether an array is a view on a memory map, or one itself."""
    base = array
    while base is not None and not isinstance(base, mmap.mmap):
        base = getattr(base, "obj" if isinstance(base, memoryview) else "base", None)
    return base is not None


def check_arrays(X):
    """Check that the arrays of a container fit together, which they did when made.

    Since then they may have changed: a memory map or, with ``copy=False``, the
    caller's own array was written to.

    Parameters
    ----------
    X : TokenSequences

    Raises
    ------
    ValueError
        The message names the array, the first offending value and its place.
    """
    check_offsets(X.offsets, len(X.ids))
    check_ids(X.ids, X.n_terms)
    if X.boundaries is not None:
        first = first_tokens(X.offsets)
        starts = X.boundaries[first]
        if not starts.all():
            raise ValueError(
                "boundaries must be True for the first token of each document, and "
                f"are False at place {first[starts.argmin()]}."
            )
    if X.weights is not None:
        check_finite(X.weights)


# Of the arrays that a container holds.
_TYPES = {
    "ids": (np.int32,),
    "offsets": (np.int64,),
    "terms": (np.object_,),
    "boundaries": (np.bool_,),
    "weights": (np.float32, np.float64),
}


def check_restored(X):
    """Check a container that was unpickled, of which nothing is known.

    Parameters
    ----------
    X : TokenSequences

    Raises
    ------
    ValueError
        As of `check_arrays`; also if an array has another type or length than it
        should.
    """
    for name, dtypes in _TYPES.items():
        array = getattr(X, name)
        if array is None and name in ("terms", "boundaries", "weights"):
            continue
        if not isinstance(array, np.ndarray) or array.ndim != 1:
            raise ValueError(f"{name} must be a one-dimensional array, got {array!r}.")
        if array.dtype not in dtypes:
            raise ValueError(f"{name} must not be of type {array.dtype}.")
        if name in ("boundaries", "weights"):
            check_per_token(name, array, len(X.ids))
    if not isinstance(X.n_terms, int):
        raise ValueError(f"n_terms must be an integer, got {X.n_terms!r}.")
    if X.terms is not None and len(X.terms) != X.n_terms:
        raise ValueError(f"n_terms is {X.n_terms}, but there are {len(X.terms)} terms.")
    if not isinstance(X.dtype, np.dtype) or X.dtype.kind not in "biuf":
        raise ValueError(f"dtype must be that of numbers, got {X.dtype!r}.")
    check_arrays(X)
