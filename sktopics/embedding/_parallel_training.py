"""Two threads that learn apart, and bring together what they have learned.

Output vectors of frequent words are written all the time. Two threads that write the
same ones wait for each other's caches, and are slower than one. So each has vectors of
its own for a stretch of documents, and then the differences are added up: local
stochastic gradient descent. There are two: of more threads the differences would add
up to steps too far, where each alone is about to arrive.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..kernels.merging import merge_copy

# With fewer terms a stretch is over before threads have met.
LEAST_TERMS = 512


def count_stretches(text, n_terms, words_apart):
    """How many stretches a batch is to be cut into; 0 if learning apart is not for it.

    To bring vectors together takes the longer the more terms there are. Tags that
    documents share are too few for it: each learns from too many words of a stretch.

    Parameters
    ----------
    text : Text
    n_terms : int
    words_apart : int
        Words of a stretch, for each term.
    """
    if n_terms < LEAST_TERMS or _shared(text.tag_rows):
        return 0
    return round(len(text.ids) / (words_apart * n_terms))


def _shared(rows):
    """Whether any of some rows are the same."""
    return len(rows) > 0 and np.bincount(rows - rows.min()).max() > 1


def learn_apart(learn, text, n_stretches, weights, trains_words):
    """Learn from a batch on two threads; what is learned does not hang on their timing.

    Parameters
    ----------
    learn : callable
        Called with the first document, the one after the last, and the `Weights` to
        change.
    text : Text
        Its documents have tags of their own.
    n_stretches : int
    weights : Weights
    trains_words : bool
        Whether vectors of words change.
    """
    layer = weights.layer
    matrices = [layer.outputs, layer.nodes]
    if trains_words:
        matrices.append(weights.word_vectors)
    copies = [matrix.copy() for matrix in matrices]
    other = _replaced(weights, *copies)
    before = [matrix.copy() for matrix in matrices]
    targets = np.linspace(0, len(text.ids), 2 * n_stretches + 1)
    cuts = np.searchsorted(text.offsets, targets).tolist()
    cuts[-1] = len(text.seeds)
    with ThreadPoolExecutor(1) as pool:
        for first, middle, last in zip(
            cuts[:-1:2], cuts[1::2], cuts[2::2], strict=True
        ):
            waiting = pool.submit(learn, middle, last, other)
            learn(first, middle, weights)
            waiting.result()
            for those in zip(matrices, copies, before, strict=True):
                merge_copy(*those)


def _replaced(weights, outputs, nodes, word_vectors=None):
    layer = weights.layer._replace(outputs=outputs, nodes=nodes)
    if word_vectors is None:
        return weights._replace(layer=layer)
    return weights._replace(layer=layer, word_vectors=word_vectors)
