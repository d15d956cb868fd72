"""TokenVectors: the vectors of the tokens of a text, and where the tokens stand."""

from typing import NamedTuple

import numpy as np


class TokenVectors(NamedTuple):
    """The vectors of the tokens of one text, and where the tokens stand in it.

    What `encode_tokens` of an encoder yields for each document. It unpacks to
    ``vectors, spans``.

    Parameters
    ----------
    vectors : ndarray of shape (n_tokens, n_dimensions), float32
        The vector of each token, in reading order.
    spans : ndarray of shape (n_tokens, 2), int64
        Start and stop of each token in the characters of the raw text: token `i` is
        ``text[start:stop]`` with ``start, stop = spans[i]``. Parts of one character,
        such as an emoji, have the same span.

    See Also
    --------
    TokenEncoder : Vectors of tokens in their context, by a transformer.
    StaticTokenEncoder : Vectors of words, the same in every text.

    Examples
    --------
    >>> from sktopics.embedding import StaticTokenEncoder
    >>> text = "Rain, then snow!"
    >>> encoder = StaticTokenEncoder({"rain": [1, 0], "snow": [0, 1]})
    >>> (tokens,) = encoder.encode_tokens([text])
    >>> tokens.vectors
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    >>> [text[start:stop] for start, stop in tokens.spans]
    ['Rain', 'snow']
    """

    vectors: np.ndarray
    spans: np.ndarray


def mean_vector(vectors):
    """Return the mean of the rows of an array as float32, zeros if there are none.

    ``vectors.mean(axis=0)`` in float64, so that the last digits do not depend on how
    long sums are rounded.
    """
    total = vectors.sum(axis=0, dtype=np.float64)
    return (total / max(len(vectors), 1)).astype(np.float32)
