"""Vectors that are equal, or are but for rounding, are one node of the graph.

A node counts once, however many vectors it stands for: its links say what a text is
near to, and a text that is repeated is not near to more. Were its links multiplied, and
those between its copies a loop, a repeated text would take the share of the links that
modularity compares everything with, and the other clusters would become fewer. So the
clusters of a corpus are those of its distinct vectors, and only sizes count copies.
"""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from ..._arrays import first_equal_rows

# What programs make of equal texts differs by some of the last digits; distinct texts
# are farther apart. Of the spread of vectors, and of what their type can tell apart.
_OF_SPREAD, _OF_PRECISION = 1e-5, 8


class Nodes(NamedTuple):
    """Distinct vectors.

    Attributes
    ----------
    rows : ndarray of shape (n_nodes,), int
        The first vector of each node, ascending.
    of : ndarray of shape (n_vectors,), int
        The node of each vector.
    """

    rows: np.ndarray
    of: np.ndarray

    @property
    def sizes(self):
        """Numbers of vectors."""
        return np.bincount(self.of, minlength=len(self.rows))


def equal_nodes(vectors):
    """Return nodes of vectors that are equal bit by bit."""
    return Nodes(*np.unique(first_equal_rows(vectors), return_inverse=True))


def join_near_nodes(nodes, vectors, neighbors, distances):
    """Join nodes that differ by rounding.

    Parameters
    ----------
    nodes : Nodes
    vectors : ndarray of shape (n_vectors, n_dimensions)
    neighbors : ndarray of shape (n_nodes, k), int
        Rows of vectors.
    distances : ndarray of shape (n_nodes, k)

    Returns
    -------
    joined : Nodes
        The very same, where there are none.
    """
    if not distances.shape[1]:
        return nodes
    near, column = np.nonzero(distances <= _rounding(vectors))
    if not len(near):
        return nodes
    n_nodes = len(nodes.rows)
    ends = nodes.of[neighbors[near, column]]
    links = sp.csr_array((np.ones(len(near)), (near, ends)), shape=(n_nodes, n_nodes))
    _, group = connected_components(links, directed=False)
    _, first = np.unique(group, return_index=True)
    return Nodes(*np.unique(nodes.rows[first][group][nodes.of], return_inverse=True))


def _rounding(vectors):
    """Return the distance up to which vectors are equal but for rounding."""
    spread = np.sqrt(vectors.var(axis=0, dtype=np.float64).sum())
    length = np.sqrt(np.einsum("ij,ij->", vectors, vectors) / len(vectors))
    return _OF_SPREAD * spread + _OF_PRECISION * np.finfo(vectors.dtype).eps * length
