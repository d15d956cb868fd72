"""Layers of clusters, the finest first, each within those of the next."""

from typing import NamedTuple

import numpy as np
from sklearn.cluster import KMeans

from .._labels import OUTLIER, number_by_size, renumbered
from .communities import leiden
from .dominant import divide_dominant
from .granularity import judge_cuts
from .merge_tree import merge_tree
from .neighbor_graph import absorb_small
from .settling import follow_links, hang_together, move_to_means
from .structureless_parts import join_structureless

# Where the search for the finest clusters begins, and how much further it goes each
# time. Twice as fine makes about 1.6 times as many clusters.
_FINE, _FINER, _FINEST = 8.0, 2.0, 4096.0
# Finer clusters are looked for while more than this share of them is left in the end:
# the best cut might be among those that were not made.
_MOST_LEFT = 0.8
# So many times as many clusters as were asked for leave a choice of what to merge.
_SPARE = 1.5
# From layer to layer there are about so many times fewer clusters.
_STEP = 2.0
# So many clusters without links are compared one with another for coarser layers.
_MOST_APART = 500


class LinkedVectors(NamedTuple):
    """What is clustered.

    Attributes
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    vectors : ndarray of shape (n_nodes, n_dimensions)
    sizes : ndarray of shape (n_nodes,), int
        What each node counts.
    on_sphere : bool
        Whether the vectors are of length 1.
    min_size : int
        Of clusters.
    known : ndarray of shape (n_nodes,), int
        Labels that the links follow, and the vectors know nothing of; -1 for none.
    """

    graph: object
    vectors: np.ndarray
    sizes: np.ndarray
    on_sphere: bool
    min_size: int
    known: np.ndarray

    @property
    def n_known(self):
        """How many labels are known."""
        return len(np.unique(self.known[self.known >= 0]))


class Layers(NamedTuple):
    """Clusters of several layers.

    Attributes
    ----------
    labels : ndarray of shape (n_layers, n_nodes), int64
        The finest first.
    chosen : int
        The layer that is the result.
    resolution : float
        Of the finest layer.
    """

    labels: np.ndarray
    chosen: int
    resolution: float


def find_layers(linked, resolution, n_clusters, random_state):
    """Find clusters of several layers, and choose one of them.

    Parameters
    ----------
    linked : LinkedVectors
    resolution : float or "auto"
        Of the finest clusters. "auto" looks for one that is fine enough.
    n_clusters : int or None
        Clusters of the layer that is chosen. With None and a resolution, these are the
        finest; with None and "auto", vectors and graph decide.
    random_state : RandomState

    Returns
    -------
    layers : Layers
    """
    if resolution == "auto":
        tree, cuts, resolution = _fine_enough(linked, n_clusters, random_state)
    else:
        labels = _communities(linked, resolution, random_state)
        tree, cuts = merge_tree(linked.graph, labels, linked.vectors), None
    n_chosen = tree.n_leaves
    if n_clusters is not None:
        tree = _with_at_least(linked, tree, n_clusters, random_state)
        tree = tree.joined(linked.vectors, n_clusters)
        n_chosen = min(n_clusters, tree.n_leaves)
    elif cuts is not None:
        tree, n_chosen = divide_dominant(tree, cuts, linked.vectors, random_state)
    labels, chosen = _layers(linked, tree, n_chosen)
    return Layers(labels, chosen, float(resolution))


def _communities(linked, resolution, random_state):
    """Return clusters of a resolution, 0 for the largest, and -1 for what is left."""
    graph = linked.graph
    labels = leiden(graph, resolution=resolution, random_state=random_state)
    labels = join_structureless(graph, labels, linked.vectors, linked.on_sphere)
    labels = absorb_small(graph, labels, linked.min_size, linked.sizes)
    if linked.on_sphere:
        labels[~linked.vectors.any(axis=1)] = OUTLIER
    return number_by_size(labels)[0]


def _fine_enough(linked, n_clusters, random_state):
    """Return a tree of clusters that are fine enough, its cuts, and their resolution.

    They are, where there are more than are left in the end, or where a higher
    resolution makes no more of them, since small ones are given to others. Where labels
    are known, there are as many clusters at least.
    """
    resolution, best, least = _FINE, None, linked.n_known
    while True:
        labels = _communities(linked, resolution, random_state)
        if best is not None and labels.max(initial=-1) + 1 <= best[0].n_leaves:
            return best
        tree, cuts = merge_tree(linked.graph, labels, linked.vectors), None
        enough = tree.n_leaves >= _SPARE * (least if n_clusters is None else n_clusters)
        if n_clusters is None and tree.n_leaves > max(tree.n_tops, 1):
            cuts = judge_cuts(tree, linked.vectors, random_state, least)
            enough &= cuts.best() <= _MOST_LEFT * tree.n_leaves
        best = tree, cuts, resolution
        if enough or resolution >= _FINEST:
            return best
        resolution *= _FINER


