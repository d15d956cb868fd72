"""Groups that documents belong to: authors, tags, whatever else has names."""

from collections.abc import Iterable, Sized
from numbers import Integral
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ._columns import frame_names, is_missing, is_unordered, items_of
from ._sparse import canonical_csr

# Names that an error quotes.
_SHOWN = 5


class Groups(NamedTuple):
    """Which documents belong to which groups.

    Attributes
    ----------
    names : ndarray of shape (n_groups,)
        Names, all str or all int, sorted, as objects; or the numbers of the columns of
        an indicator matrix, which are no names.
    indptr : ndarray of shape (n_documents + 1,), int32
    indices : ndarray, int32
        The groups of document d are ``indices[indptr[d]:indptr[d + 1]]``, without
        duplicates.
    """

    names: np.ndarray
    indptr: np.ndarray
    indices: np.ndarray

    @property
    def n_documents(self):
        return len(self.indptr) - 1

    @property
    def sizes(self):
        """Number of groups of each document, (n_documents,)."""
        return np.diff(self.indptr)

    def __getitem__(self, rows):
        """Return the groups of some documents, their names as they are."""
        starts, stops = self.indptr[:-1][rows], self.indptr[1:][rows]
        indptr = np.concatenate(([0], np.cumsum(stops - starts)))
        places = np.repeat(starts - indptr[:-1], stops - starts) + np.arange(indptr[-1])
        return Groups(self.names, indptr.astype(np.int32), self.indices[places])

    def indicator(self):
        """Documents x groups, CSR of ones."""
        shape = self.n_documents, len(self.names)
        return sp.csr_array(
            (np.ones(len(self.indices)), self.indices, self.indptr), shape
        )

    def renamed(self, names, numbers):
        """Return the documents in groups `names`; group i has become ``numbers[i]``.

        Groups that have become -1 are left out.
        """
        indices = numbers[self.indices]
        kept = indices >= 0
        indptr = np.concatenate(([0], np.cumsum(kept)))[self.indptr]
        return Groups(names, indptr.astype(np.int32), indices[kept].astype(np.int32))


def check_groups(groups, n_documents, what):
    """Validate the groups of documents.

    Parameters
    ----------
    groups : array-like of shape (n_documents,) or indicator matrix of shape \
            (n_documents, n_groups)
        For each document a name or a collection of names; None, NaN or an empty
        collection if it has none. Names are strings or integers, such as years and
        ids; 2012.0, which pandas makes of 2012 in a column where a name is missing, is
        2012. Or a matrix of 0 and 1, sparse or dense or a data frame, whose columns are
        the groups; those of a data frame have names.
    n_documents : int
    what : str
        What the groups are called in error messages: "authors".

    Returns
    -------
    groups : Groups

    Raises
    ------
    TypeError
        If a name is neither, or if there are names of both kinds.
    ValueError
        If there are not `n_documents`, if an indicator has other values, or if two of
        its columns have the same name.
    """
    if not _has_an_order(groups):
        raise TypeError(
            f"{what} must be a list with the names of each document's {what}, or an "
            f"indicator matrix; got {type(groups).__name__}."
        )
    is_indicator = _is_indicator(groups)
    given = groups.shape[0] if hasattr(groups, "shape") else len(groups)
    if given != n_documents:
        raise ValueError(
            f"{what} must be given for each document: got {given} for "
            f"{n_documents} documents."
        )
    return (_of_indicator if is_indicator else _of_names)(groups, what)


def _has_an_order(groups):
    """Whether `groups` may be those of the first document, of the second, ..."""
    if hasattr(groups, "shape"):  # a DOK matrix is a Mapping, too
        return groups.shape != ()
    return not is_unordered(groups) and isinstance(groups, Sized)


def _is_indicator(groups):
    """Whether `groups` is a matrix of numbers, or else a data frame."""
    if sp.issparse(groups) or hasattr(groups, "columns"):
        return True
    if len(getattr(groups, "shape", ())) != 2:
        return False
    return np.asarray(groups).dtype.kind in "biuf"


def _of_indicator(indicator, what):
    names = frame_names(indicator)
    if names is not None:
        indicator = _numbers(indicator, what)
    else:
        names = getattr(indicator, "terms", None)  # of NamedCounts
    if names is None:
        names = np.arange(indicator.shape[1])
    else:
        names = _names_of_columns(list(names))
        if len(set(names)) < len(names):
            raise ValueError(f"Two columns of {what} have the same name.")
    indicator = canonical_csr(indicator, f"The indicator matrix of {what}")
    if not (indicator.data == 1).all():
        wrong = indicator.data[indicator.data != 1][0]
        raise ValueError(f"The indicator matrix of {what} must be 0 or 1, got {wrong}.")
    # Copies: the matrix may share memory with the caller's.
    indptr, indices = indicator.indptr, indicator.indices
    return Groups(names, indptr.astype(np.int32), indices.astype(np.int32))


def _names_of_columns(columns):
    """Return the names of columns: as integers if all of them are, else as str."""
    if not all(map(_is_whole, columns)):
        return np.array([str(name) for name in columns], dtype=object)
    names = np.empty(len(columns), dtype=object)
    names[:] = [int(name) for name in columns]
    return names


