"""Graphs of neighbours: from lists, with labels, and communities that are too small."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from .._labels import OUTLIER

# How much more an edge between documents of the same label weighs.
_SAME_LABEL = 2.0
# Each labelled document is linked to the documents of its label that are 1, 2, 4, ...
# places further on: any two of them are then a few edges apart.
_N_STRIDES = 6


def link_neighbors(neighbors, weights):
    """Return the graph that links each node to its neighbours.

    Parameters
    ----------
    neighbors : ndarray of shape (n_nodes, k), int
        In each row different nodes, and not the node itself.
    weights : ndarray of shape (n_nodes, k)
        Of edges; none where that is not positive.

    Returns
    -------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric: the larger weight, where two nodes have each other.
    """
    n_nodes, k = neighbors.shape
    indptr = np.arange(0, n_nodes * k + 1, k) if k else np.zeros(n_nodes + 1)
    cells = (
        np.maximum(weights, 0).ravel(),
        neighbors.ravel().astype(np.int32),
        indptr.astype(np.int32),
    )
    graph = sp.csr_array(cells, shape=(n_nodes, n_nodes))
    graph = sp.csr_array(graph.maximum(graph.T))
    graph.eliminate_zeros()
    return graph


def guide_graph(graph, labels):
    """Return a graph without edges between nodes of different labels.

    Edges between nodes of the same label weigh more, and there are new ones between
    them, so that they are near each other wherever they were.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    labels : ndarray of shape (n_nodes,), int
        -1 without a label.
    """
    edges = graph.tocoo()
    first, second = labels[edges.row], labels[edges.col]
    labelled = (first >= 0) & (second >= 0)
    factors = np.ones(len(edges.data), dtype=edges.data.dtype)
    factors[labelled] = np.where(first == second, _SAME_LABEL, 0)[labelled]
    cells = edges.data * factors, (edges.row, edges.col)
    graph = sp.csr_array(cells, shape=graph.shape)
    graph.eliminate_zeros()
    return sp.csr_array(graph.maximum(_link_labels(labels, graph.dtype)))


def _link_labels(labels, dtype):
    """Edges between nodes of the same label, whose number grows as theirs does."""
    starts, ends = [], []
    for label in np.unique(labels[labels >= 0]):
        members = np.flatnonzero(labels == label)
        for stride in 2 ** np.arange(_N_STRIDES):
            if stride >= len(members):
                break
            starts.append(members)
            ends.append(np.roll(members, -stride))
    if not starts:
        return sp.csr_array((len(labels), len(labels)), dtype=dtype)
    starts, ends = np.concatenate(starts), np.concatenate(ends)
    cells = np.ones(len(starts), dtype=dtype), (starts, ends)
    links = sp.csr_array(cells, shape=(len(labels), len(labels)))
    links = sp.csr_array(links + links.T)
    links.data[:] = _SAME_LABEL
    return links


def absorb_small(graph, labels, min_size, sizes=None):
    """Give the members of small communities to those that they have most edges to.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    labels : ndarray of shape (n_nodes,), int64
        Communities 0, 1, ...
    min_size : int
        Smaller communities join the one to which the weight of their edges is largest.
    sizes : ndarray of shape (n_nodes,), int, default=None
        What each node counts, 1 by default.

    Returns
    -------
    labels : ndarray of shape (n_nodes,), int64
        -1 for the members of those that stay too small, for want of edges.
    """
    while True:
        totals = np.bincount(labels, sizes)
        is_small = totals < min_size
        if not is_small.any():
            return labels
        between = weights_between(graph, labels, len(totals))
        between.setdiag(0)
        between.eliminate_zeros()
        between = between[is_small]
        joins = np.diff(between.indptr) > 0
        if not joins.any():
            return np.where(is_small[labels], OUTLIER, labels)
        small = np.flatnonzero(is_small)[joins]
        into = np.asarray(between.argmax(axis=1)).ravel()[joins]
        cells = np.ones(len(small)), (small, into)
        merged = sp.csr_array(cells, shape=(len(totals), len(totals)))
        # Each of them joins one: at most one of those that come together was large.
        labels = connected_components(merged, directed=False)[1][labels]
        labels = labels.astype(np.int64)


def weights_between(graph, labels, n_labels):
    """Return the sums of weights between communities, and inside them on the diagonal.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
    labels : ndarray of shape (n_nodes,), int
        Communities; nodes below 0 are in none.
    n_labels : int

    Returns
    -------
    between : csr_array of shape (n_labels, n_labels)
    """
    rows = np.flatnonzero(labels >= 0)
    cells = np.ones(len(rows)), (rows, labels[rows])
    members = sp.csr_array(cells, shape=(len(labels), n_labels))
    return sp.csr_array(members.T @ graph @ members)
