"""The ragged array of term ids."""

import operator
from collections.abc import Iterator
from itertools import pairwise
from numbers import Integral
from typing import NoReturn, Self

import numpy as np
import scipy.sparse as sp

from .._arrays import check_dtype, offsets_of
from ._conversions import check_same_terms, ids_of_tokens, sum_tokens
from ._sequence_arrays import (
    check_boundaries,
    check_ids,
    check_offsets,
    check_rows,
    check_terms,
    check_token_weights,
    integers,
    places_of_rows,
    row_key,
    same,
)


class TokenSequences:
    """Documents as sequences of term ids, in reading order.

    An immutable ragged array: the tokens of all documents one after another,
    and where each document starts. It stands for the matrix of counts that
    :meth:`to_counts` gives, and has its `shape`, so that scikit-learn's
    splitters, searches and pipelines take it for the data of a model.

    Parameters
    ----------
    ids : array-like of int of shape (n_tokens,)
        The tokens of all documents, document after document, as columns of the
        matrix of counts. The id -1 marks the place of a token whose term is not
        known: windows and contexts reckon with its place, counts leave it out.
    offsets : array-like of int of shape (n_documents + 1,)
        Document `d` is ``ids[offsets[d]:offsets[d + 1]]``.
    n_terms : int, default=None
        Size of the vocabulary. By default the number of `terms`, and without
        these, one more than the largest id.
    terms : array-like of shape (n_terms,), default=None
        The names of the terms. Without names, a term is called by its id.
    boundaries : array-like of bool of shape (n_tokens,), default=None
        True for a token with which a new piece of the text (a sentence, a
        paragraph) starts, so that the context before it is forgotten. The first
        token of a document always starts a piece, and is set to True.
    weights : array-like of shape (n_tokens,), default=None
        What each token counts for, finite and not negative; by default 1.
        A weight of 0 keeps the token's place and leaves it out of the counts.
    dtype : dtype, default=None
        Type of the counts. By default int64, or the type of the `weights`.

    Attributes
    ----------
    ids : ndarray of shape (n_tokens,), int32
    offsets : ndarray of shape (n_documents + 1,), int64
    boundaries : ndarray of shape (n_tokens,), bool, or None
    weights : ndarray of shape (n_tokens,), float32 or float64, or None
    terms : ndarray of shape (n_terms,), object, or None
    n_terms : int
    dtype : dtype

    Raises
    ------
    ValueError
        If the arrays do not fit together; the message names the array, the
        first offending value and its place.
    TypeError
        If ids, offsets or weights hold no numbers of the right kind.

    See Also
    --------
    sktopics.text.SequenceVectorizer : Turns raw documents into token sequences.

    Notes
    -----
    ``X[i]`` with an integer is a `TokenSequences` of one document, as a row of
    a sparse matrix is a matrix, so that a model takes it; so are slices, boolean
    masks and arrays of indices. A slice without a step shares memory with the
    whole. Iteration gives the documents as lists of term names.

    All arrays are read-only. An array of the right type is not copied (it may
    be a memory map): whoever made it should not write to it any more.

    Examples
    --------
    >>> from sktopics.sequences import TokenSequences
    >>> X = TokenSequences([1, 0, 1, 2], [0, 3, 4], terms=["is", "rain", "snow"])
    >>> X
    <TokenSequences of 2 documents, 4 tokens, 3 terms>
    >>> X.shape
    (2, 3)
    >>> X[0].tokens()
    [['rain', 'is', 'rain']]
    >>> X.to_counts().toarray()
    array([[1, 2, 0],
           [0, 0, 1]])
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

    def __init__(
        self,
        ids,
        offsets,
        *,
        n_terms=None,
        terms=None,
        boundaries=None,
        weights=None,
        dtype=None,
    ):
        ids = integers("ids", ids)
        offsets = check_offsets(integers("offsets", offsets), len(ids))
        terms = check_terms(terms, n_terms)
        n_terms = check_ids(ids, len(terms) if terms is not None else n_terms)
        weights = check_token_weights(weights, len(ids))
        self._fill(
            ids.astype(np.int32, copy=False),
            offsets,
            n_terms,
            terms,
            check_boundaries(boundaries, offsets),
            weights,
            check_dtype(dtype, weights),
        )

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

    def __reduce__(self):
        # By way of _assemble, so that the arrays are read-only again, and memory
        # maps stay memory maps, in whatever process they arrive.
        values = (self.ids, self.offsets, self.n_terms, self.terms)
        values += (self.boundaries, self.weights, self.dtype)
        return type(self)._assemble, values

    def __setattr__(self, name, value):
        raise AttributeError(f"TokenSequences is immutable: cannot set {name!r}")

    def __delattr__(self, name):
        raise AttributeError(f"TokenSequences is immutable: cannot delete {name!r}")

    @classmethod
    def from_tokens(cls, documents, vocabulary=None, *, unknown="drop") -> Self:
        """Build from documents that are lists of tokens already.

        Parameters
        ----------
        documents : iterable of iterables of hashables
            The tokens of each document in reading order. None stands for a
            token whose term is not known.
        vocabulary : iterable or mapping, default=None
            The terms in the order of their ids, or a mapping from terms to ids
            0, 1, ...; a set is sorted. By default all tokens, sorted.
        unknown : {"drop", "keep"}, default="drop"
            What becomes of tokens that are not in the vocabulary. "drop" closes
            the gap: words on its two sides become neighbours, and windows over
            the text reach further than they did in the text. "keep" marks the
            place with the id -1, so that distances between words stay as they
            were; counts are the same either way.

        Returns
        -------
        X : TokenSequences of shape (n_documents, n_terms)

        Examples
        --------
        >>> from sktopics.sequences import TokenSequences
        >>> X = TokenSequences.from_tokens([["it", "is", "late"]], ["is", "late"])
        >>> X.ids
        array([0, 1], dtype=int32)
        >>> TokenSequences.from_tokens(
        ...     [["it", "is", "late"]], ["is", "late"], unknown="keep"
        ... ).ids
        array([-1,  0,  1], dtype=int32)
        """
        ids, offsets, terms = ids_of_tokens(documents, vocabulary, unknown)
        return cls(ids, offsets, terms=terms)

    @classmethod
    def concatenate(cls, parts) -> Self:
        """Put the documents of several containers one after another.

        Parameters
        ----------
        parts : iterable of TokenSequences
            At least one, all over the same terms. Where only some have
            boundaries or weights, the others get the boundaries of their
            documents, and weights of 1.

        Returns
        -------
        X : TokenSequences of shape (sum of n_documents, n_terms)

        Raises
        ------
        ValueError
            If there are no parts, or their vocabularies differ.

        Examples
        --------
        >>> from sktopics.sequences import TokenSequences
        >>> X = TokenSequences([1, 0, 1, 2], [0, 3, 4], n_terms=3)
        >>> TokenSequences.concatenate([X, X[:1]]).lengths
        array([3, 1, 3])
        """
        parts = list(parts)
        check_same_terms(parts)
        first = parts[0]
        boundaries = weights = None
        if any(part.boundaries is not None for part in parts):
            boundaries = np.concatenate([part._all_boundaries() for part in parts])
        if any(part.weights is not None for part in parts):
            weights = np.concatenate([part._all_weights() for part in parts])
        return cls._assemble(
            np.concatenate([part.ids for part in parts]),
            offsets_of(np.concatenate([part.lengths for part in parts])),
            first.n_terms,
            first.terms,
            boundaries,
            weights,
            np.result_type(*(part.dtype for part in parts)),
        )

    def _all_boundaries(self):
        if self.boundaries is not None:
            return self.boundaries
        return check_boundaries(np.zeros(self.n_tokens, dtype=bool), self.offsets)

    def _all_weights(self):
        if self.weights is not None:
            return self.weights
        return np.ones(self.n_tokens, dtype=np.float32)

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

    def __iter__(self) -> Iterator[list]:
        names = self._names(None)
        for start, stop in pairwise(self.offsets):
            yield names[self.ids[start:stop]].tolist()

    def __repr__(self) -> str:
        counted = {"document": len(self), "token": self.n_tokens, "term": self.n_terms}
        text = ", ".join(f"{n} {noun}{'s' * (n != 1)}" for noun, n in counted.items())
        extras = [n for n in ("boundaries", "weights") if getattr(self, n) is not None]
        return (
            f"<TokenSequences of {text}{' with ' * bool(extras)}{' and '.join(extras)}>"
        )

    def __eq__(self, other) -> bool:
        if not isinstance(other, TokenSequences):
            return NotImplemented
        return self.n_terms == other.n_terms and all(
            same(getattr(self, name), getattr(other, name))
            for name in ("offsets", "ids", "boundaries", "weights", "dtype", "terms")
        )

    def __array__(self, dtype=None, copy=None) -> NoReturn:
        raise TypeError(
            "TokenSequences is not a matrix: pass X.to_counts() to what takes counts."
        )

    def __getitem__(self, key) -> Self:
        key = row_key(key)
        if key is ...:
            return self
        if isinstance(key, Integral) and not isinstance(key, bool):
            (row,) = check_rows(np.array([operator.index(key)]), len(self))
            return self._part(row, row + 1)
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self._part(start, max(start, stop))
            return self._gather(np.arange(start, stop, step))
        return self._gather(check_rows(np.asarray(key), len(self)))

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

    def to_counts(self, dtype=None) -> sp.csr_array:
        """Count the terms of each document.

        Parameters
        ----------
        dtype : dtype, default=None
            Type of the counts, by default the container's `dtype`.

        Returns
        -------
        X : scipy.sparse.csr_array of shape (n_documents, n_terms)
            How often each term occurs, or the sum of its weights; in canonical
            form. Unknown terms (id -1) are left out.
        """
        dtype = self.dtype if dtype is None else np.dtype(dtype)
        return sum_tokens(self.ids, self.offsets, self.weights, self.shape, dtype)

    def tokens(self, unknown=None) -> list[list]:
        """Return the documents as lists of term names.

        Parameters
        ----------
        unknown : object, default=None
            What to put in the places of unknown terms (id -1).

        Returns
        -------
        documents : list of n_documents lists
        """
        flat = self._names(unknown)[self.ids].tolist()
        bounds = self.offsets.tolist()
        return [flat[a:b] for a, b in pairwise(bounds)]

    def _names(self, unknown):
        """Names by id; the last, which is also number -1, is that of the unknown."""
        names = np.empty(self.n_terms + 1, dtype=object)
        named = self.terms is not None
        names[:-1] = self.terms if named else [str(i) for i in range(self.n_terms)]
        names[-1] = unknown
        return names
