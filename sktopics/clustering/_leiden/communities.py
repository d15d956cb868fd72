"""The Leiden algorithm: connected communities of a graph, by modularity [1]_.

References
----------
.. [1] V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden:
   guaranteeing well-connected communities", Scientific Reports 9, 5233, 2019,
   https://doi.org/10.1038/s41598-019-41695-z.
"""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from sklearn.utils import check_random_state

from ..._sparse import checked_csr
from ...kernels.leiden import move_nodes, refine_communities
from .._labels import number_by_size


class Network(NamedTuple):
    """A graph as the kernels take it.

    Attributes
    ----------
    weights : csr_array of shape (n_nodes, n_nodes), float64
        Symmetric and positive; they sum to 1.
    strengths : ndarray of shape (n_nodes,), float64
        Sums of rows.
    """

    weights: sp.csr_array
    strengths: np.ndarray


def leiden(graph, *, resolution=1.0, n_iter=2, random_state=None):
    """Return communities of a graph that have a large modularity.

    Parameters
    ----------
    graph : {sparse matrix, sparse array} of shape (n_nodes, n_nodes)
        Weights of edges, symmetric and not negative. What is on the diagonal links
        a node to itself, and counts once.
    resolution : float, default=1.0
        The larger, the more and the smaller communities.
    n_iter : int, default=2
        How often the algorithm starts again from the communities that it has found;
        less often, where that changes nothing.
    random_state : int, RandomState instance or None, default=None
        Draws the order in which nodes are looked at.

    Returns
    -------
    labels : ndarray of shape (n_nodes,), int64
        Communities, the largest first. Every community is connected; a node without
        edges is one of its own.

    Raises
    ------
    ValueError
        If the graph is not square, not symmetric, or has negative weights.

    Examples
    --------
    Two triangles with an edge between them:

    >>> import numpy as np, scipy.sparse as sp
    >>> from sktopics.clustering._leiden.communities import leiden, modularity
    >>> graph = sp.csr_array(np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3)))
    >>> graph[2, 3] = graph[3, 2] = 1
    >>> labels = leiden(graph, random_state=0)
    >>> labels
    array([0, 0, 0, 1, 1, 1])
    >>> round(modularity(graph, labels), 4)  # 6 / 7 - 2 * (7 / 14)**2
    0.3571
    """
    network = as_network(graph)
    rng = check_random_state(random_state)
    labels = np.arange(len(network.strengths))
    if not network.weights.nnz:
        return labels
    for _ in range(n_iter):
        before = labels
        labels = improve(network, labels, resolution, rng)
        if _n_pairs(before, labels) == labels.max() + 1 == before.max() + 1:
            break
    return number_by_size(labels)[0]


def modularity(graph, labels, resolution=1.0):
    """Return how much more weight communities hold than chance would give them.

    ``sum(A[i, j] - resolution * k[i] * k[j] / m) / m`` over the pairs (i, j) in one
    community, also of a node with itself, where ``k = A.sum(axis=1)`` and
    ``m = A.sum()``.

    Parameters
    ----------
    graph : {sparse matrix, sparse array} of shape (n_nodes, n_nodes)
        As of `leiden`.
    labels : array-like of shape (n_nodes,), int
        Nodes of negative labels are each a community of their own.
    resolution : float, default=1.0

    Returns
    -------
    modularity : float
        At most 1; 0 for a graph without edges.
    """
    network = as_network(graph)
    labels = np.asarray(labels, dtype=np.int64).copy()
    alone = np.flatnonzero(labels < 0)
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(len(alone))
    return _modularity(network, labels, resolution)


def _modularity(network, labels, resolution):
    edges = network.weights.tocoo()
    inside = edges.data[labels[edges.row] == labels[edges.col]].sum()
    totals = np.bincount(labels, network.strengths)
    return float(inside - resolution * (totals @ totals))


def as_network(graph):
    """Validate a graph, and return it with weights that sum to 1."""
    graph = checked_csr(graph, "The graph")
    weights = sp.csr_array(graph, dtype=np.float64, copy=True)
    if weights.shape[0] != weights.shape[1]:
        raise ValueError(f"A graph is a square matrix, got the shape {weights.shape}.")
    weights.sum_duplicates()
    weights.eliminate_zeros()
    if not weights.nnz:
        return _network(weights)
    if not (weights.data.min() > 0 and np.isfinite(weights.sum())):
        raise ValueError("Weights of edges must be finite, not negative nor NaN.")
    if abs(weights - weights.T).max() > 1e-6 * weights.max():
        raise ValueError("The graph must be symmetric.")
    return _network(weights / weights.sum())


def _network(weights):
    weights = sp.csr_array(weights)
    if weights.indptr.dtype != np.int32 and weights.nnz <= np.iinfo(np.int32).max:
        weights.indptr = weights.indptr.astype(np.int32)
        weights.indices = weights.indices.astype(np.int32)
    return Network(weights, weights.sum(axis=1))


def improve(network, labels, resolution, rng):
    """One iteration: move nodes, refine, and go on with the parts as nodes.

    Parameters
    ----------
    network : Network
    labels : ndarray of shape (n_nodes,), int64
        Communities to start from, numbers below `n_nodes`.
    resolution : float
    rng : RandomState

    Returns
    -------
    labels : ndarray of shape (n_nodes,), int64
        Connected communities, of no smaller modularity, numbered from 0 on.
    """
    nodes = np.arange(len(labels))  # of the present network, for each of the first
    while True:
        labels = _move(network, labels, resolution, rng)
        if labels.max() + 1 == len(labels):
            return nodes
        parts = _refine(network, labels, resolution, rng)
        n_parts = parts.max() + 1
        if n_parts == len(parts):
            return nodes  # no edges are inside of communities: nodes are better alone
        community = np.empty(n_parts, dtype=np.int64)
        community[parts] = labels
        nodes, labels = parts[nodes], community
        network = merge_nodes(network, parts, n_parts)


def _move(network, labels, resolution, rng):
    """Communities, numbered from 0 on, after nodes have moved."""
    weights, strengths = network
    labels = labels.copy()
    order = rng.permutation(len(labels))
    move_nodes(
        weights.indptr,
        weights.indices,
        weights.data,
        strengths,
        order,
        float(resolution),
        labels,
    )
    return np.unique(labels, return_inverse=True)[1]


def _refine(network, labels, resolution, rng):
    """Return the connected parts of communities, numbered from 0 on."""
    weights, strengths = network
    order = rng.permutation(len(labels))
    parts = refine_communities(
        weights.indptr,
        weights.indices,
        weights.data,
        strengths,
        order,
        float(resolution),
        labels,
    )
    parts = np.unique(parts, return_inverse=True)[1]
    if parts.max() + 1 < len(parts):
        return parts
    # Ties can keep all nodes apart; what hangs together stays together then.
    edges = weights.tocoo()
    inside = labels[edges.row] == labels[edges.col]
    cells = edges.data[inside], (edges.row[inside], edges.col[inside])
    graph = sp.csr_array(cells, shape=weights.shape)
    return connected_components(graph, directed=False)[1].astype(np.int64)


def merge_nodes(network, parts, n_parts):
    """Return the network whose nodes are parts of another; loops are what is inside."""
    n_nodes = len(parts)
    cells = (np.ones(n_nodes), (np.arange(n_nodes), parts))
    members = sp.csr_array(cells, shape=(n_nodes, n_parts))
    return _network(members.T @ network.weights @ members)


def _n_pairs(first, second):
    """How many pairs of labels there are: as many as labels, if both say the same."""
    return len(np.unique(first * (second.max() + 1) + second))
