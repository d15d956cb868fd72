"""Forces between places in the plane, as of t-SNE.

The likeness of two places is ``q = 1 / (1 + squared distance)``. Places push each other
away by ``q**2`` times their difference, and neighbours of a graph pull each other by
their weight times ``q`` times their difference [1]_.

No number becomes an index: places that are NaN make forces that are NaN. Columns of a
graph must be below the number of places.

References
----------
.. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008.
"""

import numpy as np

from ._jit import jit_fast


@jit_fast
def push_apart(x, y, force_x, force_y):
    """Write by how much each place is pushed by all others.

    Parameters
    ----------
    x, y : ndarray of shape (n,), float32
        Places.
    force_x, force_y : ndarray of shape (n,), float32
        Out.

    Returns
    -------
    total : float
        The sum of the likenesses of all ordered pairs.

    Notes
    -----
    In NumPy::

        differences = places[:, np.newaxis] - places
        q = 1 / (1 + (differences**2).sum(axis=2))
        force[:] = (q[:, :, np.newaxis] ** 2 * differences).sum(axis=1)
        total = q.sum() - len(places)
    """
    one = np.float32(1)
    total = 0.0
    for i in range(len(x)):
        sum_x, sum_y, sum_q = np.float32(0), np.float32(0), np.float32(0)
        for j in range(len(x)):
            step_x = x[i] - x[j]
            step_y = y[i] - y[j]
            q = one / (one + step_x * step_x + step_y * step_y)
            sum_q += q
            q *= q
            sum_x += q * step_x
            sum_y += q * step_y
        force_x[i] = sum_x
        force_y[i] = sum_y
        total += sum_q - one
    return total


@jit_fast
def pull_neighbors(indptr, indices, weights, x, y, force_x, force_y):
    """Write by how much each place is pulled by its neighbours in a graph.

    Parameters
    ----------
    indptr, indices, weights : CSR arrays of shape (n, n)
        A symmetric graph; weights are float32.
    x, y : ndarray of shape (n,), float32
    force_x, force_y : ndarray of shape (n,), float32
        Out.

    Notes
    -----
    In NumPy, with `differences` and `q` as of `push_apart`::

        force[:] = ((graph.toarray() * q)[:, :, np.newaxis] * differences).sum(axis=1)
    """
    one = np.float32(1)
    for i in range(len(x)):
        sum_x, sum_y = np.float32(0), np.float32(0)
        for cell in range(indptr[i], indptr[i + 1]):
            j = indices[cell]
            step_x = x[i] - x[j]
            step_y = y[i] - y[j]
            weight = weights[cell] / (one + step_x * step_x + step_y * step_y)
            sum_x += weight * step_x
            sum_y += weight * step_y
        force_x[i] = sum_x
        force_y[i] = sum_y
