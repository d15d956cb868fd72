"""Counts whose columns have names and belong to modalities."""

import copy
from collections.abc import Mapping
from typing import Self

import numpy as np
import scipy.sparse as sp

from .._columns import frame_names
from ._column_keys import picked_columns, without_index
from ._sequence_arrays import check_terms, same


class NamedCounts(sp.csr_array):
    """Counts of terms in documents, with the names of the terms.

    A `scipy.sparse.csr_array` that knows what its columns are: whatever takes a sparse
    matrix takes it, and models of this package read the names. Documents and columns
    that are picked from it keep their names; so do copies and conversions of the type.
    Arithmetic gives counts without names.

    Parameters
    ----------
    counts : {array-like, sparse matrix} of shape (n_documents, n_terms)
        The counts, or any first argument of `csr_array`.
    shape : tuple of int, default=None
        As for `csr_array`.
    dtype : dtype, default=None
        Type of the counts.
    copy : bool, default=False
        Whether to copy the arrays of a sparse matrix.
    terms : array-like of shape (n_terms,), default=None
        The names of the columns, all different. By default the names that `counts`
        have: those of another `NamedCounts`, or of the columns of a data frame.
    modalities : dict of str to slice or array-like of int, default=None
        The columns of each modality, such as words and tags. Each column belongs to
        one. An empty dict is as None.

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), object, or None
        Read-only.
    modalities : dict of str to slice or ndarray of int
        A slice where the columns lie side by side. Empty without modalities.
    modality_of_term : ndarray of shape (n_terms,), object, or None
        Name of the modality of each column.

    Raises
    ------
    ValueError
        If names are not as many as columns, or one occurs twice; if modalities share
        a column, miss one, or name one that is not there; if counts of one dimension
        are given names.
    TypeError
        If names are a text or a set, if `modalities` is no dict of str, or if the
        columns of one are no integers.

    See Also
    --------
    TokenSequences.to_counts : Counts of sequences, named.
    sktopics.text.OnlineCountVectorizer : Makes named counts of texts.

    Examples
    --------
    >>> from sktopics.sequences import NamedCounts
    >>> X = NamedCounts(
    ...     [[2, 1, 0, 1], [0, 0, 3, 1]],
    ...     terms=["rain", "snow", "milk", "weather"],
    ...     modalities={"words": slice(0, 3), "tags": [3]},
    ... )
    >>> X
    <NamedCounts of 2 documents, 4 terms: 3 words, 1 tags>
    >>> X[:1, 1:].terms
    array(['snow', 'milk', 'weather'], dtype=object)
    >>> X[1:].modalities
    {'words': slice(0, 3, None), 'tags': slice(3, 4, None)}
    """

    def __init__(
        self,
        counts,
        shape=None,
        dtype=None,
        copy=False,
        *,
        terms=None,
        modalities=None,
        **options,
    ):
        super().__init__(counts, shape=shape, dtype=dtype, copy=copy, **options)
        self._terms, self._modality_names, self._modality_of = None, (), None
        if isinstance(counts, NamedCounts) and counts.shape == self.shape:
            self._name_like(counts)
        elif terms is None and not sp.issparse(counts):
            terms = frame_names(counts)
        if (terms is not None or modalities) and self.ndim != 2:
            raise ValueError(
                "Names are for the columns of counts of two dimensions, documents x "
                f"terms, and these have the shape {self.shape}."
            )
        if terms is not None:
            self._terms = _frozen(check_terms(terms, self.shape[1]))
        if modalities is not None:
            self._modality_names, of_column = _numbers(modalities, self.shape[-1])
            self._modality_of = _frozen(of_column) if modalities else None

    @property
    def terms(self) -> np.ndarray | None:
        """Names of the columns, or None."""
        return self._terms

    @property
    def modalities(self) -> dict:
        """The columns of each modality; empty without modalities."""
        if self._modality_of is None:
            return {}
        return {
            name: _as_slice(np.flatnonzero(self._modality_of == number))
            for number, name in enumerate(self._modality_names)
        }

    @property
    def modality_of_term(self) -> np.ndarray | None:
        """Name of the modality of each column, or None."""
        if self._modality_of is None:
            return None
        names = np.array([*self._modality_names, None], dtype=object)[:-1]
        return names[self._modality_of]

    def _name_like(self, other):
        self._terms = other._terms
        self._modality_names = other._modality_names
        self._modality_of = other._modality_of
        return self

    def __getitem__(self, key):
        key = without_index(key)
        picked = super().__getitem__(key)
        if not isinstance(picked, NamedCounts) or picked.ndim != 2:
            return picked
        columns = picked_columns(key)
        if columns is None:  # not a choice of columns that is the same for all rows
            return picked
        if isinstance(columns, slice) and columns == slice(None):
            return picked._name_like(self)
        return picked._name_columns(self, np.arange(self.shape[1])[columns])

    def _name_columns(self, whole, columns):
        """Take the names of some columns of another matrix; -1 is none of them."""
        if len(set(columns.tolist())) < len(columns):  # a name for one column only
            return self
        if whole._terms is not None:
            self._terms = _frozen(whole._terms[columns])
        if whole._modality_of is not None:
            numbers, of_column = np.unique(
                whole._modality_of[columns], return_inverse=True
            )
            self._modality_names = tuple(whole._modality_names[i] for i in numbers)
            self._modality_of = _frozen(of_column)
        return self

    def copy(self) -> Self:
        """Return a copy, with the same names."""
        return super().copy()._name_like(self)

    def astype(self, dtype, casting="unsafe", copy=True) -> Self:
        """Return the counts in another type, with the same names."""
        converted = super().astype(dtype, casting=casting, copy=copy)
        return converted if converted is self else converted._name_like(self)

    def resize(self, *shape) -> None:
        """Change the shape in place: columns that are kept keep their names.

        Parameters
        ----------
        *shape : int
            Numbers of documents and terms. Where there are more terms than before, no
            term has a name.
        """
        before = copy.copy(self)
        super().resize(*shape)
        if self.shape[1] != before.shape[1]:
            self._terms, self._modality_names, self._modality_of = None, (), None
        if self.shape[1] < before.shape[1]:
            self._name_columns(before, np.arange(self.shape[1]))

    @classmethod
    def concatenate(cls, parts) -> Self:
        """Put the documents of several containers one after another.

        Parameters
        ----------
        parts : iterable of NamedCounts
            At least one, all over the same terms and modalities.

        Returns
        -------
        X : NamedCounts of shape (sum of n_documents, n_terms)

        Raises
        ------
        ValueError
            If there are no parts, or their columns differ.
        TypeError
            If a part is no `NamedCounts`.
        """
        parts = list(parts)
        if not parts:
            raise ValueError("concatenate needs at least one NamedCounts, got none.")
        for i, part in enumerate(parts):
            if not isinstance(part, NamedCounts):
                raise TypeError(
                    f"concatenate needs NamedCounts, and part {i} is a "
                    f"{type(part).__name__}: give its columns names, "
                    "NamedCounts(counts, terms=...)."
                )
        first = parts[0]
        for part in parts[1:]:
            if not (
                same(part.terms, first.terms)
                and same(part._modality_of, first._modality_of)
                and part._modality_names == first._modality_names
            ):
                raise ValueError(
                    "concatenate needs parts over the same terms: `aligned` brings "
                    "counts to the terms of others."
                )
        return cls(sp.vstack(parts, format="csr"))._name_like(first)

    def aligned(self, terms) -> Self:
        """Bring the columns into the order of other terms, matched by name.

        Parameters
        ----------
        terms : array-like of shape (n_new_terms,)
            Names of the columns of the result, all different.

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_new_terms)
            Counts of terms that are not among `terms` are left out. Terms that this
            container does not have are zero. Modalities stay where all terms have
            them.

        Raises
        ------
        ValueError
            If the columns have no names.

        Examples
        --------
        >>> from sktopics.sequences import NamedCounts
        >>> X = NamedCounts([[2, 1], [0, 3]], terms=["rain", "snow"])
        >>> X.aligned(["snow", "hail"]).toarray()
        array([[1, 0],
               [3, 0]])
        """
        if self._terms is None:
            raise ValueError("These counts have no names to be aligned by.")
        terms = _frozen(check_terms(terms, None))
        if same(terms, self._terms):
            return self
        place = {term: i for i, term in enumerate(terms)}
        column = np.array([place.get(term, -1) for term in self._terms], dtype=int)
        moved_to = column[self.indices[: self.indptr[-1]]]  # scipy reads no further
        kept = moved_to >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])
        data = self.data[: self.indptr[-1]]
        arrays = data[kept], moved_to[kept], ends[self.indptr]
        moved = type(self)(arrays, shape=(self.shape[0], len(terms)), terms=terms)
        moved.sort_indices()
        if self._modality_of is not None and set(terms) <= set(self._terms):
            source = np.empty(len(terms), dtype=int)
            source[column[column >= 0]] = np.flatnonzero(column >= 0)
            moved._name_columns(self, source)
        return moved

    def __repr__(self):
        if self._terms is None and self._modality_of is None:
            return super().__repr__()
        n_documents, n_terms = self.shape
        parts = ", ".join(
            f"{len(np.arange(n_terms)[columns])} {name}"
            for name, columns in self.modalities.items()
        )
        return (
            f"<NamedCounts of {n_documents} document{'s' * (n_documents != 1)}, "
            f"{n_terms} term{'s' * (n_terms != 1)}{': ' * bool(parts)}{parts}>"
        )

    def __str__(self):
        named = self._terms is not None or self._modality_of is not None
        return repr(self) if named else super().__str__()


