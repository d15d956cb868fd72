"""Vectors of words and of other short texts."""

import numpy as np
from sklearn.exceptions import NotFittedError

from .._sklearn import under_default_configuration
from ..embedding import WordsAndDocuments, as_encoder
from ..embedding.known_texts import known_vectors

# Cosines are rounded to so many digits: a product of matrices rounds the cosines of
# equal vectors in different ways, and ties are to be ties.
DIGITS = 9


@under_default_configuration
def vectors_of_texts(encoder, texts, whom) -> np.ndarray:
    """Return vectors of texts, each of which is encoded once, all in one call.

    Parameters
    ----------
    encoder : object
        Whatever `as_encoder` takes; fitted, if it has to be.
    texts : list of str
    whom : str
        The representation, for messages.

    Returns
    -------
    vectors : ndarray of shape (n_texts, n_dimensions), float64
        Zeros for a text that the encoder knows nothing of.

    Raises
    ------
    NotFittedError
        If the encoder is not fitted.
    TypeError, ValueError
        If the encoder gives no vector for each text.
    """
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return np.zeros((0, 0))
    encoder = as_encoder(encoder)
    who = f"The encoder {type(encoder).__name__} of {whom}"
    try:
        vectors = known_vectors(encoder, distinct, who, by_text=True)
    except NotFittedError as error:
        raise NotFittedError(
            f"The encoder {type(encoder).__name__} of {whom} is not fitted, and a "
            "representation fits nothing: fit it on documents before."
        ) from error
    vectors = vectors.astype(np.float64)
    row = {text: i for i, text in enumerate(distinct)}
    return vectors[[row[text] for text in texts]]


def vectors_of_words(encoder, words, whom) -> np.ndarray:
    """Return vectors of words as `vectors_of_texts` does, by an encoder of words.

    Of `WordsAndDocuments` that is its `word_encoder`.
    """
    if isinstance(encoder, WordsAndDocuments):
        encoder = encoder.word_encoder
    return vectors_of_texts(encoder, words, whom)


def rounded_cosines(one, other) -> np.ndarray:
    """Return cosines of rows of length 1 (or 0), rounded so that ties are equal."""
    return np.round(one @ other.T, DIGITS)


def pick_encoder(*encoders, whom):
    """Return the first encoder that is one.

    Raises
    ------
    ValueError
        If there is none.
    """
    for encoder in encoders:
        if encoder is not None:
            return encoder
    raise ValueError(
        f"{whom} needs an encoder, and neither it nor the model has one: give it as "
        f"{whom}(encoder=...), such as the name of a model of sentence-transformers."
    )
