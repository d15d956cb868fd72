"""Linked clusters merged two by two: which of them come first is for others to say."""

import heapq
from typing import NamedTuple

import numpy as np

from .neighbor_graph import weights_between


class LinkDensity:
    """Costs of merging: the more links for the strengths of both, the less [1]_.

    Parameters
    ----------
    strengths : ndarray of shape (n_clusters,)
        Sums of the weights of the links of clusters.

    References
    ----------
    .. [1] T. Bonald, B. Charpentier, A. Galland and A. Hollocou, "Hierarchical graph
       clustering using node pair sampling", MLG 2018, arXiv:1806.01664.
    """

    def __init__(self, strengths):
        n = len(strengths)
        self.strengths = np.concatenate([strengths, np.zeros(max(n - 1, 0))])
        self.n_clusters = n

    def of(self, i, others, weights):
        """Costs of merging cluster i with others, by the weights of the links."""
        return -weights / (self.strengths[i] * self.strengths[others])

    def join(self, i, j):
        """Add the cluster that i and j become."""
        self.strengths[self.n_clusters] = self.strengths[i] + self.strengths[j]
        self.n_clusters += 1


class Merges(NamedTuple):
    """What was merged, in order.

    Attributes
    ----------
    n_leaves : int
        Clusters that there were at first: nodes 0, 1, ... of the trees.
    pairs : list of (int, int)
        Nodes that became one; the t-th merge makes the node ``n_leaves + t``.
    """

    n_leaves: int
    pairs: list

    def tops(self):
        """Return the nodes that no other is made of, ascending."""
        merged = {node for pair in self.pairs for node in pair}
        nodes = range(self.n_leaves + len(self.pairs))
        return [node for node in nodes if node not in merged]

    def labels_after(self, n_merges):
        """Return the cluster of each leaf after so many merges, numbered from 0 on."""
        top = np.arange(self.n_leaves + n_merges)
        # A node is made after its parts: from the last to the first, all are known.
        for t in range(n_merges - 1, -1, -1):
            top[list(self.pairs[t])] = top[self.n_leaves + t]
        return np.unique(top[: self.n_leaves], return_inverse=True)[1]


def agglomerate(links, costs):
    """Merge linked clusters, those of the least cost first, until no links are left.

    Parameters
    ----------
    links : list of dict
        For each cluster the weights of its links to others, by their numbers, both
        ways. Grows by a cluster for each merge.
    costs : object
        ``costs.of(i, others, weights)`` gives what it costs to merge a cluster with
        each of some others that it is linked to, and ``costs.join(i, j)`` is told of
        each merge.

    Returns
    -------
    merges : Merges
    """
    n_leaves, pairs, heap = len(links), [], []
    is_left = [True] * n_leaves

    def push(i, others):
        numbers = np.fromiter(others, dtype=np.int64, count=len(others))
        weights = np.fromiter(others.values(), dtype=np.float64, count=len(others))
        found = costs.of(i, numbers, weights).tolist()
        for cost, j in zip(found, numbers.tolist(), strict=True):
            heapq.heappush(heap, (cost, min(i, j), max(i, j)))

    for i in range(n_leaves):
        push(i, {j: weight for j, weight in links[i].items() if j > i})
    while heap:
        _, i, j = heapq.heappop(heap)
        if not (is_left[i] and is_left[j]):
            continue
        is_left[i] = is_left[j] = False
        new, others = len(links), {}
        for old in (i, j):
            for other, weight in links[old].items():
                if is_left[other]:
                    others[other] = others.get(other, 0) + weight
        for other, weight in others.items():
            links[other][new] = weight
        links.append(others)
        is_left.append(True)
        pairs.append((i, j))
        costs.join(i, j)
        push(new, others)
    return Merges(n_leaves, pairs)


def links_between(graph, labels, n_labels):
    """Return weights between clusters and in them.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    labels : ndarray of shape (n_nodes,), int
        Clusters; nodes below 0 are in none.
    n_labels : int

    Returns
    -------
    links : list of dict
        For each cluster its weights to others, by their numbers.
    strengths : ndarray of shape (n_labels,)
        Sums of weights, those inside of the cluster among them.
    inside : ndarray of shape (n_labels,)
        Weights inside.
    """
    between = weights_between(graph, labels, n_labels)
    strengths, inside = between.sum(axis=1), between.diagonal()
    links = []
    for i in range(n_labels):
        cells = slice(between.indptr[i], between.indptr[i + 1])
        others, weights = between.indices[cells], between.data[cells]
        links.append(dict(zip(others.tolist(), weights.tolist(), strict=True)))
        links[i].pop(i, None)
    return links, strengths, inside
