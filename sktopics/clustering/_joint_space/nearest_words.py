"""Words that are near to topics: cosines of their vectors, in blocks."""

import numpy as np

from ..._arrays import largest, unit_rows

# Cosines that are held at a time.
_CELLS = 1 << 22
# Cosines of vectors that have nothing in common are fewer units in the last place of 1.
_ROUNDING = 100


def cosines_with_words(means, words):
    """Return the cosines of topics with words, 0 where they point away.

    NumPy equivalent: ``np.maximum(unit_rows(means) @ unit_rows(words).T, 0)``.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    words : ndarray of shape (n_terms, n_dimensions)

    Returns
    -------
    cosines : ndarray of shape (n_topics, n_terms)
    """
    cosines = unit_rows(means) @ unit_rows(words.astype(means.dtype, copy=False)).T
    return np.clip(cosines, 0, 1, out=cosines)


def nearest_words(means, words, n):
    """Yield the words nearest to each topic, the nearest first.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    words : ndarray of shape (n_terms, n_dimensions)
    n : int
        How many; fewer where fewer have a cosine above 0, by more than rounding makes.

    Yields
    ------
    columns : ndarray of int
    cosines : ndarray
    """
    units = unit_rows(words.astype(means.dtype, copy=False))
    step = max(_CELLS // max(len(units), 1), 1)
    least = _ROUNDING * np.finfo(units.dtype).eps
    for start in range(0, len(means), step):
        block = unit_rows(means[start : start + step]) @ units.T
        for cosines in np.clip(block, 0, 1, out=block):
            columns = np.flatnonzero(cosines > least)
            columns = columns[largest(cosines[columns], n)]
            yield columns, cosines[columns]
