"""Vectors of words and of other short texts."""

import numpy as np
from sklearn.exceptions import NotFittedError

from .._part_output import part_vectors
from .._sklearn import under_default_configuration
from ..embedding import as_encoder
from ..embedding.known_texts import encode_known

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
    try:
        vectors, known = encode_known(encoder, distinct)
    except NotFittedError as error:
        raise NotFittedError(
            f"The encoder {type(encoder).__name__} of {whom} is not fitted, and a "
            "representation fits nothing: fit it on documents before."
        ) from error
    who = f"The encoder {type(encoder).__name__} of {whom}"
    vectors = part_vectors(vectors, len(distinct), who, texts=distinct)
    vectors = np.where(known[:, np.newaxis], vectors, 0).astype(np.float64)
    row = {text: i for i, text in enumerate(distinct)}
    return vectors[[row[text] for text in texts]]


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
