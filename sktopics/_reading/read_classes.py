"""Classes of documents: any values, one or several for each document."""

import warnings
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._columns import is_missing, is_unordered, items_of
from .._groups import check_groups
from .._validation import levels_to_caller


class Membership(NamedTuple):
    """Which documents belong to which groups.

    Attributes
    ----------
    groups : list
        What groups are called.
    rows : ndarray of shape (n_members,), int64
        Documents, in their order; one of two groups is there twice.
    numbers : ndarray of shape (n_members,), int64
        The group of each.
    n_documents : int
    """

    groups: list
    rows: np.ndarray
    numbers: np.ndarray
    n_documents: int

    @classmethod
    def of_numbers(cls, groups, numbers):
        """Return the membership of documents in one group each, -1 for none."""
        rows = np.flatnonzero(numbers >= 0)
        return cls(groups, rows, numbers[rows], len(numbers))

    def indicator(self):
        """Return which group has which document: groups x documents, CSR of ones."""
        cells = np.ones(len(self.rows)), (self.numbers, self.rows)
        shape = len(self.groups), self.n_documents
        return sp.csr_array(cells, shape=shape)

    def crossed(self, other, n_others):
        """Return the membership in pairs of a group of this and one of `n_others`.

        Parameters
        ----------
        other : ndarray of shape (n_documents,), int64
            Numbers of the other groups, -1 for none.
        n_others : int
        """
        kept = other[self.rows] >= 0
        rows = self.rows[kept]
        numbers = self.numbers[kept] * n_others + other[rows]
        pairs = [(group, i) for group in self.groups for i in range(n_others)]
        return Membership(pairs, rows, numbers, self.n_documents)


def read_classes(classes, n_documents, what="classes"):
    """Return which documents belong to which classes.

    Parameters
    ----------
    classes : array-like of shape (n_documents,), or indicator matrix
        For each document a value that can be hashed, or a list, set or array of
        such; None, NaN or an empty list for none. Or a matrix of 0 and 1 with a column
        for each class, sparse or dense or a data frame.
    n_documents : int
    what : str, default="classes"
        What they are called in messages.

    Returns
    -------
    membership : Membership
        Classes in the order of the categories of a column that has some, else sorted;
        in the order in which they first come, if they cannot be sorted.
    """
    if sp.issparse(classes) or len(getattr(classes, "shape", ())) == 2:
        groups = check_groups(classes, n_documents, what)
        rows = np.repeat(np.arange(n_documents), groups.sizes)
        names, numbers = groups.names.tolist(), groups.indices.astype(np.int64)
        return _checked(Membership(names, rows, numbers, n_documents), what)
    if is_unordered(classes) or not np.iterable(classes):
        raise TypeError(
            f"{what} must hold one of the {what} for each document, and is "
            f"{type(classes).__name__}."
        )
    order = _categories(classes)
    if isinstance(classes, np.ndarray) and classes.dtype.kind in "biuU":
        values = classes.tolist()
    else:
        values = list(items_of(classes))
    if len(values) != n_documents:
        raise ValueError(
            f"{what} must be given for each document: got {len(values)} for "
            f"{n_documents} documents."
        )
    number_of, rows, numbers = {}, [], []
    for row, value in enumerate(values):
        plain = type(value) is str or type(value) is int
        for name in (value,) if plain else _names_of(value, row, what):
            rows.append(row)
            numbers.append(number_of.setdefault(name, len(number_of)))
    names = list(number_of)
    if order is None:
        ordered = _sorted(names)
    else:
        ordered = [name for name in order if name in number_of]
    place = np.empty(len(names), dtype=np.int64)
    for i, name in enumerate(ordered):
        place[number_of[name]] = i
    numbers = place[np.array(numbers, dtype=np.int64)]
    rows = np.array(rows, dtype=np.int64)
    return _checked(Membership(ordered, rows, numbers, n_documents), what)


def _checked(membership, what):
    """Refuse a membership without any group, and tell of documents without one."""
    if not len(membership.rows):
        raise ValueError(f"No document has any of the {what}.")
    has = np.zeros(membership.n_documents, dtype=bool)
    has[membership.rows] = True
    missing = np.flatnonzero(~has)
    if len(missing):
        warnings.warn(
            f"{len(missing)} of {len(has)} documents have none of the {what} and are "
            f"left out, the first in row {missing[0]}.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    return membership


def _categories(classes):
    """Return the categories of a column of pandas or Polars in their order, or None."""
    categories = getattr(getattr(classes, "dtype", None), "categories", None)
    # Categories of Polars that are no `Enum` are in no order.
    return categories.to_list() if hasattr(categories, "to_list") else None


def _names_of(value, row, what):
    """Return the classes of a document, without duplicates."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, (list, set, frozenset)) or (
        hasattr(value, "__array__") and getattr(value, "ndim", 0) == 1
    ):
        names = (
            list(items_of(value)) if not isinstance(value, (set, frozenset)) else value
        )
        names = [name for name in names if not is_missing(name)]
    else:
        names = [] if is_missing(value) else [value]
    try:
        return list(dict.fromkeys(_plain(name) for name in names))
    except TypeError:
        raise TypeError(
            f"{what} must be values that can be hashed, or lists of such, and document "
            f"{row} has {value!r:.60}."
        ) from None


def _plain(name):
    """Return a scalar of NumPy as the object of Python, so that 1 is 1."""
    return name.item() if isinstance(name, np.generic) else name


def _sorted(names):
    try:
        return sorted(names)
    except TypeError:
        return names
