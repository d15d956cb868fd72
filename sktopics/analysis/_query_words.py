"""Vectors of words that users look for."""

import numpy as np

from .._reading import read_word_embeddings, unknown_term
from ..embedding import encode_words
from ._query_vectors import check_comparable, check_words, encoder_of

# How words are compared with topics and documents.
WAYS = ("auto", "vectors", "words")


def are_by_vectors(model, by):
    """Whether words are looked for by their vectors.

    For "auto" that is so if the model keeps vectors of its words: an encoder alone
    knows words as short texts.
    """
    if by == "auto":
        return read_word_embeddings(model) is not None
    return by == "vectors"


def query_word_vectors(model, words, encoder, n_dimensions, name="words"):
    """Return the vectors of words: those that the model keeps, or by the encoder.

    Parameters
    ----------
    model : estimator
    words : str or list of str
    encoder : object
        As users give it, or None.
    n_dimensions : int
        Of what they are compared with.
    name : str, default="words"
        What messages call the words.

    Returns
    -------
    vectors : ndarray of shape (n_words, n_dimensions)

    Raises
    ------
    ValueError
        If the model does not know a word.
    """
    words = check_words(words, name)
    kept = read_word_embeddings(model) if encoder is None else None
    if kept is None:
        vectors = encode_words(encoder_of(model, encoder), words)
    else:
        vectors = kept.vectors[rows_of_words(words, kept.terms)]
    check_comparable(vectors, n_dimensions, [f"the word {word!r}" for word in words])
    return vectors


def rows_of_words(words, terms, named=True):
    """Return the places of words among terms.

    Raises
    ------
    ValueError
        If one is not there; the message names terms that are spelled alike.
    """
    row_of = {term: row for row, term in enumerate(terms.tolist())}
    for word in words:
        if word not in row_of:
            raise ValueError(unknown_term(word, terms, named))
    return np.array([row_of[word] for word in words], dtype=np.int64)