def _with_at_least(linked, tree, n_clusters, random_state):
    """Return a tree of so many leaves or more, whose largest clusters are divided."""
    labels, n_labels = tree.labels.copy(), tree.n_leaves
    sizes = np.bincount(labels[labels >= 0], linked.sizes[labels >= 0], n_labels)
    sizes = sizes.tolist()
    while n_labels < n_clusters:
        largest = int(np.argmax(sizes)) if sizes else -1
        if largest < 0 or sizes[largest] < 2 * linked.min_size:
            break
        members = np.flatnonzero(labels == largest)
        half = _halves(linked, members, random_state)
        if half is None:
            sizes[largest] = 0  # which cannot be divided
            continue
        labels[members[half]] = n_labels
        n_labels += 1
        moved = linked.sizes[members[half]].sum()
        sizes[largest] -= moved
        sizes.append(moved)
    if n_labels == tree.n_leaves:
        return tree
    return merge_tree(linked.graph, labels, linked.vectors)


def _halves(linked, members, random_state):
    """Return a mask of one of two parts that are large enough, None without any."""
    if len(members) < 2:
        return None
    vectors, sizes = linked.vectors[members], linked.sizes[members]
    means = KMeans(2, n_init=1, random_state=random_state).fit(vectors)
    # Where two means leave one part too small, a cut half-way between them may not.
    along = vectors @ (means.cluster_centers_[1] - means.cluster_centers_[0])
    order = np.argsort(along, kind="stable")
    middle = np.empty(len(members), dtype=bool)
    middle[order] = 2 * np.cumsum(sizes[order]) > sizes.sum()
    for half in (means.labels_ == 1, middle):
        if min(sizes[half].sum(), sizes[~half].sum()) >= linked.min_size:
            return half
    return None


def _layers(linked, tree, n_chosen):
    """Return layers of clusters, the finest first, and the number of the chosen one."""
    cut = tree.cut(n_chosen)
    chosen = _settled(linked, cut)
    finer, labels, n_clusters = [], chosen, n_chosen
    while n_clusters < tree.n_leaves:
        n_clusters = int(n_clusters * _STEP)
        if n_clusters * np.sqrt(_STEP) > tree.n_leaves:
            n_clusters = tree.n_leaves
        before, cut = cut, tree.cut(n_clusters)
        labels = _divided(linked, labels, before, cut)
        finer.append(labels)
    coarser, cut, n_clusters = [], tree.cut(n_chosen), int(n_chosen / _STEP)
    if tree.n_tops <= _MOST_APART:
        tree = tree.joined(linked.vectors, 2)
    while n_clusters >= max(tree.n_tops, 2):
        into = np.full(n_chosen, OUTLIER)
        into[cut[cut >= 0]] = tree.cut(n_clusters)[cut >= 0]
        coarser.append(renumbered(chosen, into))
        n_clusters = int(n_clusters / _STEP)
    return np.array([*finer[::-1], chosen, *coarser]), len(finer)


def _settled(linked, cut):
    """Let nodes near borders change sides, if all clusters stay large enough."""
    if cut.max(initial=-1) < 1:
        return cut
    graph, sizes, min_size = linked.graph, linked.sizes, linked.min_size
    labels = move_to_means(
        graph,
        linked.vectors,
        cut,
        min_size,
        sizes,
        stays=linked.known >= 0,
        on_sphere=linked.on_sphere,
    )
    labels = follow_links(graph, labels, min_size, sizes)
    labels = hang_together(graph, labels, sizes)
    known = labels >= 0
    totals = np.bincount(labels[known], sizes[known], cut.max(initial=-1) + 1)
    return labels if (totals >= min_size).all() else cut


def _divided(linked, labels, coarse, fine):
    """Divide clusters as the cut of a tree divides them, in which some nodes differ.

    Parameters
    ----------
    linked : LinkedVectors
    labels : ndarray of shape (n_nodes,), int64
        Clusters, with the numbers of `coarse`.
    coarse, fine : ndarray of shape (n_nodes,), int64
        Two cuts of the tree.

    Returns
    -------
    labels : ndarray of shape (n_nodes,), int64
        Parts of the clusters, with the numbers of `fine`.
    """
    n_fine, known = int(fine.max(initial=-1)) + 1, fine >= 0
    parent = np.full(n_fine, OUTLIER)
    parent[fine[known]] = coarse[known]
    divided = np.where(known & (renumbered(fine, parent) == labels), fine, OUTLIER)
    divided = follow_links(linked.graph, divided, linked.min_size, linked.sizes, labels)
    lost = np.flatnonzero((divided < 0) & (labels >= 0))
    if len(lost):
        kept = divided >= 0
        totals = np.bincount(divided[kept], linked.sizes[kept], n_fine)
        order = np.argsort(totals, kind="stable")
        largest = np.full(int(coarse.max()) + 1, OUTLIER)
        largest[parent[order]] = order
        divided[lost] = largest[labels[lost]]
    return divided
