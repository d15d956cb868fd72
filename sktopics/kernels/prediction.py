"""Predicting words from vectors: what all architectures of Doc2Vec have in common.

A vector h (of a document, or a mean of vectors) is shown some rows of a matrix of
output vectors, each with a label: 1 for the word to predict and 0 for noise (negative
sampling), or the turn that the path to the word takes at a node of a binary tree
(hierarchical softmax). Both are logistic regressions,

    loss = sum_j weight_j * log(1 + exp((1 - 2 * label_j) * outputs[rows[j]] @ h))

and a step of gradient descent is the same for both.
"""

from typing import NamedTuple

import numpy as np

from ._jit import jit_rows
from .rows import add_row, add_two, dot, exchange, exchange_two, two_dots
from .sampling import mix64

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S32, _LOW32 = np.uint64(32), np.uint64(0xFFFFFFFF)

# The logistic function and log(1 + exp(-x)) on a grid, to be interpolated: between
# points both are off by less than 1e-5, beyond the last ones too.
_LIMIT, _PER_UNIT = 12, 64
_GRID = np.linspace(-_LIMIT, _LIMIT, 2 * _LIMIT * _PER_UNIT + 1)
_SIGMOID = (1 / (1 + np.exp(-_GRID))).astype(np.float32)
_SOFTPLUS = np.log1p(np.exp(-_GRID)).astype(np.float32)
_SCALE, _CENTER = np.float32(_PER_UNIT), np.float32(_LIMIT * _PER_UNIT)
_LOWEST, _ZERO, _ONE = np.float32(-_LIMIT), np.float32(0), np.float32(1)
_LAST = np.float32(2 * _LIMIT * _PER_UNIT)
_LAST_CELL = np.uint32(2 * _LIMIT * _PER_UNIT - 1)


class Layer(NamedTuple):
    """The output layer.

    Attributes
    ----------
    noise : Noise
    outputs : (n_terms, size) floats
        Vectors of words for negative sampling; without it they may be none.
    tree : HuffmanTree
    nodes : (n_nodes, size) floats
        Vectors of the tree's nodes for hierarchical softmax; without it none.
    """

    noise: NamedTuple
    outputs: np.ndarray
    tree: NamedTuple
    nodes: np.ndarray


class Lists(NamedTuple):
    """Rows of output vectors that a vector is shown; only the first n count.

    Attributes
    ----------
    rows : (n_most,) int64
    labels, weights : (n_most,) float32
    gains : (n_most,) float32
        What each row is to learn.
    """

    rows: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    gains: np.ndarray


def new_lists(layer):
    """Return `Lists` long enough for two words and their noise, or for any path."""
    lengths = np.diff(layer.tree.offsets)
    n_most = max(2 + layer.noise.n_negative, lengths.max(initial=0))
    return Lists(np.empty(n_most, np.int64), *np.empty((3, n_most), np.float32))


@jit_rows
def list_noise(state, noise, n_words, lists):
    """Put noise words behind the words to predict; return the random state.

    ``rows[:n_words]`` are words to predict, with the `weights` that they have. Behind
    them come ``noise.n_negative`` words from the noise distribution, which stand for
    as many of each word: ``rows[n_words + j] = v``, where with the next random number
    r of 64 bits ``a = ((r >> 32) * n_terms) >> 32`` and ``v = noise.pairs[a, int(r %
    2**32 >= noise.threshold[a])]``. Words to predict that the noise hits by chance are
    spared::

        labels[:n_words], labels[n_words:] = 1, 0
        weights[n_words + j] = weights[:n_words][rows[:n_words] != v].sum()
    """
    rows, labels, weights = lists.rows, lists.labels, lists.weights
    n_terms = np.uint64(noise.threshold.size)
    for i in range(n_words):
        labels[i] = _ONE
    for j in range(n_words, n_words + noise.n_negative):
        state += GOLDEN
        r = mix64(state)
        a = ((r >> _S32) * n_terms) >> _S32
        # No branch: which way it goes is a toss of a coin.
        v = noise.pairs[a, np.uint64((r & _LOW32) >= noise.threshold[a])]
        weight = _ZERO
        for i in range(n_words):
            weight += weights[i] * np.float32(rows[i] != v)
        rows[j], labels[j], weights[j] = v, _ZERO, weight
    return state


@jit_rows
def list_path(tree, word, weight, lists):
    """List the nodes on the path to a word; return their number n.

    With ``path = slice(tree.offsets[word], tree.offsets[word + 1])``::

        rows[:n], weights[:n] = tree.nodes[path], weight
        labels[:n] = 1 - tree.codes[path]
    """
    first = tree.offsets[word]
    n = tree.offsets[word + 1] - first
    for j in range(n):
        lists.rows[j] = tree.nodes[first + j]
        lists.labels[j] = _ONE - np.float32(tree.codes[first + j])
        lists.weights[j] = weight
    return n


