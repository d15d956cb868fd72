"""Vectors of words: by the encoder, or by the documents that hold them."""

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from ..._arrays import unit_rows
from ..._reading import pipeline_steps, trained_words
from ...text.document_counts import held_terms
from .word_space import vectors_of_terms


def ways_of_words(model, encoder):
    """Say what makes the vectors of words: the encoder, the documents that hold them.

    Parameters
    ----------
    model : Top2Vec
    encoder : encoder or None
        Fitted, unless embeddings were given.

    Returns
    -------
    by_encoder, by_documents : bool
        At least one of them is True.

    Raises
    ------
    ValueError
        If an encoder is asked for vectors of words, and there is none that is fitted.
    """
    if model.word_vectors == "documents":
        return False, True
    if model.word_vectors == "auto":
        has_learned = encodes(encoder) and trained_words(encoder) is not None
        return has_learned, True
    if not encodes(encoder):
        raise ValueError(
            f"word_vectors={model.word_vectors!r} asks the encoder for vectors of "
            f"words, and encoder={model.encoder!r:.80} has read no documents, because "
            "embeddings were given: give an encoder that is fitted or pretrained, or "
            'word_vectors="documents".'
        )
    return True, model.word_vectors == "both"


def vectors_for_terms(state, terms, n_dimensions, known=None):
    """Return a vector for each term by the encoder.

    Parameters
    ----------
    state : FittedState
    terms : ndarray of shape (n_terms,)
    n_dimensions : int
        Of the documents.
    known : FittedState, default=None
        With a space in which vectors of some terms by the encoder are at hand.

    Returns
    -------
    words : ndarray of shape (n_terms, n_dimensions)

    Raises
    ------
    ValueError
        If the encoder makes vectors of another length than documents have.
    """
    if not len(terms):
        return np.zeros((0, n_dimensions), dtype=np.float32)
    at_hand = {}
    if known is not None and known.space.encoded is not None:
        at_hand["known_terms"] = known.topics.words.terms
        at_hand["known_vectors"] = known.space.encoded
    words = vectors_of_terms(state.encoder, terms, **at_hand)
    if words.shape[1] != n_dimensions:
        raise ValueError(
            f"The encoder makes vectors of {words.shape[1]} dimensions, and embeddings "
            f"have {n_dimensions}: words are near to topics in one space. Give the "
            'encoder that has made the embeddings, or word_vectors="documents", which '
            "puts a word between the documents that hold it."
        )
    return words


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


def sums_of_holders(vectors, counts):
    """Sum up the directions of the documents that hold each term.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    counts : csr_array of shape (n_documents, n_terms)

    Returns
    -------
    sums : ndarray of shape (n_terms, n_dimensions)
    n_holders : ndarray of shape (n_terms,)
        How many documents hold each term.
    """
    held = held_terms(counts).T.tocsr().astype(vectors.dtype)
    return held @ unit_rows(vectors), np.diff(held.indptr)


def means_of_holders(vectors, counts):
    """Return for each term the mean direction of the documents that hold it.

    Parameters and what is returned are as for `sums_of_holders`; zeros for terms of
    documents of which nothing is known.
    """
    sums, n_holders = sums_of_holders(vectors, counts)
    sums /= np.maximum(n_holders, 1)[:, np.newaxis].astype(sums.dtype)
    return sums


def changed_means_of_holders(words, n_holders, vectors, counts, sign):
    """Return the means of `means_of_holders` after documents have come or gone.

    Parameters
    ----------
    words : ndarray of shape (n_terms, n_dimensions)
        Means of before.
    n_holders : ndarray of shape (n_terms,)
        How many documents held each term before.
    vectors : ndarray of shape (n_changed, n_dimensions)
    counts : csr_array of shape (n_changed, n_terms)
    sign : {1, -1}
        Whether they come or go.
    """
    sums, n_changed = sums_of_holders(vectors, counts)
    after = n_holders + sign * n_changed
    total = words.astype(np.float64) * n_holders[:, np.newaxis] + sign * sums
    total /= np.maximum(after, 1)[:, np.newaxis]
    total[after <= 0] = 0
    changed = n_changed > 0
    found = words.copy()
    found[changed] = total[changed]
    return found
