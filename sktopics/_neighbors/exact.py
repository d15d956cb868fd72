"""Exact search for nearest neighbours."""

import numpy as np
from sklearn.neighbors import KDTree

from .._parallel import placed, run_blocks
from ..kernels.nearest import select_largest

# Up to here a tree is faster than comparing with everything.
MAX_TREE_DIMENSIONS = 16
# Vectors that are compared with everything at a time: a block of scores is then a
# few dozen megabytes for 50,000 documents.
_BLOCK = 256


def nearest(queries, reference, n_neighbors, *, own=None, n_jobs=None):
    """Return the nearest neighbours of some vectors among others.

    Parameters
    ----------
    queries : ndarray of shape (n_queries, n_dimensions)
    reference : ndarray of shape (n_reference, n_dimensions)
    n_neighbors : int
        How many; fewer where there are no more.
    own : ndarray of shape (n_queries,), int, default=None
        The row of `reference` which each of the queries is itself, and which is no
        neighbour of it; -1 if it is none.
    n_jobs : int, default=None

    Returns
    -------
    neighbors : ndarray of shape (n_queries, k), int64
        Rows of `reference`, nearest first.
    distances : ndarray of shape (n_queries, k)
        Euclidean distances.
    """
    if own is None:
        own = np.full(len(queries), -1)
    k = min(n_neighbors, len(reference) - int((own >= 0).any()))
    if k < 1 or not len(queries):
        empty = np.empty((len(queries), max(k, 0)))
        return empty.astype(np.int64), empty.astype(queries.dtype)
    if reference.shape[1] <= MAX_TREE_DIMENSIONS:
        neighbors = _by_tree(queries, reference, k, own)
    else:
        halves = np.einsum("ij,ij->i", reference, reference) / 2
        blocks = range(0, len(queries), _BLOCK)
        # Each task is given all vectors to compare with.
        with placed([(reference, halves)], n_jobs, len(blocks)) as (vectors,):
            arguments = [
                (queries[i : i + _BLOCK], vectors, k, own[i : i + _BLOCK])
                for i in blocks
            ]
            neighbors = np.vstack(list(run_blocks(_by_comparison, arguments, n_jobs)))
    return neighbors, distances_to(queries, reference, neighbors)


def _by_tree(queries, reference, k, own):
    """Neighbours from a tree: one more than needed, in case one is the query."""
    wanted = min(k + 1, len(reference))
    found = KDTree(reference).query(queries, wanted, return_distance=False)
    kept = found != own[:, np.newaxis]
    # Where the query itself is not among them, the last one is too many.
    kept &= np.cumsum(kept, axis=1) <= k
    return found[kept].reshape(len(queries), k)


def _by_comparison(queries, vectors, k, own):
    """Neighbours have the largest q.r - r.r / 2: (q - r)² is q.q less twice that."""
    reference, halves = vectors
    scores = queries @ reference.T
    scores -= halves
    neighbors = np.empty((len(queries), k), dtype=np.int64)
    select_largest(scores, own, neighbors, np.empty((len(queries), k), scores.dtype))
    return neighbors


def distances_to(queries, reference, neighbors):
    """Distances from differences: products would cancel for near neighbours."""
    distances = np.empty(neighbors.shape, dtype=queries.dtype)
    for i in range(0, len(queries), _BLOCK):
        rows = slice(i, i + _BLOCK)
        differences = reference[neighbors[rows]] - queries[rows, np.newaxis]
        distances[rows] = np.sqrt(np.einsum("ijk,ijk->ij", differences, differences))
    return distances
