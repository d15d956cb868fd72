"""Columns of data frames and files: cells that are names, lists or vectors.

pandas, Polars and pyarrow keep lists in the cells of a column, and each gives them back
in another way. Here they become lists of Python's objects, or one array.
"""

import math
import re
from collections.abc import ItemsView, KeysView, Mapping, Set, ValuesView
from numbers import Real

import numpy as np

# How much of a wrong value an error shows.
_SHOWN = 40
# Kinds of arrays that hold no numbers: objects, and texts of three types.
_OBJECTS = "OUST"
_VECTOR_TEXT = re.compile(r"\s*[\[(]\s*[-+]?[\d.]")


def is_unordered(values):
    """Whether values are a text, or a collection that has no first item and no second.

    Keys and values of a dict are in an order, its items are pairs of both.
    """
    if isinstance(values, (KeysView, ValuesView)):
        return False
    return isinstance(values, (str, bytes, Mapping, Set, ItemsView))


def items_of(column):
    """Return the cells of a column as Python's objects.

    Iterating over a column of pyarrow gives scalars of its own, which are no `str`;
    over a column of lists of Polars, columns.

    Parameters
    ----------
    column : iterable
        A column of pandas, Polars or pyarrow, or anything else.

    Returns
    -------
    items : list
        `column` itself, if it is no such column.
    """
    for name in ("to_pylist", "to_list"):
        method = getattr(column, name, None)
        if callable(method) and not isinstance(column, type):
            # pandas deprecates `to_list` of its Categorical, and has both.
            return getattr(column, "tolist", method)()
    return column


def frame_names(X):
    """Return the names of the columns of a data frame or of Arrow as a list, or None.

    The `columns` of Arrow are data.
    """
    names = getattr(X, "column_names", getattr(X, "columns", None))
    return None if names is None else list(names)


def is_missing(value):
    """Whether a cell is empty: None, NaN or what pandas puts there."""
    if isinstance(value, Real):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def is_vector_text(value):
    """Whether a value is a text that a vector has become, "[0.1 0.2]"."""
    return isinstance(value, str) and _VECTOR_TEXT.match(value) is not None


def stacked(vectors, what):
    """Return vectors of documents as one array, if they come one by one.

    Parameters
    ----------
    vectors : array-like
        A column or a list whose items are arrays, lists or tensors; a data frame with
        one such column; a tensor. What is a matrix already, or a list of numbers, is
        for others to check.
    what : str
        What the vectors are called in error messages: "embeddings".

    Returns
    -------
    vectors : array-like
        An ndarray of shape (n_documents, n_dimensions) of what came one by one.

    Raises
    ------
    ValueError
        If an item is missing, a text, or no list of numbers, or if two are not as long
        as each other; the message says which is the first, and what it holds.
    """
    if hasattr(vectors, "detach"):
        return _of_tensor(vectors)
    if isinstance(vectors, (KeysView, ValuesView)):
        vectors = list(vectors)
    if isinstance(vectors, (list, tuple)):
        return _of_list(vectors, what)
    if hasattr(vectors, "columns"):
        return _of_frame(vectors, what)
    if len(getattr(vectors, "shape", ())) > 1 or not hasattr(vectors, "__array__"):
        return vectors
    array = np.asarray(vectors)
    if array.ndim > 1:  # of a column whose type says how long its lists are
        return array
    return _stack(array, what) if array.dtype.kind in _OBJECTS else vectors


def _of_tensor(tensor):
    """Return a tensor, perhaps on a GPU or of bfloat16, as an array."""
    tensor = tensor.detach().cpu()
    try:
        return tensor.numpy()
    except TypeError:  # a type that NumPy does not have
        return tensor.float().numpy()


def _of_frame(frame, what):
    """Return the vectors of a frame that has them in its only column, or the frame."""
    if frame.shape[1] != 1:
        return frame
    array = np.asarray(frame)
    if array.ndim == 3:
        return array[:, 0]
    cells = array[:, 0]
    nested = array.dtype.kind in _OBJECTS and not isinstance(next(iter(cells), 0), Real)
    return _stack(cells, what) if nested else frame


def _of_list(vectors, what):
    """Return a list of vectors as an array, a list of numbers too."""
    if any(hasattr(vector, "detach") for vector in vectors[:1]):
        return _stack(vectors, what)
    try:
        array = np.asarray(vectors)
    except (TypeError, ValueError, RuntimeError):  # not as long as each other
        return _stack(vectors, what)
    if array.ndim == 3 and array.shape[1] == 1:  # of an encoder, one text at a time
        return array[:, 0]
    return _stack(vectors, what) if array.dtype.kind in _OBJECTS else array


def _stack(vectors, what):
    """Return vectors that were found one by one as an array."""
    if len(vectors) == 0:
        return np.asarray(vectors)
    rows = [_vector(vector, i, what) for i, vector in enumerate(vectors)]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"Document {i} of {what} has {len(row)} numbers, and document 0 has "
                f"{len(rows[0])}: all vectors must be of one length."
            )
    return np.stack(rows)


def _vector(vector, i, what):
    """Return the vector of document `i` as an array of numbers, (n_dimensions,)."""
    if isinstance(vector, (str, bytes)):
        raise ValueError(
            f"Document {i} of {what} is a text, {_short(vector)}, and must be numbers. "
            "A CSV file keeps vectors as text: keep them in a format with lists, such "
            "as Parquet, or make numbers of each text, for instance by "
            'np.array(text.strip("[]").replace(",", " ").split(), float).'
        )
    if is_missing(vector):
        raise ValueError(
            f"Document {i} of {what} is missing, {vector!r}: leave the document out, "
            "or make a vector of it first."
        )
    if hasattr(vector, "detach"):
        vector = _of_tensor(vector)
    try:
        array = np.asarray(vector)
    except (TypeError, ValueError) as error:
        raise _no_vector(vector, i, what) from error
    if array.ndim == 2 and len(array) == 1:  # of an encoder, one text at a time
        array = array[0]
    if array.ndim != 1:
        raise _no_vector(vector, i, what)
    if array.dtype.kind not in "biuf":
        wrong = [x for x in array.tolist() if not isinstance(x, Real)]
        if wrong or array.dtype.kind != "O":
            held = wrong[0] if wrong else array
            raise ValueError(
                f"Document {i} of {what} holds {_short(held)}, which is no number."
            )
        array = array.astype(np.float64)
    return array


def _no_vector(vector, i, what):
    return ValueError(
        f"Document {i} of {what} is {_short(vector)}, and must be a list of numbers."
    )


def _short(value):
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
