"""PV-DM: a document's vector and the words around a gap predict the word in it.

Le & Mikolov 2014, "Distributed representations of sentences and documents", with the
vectors summed or averaged.

Windows overlap, so that sums over them are differences of cumulative sums, for which
a document is cut into stretches: within one, words' vectors stay as they are, and what
they are to learn is collected in the same way.
"""

from typing import NamedTuple

import numpy as np

from ._jit import jit_rows
from .prediction import explain_word, learn_word
from .reading import first_state, keep_windows
from .rows import add_row, clear_row, copy_row

# Words of a stretch: the more, the less is computed twice at its ends. The document's
# vector and the output vectors learn from every word at once.
_STRETCH = 32
_ONE = np.float32(1)
# Rows of the room to work in: the input of a prediction, what it is to learn, the sum
# of the vectors of a document's tags, and a cumulative sum.
_INPUT, _CHANGE, _OWN, _TOTAL = range(4)
N_WORK = 4


class Sums(NamedTuple):
    """Room for sums over the windows of a stretch.

    Attributes
    ----------
    vectors : (n_most, size) floats
        Cumulative sums of the vectors of the words that are known.
    known : (n_most,) int32
        Cumulative numbers of these words.
    steps : (n_most, size) floats
        Differences of what neighbouring words are to learn; 0 when not in use.
    """

    vectors: np.ndarray
    known: np.ndarray
    steps: np.ndarray


def new_sums(window, size, dtype):
    """Return `Sums` that are large enough for windows of a size."""
    n_most = _STRETCH + 2 * window + 1
    shape = n_most, size
    return Sums(
        np.empty(shape, dtype), np.empty(n_most, np.int32), np.zeros(shape, dtype)
    )


@jit_rows
def sum_vectors(words, first, last, word_vectors, sums):
    """Cumulative sums of the vectors, and of the number, of the words that are known.

    ``sums.vectors[j], sums.known[j] = word_vectors[w[w >= 0]].sum(axis=0), (w >=
    0).sum()`` with ``w = words[first:first + j]``, for j from 0 to ``last - first``.
    """
    sums.known[0] = 0
    clear_row(sums.vectors, 0)
    for j in range(last - first):
        w = words[first + j]
        sums.known[j + 1] = sums.known[j] + int(w >= 0)
        if w >= 0:
            _sum_row(sums.vectors, j, word_vectors, w)
        else:
            copy_row(sums.vectors, j + 1, sums.vectors, j)


@jit_rows
def _sum_row(sums, j, vectors, w):
    for k in range(sums.shape[1]):
        sums[j + 1, k] = sums[j, k] + vectors[w, k]


@jit_rows
def add_changes(words, first, last, steps, work, word_vectors, locks):
    """Let words learn what windows have collected, whose `steps` become 0 again.

    For j from 0 to before ``last - first``, unknown words left out::

        total += steps[j]
        word_vectors[words[first + j]] += locks[words[first + j]] * total
    """
    clear_row(work, _TOTAL)
    for j in range(last - first):
        w = words[first + j]
        if w >= 0:
            _step_row(work, steps, j, word_vectors, w, locks[w])
        else:
            add_row(work, _TOTAL, _ONE, steps, j)
    for j in range(last - first + 1):
        clear_row(steps, j)


@jit_rows
def _step_row(work, steps, j, vectors, w, lock):
    for k in range(steps.shape[1]):
        total = work[_TOTAL, k] + steps[j, k]
        work[_TOTAL, k] = total
        vectors[w, k] += lock * total


@jit_rows
def _mix(word, left, right, sums, n_own, mean, word_vectors, work):
    """Input for a word: the sum of the tags' vectors and of those of its window.

    ``input = own + sums.vectors[right] - sums.vectors[left] - word_vectors[word]``,
    divided by the number of vectors if `mean`. Returns by how much each of the vectors
    is to change where the input is to change by 1; 0 if there are none.
    """
    n_vectors = sums.known[right] - sums.known[left] - 1 + n_own
    if n_vectors == 0:
        return np.float32(0)
    share = _ONE / np.float32(n_vectors)
    _mix_row(
        work, sums.vectors, left, right, word_vectors, word, share if mean else _ONE
    )
    return _ONE if mean else share


@jit_rows
def _mix_row(work, sums, left, right, word_vectors, word, scale):
    for k in range(work.shape[1]):
        window = sums[right, k] - sums[left, k] - word_vectors[word, k]
        work[_INPUT, k] = scale * (window + work[_OWN, k])


@jit_rows
def _collect(back, left, right, here, n_own, steps, work):
    """Note what the words of a window are to learn, the word `here` in it excepted.

    With ``g = back * change``: ``own += n_own * g``, and the cumulative sum of `steps`
    grows by g from `left` to before `right`, but not at `here`.
    """
    _collect_window(back, left, right, np.float32(n_own), steps, work)
    _collect_gap(back, here, steps, work)


@jit_rows
def _collect_window(back, left, right, n_own, steps, work):
    for k in range(work.shape[1]):
        g = back * work[_CHANGE, k]
        work[_OWN, k] += n_own * g
        steps[left, k] += g
        steps[right, k] -= g


@jit_rows
def _collect_gap(back, here, steps, work):
    for k in range(work.shape[1]):
        g = back * work[_CHANGE, k]
        steps[here, k] -= g
        steps[here + 1, k] += g


