"""Which columns an index of a matrix picks."""

import numpy as np


def picked_columns(key):
    """Return what picks the columns in an index of a two-dimensional matrix.

    Parameters
    ----------
    key : object
        What stands in brackets; the matrix that it picks is two-dimensional.

    Returns
    -------
    columns : slice or ndarray, or None
        None where entries are picked one by one, or axes are added.
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    if any(part is None for part in parts):
        return None
    if any(part is ... for part in parts):
        place = next(i for i, part in enumerate(parts) if part is ...)
        parts[place : place + 1] = [slice(None)] * (3 - len(parts))
    if len(parts) == 1:
        return slice(None)
    rows, columns = parts
    if isinstance(columns, slice):
        return columns
    columns = np.asarray(columns)
    if isinstance(rows, slice):
        return columns if columns.ndim == 1 else None
    rows = np.asarray(rows)
    crossed = (
        rows.ndim == 2 and rows.shape[1] == 1 and columns.size == columns.shape[-1]
    )
    return columns.reshape(-1) if crossed else None


def without_index(key):
    """Return an index of a matrix whose columns of data frames are arrays.

    scipy looks into a mask or list of numbers as NumPy's arrays allow.

    Parameters
    ----------
    key : object
        What stands in brackets.

    Returns
    -------
    key : object
        Columns of pandas, Polars and pyarrow are arrays in it. All else is as it was.
    """
    if isinstance(key, tuple):
        return tuple(map(without_index, key))
    return np.asarray(key) if hasattr(key, "to_numpy") else key
