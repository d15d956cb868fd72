"""Metadata of documents as values of JSON."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from numbers import Integral, Real

import narwhals as nw
import numpy as np

from .._columns import is_missing, is_unordered, items_of

# Integers beyond these lose digits in JavaScript.
_MOST = 2**53
_LONGEST = 500
_SEVERAL = (list, tuple, set, frozenset, np.ndarray)


def read_fields(metadata, n_documents):
    """Return the fields of metadata, a dict from names to lists.

    Parameters
    ----------
    metadata : dict of lists, or data frame of any library
    n_documents : int

    Returns
    -------
    fields : dict from str to list
        Values as Python knows them.
    """
    if metadata is None:
        return {}
    if not isinstance(metadata, Mapping):
        metadata = _columns_of_frame(metadata)
    fields = {}
    for name, values in metadata.items():
        name = str(name)
        if name in fields:
            raise ValueError(f"metadata has two fields that are called {name!r}.")
        if is_unordered(values) or not np.iterable(values):
            raise TypeError(
                f"metadata[{name!r}] must hold a value for each document, and is "
                f"{values!r:.60}."
            )
        values = list(items_of(values))
        if len(values) != n_documents:
            raise ValueError(
                f"metadata[{name!r}] must hold a value for each document: got "
                f"{len(values)} for {n_documents} documents."
            )
        fields[name] = values
    return fields


def _columns_of_frame(frame):
    """Return the columns of a data frame by their names."""
    try:
        frame = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise TypeError(
            "metadata must be a dict of lists or a data frame, got "
            f"{type(frame).__name__}."
        ) from error
    return {column.name: column.to_list() for column in frame.iter_columns()}


def json_value(value):
    """Return a value as JSON has it: dates in ISO 8601, None for what is missing.

    Examples
    --------
    >>> from datetime import date
    >>> [json_value(v) for v in (date(1990, 5, 1), float("nan"), 3, ["a", "b"])]
    ['1990-05-01', None, 3, 'a, b']
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, np.datetime64 | np.timedelta64):
        return None if np.isnat(value) else str(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or value is None:
        return value
    if is_missing(value):
        return None
    if isinstance(value, Integral):
        return int(value) if abs(value) < _MOST else str(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, _SEVERAL):
        items = (i if isinstance(i, _SEVERAL) else json_value(i) for i in value)
        value = ", ".join(map(str, items))
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
