"""Sums over pairs of terms and over neighbours in a text, for regularizers."""

from ._jit import jit, jit_fast


@jit_fast
def share_pairs(indptr, indices, data, mass, phi, smallest, shares):
    """Share out pairs of terms among topics.

    With ``p = mass[u] * phi[v]`` of the pair (u, v), equals for each pair ::

        shares[u] += weight * p / p.sum()
        shares[v] += weight * p / p.sum()

    Parameters
    ----------
    indptr, indices, data : CSR arrays of shape (n_terms, n_terms)
        Weights of pairs, each pair once.
    mass, phi : ndarray of shape (n_terms, n_components)
    smallest : float
        Pairs with a smaller sum are left out: no topic has them.
    shares : ndarray of shape (n_terms, n_components)
        Is added to.
    """
    n_components = phi.shape[1]
    for u in range(len(indptr) - 1):
        for j in range(indptr[u], indptr[u + 1]):
            v = indices[j]
            total = mass[u, 0] * phi[v, 0]
            for t in range(1, n_components):
                total += mass[u, t] * phi[v, t]
            if total <= smallest:
                continue
            scale = data[j] / total
            for t in range(n_components):
                share = scale * mass[u, t] * phi[v, t]
                shares[u, t] += share
                shares[v, t] += share


@jit
def sum_neighbours(ptdw, offsets, window, running, sums):
    """Sum rows over the neighbours in the same document.

    Equals, for position i of a document that goes from `start` to `stop`, ::

        near = ptdw[max(start, i - window) : min(stop, i + window + 1)]
        sums[i] = near.sum(axis=0) - ptdw[i]

    Parameters
    ----------
    ptdw : ndarray of shape (n_positions, n_components)
    offsets : ndarray of shape (n_documents + 1,)
    window : int
        Number of neighbours on each side.
    running : ndarray of shape (n_components,), float64
        Room to work in.
    sums : ndarray of shape (n_positions, n_components)
        Is overwritten.
    """
    n_components = ptdw.shape[1]
    for d in range(len(offsets) - 1):
        start, stop = offsets[d], offsets[d + 1]
        for t in range(n_components):
            running[t] = 0
        for i in range(start, min(start + window, stop)):
            for t in range(n_components):
                running[t] += ptdw[i, t]
        for i in range(start, stop):
            if i + window < stop:
                for t in range(n_components):
                    running[t] += ptdw[i + window, t]
            if i - window > start:
                for t in range(n_components):
                    running[t] -= ptdw[i - window - 1, t]
            for t in range(n_components):
                sums[i, t] = max(running[t] - ptdw[i, t], 0.0)
