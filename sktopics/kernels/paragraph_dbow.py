"""PV-DBOW: a document's vector predicts its words, whatever their order.

Le & Mikolov 2014, "Distributed representations of sentences and documents". With
word training, words predict their neighbours in between, as in skip-gram.
"""

import numpy as np

from ._jit import jit_rows
from .prediction import explain, learn, learn_word, list_noise, list_path
from .reading import first_state, keep_windows, keep_words
from .rows import add_row, clear_row

# Of a document so many words long, two neighbours share their noise words. It is the
# document's vector that meets the noise: a long document's meets enough of it that way,
# a short one's does not. With three, reviews were told apart worse by half a point.
_LONG = 32
_ONE = np.float32(1)


@jit_rows
def _sharing(n_words):
    """How many words share their noise words in a document of so many words."""
    return 1 + int(n_words >= _LONG)


@jit_rows
def learn_dbow(
    text, start, stop, alphas, number, keep, layer, vectors, losses, read, lists, work
):
    """One pass of PV-DBOW over the documents `start` to `stop`.

    With `words` as `keep_words` has kept them, n of which share their noise (2 of 32 or
    more, else 1)::

        for d in range(start, stop):
            for row in tags of d:
                for i in range(0, len(words), n):
                    change = 0
                    if layer.noise.n_negative:
                        list_noise(words[i:i + n])
                        learn(vectors[row], layer.outputs, change)
                    for word in words[i:i + n]:
                        list_path(word)
                        learn(vectors[row], layer.nodes, change)
                    vectors[row] += change

    Parameters
    ----------
    text : Text
    start, stop : int
        Documents to learn from.
    alphas : (n_documents,) float32
        Learning rate of each document.
    number : int
        Number of the pass, so that each has random numbers of its own.
    keep : (n_terms,) uint64
        See `keep_thresholds`.
    layer : Layer
        In and out: the output vectors.
    vectors : (n_tags, size) floats
        In and out: vectors of the documents' tags.
    losses : (n_documents, 2) float64
        Out: sum of the losses, and the weight of the words that were predicted.
    read : Read
    lists : Lists
    work : (1, size) floats
    """
    words, counts, n_negative = read.words, read.weights, layer.noise.n_negative
    for d in range(start, stop):
        state = first_state(text.seeds[d], number)
        n, state = keep_words(text, d, state, keep, read)
        alpha, sharing, loss, total = alphas[d], _sharing(n), 0.0, 0.0
        for entry in range(text.tag_offsets[d], text.tag_offsets[d + 1]):
            v = text.tag_rows[entry]
            for first in range(0, n, sharing):
                last = min(first + sharing, n)
                clear_row(work, 0)
                if n_negative:
                    for i in range(first, last):
                        lists.rows[i - first] = words[i]
                        lists.weights[i - first] = counts[i]
                    state = list_noise(state, layer.noise, last - first, lists)
                    m = last - first + n_negative
                    loss += learn(vectors, v, layer.outputs, lists, m, alpha, work, 0)
                for i in range(first, last):
                    total += counts[i]
                    m = list_path(layer.tree, words[i], counts[i], lists)
                    if m:
                        loss += learn(vectors, v, layer.nodes, lists, m, alpha, work, 0)
                add_row(vectors, v, _ONE, work, 0)
        losses[d, 0], losses[d, 1] = loss, total


@jit_rows
def infer_dbow(
    text, start, stop, alphas, number, keep, layer, vectors, losses, read, lists, work
):
    """`learn_dbow` of nothing but the documents' vectors, all passes.

    Document d has the vector ``vectors[d]``, whatever its tags. `alphas` holds the
    learning rate of each pass, the first of which has the number `number`; `losses`
    are those of the last. With one alpha of 0 they are the losses of given vectors.
    """
    words, counts, n_negative = read.words, read.weights, layer.noise.n_negative
    for d in range(start, stop):
        for e in range(alphas.size):
            state = first_state(text.seeds[d], number + e)
            n, state = keep_words(text, d, state, keep, read)
            alpha, sharing, loss, total = alphas[e], _sharing(n), 0.0, 0.0
            for first in range(0, n, sharing):
                last = min(first + sharing, n)
                clear_row(work, 0)
                if n_negative:
                    for i in range(first, last):
                        lists.rows[i - first] = words[i]
                        lists.weights[i - first] = counts[i]
                    state = list_noise(state, layer.noise, last - first, lists)
                    m = last - first + n_negative
                    loss += explain(vectors, d, layer.outputs, lists, m, alpha, work, 0)
                for i in range(first, last):
                    total += counts[i]
                    m = list_path(layer.tree, words[i], counts[i], lists)
                    if m:
                        loss += explain(
                            vectors, d, layer.nodes, lists, m, alpha, work, 0
                        )
                add_row(vectors, d, _ONE, work, 0)
            losses[d, 0], losses[d, 1] = loss, total


@jit_rows
def learn_dbow_words(
    text, start, stop, alphas, number, keep, window, span, layer, vectors, word_vectors,
    locks, losses, read, lists, work,
):  # fmt: skip
    """One pass of PV-DBOW and skip-gram in turns over the documents `start` to `stop`.

    With `words` and windows as `keep_windows` has made them, each word is predicted by
    the words around it and then by the document's tags, with noise words for each::

        for d in range(start, stop):
            for i, word in enumerate(words):
                for near in words[lefts[i]:rights[i]] except words[i]:
                    change = 0
                    learn_word(word_vectors[near], word, change)
                    word_vectors[near] += locks[near] * change
                for row in tags of d:
                    change = 0
                    learn_word(vectors[row], word, change)
                    vectors[row] += change

    In the other order documents learn more of the words that their neighbours explain,
    and in news with all its function words are told apart worse.

    Parameters are those of `learn_dbow`, and:

    window, span : int
        See `keep_windows`.
    word_vectors : (n_terms, size) floats
        In and out.
    locks : (n_terms,) float32
        What the learning rate of each word's vector is multiplied by.
    """
    words, counts = read.words, read.weights
    for d in range(start, stop):
        state = first_state(text.seeds[d], number)
        n, state = keep_windows(text, d, state, keep, window, span, read)
        alpha, loss, total = alphas[d], 0.0, 0.0
        n_tags = text.tag_offsets[d + 1] - text.tag_offsets[d]
        for i in range(n):
            if words[i] < 0 or counts[i] <= 0:
                continue
            word, count, left = words[i], counts[i], read.lefts[i]
            # The window first, then the tags: the two cases of one loop.
            n_near = read.rights[i] - left
            for j in range(n_near + n_tags):
                is_tag, near = j >= n_near, left + j
                if not is_tag and (near == i or words[near] < 0):
                    continue
                clear_row(work, 0)
                if is_tag:
                    v = text.tag_rows[text.tag_offsets[d] + j - n_near]
                    cost, state = learn_word(
                        vectors, v, word, count, state, layer, lists, alpha, work, 0
                    )
                    add_row(vectors, v, _ONE, work, 0)
                else:
                    w = words[near]
                    cost, state = learn_word(
                        word_vectors, w, word, count, state, layer, lists, alpha, work,
                        0,
                    )  # fmt: skip
                    add_row(word_vectors, w, locks[w], work, 0)
                loss, total = loss + cost, total + count
        losses[d, 0], losses[d, 1] = loss, total
