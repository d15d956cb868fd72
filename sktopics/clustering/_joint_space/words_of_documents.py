"""Vectors of words: by the encoder, or by the documents that hold them."""

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from ..._arrays import unit_rows
from ..._reading import pipeline_steps
from ...text.document_counts import held_terms
from .word_space import vectors_of_terms


def vectors_for_terms(state, vectors, counts, known=None):
    """Return a vector for each term, in the space of documents.

    Parameters
    ----------
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)
    counts : csr_array of shape (n_documents, n_terms)
    known : FittedState, default=None
        With a space in which the vectors of some terms are at hand.

    Returns
    -------
    words : ndarray of shape (n_terms, n_dimensions)
        By the encoder. Where there is none that is fitted, because embeddings were
        given, by the documents that hold the word.

    Raises
    ------
    ValueError
        If the encoder makes vectors of another length than documents have.
    """
    terms = state.topics.words.terms
    if not len(terms):
        return np.zeros((0, vectors.shape[1]), dtype=vectors.dtype)
    if not encodes(state.encoder):
        return means_of_holders(vectors, counts)
    at_hand = {}
    if known is not None:
        at_hand["known_terms"] = known.topics.words.terms
        at_hand["known_vectors"] = known.space.words
    words = vectors_of_terms(state.encoder, terms, **at_hand)
    if words.shape[1] != vectors.shape[1]:
        raise ValueError(
            f"The encoder makes vectors of {words.shape[1]} dimensions, and embeddings "
            f"have {vectors.shape[1]}: words are near to topics in one space. Give the "
            "encoder that has made the embeddings, or encoder=None, which puts a word "
            "between the documents that hold it."
        )
    return words.astype(vectors.dtype, copy=False)


def encodes(encoder):
    """Whether there is an encoder, and it needs no fit or has had one."""
    if encoder is None:
        return False
    for step in pipeline_steps(encoder):
        if hasattr(step, "__sklearn_tags__") and get_tags(step).requires_fit:
            try:
                check_is_fitted(step)
            except NotFittedError:
                return False
    return True


def means_of_holders(vectors, counts):
    """Return for each term the mean direction of the documents that hold it.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    counts : csr_array of shape (n_documents, n_terms)

    Returns
    -------
    words : ndarray of shape (n_terms, n_dimensions)
        Zeros for terms of documents of which nothing is known.
    """
    held = held_terms(counts).T.tocsr().astype(vectors.dtype)
    n_holders = np.maximum(np.asarray(held.sum(axis=1)).ravel(), 1)
    return (held @ unit_rows(vectors)) / n_holders[:, np.newaxis]


def holders_of_terms(words):
    """Return the number of documents that hold each term, of `WordCounts`."""
    holders = words.holders.topics.sum(axis=0) + words.holders.outliers.sum(axis=0)
    return np.asarray(holders).ravel()


def moved_means(words, n_holders, vectors, counts, sign):
    """Return what `means_of_holders` gives after documents have come, or gone.

    Parameters
    ----------
    words : ndarray of shape (n_terms, n_dimensions)
        Of before.
    n_holders : ndarray of shape (n_terms,)
        Numbers of documents that held the terms.
    vectors : ndarray of shape (n_documents, n_dimensions)
    counts : csr_array of shape (n_documents, n_terms)
        Of documents that come or go.
    sign : {1, -1}
        Whether they come, or go.
    """
    held = held_terms(counts).T.tocsr().astype(np.float64)
    units = unit_rows(vectors.astype(np.float64))
    sums = words * n_holders[:, np.newaxis] + sign * (held @ units)
    n_holders = n_holders + sign * np.asarray(held.sum(axis=1)).ravel()
    means = sums / np.maximum(n_holders, 1)[:, np.newaxis]
    means[n_holders == 0] = 0
    return means.astype(words.dtype)