@jit_rows
def respond(inputs, i, outputs, lists, n, alpha):
    """Compute what each row is to learn; return the loss.

    With ``x = outputs[rows[:n]] @ inputs[i]``::

        gains[:n] = alpha * weights * (labels - 1 / (1 + exp(-x)))
        loss = (weights * log(1 + exp((1 - 2 * labels) * x))).sum()
    """
    rows, gains = lists.rows, lists.gains
    for j in range(0, n - 1, 2):
        x, y = two_dots(inputs, i, outputs, rows[j], rows[j + 1])
        gains[j], gains[j + 1] = x, y
    if n & 1:
        gains[n - 1] = dot(inputs, i, outputs, rows[n - 1])
    loss = _ZERO
    for j in range(n):
        x, label, weight = gains[j], lists.labels[j], lists.weights[j]
        place = min(max(x * _SCALE + _CENTER, _ZERO), _LAST)
        # NaN, where training diverges, becomes some integer. Without a sign it is not
        # below 0, and the last cell is the largest. The loss is NaN then.
        cell = min(np.uint32(np.int32(place)), _LAST_CELL)
        share = place - np.float32(cell)
        p = _SIGMOID[cell] + share * (_SIGMOID[cell + 1] - _SIGMOID[cell])
        gains[j] = alpha * weight * (label - p)
        cost = _SOFTPLUS[cell] + share * (_SOFTPLUS[cell + 1] - _SOFTPLUS[cell])
        cost += max(_LOWEST - x, _ZERO) + (_ONE - label) * x
        loss += weight * cost
    return loss


@jit_rows
def learn(inputs, i, outputs, lists, n, alpha, change, c):
    """Step down the loss: learn the output rows, collect the change of the input.

    With the gains of `respond`, row by row::

        for j in range(n):
            change[c] += gains[j] * outputs[rows[j]]
            outputs[rows[j]] += gains[j] * inputs[i]

    Returns the loss before the step.
    """
    loss = respond(inputs, i, outputs, lists, n, alpha)
    rows, gains, j = lists.rows, lists.gains, 0
    while j < n:
        r, g = rows[j], gains[j]
        if j + 1 < n and rows[j + 1] != r:  # two at a time: less is read twice
            q, f = rows[j + 1], gains[j + 1]
            exchange_two(inputs, i, outputs, r, g, q, f, change, c)
            j += 2
        else:
            exchange(inputs, i, outputs, r, g, change, c)
            j += 1
    return loss


@jit_rows
def explain(inputs, i, outputs, lists, n, alpha, change, c):
    """`learn` with the output rows as they are.

    ``change[c] += gains[:n] @ outputs[rows[:n]]``; returns the loss.
    """
    loss = respond(inputs, i, outputs, lists, n, alpha)
    rows, gains = lists.rows, lists.gains
    for j in range(0, n - 1, 2):
        g, f = gains[j], gains[j + 1]
        add_two(change, c, g, outputs, rows[j], f, rows[j + 1])
    if n & 1:
        add_row(change, c, gains[n - 1], outputs, rows[n - 1])
    return loss


@jit_rows
def learn_word(inputs, i, word, weight, state, layer, lists, alpha, change, c):
    """`learn` to predict a word, by negative sampling and down the tree, as there are.

    Returns the loss and the random state.
    """
    loss, n_negative = _ZERO, layer.noise.n_negative
    if n_negative:
        lists.rows[0], lists.weights[0] = word, weight
        state = list_noise(state, layer.noise, 1, lists)
        n = 1 + n_negative
        loss += learn(inputs, i, layer.outputs, lists, n, alpha, change, c)
    n = list_path(layer.tree, word, weight, lists)
    if n:
        loss += learn(inputs, i, layer.nodes, lists, n, alpha, change, c)
    return loss, state


@jit_rows
def explain_word(inputs, i, word, weight, state, layer, lists, alpha, change, c):
    """`learn_word` with the output vectors as they are."""
    loss, n_negative = _ZERO, layer.noise.n_negative
    if n_negative:
        lists.rows[0], lists.weights[0] = word, weight
        state = list_noise(state, layer.noise, 1, lists)
        n = 1 + n_negative
        loss += explain(inputs, i, layer.outputs, lists, n, alpha, change, c)
    n = list_path(layer.tree, word, weight, lists)
    if n:
        loss += explain(inputs, i, layer.nodes, lists, n, alpha, change, c)
    return loss, state
