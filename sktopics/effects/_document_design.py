"""Covariates of documents as a matrix: given as such, or by a formula."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .._columns import frame_names
from .._optional import import_optional
from .._sklearn import check_array

_INTERCEPT = "Intercept"
_DATES = (datetime.date, datetime.timedelta, np.datetime64, np.timedelta64)
_NO_DATES = "give a number in its place, such as the year."


class Design(NamedTuple):
    """Covariates of documents.

    Attributes
    ----------
    matrix : ndarray of shape (n_documents, n_columns), float64
        With a column of ones, or with columns that sum to it.
    names : tuple of str
    intercept : int or None
        Which column is the one of ones. None if columns are classes that each document
        has one of.
    """

    matrix: np.ndarray
    names: tuple
    intercept: int | None


def read_design(design, formula, data, n_documents):
    """Return the covariates of documents.

    Parameters
    ----------
    design : array-like of shape (n_documents, n_columns) or (n_documents,), or None
    formula : str or None
    data : data frame, dict of columns, or None
    n_documents : int

    Returns
    -------
    design : Design

    Raises
    ------
    TypeError
        If there is neither or both of `design` and `formula`, or no `data` for it.
    ValueError
        If there is not one row for each document, if values are missing, or if a column
        follows from others.
    """
    if (design is None) == (formula is None):
        raise TypeError(
            "Give either design, a matrix of covariates, or formula and data."
        )
    if formula is not None:
        matrix, names = _by_formula(formula, data)
    else:
        if data is not None:
            raise TypeError("data is for formula, and there is none.")
        matrix, names = _given(design)
    if len(matrix) != n_documents:
        what = "design" if formula is None else "data"
        raise ValueError(
            f"{what} must have a row for each of the {n_documents} documents, and has "
            f"{len(matrix)}."
        )
    ones = np.flatnonzero((matrix == 1).all(axis=0))
    if not len(ones) and formula is not None and _sum_to_ones(matrix):
        return Design(matrix, tuple(names), None)  # as of "0 + party"
    if not len(ones):
        matrix = np.column_stack([np.ones(n_documents), matrix])
        names, ones = (_INTERCEPT, *names), [0]
    return Design(matrix, tuple(names), int(ones[0]))


def check_rank(design):
    """Refuse covariates that follow from each other, or too few documents."""
    n_documents, n_columns = design.matrix.shape
    if n_documents <= n_columns:
        raise ValueError(
            f"{n_columns} covariates, with the intercept, need more documents than "
            f"{n_documents}."
        )
    scaled = design.matrix / np.maximum(np.abs(design.matrix).max(axis=0), 1e-300)
    for i in range(1, n_columns + 1):
        if np.linalg.matrix_rank(scaled[:, :i]) < i:
            raise ValueError(
                f"The covariate {design.names[i - 1]!r} is constant, or follows from "
                f"{list(design.names[: i - 1])}: leave it out."
            )


def _sum_to_ones(matrix):
    if matrix.shape[1] == 0:
        return False
    return np.allclose(matrix @ np.linalg.lstsq(matrix, np.ones(len(matrix)))[0], 1)


def _given(design):
    if isinstance(design, (Mapping, str)):
        raise TypeError(
            f"design must be a matrix or a data frame of numbers, not a "
            f"{type(design).__name__}: give columns by formula and data."
        )
    names = frame_names(design)
    missing = {"ensure_all_finite": False, "ensure_2d": False, "dtype": None}
    matrix = check_array(design, input_name="design", **missing)
    if matrix.ndim == 1:
        matrix = matrix[:, np.newaxis]
        own = getattr(design, "name", None)
        names = None if own is None else [own]
    if names is None:
        names = [f"x{i}" for i in range(matrix.shape[1])]
    if matrix.dtype.kind in "mM" or isinstance(matrix.flat[0], _DATES):
        raise ValueError(f"The covariate {str(names[0])!r} is a date: {_NO_DATES}")
    try:
        matrix = matrix.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            "design must hold numbers. For classes, such as parties, give formula and "
            "data, or columns of 0 and 1."
        ) from None
    _refuse_missing(matrix, names)
    return matrix, tuple(map(str, names))


def _refuse_missing(matrix, names):
    wrong = ~np.isfinite(matrix)
    if wrong.any():
        column = int(np.flatnonzero(wrong.any(axis=0))[0])
        raise ValueError(
            f"The covariate {str(names[column])!r} is missing or infinite for "
            f"{int(wrong[:, column].sum())} of {len(matrix)} documents: leave these "
            "documents out, or give them a value."
        )


def _by_formula(formula, data):
    if data is None:
        raise TypeError("formula needs data: a data frame or a dict of columns.")
    formulaic = import_optional("formulaic", "effects")
    pandas = import_optional("pandas", "effects")
    frame = _frame_of(data, pandas)
    try:
        read = formulaic.Formula(formula)
        _check_columns(frame, read.required_variables & set(frame.columns), pandas)
        made = read.get_model_matrix(frame, na_action="ignore")
    except formulaic.errors.FormulaicError as error:
        why = str(error).split("\n", 1)[0]
        raise ValueError(f"formula {formula!r} cannot be read: {why}") from error
    if not hasattr(made, "columns"):
        raise ValueError(
            f"formula {formula!r} must have covariates alone, as in 'party + year': "
            "the left side is the shares of topics."
        )
    matrix = np.asarray(made, dtype=np.float64)
    _refuse_missing(matrix, list(made.columns))
    return matrix, tuple(map(str, made.columns))


def _frame_of(data, pandas):
    """Return a new frame of pandas."""
    if hasattr(data, "to_pandas"):
        data = data.to_pandas()
    if not isinstance(data, (Mapping, pandas.DataFrame)):
        raise TypeError(
            f"data must be a data frame or a dict of columns: got "
            f"{type(data).__name__}."
        )
    return pandas.DataFrame(data).reset_index(drop=True)


def _check_columns(frame, names, pandas):
    """Refuse missing values and dates; make classes of a kind that formulaic knows."""
    for name in sorted(names):
        column = frame[name]
        n_missing = int(column.isna().sum())
        if n_missing:
            raise ValueError(
                f"The covariate {name!r} is missing for {n_missing} of {len(frame)} "
                "documents: leave these documents out, or give them a value."
            )
        if column.dtype.kind in "mM":
            raise ValueError(f"The covariate {name!r} is a date: {_NO_DATES}")
        if isinstance(column.dtype, pandas.CategoricalDtype):
            # Classes without a document would be columns of 0.
            frame[name] = column.cat.remove_unused_categories()
        elif isinstance(column.dtype, pandas.StringDtype):
            frame[name] = column.astype(object)
