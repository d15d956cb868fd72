"""Huffman's code of a vocabulary: the binary tree of hierarchical softmax."""

from typing import NamedTuple

import numpy as np

from ._jit import jit


class HuffmanTree(NamedTuple):
    """Paths from the root to the words.

    Attributes
    ----------
    offsets : ndarray of shape (n_terms + 1,), int64
        The path to word w is ``offsets[w]:offsets[w + 1]`` of the other arrays.
    nodes : ndarray, int32
        The inner nodes on the path, the root (number n_terms - 2) first.
    codes : ndarray, int8
        Which way the path goes there: 0 or 1.
    """

    offsets: np.ndarray
    nodes: np.ndarray
    codes: np.ndarray


def huffman_tree(counts):
    """Build the tree whose paths are the shortest on average.

    Parameters
    ----------
    counts : array-like of shape (n_terms,)
        How often each word occurs. The two rarest subtrees are joined again and
        again; of equally rare ones, words before subtrees, in their order.

    Returns
    -------
    tree : HuffmanTree
        With n_terms - 1 inner nodes. A single word has an empty path.

    Examples
    --------
    >>> from sktopics.kernels.huffman import huffman_tree
    >>> tree = huffman_tree([5, 1, 2])
    >>> [tree.codes[a:b].tolist() for a, b in zip(tree.offsets, tree.offsets[1:])]
    [[1], [0, 0], [0, 1]]
    """
    counts = np.asarray(counts, dtype=np.float64)
    order = np.argsort(counts, kind="stable")
    parents, turns = join_rarest(counts[order])
    depths = np.empty(counts.size, np.int64)
    measure_paths(parents, order, depths)
    offsets = np.concatenate(([0], np.cumsum(depths)))
    nodes, codes = np.empty(offsets[-1], np.int32), np.empty(offsets[-1], np.int8)
    walk_up(parents, turns, order, offsets, nodes, codes)
    return HuffmanTree(offsets, nodes, codes)


def no_tree(n_terms):
    """Return a tree in which all paths are empty: no hierarchical softmax."""
    offsets = np.zeros(n_terms + 1, np.int64)
    return HuffmanTree(offsets, np.empty(0, np.int32), np.empty(0, np.int8))


@jit
def join_rarest(counts):
    """Join the two rarest subtrees until one is left.

    Parameters
    ----------
    counts : (n,) floats, sorted

    Returns
    -------
    parents, turns : (2 * n - 1,) int64 and int8
        For the n leaves, then the n - 1 inner nodes in the order in which they were
        made: the number of the parent (-1 for the root) and which child this is.
    """
    n = counts.size
    sums = np.empty(2 * n - 1, np.float64)
    sums[:n] = counts
    parents = np.full(2 * n - 1, -1, np.int64)
    turns = np.zeros(2 * n - 1, np.int8)
    # Sums of inner nodes come in order, too. Of two nodes there is always one, however
    # sums compare: an inner one is taken after the leaves, or if it is made already.
    leaf, inner = 0, n
    for made in range(n, 2 * n - 1):
        for turn in range(2):
            if leaf < n and (inner >= made or sums[leaf] <= sums[inner]):
                rarest = leaf
                leaf += 1
            else:
                rarest = inner
                inner += 1
            sums[made] = sums[rarest] if turn == 0 else sums[made] + sums[rarest]
            parents[rarest], turns[rarest] = made, turn
    return parents, turns


@jit
def measure_paths(parents, order, depths):
    """Count the nodes between the root and word ``order[leaf]``, into `depths`."""
    for leaf in range(order.size):
        depth, node = 0, parents[leaf]
        while node >= 0:
            depth, node = depth + 1, parents[node]
        depths[order[leaf]] = depth


@jit
def walk_up(parents, turns, order, offsets, nodes, codes):
    """Write down the path of each word, from its end to its beginning."""
    n = order.size
    for leaf in range(n):
        place, node = offsets[order[leaf] + 1], leaf
        while parents[node] >= 0:
            place -= 1
            nodes[place], codes[place] = parents[node] - n, turns[node]
            node = parents[node]
