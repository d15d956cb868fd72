"""From lists of tokens to arrays of ids, and from these to counts."""

from itertools import chain, repeat

import numpy as np
import scipy.sparse as sp

from .._arrays import drop_unknown, offsets_of, term_array
from .._columns import items_of
from ._sequence_arrays import numbering, same, token_list


def ids_of_tokens(documents, vocabulary, unknown):
    """Return the ids, offsets and terms of documents that are lists of tokens.

    Parameters are those of `TokenSequences.from_tokens`.

    Returns
    -------
    ids : ndarray of shape (n_tokens,), int32
    offsets : ndarray of shape (n_documents + 1,), int64
    terms : ndarray of shape (n_terms,), object
    """
    if unknown not in ("drop", "keep"):
        raise ValueError(f"unknown must be 'drop' or 'keep', got {unknown!r}.")
    documents = [token_list(items_of(document)) for document in items_of(documents)]
    if vocabulary is None:
        vocabulary = {token for document in documents for token in document}
        vocabulary.discard(None)
    number = numbering(vocabulary)
    number.pop(None, None)
    lengths = np.fromiter(map(len, documents), np.int64, len(documents))
    ids = np.fromiter(
        map(number.get, chain.from_iterable(documents), repeat(-1)),
        np.int32,
        lengths.sum(),
    )
    offsets = offsets_of(lengths)
    if unknown == "drop":
        ids, offsets, _ = drop_unknown(ids, offsets)
    return ids, offsets, term_array(number)


def sum_tokens(ids, offsets, weights, shape, dtype):
    """Return how often each term occurs in each document, or its summed weights.

    Returns
    -------
    X : scipy.sparse.csr_array of shape `shape` and type `dtype`
        In canonical form. Tokens with id -1 are left out.
    """
    counts = np.ones(len(ids), dtype) if weights is None else weights
    if ids.size and ids.min() < 0:
        ids, offsets, kept = drop_unknown(ids, offsets)
        counts = counts[kept]
    # Summed in double precision where they are fractions: the caller's type
    # is for the result. Copied, since what follows works in place.
    counts = counts.astype(np.float64 if weights is not None else dtype)
    X = sp.csr_array((counts, ids, offsets), shape=shape, copy=True)
    X.sum_duplicates()
    if weights is not None:
        X.eliminate_zeros()
    return X.astype(dtype, copy=False)


def check_same_terms(parts):
    """Check that there are containers, and that all are over the same terms."""
    if not parts:
        raise ValueError("concatenate needs at least one TokenSequences, got none.")
    first = parts[0]
    for part in parts[1:]:
        if part.n_terms != first.n_terms or not same(part.terms, first.terms):
            raise ValueError(
                "concatenate needs parts over the same terms, got "
                f"vocabularies of {first.n_terms} and {part.n_terms} terms"
                + (" that differ." if part.n_terms == first.n_terms else ".")
            )
