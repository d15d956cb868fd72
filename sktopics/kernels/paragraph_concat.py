"""PV-DM with vectors side by side: each place of the window has weights of its own.

Le & Mikolov 2014, "Distributed representations of sentences and documents". The input
of a prediction is ``[tag, ..., tag, word at -window, ..., word at window]`` without the
word itself; places beyond the ends of the piece, and of unknown words, hold zeros.
"""

import numpy as np

from ._jit import jit_rows
from .prediction import explain_word, learn_word
from .reading import first_state, keep_windows
from .rows import clear_row

_ONE = np.float32(1)
# Rows of the room to work in: the input of a prediction, and what it is to learn.
_INPUT, _CHANGE = range(2)
N_WORK = 2


@jit_rows
def _put(work, place, vectors, v):
    """``work[_INPUT, place * size:(place + 1) * size] = vectors[v]``."""
    size = vectors.shape[1]
    for k in range(size):
        work[_INPUT, place * size + k] = vectors[v, k]


@jit_rows
def _take(vectors, v, scale, work, place):
    """``vectors[v] += scale * work[_CHANGE, place * size:(place + 1) * size]``."""
    size = vectors.shape[1]
    for k in range(size):
        vectors[v, k] += scale * work[_CHANGE, place * size + k]


@jit_rows
def _word_at(read, i, window, place):
    """Return the word at a place of the window of word i, or -1 if there is none."""
    j = i - window + place + int(place >= window)
    return read.words[j] if read.lefts[i] <= j < read.rights[i] else np.int32(-1)


@jit_rows
def _put_words(read, i, window, n_tags, word_vectors, work):
    for place in range(2 * window):
        w = _word_at(read, i, window, place)
        if w >= 0:
            _put(work, n_tags + place, word_vectors, w)


@jit_rows
def learn_concat(
    text, start, stop, alphas, number, keep, window, layer, vectors, word_vectors,
    locks, losses, read, lists, work,
):  # fmt: skip
    """One pass of PV-DM with concatenation over the documents `start` to `stop`.

    All documents have the same number of tags. With `words` as `keep_windows` has kept
    them, windows not reduced::

        for d in range(start, stop):
            for i, word in enumerate(words):
                h = concatenate([vectors[row] for row in tags of d] + [
                    word_vectors[words[j]] or zeros
                    for j in range(i - window, i + window + 1) if j != i
                ])
                change = 0
                learn_word(h, word, change)
                add to each vector its part of the change, times its lock if of a word

    Parameters are those of `learn_dm`; `work` has the shape ``(2, (n_tags + 2 * window)
    * size)``.
    """
    for d in range(start, stop):
        state = first_state(text.seeds[d], number)
        n, state = keep_windows(text, d, state, keep, window, 1, read)
        first_tag = text.tag_offsets[d]
        n_tags = text.tag_offsets[d + 1] - first_tag
        loss = total = 0.0
        for i in range(n):
            word, count = read.words[i], read.weights[i]
            if word < 0 or count <= 0:
                continue
            clear_row(work, _INPUT)
            clear_row(work, _CHANGE)
            for place in range(n_tags):
                _put(work, place, vectors, text.tag_rows[first_tag + place])
            _put_words(read, i, window, n_tags, word_vectors, work)
            cost, state = learn_word(
                work, _INPUT, word, count, state, layer, lists, alphas[d], work, _CHANGE
            )
            loss, total = loss + cost, total + count
            for place in range(n_tags):
                _take(vectors, text.tag_rows[first_tag + place], _ONE, work, place)
            for place in range(2 * window):
                w = _word_at(read, i, window, place)
                if w >= 0:
                    _take(word_vectors, w, locks[w], work, n_tags + place)
        losses[d, 0], losses[d, 1] = loss, total


@jit_rows
def infer_concat(
    text, start, stop, alphas, number, keep, window, n_tags, layer, vectors,
    word_vectors, losses, read, lists, work,
):  # fmt: skip
    """`learn_concat` of nothing but the documents' vectors, all passes.

    Document d has the vectors ``vectors[d * n_tags:(d + 1) * n_tags]``, whatever its
    tags. `alphas` holds the learning rate of each pass, the first of which has the
    number `number`; `losses` are those of the last. With one alpha of 0 they are the
    losses of given vectors.
    """
    for d in range(start, stop):
        for e in range(alphas.size):
            state = first_state(text.seeds[d], number + e)
            n, state = keep_windows(text, d, state, keep, window, 1, read)
            loss = total = 0.0
            for i in range(n):
                word, count = read.words[i], read.weights[i]
                if word < 0 or count <= 0:
                    continue
                clear_row(work, _INPUT)
                clear_row(work, _CHANGE)
                for place in range(n_tags):
                    _put(work, place, vectors, d * n_tags + place)
                _put_words(read, i, window, n_tags, word_vectors, work)
                cost, state = explain_word(
                    work, _INPUT, word, count, state, layer, lists, alphas[e], work,
                    _CHANGE,
                )  # fmt: skip
                loss, total = loss + cost, total + count
                for place in range(n_tags):
                    _take(vectors, d * n_tags + place, _ONE, work, place)
            losses[d, 0], losses[d, 1] = loss, total
