"""Counts whose columns have names and belong to modalities."""

from typing import Self

import numpy as np
import scipy.sparse as sp

from ._column_keys import picked_columns
from ._sequence_arrays import check_terms, check_unique, same


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
        have, if any.
    modalities : dict of str to slice or array-like of int, default=None
        The columns of each modality, such as words and tags. Each column belongs to
        one.

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
        a column, miss one, or name one that is not there.

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
        if terms is not None:
            self._terms = _frozen(check_terms(terms, self.shape[-1]))
        if modalities is not None:
            self._modality_names = tuple(check_unique(list(modalities)))
            self._modality_of = _frozen(_numbers(modalities, self.shape[-1]))

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
        """
        parts = list(parts)
        if not parts:
            raise ValueError("concatenate needs at least one NamedCounts, got none.")
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
        kept = column[self.indices] >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])
        arrays = self.data[kept], column[self.indices[kept]], ends[self.indptr]
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
    """Return the number of the modality of each column."""
    of_column = np.full(n_terms, -1, dtype=np.intp)
    names = list(modalities)
    for number, name in enumerate(names):
        columns = modalities[name]
        if isinstance(columns, slice):
            columns = np.arange(n_terms)[columns]
        columns = np.asarray(columns)
        outside = (columns < 0) | (columns >= n_terms)
        if columns.dtype.kind not in "iu" or outside.any():
            raise ValueError(
                f"Modality {name!r} must be a slice or numbers of columns from 0 to "
                f"{n_terms - 1}, got {modalities[name]!r:.60}."
            )
        taken = of_column[columns] >= 0
        if taken.any():
            column = columns[taken.argmax()]
            raise ValueError(
                f"Column {column} belongs to the modalities "
                f"{names[of_column[column]]!r} and {name!r}."
            )
        of_column[columns] = number
    missed = np.flatnonzero(of_column < 0)
    if missed.size:
        raise ValueError(
            f"modalities miss {missed.size} of {n_terms} columns: column {missed[0]} "
            f"belongs to none of {names}."
        )
    return of_column


def _as_slice(columns):
    """Columns as a slice, if they lie side by side."""
    if len(columns) and columns[-1] - columns[0] + 1 == len(columns):
        return slice(int(columns[0]), int(columns[-1]) + 1)
    return columns
