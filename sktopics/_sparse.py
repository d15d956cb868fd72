"""Sparse matrices of users: their arrays are checked before anything reads by them.

scipy builds a matrix around arrays whose numbers of columns it has not looked at, and
arrays can be exchanged or written to later. Kernels, and scipy's own conversions from
one format to another, then read and write memory that is not theirs.
"""

import numpy as np
import scipy.sparse as sp

# What scipy's routines and the kernels index by.
_INDEX_TYPES = (np.int32, np.int64)
_UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def canonical_csr(X, name="X"):
    """Return `X` as a CSR array in canonical form, without touching the caller's.

    Parameters
    ----------
    X : {array-like, sparse matrix} of shape (n_rows, n_columns)
    name : str, default="X"
        What the matrix is called in error messages.

    Returns
    -------
    X : csr_array of shape (n_rows, n_columns)
        Sorted indices, no duplicates, no stored zeros; indices of 32 bits where they
        suffice. It may share memory with the caller's matrix.

    Raises
    ------
    ValueError
        If the arrays of a sparse matrix do not fit together; see `checked_csr`.
    """
    return canonical_form(checked_csr(X, name))


def canonical_form(X):
    """Do what `canonical_csr` does, for a matrix that `checked_csr` has returned."""
    X = sp.csr_array(X)
    if X.indices.dtype != X.indptr.dtype or X.indices.dtype not in _INDEX_TYPES:
        X.indices, X.indptr = X.indices.astype(np.int64), X.indptr.astype(np.int64)
    # Where no entry is negative, the smallest tells whether there are zeros.
    has_zeros = not X.data.min(initial=1) > 0 and (X.data == 0).any()
    if has_zeros or not X.has_canonical_format:
        X = X.copy()
        X.sum_duplicates()
        X.eliminate_zeros()
    if X.indices.dtype == np.int64 and max(X.nnz, *X.shape) < np.iinfo(np.int32).max:
        # Kernels are compiled for each type that they meet: better for one.
        indices, indptr = X.indices.astype(np.int32), X.indptr.astype(np.int32)
        X = sp.csr_array((X.data, indices, indptr), shape=X.shape)
        X.has_canonical_format = True
    return X


def checked_csr(X, name="X"):
    """Return a sparse matrix as CSR, if all that its arrays point at is in it.

    The check is one pass over the numbers of columns. It stands before everything
    else that is done with a user's matrix.

    Parameters
    ----------
    X : object
        What is no sparse matrix is returned as it is, and so is a CSR matrix.
    name : str, default="X"
        What the matrix is called in error messages.

    Returns
    -------
    X : object

    Raises
    ------
    ValueError
        If a row or a column of an entry is not in the matrix, if `indptr` falls or
        leads out of the arrays, or if the arrays differ in length; the message names
        the first such number, its place, and the shape of the matrix.
    """
    if not sp.issparse(X):
        return X
    _CHECKS[X.format](X, name)
    # What has another number of dimensions is for scikit-learn to refuse.
    return X if X.format == "csr" or X.ndim != 2 else X.tocsr()


def as_dense(X, name="X"):
    """Return a sparse matrix as an array, checked as by `checked_csr`; else `X`."""
    return checked_csr(X, name).toarray() if sp.issparse(X) else X


def _check_compressed(X, name):
    """Check a CSR or CSC matrix; in the words below, as if it was CSR."""
    lines, n_columns = X.shape if X.ndim == 2 else (1, *X.shape)
    what, where = "column", "row"
    if X.format == "csc":
        lines, n_columns, what, where = n_columns, lines, where, what
    _check_pointers(X, lines, X.data, name)
    _check_ids(X.indices[: X.indptr[-1]], n_columns, X, (name, what, where))


