"""LabelledTokens: the topics of the tokens of a document."""

from typing import NamedTuple

import numpy as np

from ..._arrays import unit_rows
from ..._segments import smoothed
from .._labels import OUTLIER


class LabelledTokens(NamedTuple):
    """The topics of the tokens of a document, as `token_topics` yields them.

    Parameters
    ----------
    labels : ndarray of shape (n_tokens,), int64
        The topic nearest to each token and its neighbours; -1 where there are no
        topics.
    cosines : ndarray of shape (n_tokens,), float32
        How near it is: the mean cosine of the token and its neighbours with it.
    spans : ndarray of shape (n_tokens, 2), int64
        Start and stop of each token in the characters of the raw text.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.clustering import LabelledTokens
    >>> text = "rain and snow"
    >>> tokens = LabelledTokens(
    ...     np.array([0, 1]), np.array([0.9, 0.7]), np.array([[0, 4], [9, 13]])
    ... )
    >>> [text[start:stop] for start, stop in tokens.spans[tokens.labels == 1]]
    ['snow']
    """

    labels: np.ndarray
    cosines: np.ndarray
    spans: np.ndarray


def label_tokens(tokens, topic_vectors, smoothing):
    """Return the topics of the tokens of a document, averaged over neighbours.

    Parameters
    ----------
    tokens : TokenVectors
    topic_vectors : ndarray of shape (n_topics, n_dimensions)
    smoothing : int
        Number of tokens over which cosines are averaged, the own one included.

    Returns
    -------
    topics : LabelledTokens
    """
    vectors, spans = tokens
    n = len(vectors)
    if not n or not len(topic_vectors):
        return LabelledTokens(np.full(n, OUTLIER), np.zeros(n, np.float32), spans)
    units = unit_rows(topic_vectors.astype(np.float32))
    cosines = smoothed(unit_rows(vectors) @ units.T, smoothing)
    labels = cosines.argmax(axis=1)
    best = np.clip(cosines[np.arange(n), labels], -1, 1)
    return LabelledTokens(labels, best, spans)
