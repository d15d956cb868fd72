"""Passes of attention over one piece of a text, for `attentive.collect_counts`.

A position takes from the average of the vectors behind it and of those ahead. Going
through the piece, what lies behind is averaged on the way. What lies ahead was averaged
by the pass before, which went the other way and averaged its own results one position
later, in the place of averages that it had used. So a pass is one sweep, there or back.

All vectors are in one flat array, in panels of topics: ``table[b, i]``, of shape (2,
panel), has the vector and the average of position i. So the compiler knows from
constant distances what does not overlap, and a panel is whole vectors without remainder
(loops over panels must be long enough not to be unrolled; short ones are given a number
of topics that is not known before). One position at each end of a piece stays 0.

Indices are unsigned: for what may be negative there is code to count from the end.
"""

import math

import numpy as np

from ._jit import jit_fast
from .attention import TINY

# Topics of a panel: `WIDE` where the padded number of topics is a multiple of that,
# `ODD` where it is a multiple of this (as for 100 topics), or `NARROW`, the slowest.
WIDE, ODD, NARROW = 32, 56, 16

# Topics that have less of a position are taken for 0, as in documents.
SMALLEST = 1e-8
# Less is not divided by: there are numbers of which 1 / number is infinite.
VANISHED = 1e-30

# Notes of a position: its rates of `attention.rate_positions`, what its vector is yet
# to be multiplied with, and what it added up to.
N_NOTES = np.uint64(8)
BEFORE, OWN, REST = np.uint64(2), np.uint64(4), np.uint64(5)
SCALE, TOTAL = np.uint64(6), np.uint64(7)


@jit_fast
def panel_of(n_padded):
    """How many topics a panel has."""
    if n_padded % WIDE == 0:
        return WIDE
    return ODD if n_padded % ODD == 0 else NARROW