def _check_blocks(X, name):
    """Check a BSR matrix: CSR, whose entries are blocks."""
    if X.data.ndim != 3 or 0 in X.data.shape[1:]:
        _refuse(name, X, f"its data have the shape {X.data.shape}, and are no blocks")
    height, width = X.data.shape[1:]
    if X.shape[0] % height or X.shape[1] % width:
        _refuse(name, X, f"its blocks are of shape {height, width}")
    _check_pointers(X, X.shape[0] // height, X.data[:, 0, 0], name)
    names = name, "block column", "block row"
    _check_ids(X.indices[: X.indptr[-1]], X.shape[1] // width, X, names)


def _check_pointers(X, n_lines, data, name):
    """Check `indptr`, and the lengths and types of the arrays that it divides."""
    indptr, indices = X.indptr, X.indices
    _check_integers(indptr, "indptr", X, name)
    _check_integers(indices, "indices", X, name)
    if not isinstance(data, np.ndarray) or data.ndim != 1:
        _refuse(name, X, f"its data must be a list of numbers, and are {data!r:.60}")
    if len(indices) != len(data):
        n_indices, n_data = len(indices), len(data)
        _refuse(name, X, f"it has {n_indices} indices and {n_data} data")
    if len(indptr) != n_lines + 1:
        _refuse(name, X, f"its indptr has {len(indptr)} entries, not {n_lines + 1}")
    if indptr[0] != 0:
        _refuse(name, X, f"its indptr starts with {indptr[0]}, not with 0")
    falls = indptr[1:] < indptr[:-1]
    if np.count_nonzero(falls):  # a small matrix is checked in half the time of any()
        i = int(falls.argmax())
        fall = f"{indptr[i]} is followed by {indptr[i + 1]} at place {i + 1}"
        _refuse(name, X, f"its indptr must not fall, and {fall}")
    if indptr[-1] > len(indices):
        last = f"its indptr ends with {indptr[-1]}"
        _refuse(name, X, f"{last}, and there are {len(indices)} indices")


def _check_integers(array, what, X, name):
    if not isinstance(array, np.ndarray):
        is_now = f"{array!r:.60}"
    elif array.dtype.kind not in "iu":
        is_now = f"of type {array.dtype}"
    elif array.ndim != 1:
        is_now = f"of {array.ndim} dimensions"
    else:
        return
    _refuse(name, X, f"its {what} must be a list of integers, and are {is_now}")


def _check_ids(ids, n, X, names):
    """Check that ids are from 0 to n - 1; `names` are for the error message."""
    if not len(ids) or _all_below(ids, n):
        return
    name, what, where = names
    place = int(((ids < 0) | (ids >= n)).argmax())
    row = int(np.searchsorted(X.indptr, place, side="right")) - 1
    message = f"its {where} {row} has an entry in {what} {ids[place]}"
    _refuse(name, X, message + _hint(ids, n, what))


def _all_below(ids, n):
    """Whether integers are from 0 to n - 1, in one pass.

    NumPy equivalent: ``((ids >= 0) & (ids < n)).all()``.
    """
    if not ids.dtype.isnative:
        return bool(ids.min() >= 0 and ids.max() < n)
    # Read as unsigned, negative numbers are larger than all others.
    return np.maximum.reduce(ids.view(_UNSIGNED[ids.dtype.itemsize])) < n


def _hint(ids, n, what):
    """Return which ids there are, and whose mistake it may be, for an error message."""
    range_of_ids = f"; {what}s are numbered from 0 to {n - 1}" if n else ""
    from_one = ids.max() == n and ids.min() >= 1
    return range_of_ids + (": are ids counted from 1?" if from_one else "")


def _check_coordinates(X, name):
    """Check a COO matrix."""
    data, coords = X.data, X.coords
    if data.ndim != 1 or any(len(axis) != len(data) for axis in coords):
        lengths = ", ".join(str(len(axis)) for axis in (*coords, data))
        _refuse(name, X, f"its coordinates and data have the lengths {lengths}")
    for axis, what in zip(coords, ("row", "column", "layer"), strict=False):
        _check_integers(axis, f"{what} numbers", X, name)
    for axis, n, what in zip(coords, X.shape, ("row", "column", "layer"), strict=False):
        if not len(axis) or _all_below(axis, n):
            continue
        place = int(((axis < 0) | (axis >= n)).argmax())
        message = f"its entry {place} is in {what} {axis[place]}"
        _refuse(name, X, message + _hint(axis, n, what))


def _check_lists(X, name):
    """Check a LIL matrix."""
    n_rows, n_columns = X.shape
    if not X.rows.shape == X.data.shape == (n_rows,):
        shapes = f"{X.rows.shape} and {X.data.shape}"
        _refuse(name, X, f"its lists of columns and of data have the shapes {shapes}")
    for row, (columns, data) in enumerate(zip(X.rows, X.data, strict=True)):
        if len(columns) != len(data):
            lengths = f"{len(columns)} columns and {len(data)} data"
            _refuse(name, X, f"its row {row} has {lengths}")
        if columns and not 0 <= min(columns) <= max(columns) < n_columns:
            outside = next(c for c in columns if not 0 <= c < n_columns)
            message = f"its row {row} has an entry in column {outside}"
            hint = _hint(np.concatenate(X.rows), n_columns, "column")
            _refuse(name, X, message + hint)


def _check_keys(X, name):
    """Check a DOK matrix."""
    if X.ndim != 2:
        return
    n_rows, n_columns = X.shape
    for (row, column), _ in X.items():
        if not (0 <= row < n_rows and 0 <= column < n_columns):
            message = f"it has an entry in row {row} and column {column}"
            _refuse(name, X, message)


def _check_diagonals(X, name):
    """Check a DIA matrix."""
    _check_integers(X.offsets, "offsets", X, name)
    if X.data.ndim != 2 or len(X.data) != len(X.offsets):
        shapes = f"{len(X.offsets)} diagonals, and data of shape {X.data.shape}"
        _refuse(name, X, f"it has {shapes}")


_CHECKS = {
    "csr": _check_compressed,
    "csc": _check_compressed,
    "bsr": _check_blocks,
    "coo": _check_coordinates,
    "lil": _check_lists,
    "dok": _check_keys,
    "dia": _check_diagonals,
}


def _refuse(name, X, why):
    end = "" if why.endswith("?") else "."
    raise ValueError(f"{name} is no valid matrix of shape {X.shape}: {why}{end}")
