"""Vectors of words and names, by the encoder of a model."""

import numpy as np

from .._sklearn import under_default_configuration
from .._validation import check_documents
from ._as_encoder import as_encoder
from .known_texts import known_vectors


@under_default_configuration
def encode_words(encoder, words) -> np.ndarray:
    """Encode words, phrases or names of topics by an encoder of texts.

    Parameters
    ----------
    encoder : object
        Whatever `as_encoder` takes; fitted, if it has anything to fit. Of
        `WordsAndDocuments`, the encoder of words; of a `ChunkedEncoder`, that of parts.
    words : iterable of str of shape (n_words,)

    Returns
    -------
    vectors : ndarray of shape (n_words, n_dimensions)
        Zeros for words that the encoder knows nothing of.

    Raises
    ------
    NotFittedError
        If the encoder is not fitted.
    TypeError, ValueError
        If there are no words, or if the encoder returns no vector for each.

    Examples
    --------
    >>> from sktopics.embedding import encode_words
    >>> encode_words(lambda texts: [[len(text)] for text in texts], ["rain", "hail!"])
    array([[4.],
           [5.]], dtype=float32)
    """
    words = [str(word) for word in check_documents(words, whom="encode_words")]
    encoder = as_encoder(encoder)
    while (of_words := getattr(encoder, "word_encoder", None)) is not None:
        encoder = of_words
    return known_vectors(encoder, words, by_text=True)
