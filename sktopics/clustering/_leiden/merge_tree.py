"""From the finest clusters to fewer: a tree of merges.

Two clusters are merged first whose union spreads little more than they do (Ward's
criterion), and that have many links for their strengths. Each alone does worse on
corpora with known labels: Ward's means forget what is linked to what, and densities of
links let small clusters stay to the end.
"""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._labels import renumbered
from .agglomeration import LinkDensity, Merges, agglomerate, links_between


class Spread:
    """Costs of merging: how much the squared distances from means grow.

    Parameters
    ----------
    sums : ndarray of shape (n_clusters, n_dimensions), float64
        Of the vectors of each cluster.
    sizes : ndarray of shape (n_clusters,), float64
        Numbers of vectors.
    """

    def __init__(self, sums, sizes):
        more = max(len(sizes) - 1, 0)
        self.sizes = np.concatenate([sizes, np.zeros(more)])
        means = sums / sizes[:, np.newaxis]
        self.means = np.concatenate([means, np.zeros((more, sums.shape[1]))])
        self.n_clusters = len(sizes)

    def of(self, i, others, weights):
        """Costs of merging cluster i with others."""
        squares = ((self.means[others] - self.means[i]) ** 2).sum(axis=1)
        sizes = self.sizes[others]
        return squares * (sizes * self.sizes[i] / (sizes + self.sizes[i]))

    def join(self, i, j):
        """Add the cluster that i and j become."""
        new, n_i, n_j = self.n_clusters, self.sizes[i], self.sizes[j]
        self.means[new] = (n_i * self.means[i] + n_j * self.means[j]) / (n_i + n_j)
        self.sizes[new] = n_i + n_j
        self.n_clusters += 1


class SpreadByDensity(Spread):
    """Costs of merging: the growth of the spread, by the root of the density of links.

    Parameters
    ----------
    sums, sizes
        As of `Spread`.
    strengths : ndarray of shape (n_clusters,)
        Sums of the weights of their links.
    """

    def __init__(self, sums, sizes, strengths):
        super().__init__(sums, sizes)
        self.density = LinkDensity(strengths)

    def of(self, i, others, weights):
        """Costs of merging cluster i with others, by the weights of the links."""
        growth = super().of(i, others, weights)
        return growth / np.sqrt(-self.density.of(i, others, weights))

    def join(self, i, j):
        """Add the cluster that i and j become."""
        super().join(i, j)
        self.density.join(i, j)


class MergeTree(NamedTuple):
    """Merges of the finest clusters, and what the graph says of these.

    Attributes
    ----------
    labels : ndarray of shape (n_nodes,), int64
        The finest clusters, -1 for none.
    merges : Merges
    links : list of dict
        Weights between all clusters that ever were, by their numbers.
    strengths, inside : ndarray of shape (n_leaves,)
        Weights of all links of the finest clusters, and of those inside.
    """

    labels: np.ndarray
    merges: Merges
    links: list
    strengths: np.ndarray
    inside: np.ndarray

    @property
    def n_leaves(self):
        """How many finest clusters there are."""
        return self.merges.n_leaves

    @property
    def n_tops(self):
        """How many clusters are left in the end: those that have no links."""
        return self.n_leaves - len(self.merges.pairs)

    def cut(self, n_clusters):
        """Return the clusters after merges that leave so many, and -1 for none."""
        into = self.merges.labels_after(self.n_leaves - n_clusters)
        return renumbered(self.labels, into)

    def joined(self, vectors, n_tops):
        """Return the tree with further merges until so many clusters are left.

        These have no links; those come first whose union spreads little more.
        """
        if self.n_tops <= n_tops:
            return self
        tops = self.cut(self.n_tops)
        sums, sizes = sums_of(vectors, tops, self.n_tops)
        every = range(self.n_tops)
        links = [{j: 1.0 for j in every if j != i} for i in every]
        pairs = agglomerate(links, Spread(sums, sizes)).pairs[: self.n_tops - n_tops]
        # Their own numbers: the node of the tree that each top is, then what is new.
        first = self.n_leaves + len(self.merges.pairs)
        numbers = [*self.merges.tops(), *range(first, first + len(pairs))]
        more = [(numbers[i], numbers[j]) for i, j in pairs]
        return self._replace(merges=Merges(self.n_leaves, self.merges.pairs + more))


def merge_tree(graph, labels, vectors):
    """Merge linked clusters two by two, as far as there are links.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    labels : ndarray of shape (n_nodes,), int64
        The finest clusters 0, 1, ..., and -1 for none.
    vectors : ndarray of shape (n_nodes, n_dimensions)

    Returns
    -------
    tree : MergeTree
    """
    n_leaves = int(labels.max(initial=-1)) + 1
    links, strengths, inside = links_between(graph, labels, n_leaves)
    sums, sizes = sums_of(vectors, labels, n_leaves)
    costs = SpreadByDensity(sums, sizes, strengths)
    merges = agglomerate(links, costs)
    return MergeTree(labels, merges, links, strengths, inside)


def sums_of(vectors, labels, n_labels):
    """Return the sums of the vectors of each cluster, and their numbers, as float64."""
    known = labels >= 0
    rows, sizes = np.flatnonzero(known), np.bincount(labels[known], minlength=n_labels)
    cells = np.ones(len(rows)), (labels[rows], rows)
    members = sp.csr_array(cells, shape=(n_labels, len(labels)))
    return members @ vectors.astype(np.float64, copy=False), sizes.astype(np.float64)
