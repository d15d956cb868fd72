"""A graph of neighbours, whose weights say how near they are."""

import numpy as np
import scipy.sparse as sp

# Neighbours of each place, and how many of them count in effect (the perplexity).
N_NEIGHBORS = 15
_PERPLEXITY = 10
_N_HALVINGS = 50


def neighbor_weights(neighbors, distances):
    """Return the weights of neighbours as t-SNE has them [1]_.

    Near neighbours weigh more, by a normal density whose width is chosen for each row
    so that about two thirds of its neighbours count.

    Parameters
    ----------
    neighbors : ndarray of shape (n, k), int
        Nearest first, without the row itself.
    distances : ndarray of shape (n, k)

    Returns
    -------
    graph : csr_array of shape (n, n), float64
        Symmetric; weights sum to 1.

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9,
       2008.
    """
    n, k = neighbors.shape
    if not neighbors.size:
        return sp.csr_array((n, n))
    squares = np.square(distances, dtype=np.float64)
    squares -= squares[:, :1]
    # By the scale of each row: small distances are no zeros, and large ones no NaN.
    scale = squares.mean(axis=1, keepdims=True)
    squares = np.divide(squares, scale, out=np.zeros_like(squares), where=scale > 0)
    wanted = np.log(max(_PERPLEXITY * k / N_NEIGHBORS, 1))
    low, high, precision = np.zeros(n), np.full(n, np.inf), np.ones(n)
    for _ in range(_N_HALVINGS):
        weights = np.exp(-squares * precision[:, np.newaxis])
        sums = weights.sum(axis=1)
        entropy = np.log(sums) + precision * (weights * squares).sum(axis=1) / sums
        is_wide = entropy > wanted
        low = np.where(is_wide, precision, low)
        high = np.where(is_wide, high, precision)
        precision = np.where(np.isinf(high), precision * 2, (low + high) / 2)
    weights /= weights.sum(axis=1, keepdims=True)
    cells = weights.ravel(), (np.repeat(np.arange(n), k), neighbors.ravel())
    graph = sp.csr_array(cells, shape=(n, n))
    graph = sp.csr_array(graph + graph.T)
    graph.data /= graph.data.sum()
    return graph
