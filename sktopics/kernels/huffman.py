"""Huffman's code of a vocabulary: the binary tree of hierarchical softmax."""

import heapq
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


def grafted_tree(counts, n_first):
    """Build a tree for the first words, and hang each later word beside another one.

    The paths of words stay what they are where later words come, so that what inner
    nodes have learned keeps its meaning. The leaf of a word becomes an inner node, over
    that word and the new one: the leaf for which the lengths of all paths, each times
    ``1 + count``, grow least; of several the one nearest to the root, then the first.

    Parameters
    ----------
    counts : array-like of shape (n_terms,)
        How often each word occurs; of a later word, when it came.
    n_first : int
        How many words, at least one, the tree is built of by `huffman_tree`.

    Returns
    -------
    tree : HuffmanTree
        Its root is the node number ``max(n_first - 2, 0)``. Word i, where it is a later
        one, hangs on the node number ``i - 1``.

    Examples
    --------
    >>> from sktopics.kernels.huffman import grafted_tree
    >>> tree = grafted_tree([5, 1, 2, 4], 3)
    >>> [tree.nodes[a:b].tolist() for a, b in zip(tree.offsets, tree.offsets[1:])]
    [[1, 2], [1, 0], [1, 0], [1, 2]]
    """
    counts = np.asarray(counts, dtype=np.float64)
    if n_first == counts.size:
        return huffman_tree(counts)
    order = np.argsort(counts[:n_first], kind="stable")
    parents, turns = join_rarest(counts[:n_first][order])
    depths = np.empty(counts.size, np.int64)
    measure_paths(parents, order, depths)
    above = np.full(2 * counts.size - 1, -1, np.int64)
    sides = np.zeros(above.size, np.int8)
    # Words first, then nodes: the same numbers as in `join_rarest` of all of them.
    places = np.concatenate([order, np.arange(n_first - 1) + counts.size])
    above[places] = np.where(parents < 0, -1, parents - n_first + counts.size)
    sides[places] = turns
    graft_leaves(1 + counts, n_first, above, sides, depths)
    offsets = np.concatenate(([0], np.cumsum(depths)))
    nodes, codes = np.empty(offsets[-1], np.int32), np.empty(offsets[-1], np.int8)
    walk_up(above, sides, np.arange(counts.size), offsets, nodes, codes)
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
def graft_leaves(sizes, n_first, above, sides, depths):
    """Hang the words from `n_first` on, one by one, into a tree of those before.

    Parameters
    ----------
    sizes : (n,) float64
        What the length of a word's path costs.
    n_first : int
    above, sides : (2 * n - 1,) int64 and int8, in and out
        For the n words, then the n - 1 nodes: the number of the parent, a node's n or
        more (-1 for the root), and which child this is.
    depths : (n,) int64, in and out
        Nodes between the root and each word.
    """
    n = sizes.size
    # At each depth the leaf that costs least is the first of a heap.
    leaves = [[(sizes[0], 0)]]
    leaves[0].clear()
    for word in range(n_first):
        _hang(leaves, depths[word], sizes[word], word)
    for new in range(n_first, n):
        best, least = -1, np.inf
        for depth in range(len(leaves)):
            if len(leaves[depth]):
                cost = leaves[depth][0][0] + sizes[new] * (depth + 1)
                if best < 0 or cost < least:
                    best, least = depth, cost
        size, word = heapq.heappop(leaves[best])
        node = n + new - 1
        above[node], sides[node] = above[word], sides[word]
        above[word], sides[word] = node, 0
        above[new], sides[new] = node, 1
        depths[word] = depths[new] = best + 1
        _hang(leaves, best + 1, size, word)
        _hang(leaves, best + 1, sizes[new], new)


@jit
def _hang(leaves, depth, size, word):
    """Put a leaf into the heap of its depth."""
    while len(leaves) <= depth:
        leaves.append(leaves[0][:0])
    heapq.heappush(leaves[depth], (size, word))


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
