"""The ragged array of term ids."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

import numpy as np
import scipy.sparse as sp

from .._arrays import check_dtype, offsets_of
from ._conversions import check_same_terms, ids_of_tokens, sum_tokens
from ._named_counts import NamedCounts
from ._sequence_arrays import (
    check_boundaries,
    check_ids,
    check_offsets,
    check_terms,
    check_token_weights,
    integers,
    same,
)
from ._token_arrays import TokenArrays
from .shared_arrays import check_arrays, own


class TokenSequences(TokenArrays):
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
    copy : bool, default=True
        Whether to copy the arrays. Memory maps (`numpy.memmap`, and views of one)
        are not copied. False takes arrays of the types below as they are; others
        are converted, which copies them. See the notes.

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

    The container cannot be changed: its arrays are read-only, and copies of what
    it was given. Memory maps, and all arrays with ``copy=False``, are shared: if
    they are written to, the container changes with them, results of models and
    counts too. Numbers that do not fit any more (ids that are no terms, say) are a
    `ValueError` in whatever reads the container next; do not write while a model
    is at work. The same checks are made when a container is unpickled.

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

    __slots__ = ()

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
        copy=True,
    ):
        ids = integers("ids", ids)
        offsets = check_offsets(integers("offsets", offsets), len(ids))
        terms = check_terms(terms, n_terms)
        n_terms = check_ids(ids, len(terms) if terms is not None else n_terms)
        weights = check_token_weights(weights, len(ids))
        self._fill(
            own(ids, np.int32, copy),
            own(offsets, np.int64, copy),
            n_terms,
            terms,
            own(check_boundaries(boundaries, offsets), np.bool_, copy),
            None if weights is None else own(weights, weights.dtype, copy),
            check_dtype(dtype, weights),
        )

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
        return cls(ids, offsets, terms=terms, copy=False)

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

    def __iter__(self) -> Iterator[list]:
        check_arrays(self)
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
            form. Unknown terms (id -1) are left out. `NamedCounts` where the terms
            have names.

        Raises
        ------
        ValueError
            If shared arrays were written to and do not fit together any more.
        """
        check_arrays(self)
        dtype = self.dtype if dtype is None else np.dtype(dtype)
        counts = sum_tokens(self.ids, self.offsets, self.weights, self.shape, dtype)
        return counts if self.terms is None else NamedCounts(counts, terms=self.terms)

    def aligned(self, terms) -> Self:
        """Bring the ids into the order of other terms, matched by name.

        Parameters
        ----------
        terms : array-like of shape (n_new_terms,)
            Names by the new id, all different.

        Returns
        -------
        X : TokenSequences of shape (n_documents, n_new_terms)
            Tokens of terms that are not among `terms` are unknown, with the id -1.

        Raises
        ------
        ValueError
            If the terms of this container have no names.

        Examples
        --------
        >>> from sktopics.sequences import TokenSequences
        >>> X = TokenSequences([1, 0, 1, 2], [0, 3, 4], terms=["is", "rain", "snow"])
        >>> X.aligned(["rain", "snow", "hail"]).ids
        array([ 0, -1,  0,  1], dtype=int32)
        """
        if self.terms is None:
            raise ValueError("These terms have no names to be aligned by.")
        check_arrays(self)
        terms = check_terms(terms, None)
        if same(terms, self.terms):
            return self
        place = {term: i for i, term in enumerate(terms)}
        ids = np.array([*(place.get(term, -1) for term in self.terms), -1], np.int32)
        arrays = self.offsets, len(terms), terms, self.boundaries, self.weights
        return self._assemble(ids[self.ids], *arrays, self.dtype)

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
        check_arrays(self)
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
