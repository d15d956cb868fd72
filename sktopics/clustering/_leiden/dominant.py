"""A cluster of most of the vectors is divided by what is inside of it.

Long speeches and short remarks have the best silhouettes as two clusters, whatever the
speeches are about. A cluster of more than half of the vectors says little of them. So
the best cut of its own part of the tree takes its place. On eight corpora of 4 to 77
labels and up to 5,000 documents, no cluster is so large, and nothing changes.
"""

import numpy as np

from .agglomeration import Merges
from .granularity import judge_cuts
from .merge_tree import MergeTree

# A cluster of a larger share of the vectors is divided, if the score of the cut is at
# least this share of that of the whole: of two clusters, one is always so large.
_MOST, _LEAST = 0.5, 0.15


def divide_dominant(tree, cuts, vectors, random_state):
    """Divide clusters of most of the vectors, as long as there are clear parts of them.

    Parameters
    ----------
    tree : MergeTree
    cuts : Cuts
        Of the tree, of which the best is the one to begin with.
    vectors : ndarray of shape (n_nodes, n_dimensions)
    random_state : RandomState

    Returns
    -------
    tree : MergeTree
        With the same merges in another order, if any cluster was divided.
    n_clusters : int
        Of the cut of that tree.
    """
    n_clusters = cuts.best()
    while True:
        labels = tree.cut(n_clusters)
        sizes = np.bincount(labels[labels >= 0], minlength=1)
        largest = int(sizes.argmax())
        if sizes[largest] <= _MOST * sizes.sum():
            return tree, n_clusters
        n_merged = tree.n_leaves - n_clusters
        inner, merges = _inner_tree(tree, labels == largest, n_merged)
        if inner.n_leaves < 2:
            return tree, n_clusters
        inner_cuts = judge_cuts(inner, vectors, random_state)
        if inner_cuts.scores.max() < _LEAST * cuts.scores.max():
            return tree, n_clusters
        n_parts = inner_cuts.best()
        tree = _postponed(tree, merges[len(merges) - (n_parts - 1) :], n_merged)
        n_clusters += n_parts - 1


def _inner_tree(tree, members, n_merged):
    """Return the tree of one cluster alone, and which merges of the whole made it.

    Parameters
    ----------
    tree : MergeTree
    members : ndarray of shape (n_nodes,), bool
        Of the cluster.
    n_merged : int
        Merges that led to the cut that the cluster is of.

    Returns
    -------
    inner : MergeTree
    merges : list of int
    """
    leaves = np.unique(tree.labels[members]).tolist()
    number = {leaf: i for i, leaf in enumerate(leaves)}
    merges, pairs, links = [], [], []
    for t, (i, j) in enumerate(tree.merges.pairs[:n_merged]):
        if i in number and j in number:
            number[tree.n_leaves + t] = len(leaves) + len(merges)
            pairs.append((number[i], number[j]))
            merges.append(t)
    for node in number:
        among = tree.links[node].items()
        links.append({number[j]: weight for j, weight in among if j in number})
    inside = tree.inside[leaves]
    outward = [
        sum(weight for j, weight in of_leaf.items() if j < len(leaves))
        for of_leaf in links[: len(leaves)]
    ]
    labels = np.full(len(tree.labels), -1, dtype=np.int64)
    labels[members] = np.searchsorted(leaves, tree.labels[members])
    merged = Merges(len(leaves), pairs)
    return MergeTree(labels, merged, links, inside + np.array(outward), inside), merges


def _postponed(tree, merges, n_merged):
    """Return a tree with some of the first `n_merged` merges at the end of these."""
    later = set(merges)
    first = [t for t in range(n_merged) if t not in later]
    order = [*first, *merges, *range(n_merged, len(tree.merges.pairs))]
    nodes = [*range(tree.n_leaves), *(tree.n_leaves + t for t in order)]
    number = {node: i for i, node in enumerate(nodes)}
    pairs = [tuple(number[node] for node in tree.merges.pairs[t]) for t in order]
    links = [
        {number[j]: weight for j, weight in tree.links[node].items()} for node in nodes
    ]
    return tree._replace(merges=Merges(tree.n_leaves, pairs), links=links)
