"""Reading documents token by token: seeds, subsampling, windows."""

from typing import NamedTuple

import numpy as np

from ._jit import jit, jit_rows
from .sampling import mix64

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_S32, _S40, _LOW32 = np.uint64(32), np.uint64(40), np.uint64(0xFFFFFFFF)
_UNIT = np.float32(1.0 / (1 << 24))


class Text(NamedTuple):
    """Documents, as kernels read them.

    Attributes
    ----------
    ids : (n_tokens,) int32
        Terms; -1 is a place whose term is not known.
    weights : (n_tokens,) float32
        What each token counts for.
    boundaries : (n_tokens,) bool
        Where a piece starts over which windows do not reach; the beginnings of
        documents need not be marked.
    offsets : (n_documents + 1,) int64
    seeds : (n_documents,) uint64
        Where each document's random numbers start.
    tag_offsets, tag_rows : (n_documents + 1,) and (n_entries,) int64
        Document d has the vectors ``tag_rows[tag_offsets[d]:tag_offsets[d + 1]]``.
    """

    ids: np.ndarray
    weights: np.ndarray
    boundaries: np.ndarray
    offsets: np.ndarray
    seeds: np.ndarray
    tag_offsets: np.ndarray
    tag_rows: np.ndarray

    def __reduce__(self):
        # As a rule all tokens count for 1 and no pieces are marked, which need not be
        # sent to other processes.
        weights = None if (self.weights == 1).all() else self.weights
        boundaries = self.boundaries if self.boundaries.any() else None
        return _restored, (self.ids, weights, boundaries, *self[3:])


def _restored(ids, weights, boundaries, *rest):
    """`Text` that was pickled, read-only as it was: kernels are compiled for that."""
    if weights is None:
        weights = np.ones(len(ids), np.float32)
    if boundaries is None:
        boundaries = np.zeros(len(ids), bool)
    text = Text(ids, weights, boundaries, *rest)
    for array in text:
        array.flags.writeable = False
    return text


class Read(NamedTuple):
    """Room for the tokens of a document that were not passed over, and their windows.

    Attributes
    ----------
    words, lefts, rights : (n_most,) int32
    weights : (n_most,) float32
    """

    words: np.ndarray
    weights: np.ndarray
    lefts: np.ndarray
    rights: np.ndarray


def new_read(text, start, stop):
    """Return `Read` long enough for each of the documents `start` to `stop`."""
    n_most = np.diff(text.offsets[start : stop + 1]).max(initial=1)
    words, lefts, rights = np.empty((3, n_most), np.int32)
    return Read(words, np.empty(n_most, np.float32), lefts, rights)


@jit
def seed_sequences(ids, offsets, seed, seeds):
    """Give every document random numbers of its own, by its words and their order.

    Equal documents get equal seeds, wherever they stand in the corpus. With GOLDEN =
    0x9E3779B97F4A7C15 and uint64 arithmetic, for each document::

        state = seed
        for w in words:
            state = mix64(state ^ (w + 2) * GOLDEN)
    """
    for d in range(offsets.size - 1):
        state = seed
        for t in range(offsets[d], offsets[d + 1]):
            state = mix64(state ^ (np.uint64(ids[t] + 2) * _GOLDEN))
        seeds[d] = state


@jit
def shuffle_documents(offsets, seeds, ids, weights):
    """Shuffle the tokens of each document in place, by its seed (Fisher and Yates).

    From the last token of a document down to its second, token i changes places with
    token ``first + ((r >> 32) * (i - first + 1) >> 32)``, r the next random number.
    """
    for d in range(seeds.size):
        state, first = seeds[d], offsets[d]
        for i in range(offsets[d + 1] - 1, first, -1):
            state += _GOLDEN
            j = first + np.int64(
                ((mix64(state) >> _S32) * np.uint64(i - first + 1)) >> _S32
            )
            ids[i], ids[j] = ids[j], ids[i]
            weights[i], weights[j] = weights[j], weights[i]


@jit
def fill_uniformly(seed, first, scale, out):
    """Random numbers from -scale to scale; row r is the same in whatever part it is.

    ``out[r, k] = scale * (2 * u - 1)`` with u in [0, 1) from the state ``mix64(seed +
    first + r) + (k + 1) * GOLDEN``.
    """
    for r in range(out.shape[0]):
        state = mix64(seed + np.uint64(first + r))
        for k in range(out.shape[1]):
            state += _GOLDEN
            u = np.float32(mix64(state) >> _S40) * _UNIT
            out[r, k] = scale * (np.float32(2) * u - np.float32(1))


@jit_rows
def first_state(seed, number):
    """Where the random numbers of a document start in pass `number`."""
    return mix64(seed + np.uint64(number + 1) * _MIX)


@jit_rows
def keep_words(text, d, state, keep, read):
    """Copy the tokens of document `d` that are not passed over.

    Token t stays if ``(r >> 32) < keep[ids[t]]``, r the next random number. Places of
    unknown words and tokens without weight are left out.

    Returns
    -------
    n : int
        How many were kept.
    state : uint64
        The random state.
    """
    words, weights, n = read.words, read.weights, 0
    for t in range(text.offsets[d], text.offsets[d + 1]):
        w = text.ids[t]
        state += _GOLDEN
        words[n], weights[n] = w, text.weights[t]
        # No branch: which way it goes is a toss of a coin.
        n += np.int64(
            (w >= 0) & (text.weights[t] > 0) & ((mix64(state) >> _S32) < keep[w])
        )
    return n, state


@jit_rows
def keep_windows(text, d, state, keep, window, span, read):
    """Copy the tokens of document `d` that are not passed over, and their windows.

    Token t stays if ``(r >> 32) < keep[ids[t]]``, r the next random number; unknown
    words keep their places. The window of the token that has become number i reaches
    from ``lefts[i]`` to before ``rights[i]``: ``window - ((r % 2**32) * span >> 32)``
    to either side, itself between them, no further than the ends of its piece. Numbers
    of 32 bits hold a window: `architecture_of` makes it no wider than 2**30.

    Returns
    -------
    n : int
        How many were kept.
    state : uint64
        The random state.
    """
    words, weights = read.words, read.weights
    lefts, rights, n, piece = read.lefts, read.rights, 0, 0
    for t in range(text.offsets[d], text.offsets[d + 1]):
        w = text.ids[t]
        state += _GOLDEN
        r = mix64(state)
        if text.boundaries[t]:
            piece = n
        words[n], weights[n], lefts[n] = w, text.weights[t], piece
        rights[n] = window - np.int32(((r & _LOW32) * np.uint64(span)) >> _S32)
        n += np.int64((w < 0) | ((r >> _S32) < keep[w]))
    end = n
    for i in range(n - 1, -1, -1):
        piece, reach = lefts[i], rights[i]
        lefts[i], rights[i] = max(piece, i - reach), min(end, i + reach + 1)
        if i == piece:
            end = i
    return n, state
