"""Users' dictionaries of terms, looked up in a vocabulary."""

import warnings
from collections.abc import Mapping
from numbers import Integral

import numpy as np
import scipy.sparse as sp

from ..._columns import items_of
from ..._sparse import checked_csr
from ..._validation import levels_to_caller


def term_weights(terms, feature_names, n_terms, *, parameter, whom):
    """Return what `terms` says of each term, 1 or 0 where it is only a list.

    Parameters
    ----------
    terms : None, mapping, list, or ndarray of shape (n_terms,)
        A mapping gives weights by name or by column; names in a list, or columns,
        weigh 1; an array of floats holds the weights and one of booleans is a
        mask. None: every term weighs 1.
    feature_names : ndarray of shape (n_terms,) or None
    n_terms : int
    parameter, whom : str
        Names of the parameter and of the regularizer in errors.

    Returns
    -------
    weights : ndarray of shape (n_terms,)
    """
    if terms is None:
        return np.ones(n_terms)
    if isinstance(terms, np.ndarray) and terms.dtype.kind in "fb":
        weights = terms.astype(np.float64)
        if weights.shape != (n_terms,) or not np.isfinite(weights).all():
            raise ValueError(
                f"{parameter} of {whom}, an array of weights, must be finite and have "
                f"the shape ({n_terms},) of the terms that it is for; got {terms!r}."
            )
        return weights
    pairs = terms if isinstance(terms, Mapping) else dict.fromkeys(items_of(terms), 1.0)
    weights = np.zeros(n_terms)
    columns = columns_of(pairs, feature_names, n_terms, parameter, whom)
    for term, weight in pairs.items():
        if not np.isfinite(weight):
            raise ValueError(f"{parameter} of {whom}: {weight!r} of {term!r}.")
        if term in columns:
            weights[columns[term]] = weight
    return weights


def columns_of(terms, feature_names, n_terms, parameter, whom):
    """Return the columns of those `terms` (names or columns) that are known.

    Names that the vocabulary lacks are left out, as lists of stop words are
    longer than any vocabulary; that none is known is worth a warning.
    """
    terms = list(items_of(terms))
    named = any(not isinstance(term, Integral) for term in terms)
    if named and feature_names is None:
        raise ValueError(
            f"{parameter} of {whom} gives terms by name, and the terms of the model "
            "have no names, for it was fitted on a matrix: give columns (the "
            "vocabulary_ of a vectorizer tells them), or fit it on a data frame."
        )
    known = {}
    if named:
        known = {name: column for column, name in enumerate(feature_names.tolist())}
    columns = {}
    for term in terms:
        if not isinstance(term, Integral):
            if term in known:
                columns[term] = known[term]
        elif not -n_terms <= term < n_terms:
            raise ValueError(
                f"{parameter} of {whom}: there is no column {term} among {n_terms}."
            )
        else:
            columns[term] = term % n_terms
    if terms and not columns:
        warnings.warn(
            f"{parameter} of {whom}: none of its terms is in the vocabulary "
            f"({terms[0]!r}, ...).",
            stacklevel=levels_to_caller(),
        )
    return columns


def pair_weights(
    pairs,
    feature_names,
    n_terms,
    *,
    parameter,
    whom,
    symmetric,
    signed=False,
    directed=False,
):
    """Return the weights of pairs of different terms as a sparse matrix.

    Parameters
    ----------
    pairs : mapping, or {array-like, sparse} of shape (n_terms, n_terms)
        A mapping gives the weight of each pair ``(name, name)`` of terms or
        columns, in either order, unless they are directed.
    feature_names : ndarray of shape (n_terms,) or None
    n_terms : int
    parameter, whom : str
        Names of the parameter and of the regularizer in errors.
    symmetric : bool
        Whether a matrix has to be symmetric.
    signed : bool, default=False
        Whether weights may be negative.
    directed : bool, default=False
        Whether the pairs of a mapping have an order, and a weight in each.

    Returns
    -------
    weights : csr_array of shape (n_terms, n_terms)
        Without a diagonal; symmetric if made from a mapping that is not directed.
    """
    whole = f"{parameter} of {whom}"
    if isinstance(pairs, Mapping) and not sp.issparse(pairs):  # as DOK matrices are
        matrix = _from_mapping(pairs, feature_names, n_terms, parameter, whom, directed)
    else:
        pairs = checked_csr(pairs, whole)
        matrix = sp.csr_array(pairs, dtype=np.float64, copy=True)
    if matrix.shape != (n_terms, n_terms):
        raise ValueError(
            f"{whole} has the shape {matrix.shape} and is for {n_terms} terms."
        )
    if not np.isfinite(matrix.data).all():
        raise ValueError(f"{whole} holds NaN or infinity.")
    if not signed and (matrix.data < 0).any():
        raise ValueError(f"{whole} holds negative weights: {matrix.data.min():g}.")
    matrix = matrix - sp.diags_array(matrix.diagonal(), format="csr")
    if symmetric and abs(matrix - matrix.T).max() > 1e-6 * abs(matrix).max():
        raise ValueError(f"{whole} must be a symmetric matrix.")
    matrix.eliminate_zeros()
    return matrix


def _from_mapping(pairs, feature_names, n_terms, parameter, whom, directed):
    """Return a matrix from weights of pairs, symmetric if they are not directed."""
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2):
            raise ValueError(f"{parameter} of {whom}: {pair!r} is no pair of terms.")
    terms = dict.fromkeys(term for pair in pairs for term in pair)
    columns = columns_of(terms, feature_names, n_terms, parameter, whom)
    weights = {}
    for (one, other), weight in pairs.items():
        if one not in columns or other not in columns:
            continue
        key = columns[one], columns[other]
        if not directed and weights.get(key[::-1], weight) != weight:
            raise ValueError(
                f"{parameter} of {whom} gives two weights to {(one, other)!r}."
            )
        weights[key] = weight
        if not directed:
            weights[key[::-1]] = weight
    rows, cols = np.array(list(weights), dtype=np.intp).reshape(-1, 2).T
    data = np.array(list(weights.values()), dtype=np.float64)
    return sp.csr_array((data, (rows, cols)), shape=(n_terms, n_terms))
