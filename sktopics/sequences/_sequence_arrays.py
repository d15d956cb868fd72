"""Checks of the arrays of token sequences, and small operations on them."""

import operator
from collections.abc import Mapping, Set

import numpy as np

from .._arrays import offsets_of
from .._columns import is_unordered, items_of

# Ids are of 32 bits.
_MOST_TERMS = 2**31 - 1


def numbering(vocabulary):
    """Return a new mapping from the terms of a vocabulary to their ids."""
    if isinstance(vocabulary, Mapping):
        if sorted(vocabulary.values()) != list(range(len(vocabulary))):
            raise ValueError(
                "vocabulary must map its terms to the ids 0, 1, ..., "
                f"{len(vocabulary) - 1}, each once."
            )
        return dict(vocabulary)
    terms = sorted(vocabulary) if isinstance(vocabulary, Set) else list(vocabulary)
    return {term: i for i, term in enumerate(check_unique(terms))}


def token_list(document):
    if isinstance(document, str):
        raise TypeError(
            "from_tokens takes documents that are lists of tokens, got the string "
            f"{document[:30]!r}: SequenceVectorizer splits raw text."
        )
    if not np.iterable(document):
        raise TypeError(
            "from_tokens takes documents that are lists of tokens, got the document "
            f"{document!r:.30}: an empty document is an empty list."
        )
    return list(document)


def integers(name, values):
    values = np.asarray(values)
    if values.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {values.shape}.")
    if values.size and values.dtype.kind not in "iu":
        raise TypeError(f"{name} must be integers, got {values.dtype}.")
    return values if values.size else values.astype(np.int64)


def check_offsets(offsets, n_tokens):
    if not len(offsets) or offsets[0] != 0 or offsets[-1] != n_tokens:
        ends = f"{offsets[0]} and {offsets[-1]}" if len(offsets) else "no offsets"
        raise ValueError(
            f"offsets must start with 0 and end with the number of ids, {n_tokens}; "
            f"got {ends}."
        )
    falls = offsets[1:] < offsets[:-1]  # not a difference, which may overflow
    if np.count_nonzero(falls):
        i = falls.argmax()
        raise ValueError(
            f"offsets must not fall, and {offsets[i]} is followed by {offsets[i + 1]} "
            f"at place {i + 1}."
        )
    return offsets


def check_terms(terms, n_terms):
    if terms is None:
        return None
    if is_unordered(terms):
        raise TypeError(
            f"terms must be a list of the terms in their order, got {terms!r:.60}."
        )
    names = list(items_of(terms))
    if n_terms is not None and len(names) != n_terms:
        raise ValueError(f"n_terms is {n_terms}, but there are {len(names)} terms.")
    array = np.empty(len(names), dtype=object)
    array[:] = check_unique(names)
    return array


def check_unique(terms):
    if len(set(terms)) < len(terms):
        seen = set()
        twice = next(term for term in terms if term in seen or seen.add(term))
        raise ValueError(f"each term must occur once, and {twice!r} occurs twice.")
    return terms


def check_ids(ids, n_terms):
    """Check the range of the ids, and return the size of the vocabulary."""
    highest = int(ids.max()) if len(ids) else -1
    if n_terms is None:
        n_terms = min(highest + 1, _MOST_TERMS)
    n_terms = operator.index(n_terms)
    if not 0 <= n_terms <= _MOST_TERMS:
        raise ValueError(f"n_terms must be between 0 and 2**31 - 1, got {n_terms}.")
    if highest >= n_terms or (len(ids) and ids.min() < -1):
        place = np.flatnonzero((ids >= n_terms) | (ids < -1))[0]
        raise ValueError(
            f"ids must be at least -1 (unknown) and less than n_terms={n_terms}, got "
            f"{ids[place]} at place {place}."
        )
    return n_terms


def check_boundaries(boundaries, offsets):
    if boundaries is None:
        return None
    boundaries = np.asarray(boundaries)
    check_per_token("boundaries", boundaries, offsets[-1])
    if boundaries.size and boundaries.dtype != bool:
        raise TypeError(f"boundaries must be booleans, got {boundaries.dtype}.")
    boundaries = boundaries.astype(bool, copy=False)
    first = first_tokens(offsets)
    if not boundaries[first].all():
        boundaries = boundaries.copy()
        boundaries[first] = True
    return boundaries


def check_per_token(name, values, n_tokens):
    if values.shape != (n_tokens,):
        raise ValueError(
            f"{name} must have one entry per token, {n_tokens}, got shape "
            f"{values.shape}."
        )


def first_tokens(offsets):
    """Return the places of the first tokens of the documents that have any."""
    return offsets[:-1][offsets[1:] > offsets[:-1]]


def check_token_weights(weights, n_tokens):
    if weights is None:
        return None
    weights = np.asarray(weights)
    check_per_token("weights", weights, n_tokens)
    if weights.dtype.kind not in "biuf":
        raise TypeError(f"weights must be numbers, got {weights.dtype}.")
    if weights.dtype not in (np.float32, np.float64):
        weights = weights.astype(np.float64)
    check_finite(weights)
    return weights


def check_finite(weights):
    """Check the range of the weights, in one pass that also sees NaN."""
    if len(weights) and not 0 <= weights.min() <= weights.max() < np.inf:
        place = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))[0]
        raise ValueError(
            f"weights must be finite and not negative, got {weights[place]} at place "
            f"{place}."
        )


def check_row(row, n_documents):
    """Turn the number of a document, an int, into one that is not negative."""
    if not -n_documents <= row < n_documents:
        raise IndexError(f"document {row} is out of range: there are {n_documents}.")
    return row + n_documents if row < 0 else row


def check_rows(key, n_documents):
    """Turn a mask or indices of documents into indices that are not negative."""
    rows = np.asarray(key)
    if rows.ndim != 1:
        is_array = rows.ndim or isinstance(key, np.ndarray)
        what = f"{rows.ndim}-d" if is_array else f"{key!r:.60}"
        what += ", a 0-d mask" if isinstance(key, bool) else ""
        raise IndexError(
            "documents are picked by an integer, a slice, a mask or a list of them, "
            f"got {what}."
        )
    if rows.dtype == bool:
        if len(rows) != n_documents:
            raise IndexError(
                f"mask of {len(rows)} entries for {n_documents} documents."
            )
        return np.flatnonzero(rows)
    if rows.size and rows.dtype.kind not in "iu":
        raise IndexError(
            f"documents are picked by integers or a mask, got {rows.dtype}."
        )
    outside = (rows < -n_documents) | (rows >= n_documents)
    if outside.any():
        check_row(rows[outside.argmax()], n_documents)
    rows = rows.astype(np.int64)
    return np.where(rows < 0, rows + n_documents, rows)


def places_of_rows(offsets, rows):
    """Return where the tokens of `rows` are, and the offsets that they will have."""
    new = offsets_of(np.diff(offsets)[rows])
    places = np.repeat(offsets[rows] - new[:-1], np.diff(new))
    return places + np.arange(new[-1]), new


def row_key(key):
    """Return what picks the documents in a key; ... stands for all of them."""
    if isinstance(key, tuple):
        # X[rows, ...] is how scikit-learn takes rows of whatever has a shape.
        rows, *others = key or (...,)
        if len(others) > 1 or any(row_key(other) is not ... for other in others):
            raise IndexError("TokenSequences is indexed by documents only: X[rows].")
        key = rows
    return ... if isinstance(key, slice) and key == slice(None) else key


def same(a, b):
    """Whether two optional arrays or plain values are equal."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a is b or np.array_equal(a, b)
    return a is b or (type(a) is type(b) and a == b)