@jit_rows
def learn_dm(
    text, start, stop, alphas, number, keep, window, span, mean, layer, vectors,
    word_vectors, locks, losses, read, lists, work, sums,
):  # fmt: skip
    """One pass of PV-DM over the documents `start` to `stop`.

    With `words` and windows as `keep_windows` has made them, unknown words left out of
    the windows, and changes of word vectors added after every 32 words::

        for d in range(start, stop):
            for i, word in enumerate(words):
                rows = tags of d
                near = words[lefts[i]:rights[i]] except words[i]
                n = len(rows) + len(near)
                h = vectors[rows].sum(axis=0) + word_vectors[near].sum(axis=0)
                h /= n if mean else 1
                change = 0
                learn_word(h, word, change)
                change /= 1 if mean else n
                vectors[rows] += change
                for w in near:
                    word_vectors[w] += locks[w] * change

    So a step changes h by as much as `learn` would have it, as in word2vec's own code.

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
    window, span : int
        See `keep_windows`.
    mean : bool
    layer : Layer
        In and out: the output vectors.
    vectors : (n_tags, size) floats
        In and out: vectors of the documents' tags.
    word_vectors : (n_terms, size) floats
        In and out.
    locks : (n_terms,) float32
        What the learning rate of each word's vector is multiplied by.
    losses : (n_documents, 2) float64
        Out: sum of the losses, and the weight of the words that were predicted.
    read : Read
    lists : Lists
    work : (4, size) floats
    sums : Sums
    """
    words = read.words
    for d in range(start, stop):
        state = first_state(text.seeds[d], number)
        n, state = keep_windows(text, d, state, keep, window, span, read)
        n_tags = _sum_tags(text, d, vectors, work, _OWN)
        loss = total = 0.0
        for begin in range(0, n, _STRETCH):
            end = min(begin + _STRETCH, n)
            first, last = max(begin - window, 0), min(end + window, n)
            sum_vectors(words, first, last, word_vectors, sums)
            for i in range(begin, end):
                w, count = words[i], read.weights[i]
                left, right = read.lefts[i] - first, read.rights[i] - first
                if w < 0 or count <= 0:
                    continue
                back = _mix(w, left, right, sums, n_tags, mean, word_vectors, work)
                if back == 0:
                    continue
                clear_row(work, _CHANGE)
                cost, state = learn_word(
                    work, _INPUT, w, count, state, layer, lists, alphas[d], work,
                    _CHANGE,
                )  # fmt: skip
                loss, total = loss + cost, total + count
                _collect(back, left, right, i - first, n_tags, sums.steps, work)
            add_changes(words, first, last, sums.steps, work, word_vectors, locks)
        _spread_change(text, d, work, vectors)
        losses[d, 0], losses[d, 1] = loss, total


@jit_rows
def _sum_tags(text, d, vectors, work, row):
    """``work[row] = vectors[tags].sum(axis=0)``; returns the number of tags."""
    clear_row(work, row)
    for entry in range(text.tag_offsets[d], text.tag_offsets[d + 1]):
        add_row(work, row, _ONE, vectors, text.tag_rows[entry])
    return text.tag_offsets[d + 1] - text.tag_offsets[d]


@jit_rows
def _spread_change(text, d, work, vectors):
    """``vectors[tags] += (own - vectors[tags].sum(axis=0)) / len(tags)``."""
    n_tags = _sum_tags(text, d, vectors, work, _CHANGE)
    add_row(work, _OWN, -_ONE, work, _CHANGE)
    for entry in range(text.tag_offsets[d], text.tag_offsets[d + 1]):
        share = _ONE / np.float32(n_tags)
        add_row(vectors, text.tag_rows[entry], share, work, _OWN)


@jit_rows
def infer_dm(
    text, start, stop, alphas, number, keep, window, span, mean, layer, vectors,
    word_vectors, losses, read, lists, work, sums,
):  # fmt: skip
    """`learn_dm` of nothing but the documents' vectors, all passes.

    Document d has the vector ``vectors[d]``, whatever its tags. `alphas` holds the
    learning rate of each pass, the first of which has the number `number`; `losses`
    are those of the last. With one alpha of 0 they are the losses of given vectors.
    """
    words = read.words
    for d in range(start, stop):
        copy_row(work, _OWN, vectors, d)
        for e in range(alphas.size):
            state = first_state(text.seeds[d], number + e)
            n, state = keep_windows(text, d, state, keep, window, span, read)
            loss = total = 0.0
            for begin in range(0, n, _STRETCH):
                end = min(begin + _STRETCH, n)
                first, last = max(begin - window, 0), min(end + window, n)
                sum_vectors(words, first, last, word_vectors, sums)
                for i in range(begin, end):
                    w, count = words[i], read.weights[i]
                    left, right = read.lefts[i] - first, read.rights[i] - first
                    if w < 0 or count <= 0:
                        continue
                    back = _mix(w, left, right, sums, 1, mean, word_vectors, work)
                    cost, state = explain_word(
                        work, _INPUT, w, count, state, layer, lists, back * alphas[e],
                        work, _OWN,
                    )  # fmt: skip
                    loss, total = loss + cost, total + count
            losses[d, 0], losses[d, 1] = loss, total
        copy_row(vectors, d, work, _OWN)
