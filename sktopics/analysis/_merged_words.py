"""Words of topics that have become one: what was counted is added up, then weighed."""

import operator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import best_terms, sum_rows, top_columns

# Rows that are weighed at a time: few enough to be dense over a long vocabulary.
_BLOCK = 64


class Words(NamedTuple):
    """The heaviest words of a topic or of several together.

    Attributes
    ----------
    terms : tuple of str
        Heaviest first.
    weights : tuple of float
        Their shares of all weights.
    """

    terms: tuple[str, ...]
    weights: tuple[float, ...]


def group_words(sums, groups, n_groups, n_words):
    """Return the words of groups of topics.

    Parameters
    ----------
    sums : TopicSums
    groups : ndarray of shape (n_topics,), int
        The group of each topic, -1 for none.
    n_groups : int
    n_words : int

    Returns
    -------
    words : list of Words
    """
    parts = [sum_rows(part, groups, n_groups) for part in sums.parts]
    parts = [sp.csr_array(p) if sp.issparse(p) else p for p in parts]
    rows = ([part[[row]] for part in parts] for row in range(n_groups))
    return list(_best_words(sums, rows, n_words))


def words_of_links(sums, leaves, links, n_words):
    """Return the words of all nodes that links make, in their order.

    Parameters
    ----------
    sums : TopicSums
    leaves : ndarray of shape (n_leaves,), int
        Topics that are linked.
    links : ndarray of shape (n_leaves - 1, 4)
    n_words : int

    Returns
    -------
    words : list of Words
    """
    rows = _rows_of_links(sums.parts, leaves.tolist(), links)
    return list(_best_words(sums, rows, n_words))


def _rows_of_links(parts, leaves, links):
    """Yield the sums of both sides of each node, which are kept until they join."""
    made = {}
    for number, sides in enumerate(links[:, :2].astype(np.int64).tolist()):
        left, right = (
            [part[[leaves[node]]] for part in parts]
            if node < len(leaves)
            else made.pop(node)
            for node in sides
        )
        both = list(map(operator.add, left, right))
        made[len(leaves) + number] = both
        yield both


def _best_words(sums, rows, n_words):
    """Yield the heaviest words of sums, which are weighed some at a time."""
    block = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield from _weigh_block(sums, block, n_words)
            block = []
    if block:
        yield from _weigh_block(sums, block, n_words)


def _weigh_block(sums, block, n_words):
    stacked = (
        sp.csr_array(sp.vstack(rows, format="csr"))
        if sp.issparse(rows[0])
        else np.vstack(rows)
        for rows in zip(*block, strict=True)
    )
    weights = sums.weigh(*stacked)
    is_sparse = sp.issparse(weights)
    best = (best_terms if is_sparse else top_columns)(weights, n_words)
    positive = weights.maximum(0) if is_sparse else np.maximum(weights, 0)
    totals = np.asarray(positive.sum(axis=1)).ravel()
    for row, columns in enumerate(best):
        heaviest = _weights_at(weights, row, columns) / (totals[row] or 1)
        yield Words(tuple(sums.terms[columns].tolist()), tuple(heaviest.tolist()))


def _weights_at(weights, row, columns):
    """Return the weights of a row in some columns, of which all are stored."""
    if not sp.issparse(weights):
        return weights[row, columns]
    cells = slice(weights.indptr[row], weights.indptr[row + 1])
    return weights.data[cells][np.searchsorted(weights.indices[cells], columns)]