def _frozen(array):
    array = array.view()
    array.flags.writeable = False
    return array


def _numbers(modalities, n_terms):
    """Return the names of modalities, and the number of the modality of each column."""
    if not isinstance(modalities, Mapping) or not all(
        isinstance(name, str) for name in modalities
    ):
        raise TypeError(
            "modalities must be a dict of str to the columns of a modality, got "
            f"{modalities!r:.60}."
        )
    of_column = np.full(n_terms, -1, dtype=np.intp)
    names = tuple(modalities)
    for number, name in enumerate(names):
        columns = _checked_columns(name, modalities[name], n_terms)
        taken = of_column[columns] >= 0
        if taken.any():
            column = columns[taken.argmax()]
            raise ValueError(
                f"Column {column} belongs to the modalities "
                f"{names[of_column[column]]!r} and {name!r}."
            )
        of_column[columns] = number
    missed = np.flatnonzero(of_column < 0)
    if names and missed.size:
        raise ValueError(
            f"modalities miss {missed.size} of {n_terms} columns: column {missed[0]} "
            f"belongs to none of {list(names)}."
        )
    return names, of_column


def _checked_columns(name, columns, n_terms):
    """Return the numbers of the columns of a modality."""
    if isinstance(columns, slice):
        return np.arange(n_terms)[columns]
    given, columns = columns, np.atleast_1d(np.asarray(columns))
    if columns.size == 0:
        return np.empty(0, dtype=np.intp)
    if columns.dtype.kind not in "iu" or columns.ndim != 1:
        raise TypeError(
            f"Modality {name!r} must be a slice or numbers of columns, got "
            f"{given!r:.60}."
        )
    if columns.min() < 0 or columns.max() >= n_terms:
        raise ValueError(
            f"Modality {name!r} must be a slice or numbers of columns from 0 to "
            f"{n_terms - 1}, got {given!r:.60}."
        )
    return columns


def _as_slice(columns):
    """Columns as a slice, if they lie side by side."""
    if len(columns) and columns[-1] - columns[0] + 1 == len(columns):
        return slice(int(columns[0]), int(columns[-1]) + 1)
    return columns