@jit_fast
def allocate_panels(longest, prior, panel):
    """Memory for pieces of up to so many positions, ``size = longest + 2``.

    Words (size,); notes (size * 8,); the state of a sweep, in panels of the average of
    what lies behind and p(topic), (n_padded / panel * 2 * panel,); and the table
    (n_padded / panel * size * 2 * panel,).
    """
    n_padded, size = prior.shape[0], longest + 2
    state = np.zeros(2 * n_padded, prior.dtype)
    for k in range(n_padded):
        state[k // panel * 2 * panel + panel + k % panel] = prior[k]
    return (
        np.zeros(size, np.uint64),
        np.zeros(size * 8, prior.dtype),
        state,
        np.zeros(2 * n_padded * size, prior.dtype),
    )


@jit_fast
def note_positions(words, start, length, rates, placed, notes):
    """Note what is known of positions; those without a word have no context."""
    one, zero = notes.dtype.type(1), notes.dtype.type(0)
    for i in range(length):
        here, note, to = start + i, np.uint64(8 * (i + 1)), np.uint64(i + 1)
        shown = one if words[here] >= 0 else zero
        placed[to] = np.uint64(max(words[here], 0))
        notes[note], notes[note + np.uint64(1)] = rates[0, here], rates[1, here]
        notes[note + BEFORE] = shown * rates[2, here]
        notes[note + np.uint64(3)] = shown * rates[3, here]
        notes[note + OWN] = shown * rates[4, here]
        notes[note + REST] = shown * rates[5, here]
        notes[note + SCALE], notes[note + TOTAL] = one, zero


def make_begin(panel):
    """Compile `begin` for panels of so many topics."""
    lanes, row = np.uint64(panel), np.uint64(2 * panel)

    @jit_fast
    def begin(words, start, length, known, notes, table):
        """Vectors ``known[words]``, 0 for no word, and their averages from the left."""
        one, zero = table.dtype.type(1), table.dtype.type(0)
        tiny, n_panels = table.dtype.type(TINY), known.shape[1] // panel
        size = table.shape[0] // (2 * known.shape[1])
        width = np.uint64(known.shape[1] // n_panels)
        for b in range(n_panels):
            end = np.uint64((b * size + length + 1) * 2 * panel)
            for k in range(row):
                table[end + k] = zero
        rate, keep = zero, zero
        for i in range(length):
            shown = one if words[start + i] >= 0 else zero
            word = np.uint64(max(words[start + i], 0))
            for b in range(n_panels):
                first = np.uint64(b * panel)
                here = np.uint64((b * size + i + 1) * 2 * panel)
                last = here - row
                for k in range(width):
                    mean = keep * table[last + lanes + k] + tiny
                    table[here + lanes + k] = rate * table[last + k] + mean
                    table[here + k] = shown * known[word, first + k]
            rate = notes[np.uint64(i + 1) * N_NOTES]
            keep = one - rate

    return begin


def make_sweep(panel, step):
    """Compile `sweep` for panels of so many topics, there (step 1) or back (-1)."""
    lanes, row = np.uint64(panel), np.uint64(2 * panel)
    behind, ahead = np.uint64(0 if step > 0 else 1), np.uint64(1 if step > 0 else 0)
    given, taken = BEFORE + behind, BEFORE + ahead

    @jit_fast
    def sweep(words, start, length, phi, known, placed, notes, state, table):
        """One pass over a piece: averages of what lies ahead become those behind."""
        one, zero = table.dtype.type(1), table.dtype.type(0)
        tiny, vanished = table.dtype.type(TINY), table.dtype.type(VANISHED)
        size, n_panels = placed.shape[0], phi.shape[1] // panel
        for b in range(n_panels):
            for k in range(panel):
                state[b * 2 * panel + k] = zero
        last_rate, last_keep = zero, zero
        for j in range(length):
            i = j + 1 if step > 0 else length - j
            word, note = placed[np.uint64(i)], np.uint64(i) * N_NOTES
            rate, scale = notes[note + behind], notes[note + SCALE]
            mine, other = notes[note + given], notes[note + taken]
            own, rest = notes[note + OWN] * scale, notes[note + REST]
            keep, move, total = one - rate, rate * scale, zero
            for b in range(n_panels):
                first, at = np.uint64(b * panel), np.uint64(b * 2 * panel)
                here = np.uint64((b * size + i) * 2 * panel)
                last = here - row if step > 0 else here + row
                for k in range(lanes):
                    mean, old = state[at + k], table[here + k]
                    left = mine * mean + other * table[here + lanes + k]
                    new = left + own * old + rest * state[at + lanes + k]
                    new *= phi[word, first + k]
                    state[at + k] = move * old + (keep * mean + tiny)
                    mean = last_keep * table[last + lanes + k] + tiny
                    table[here + lanes + k] = last_rate * table[last + k] + mean
                    table[here + k] = new
                    total += new
            notes[note + TOTAL], scale = total, one
            if total > vanished:
                scale = one / total
            elif words[start + i - 1] >= 0:
                for b in range(n_panels):
                    here = np.uint64((b * size + i) * 2 * panel)
                    for k in range(lanes):
                        table[here + k] = known[word, np.uint64(b * panel) + k]
            notes[note + SCALE] = scale
            last_rate, last_keep = rate * scale, keep

    return sweep


def make_count(panel):
    """Compile `count` for panels of so many topics."""

    @jit_fast
    def count(words, weights, start, length, floor, notes, table, topic_word):
        """Add the vectors to the counters; returns the log-likelihood."""
        zero, smallest = table.dtype.type(0), table.dtype.type(SMALLEST)
        n_panels, likelihood = topic_word.shape[1] // panel, 0.0
        size = table.shape[0] // (2 * topic_word.shape[1])
        width = np.uint64(topic_word.shape[1] // n_panels)
        for i in range(length):
            note, word = np.uint64(i + 1) * N_NOTES, words[start + i]
            scale, total = notes[note + SCALE], notes[note + TOTAL]
            to, weight = np.uint64(max(word, 0)), weights[start + i]
            for b in range(n_panels if word >= 0 else 0):
                first = np.uint64(b * panel)
                here = np.uint64((b * size + i + 1) * 2 * panel)
                for k in range(width):
                    share = table[here + k] * scale
                    share = share if share > smallest else zero
                    topic_word[to, first + k] += weight * share
            likelihood += weight * (math.log(total) if total > 0 else floor)
        return likelihood

    return count
