"""The container of the arrays of token sequences, picked by document."""

import operator
from numbers import Integral
from typing import NoReturn, Self

import numpy as np

from ._sequence_arrays import (
    check_row,
    check_rows,
    places_of_rows,
    row_key,
    same,
)
from .shared_arrays import check_restored


class TokenArrays:
    """Flat arrays of the tokens of documents, which cannot be changed.

    What `TokenSequences` is apart from its terms: storage, pickling, and the documents
    that are picked from it.
    """

    ids: np.ndarray
    offsets: np.ndarray
    n_terms: int
    terms: np.ndarray | None
    boundaries: np.ndarray | None
    weights: np.ndarray | None
    dtype: np.dtype

    __slots__ = (
        "boundaries",
        "dtype",
        "ids",
        "n_terms",
        "offsets",
        "terms",
        "weights",
    )
    ndim = 2

    def _fill(self, *values):
        names = ("ids", "offsets", "n_terms", "terms", "boundaries", "weights", "dtype")
        for name, value in zip(names, values, strict=True):
            if isinstance(value, np.ndarray):
                value = value.view()
                value.flags.writeable = False
            object.__setattr__(self, name, value)

    @classmethod
    def _assemble(cls, *values):
        """Build from arrays that are known to fit together, without a check."""
        self = cls.__new__(cls)
        self._fill(*values)
        return self

    @classmethod
    def _restore(cls, *values):
        """Build from the arrays of a pickle, which may be damaged."""
        self = cls._assemble(*values)
        check_restored(self)
        return self

    def __reduce__(self):
        # By way of _assemble, so that the arrays are read-only again, and memory
        # maps stay memory maps, in whatever process they arrive.
        values = (self.ids, self.offsets, self.n_terms, self.terms)
        values += (self.boundaries, self.weights, self.dtype)
        return type(self)._restore, values

    def __setattr__(self, name, value):
        whose = type(self).__name__
        raise AttributeError(f"{whose} is immutable: cannot set {name!r}")

    def __delattr__(self, name):
        whose = type(self).__name__
        raise AttributeError(f"{whose} is immutable: cannot delete {name!r}")

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of the matrix of counts: (n_documents, n_terms)."""
        return len(self), self.n_terms

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return len(self)

    @property
    def n_tokens(self) -> int:
        """Number of tokens of all documents, places of unknown terms included."""
        return len(self.ids)

    @property
    def lengths(self) -> np.ndarray:
        """Number of tokens of each document, ndarray of shape (n_documents,)."""
        return np.diff(self.offsets)

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take, the names of the terms not included."""
        arrays = (self.ids, self.offsets, self.boundaries, self.weights)
        return sum(array.nbytes for array in arrays if array is not None)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __eq__(self, other) -> bool:
        if not isinstance(other, TokenArrays):
            return NotImplemented
        return self.n_terms == other.n_terms and all(
            same(getattr(self, name), getattr(other, name))
            for name in ("offsets", "ids", "boundaries", "weights", "dtype", "terms")
        )

    def __array__(self, dtype=None, copy=None) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is not a matrix: pass X.to_counts() to what takes "
            "counts."
        )

    def __getitem__(self, key) -> Self:
        key = row_key(key)
        if key is ...:
            return self
        if isinstance(key, Integral) and not isinstance(key, bool):
            row = check_row(operator.index(key), len(self))
            return self._part(row, row + 1)
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self._part(start, max(start, stop))
            return self._gather(np.arange(start, stop, step))
        return self._gather(check_rows(key, len(self)))

    def _part(self, start, stop):
        """Documents `start` to `stop`, as views on the same memory."""
        tokens = slice(self.offsets[start], self.offsets[stop])
        offsets = self.offsets[start : stop + 1] - self.offsets[start]
        return self._select(tokens, offsets)

    def _gather(self, rows):
        """Documents `rows`, in that order, copied."""
        return self._select(*places_of_rows(self.offsets, rows))

    def _select(self, tokens, offsets):
        return self._assemble(
            self.ids[tokens],
            offsets,
            self.n_terms,
            self.terms,
            None if self.boundaries is None else self.boundaries[tokens],
            None if self.weights is None else self.weights[tokens],
            self.dtype,
        )
