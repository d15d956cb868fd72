"""Words that are near to topics: cosines of their vectors, in blocks."""

import numpy as np

from ..._arrays import largest, unit_rows

# Cosines that are held at a time.
_CELLS = 1 << 22
# Cosines so small, as multiples of the machine epsilon, are rounding of 0: a word that
# has nothing to do with a topic would else be among its words, and another one on
# another machine.
_ROUNDING = 64


def cosines_with_words(means, words):
    """Return the cosines of topics with words, 0 where they point away.

    NumPy equivalent: ``np.maximum(unit_rows(means) @ unit_rows(words).T, 0)``, and 0
    where that is rounding.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    words : ndarray of shape (n_terms, n_dimensions)

    Returns
    -------
    cosines : ndarray of shape (n_topics, n_terms)
    """
    units = unit_rows(words.astype(means.dtype, copy=False))
    return _without_negative(unit_rows(means) @ units.T)


def nearest_words(means, words, n):
    """Yield the words nearest to each topic, the nearest first.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    words : ndarray of shape (n_terms, n_dimensions)
    n : int
        How many; fewer where fewer have a cosine above 0.

    Yields
    ------
    columns : ndarray of int
    cosines : ndarray
    """
    units = unit_rows(words.astype(means.dtype, copy=False))
    step = max(_CELLS // max(len(units), 1), 1)
    for start in range(0, len(means), step):
        block = unit_rows(means[start : start + step]) @ units.T
        for cosines in _without_negative(block):
            columns = np.flatnonzero(cosines > 0)
            columns = columns[largest(cosines[columns], n)]
            yield columns, cosines[columns]


def _without_negative(cosines):
    """Set to 0 what is below 0 or is rounding, in place."""
    np.clip(cosines, 0, 1, out=cosines)
    cosines[cosines < _ROUNDING * np.finfo(cosines.dtype).eps] = 0
    return cosines
