"""The forms in which users have documents: lists, arrays, Series, frames, Arrow."""

from collections.abc import Mapping
from numbers import Number

import numpy as np
import scipy.sparse as sp

from .._columns import frame_names
from .._sklearn import _safe_indexing
from ..sequences import NamedCounts

_IS_NUMBER = {"b", "i", "u", "f"}


def materialized(X):
    """Return `X`, or the list of its items if it can be read only once."""
    is_held = any(hasattr(X, name) for name in ("__len__", "shape", "__array__"))
    return X if is_held else list(X)


def rewound(X):
    """Return documents; if they are open files, at their start.

    Whoever has read them before has left them at their end.
    """
    first = X[0] if isinstance(X, (list, tuple)) and X else None
    if hasattr(first, "read") and hasattr(first, "seekable") and first.seekable():
        for file in X:
            file.seek(0)
    return X


def listed(X):
    """Return the items of a collection as a list of what Python knows.

    Items of columns of Arrow are objects of Arrow, and lists in a column of Polars are
    columns again.
    """
    for name in ("to_pylist", "to_list"):
        if hasattr(X, name):
            return getattr(X, name)()
    return list(X)


def ids_of_documents(X, n_documents):
    """Return what the index of a pandas object calls documents, else their rows."""
    index = X.index if hasattr(X, "iloc") else None
    return list(range(n_documents)) if index is None else listed(index)


def is_list(document):
    """Whether a document may be a list of tokens: it has items, and is no text."""
    if isinstance(document, (str, bytes, Mapping)) or hasattr(document, "read"):
        return False
    return np.iterable(document)


def is_table(X):
    """Whether `X` has rows and columns: a matrix, a two-dimensional array, a frame."""
    return len(getattr(X, "shape", ())) == 2


def is_numeric(X):
    """Whether a table holds numbers alone, by its type or by its first row."""
    if sp.issparse(X):
        return True
    if isinstance(X, np.ndarray) and X.dtype != object:
        return X.dtype.kind in _IS_NUMBER
    first = np.asarray(_safe_indexing(X, slice(1)), dtype=object).tolist()
    return all(isinstance(value, (Number, np.bool_)) for row in first for value in row)


def frame_columns(X):
    """Return the names of the columns of a frame, of Arrow or of counts, or None."""
    if isinstance(X, NamedCounts):
        return None if X.terms is None else list(X.terms)
    return frame_names(X)


def text_column(X):
    """Return the documents in a table that has a single column.

    Raises
    ------
    TypeError
        If it has more columns; the error names them.
    """
    if X.shape[1] == 1:
        return listed(_safe_indexing(X, 0, axis=1))
    names = frame_columns(X)
    which = f"{X.shape[1]} columns" if names is None else f"the columns {names[:10]}"
    raise TypeError(
        f"Texts are one column, and this {type(X).__name__} has {which}: pass the one "
        'that holds the texts, as frame["text"], or a Pipeline that chooses it.'
    )


def documents_in(X):
    """Return the documents of a collection or of a table with one column, a list."""
    return text_column(X) if is_table(X) else listed(X)
