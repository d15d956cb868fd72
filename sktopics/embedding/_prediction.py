"""How probable words are, given what is around them."""

import numpy as np


def softmax_probabilities(hidden, output_vectors):
    """exp(v_w · h) / sum over all words, (n_terms,), in float64."""
    logits = (output_vectors @ hidden).astype(np.float64)
    logits -= logits.max()
    odds = np.exp(logits)
    return odds / odds.sum()


def tree_probabilities(hidden, node_vectors, tree):
    """Probabilities of the leaves of a binary tree, (n_terms,), in float64.

    Parameters
    ----------
    hidden : ndarray of shape (layer_size,)
    node_vectors : ndarray of shape (n_nodes, layer_size)
    tree : (offsets, nodes, codes)
        The path of word w is ``nodes[offsets[w]:offsets[w + 1]]``, and the turns at
        these nodes are ``codes`` in the same places.

    Returns
    -------
    probabilities : ndarray of shape (n_terms,)
        Products of sigmoid((1 - 2 code) v_node · h) along the paths; they sum to 1.
    """
    offsets, nodes, codes = tree
    scores = (node_vectors @ hidden).astype(np.float64)[nodes]
    log_turns = -np.logaddexp(0, (2.0 * codes - 1) * scores)
    n_terms = len(offsets) - 1
    paths = np.repeat(np.arange(n_terms), np.diff(offsets))
    return np.exp(np.bincount(paths, log_turns, minlength=n_terms))
