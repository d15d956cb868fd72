"""Cosines of many vectors with one, read once from memory."""

import numpy as np

from ._jit import jit_fast


@jit_fast
def cosines(vectors, direction):
    """Return the cosine of each vector with a direction.

    Parameters
    ----------
    vectors : ndarray of shape (n_vectors, n_dimensions)
    direction : ndarray of shape (n_dimensions,)
        Of length 1, or 0.

    Returns
    -------
    cosines : ndarray of shape (n_vectors,)
        0 for a vector of zeros.

    Notes
    -----
    In NumPy, where no vector is 0::

        vectors @ direction / np.linalg.norm(vectors, axis=1)
    """
    found = np.zeros(vectors.shape[0], dtype=vectors.dtype)
    for i in range(vectors.shape[0]):
        product = vectors.dtype.type(0)
        square = vectors.dtype.type(0)
        for j in range(vectors.shape[1]):
            value = vectors[i, j]
            product += value * direction[j]
            square += value * value
        if square > 0:
            found[i] = product / np.sqrt(square)
    return found