def _numbers(frame, what):
    """Return the values of a data frame, which may be of pandas' own types."""
    try:
        return np.asarray(frame).astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"A data frame of {what} must be an indicator matrix of 0 and 1, with a "
            f"column for each of the {what}."
        ) from None


def _of_names(groups, what):
    numbers, indices, indptr = {}, [], [0]
    for d, names in enumerate(items_of(groups)):
        # The order is that of sums: it must not change how these are rounded.
        for name in sorted_names(set(_names(names, d, what)), what):
            indices.append(numbers.setdefault(name, len(numbers)))
        indptr.append(len(indices))
    names = sorted_names(numbers, what)
    if numbers.keys() <= {0, 1}:
        _refuse_listed_indicator(groups, what)
    order = np.empty(len(names), np.int32)
    order[[numbers[name] for name in names]] = np.arange(len(names))
    found = np.empty(len(names), dtype=object)
    found[:] = names
    return Groups(found, np.array(indptr, np.int32), order[np.array(indices, np.int32)])


def _refuse_listed_indicator(groups, what):
    """Raise an error if lists of names look like the rows of a matrix of 0 and 1."""
    rows = [row for row in items_of(groups) if isinstance(row, (list, tuple))]
    of_one_length = len(rows) == len(groups) and len({len(row) for row in rows}) == 1
    if of_one_length and any(len(set(row)) < len(row) for row in rows):
        raise ValueError(
            f"Lists of 0 and 1 for {what} may be names, or an indicator matrix: pass "
            "the matrix as an array, np.asarray(...), and names without repetition."
        )


def _names(names, d, what):
    """Return the names of document `d`, checked."""
    # Lists of plain strings are what most corpora have: tell them at a glance.
    if type(names) in (list, tuple) and set(map(type, names)) == {str}:
        return names
    if isinstance(names, str):
        return (str(names),)
    if is_missing(names):
        return ()
    if _is_whole(names):
        return (int(names),)
    if not isinstance(names, Iterable) or isinstance(names, (bytes, dict)):
        raise TypeError(
            f"{what} of document {d} must be a name or a list of names, got {names!r}."
        )
    names = tuple(names if isinstance(names, (list, tuple)) else items_of(names))
    if all(isinstance(name, str) for name in names):
        return tuple(map(str, names))
    return [_name(name, d, what) for name in names]


def _name(name, d, what):
    """Return a name of document `d`, checked, as a str or an int."""
    if isinstance(name, str):
        return str(name)
    if _is_whole(name):
        return int(name)
    raise TypeError(
        f"Names of {what} must be strings or integers, got {name!r} for document {d}."
    )


def _is_whole(value):
    """Whether a value is an integer, or a float that pandas has made of one."""
    if isinstance(value, (bool, np.bool_)):
        return False
    if isinstance(value, Integral):
        return True
    return isinstance(value, (float, np.floating)) and float(value).is_integer()


def sorted_names(names, what):
    """Return names in their order, or say that there are strings and integers."""
    try:
        return sorted(names)
    except TypeError:
        texts = [name for name in names if isinstance(name, str)]
        numbers = [name for name in names if not isinstance(name, str)]
        raise TypeError(
            f"Names of {what} must be all strings or all integers, got both: "
            f"{quote(texts)} and {quote(numbers)}."
        ) from None


def check_kind_of_names(names, known, what):
    """Raise an error if new names are integers, and those of a model strings, or so.

    2012 would be another name than "2012", and nobody would notice.

    Parameters
    ----------
    names, known : ndarray
        As `Groups` have them. Those that a model knows may be the numbers of columns.
    what : str
    """
    if not len(names) or not len(known) or "i" in (names.dtype.kind, known.dtype.kind):
        return
    kinds = [_kind_of_name(found) for found in (known, names)]
    if kinds[0] != kinds[1]:
        raise ValueError(
            f"The model knows {what} by {kinds[0]}, such as {known[0]!r}, and those "
            f"given are {kinds[1]}, such as {names[0]!r}: give names of one kind."
        )


def _kind_of_name(names):
    return "strings" if isinstance(names[0], str) else "integers"


def match_groups(groups, names, what):
    """Give groups of documents the numbers that they have in a fitted model.

    Parameters
    ----------
    groups : Groups
    names : ndarray of shape (n_known,)
        The groups that the model knows.
    what : str
        What the groups are called in error messages.

    Returns
    -------
    numbers : ndarray of shape (n_groups,)
        Place in `names` of each of ``groups.names``, -1 if it is not there.

    Raises
    ------
    ValueError
        If an indicator matrix has not a column for each known group, or if names are
        integers, and the known ones strings, or the other way round.
    """
    if groups.names.dtype.kind == "i":
        if len(groups.names) != len(names):
            raise ValueError(
                f"The indicator matrix of {what} has {len(groups.names)} columns; "
                f"the model knows {len(names)} {what}."
            )
        return np.arange(len(names))
    check_kind_of_names(groups.names, names, what)
    known = {name: i for i, name in enumerate(names.tolist())}
    found = (known.get(name, -1) for name in groups.names.tolist())
    return np.fromiter(found, np.int64, len(groups.names))


def quote(names):
    """Return the first few names, for an error message."""
    names = list(names)
    shown = ", ".join(map(repr, names[:_SHOWN]))
    rest = len(names) - _SHOWN
    return shown if rest <= 0 else f"{shown} and {rest} more"
