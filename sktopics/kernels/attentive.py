"""Vectors of topics for each position of a text, from the contexts of the position.

Tables are laid out as in `kernels.em`; contexts are those of `kernels.attention`. A
position has two vectors, what its neighbours attend to (p) and what it takes from
them (its context), so that a piece of n positions needs two tables of n rows, however
many sweeps are made over it.

Rows are indexed, not sliced (a view costs as much as a short row), and the way back
goes through a list of places: of loops that count down, the compiler would not know
that their rows do not overlap, and would compute them number by number.
"""

import math

import numpy as np

from ._document import inner
from ._jit import jit_fast
from ._sweeps import (
    NARROW,
    ODD,
    SMALLEST,
    VANISHED,
    WIDE,
    allocate_panels,
    make_begin,
    make_count,
    make_sweep,
    note_positions,
    panel_of,
)
from .attention import TINY, average_contexts
from .em import UNEXPLAINED

__all__ = [
    "collect_attentive_counts",
    "count_positions",
    "infer_positions",
    "meet_contexts",
    "pull_back",
]

# Numbers that lie unused before a vector. Where an array begins less than 256 bytes
# before one that is written, compiled code takes the two for overlapping, and adds up
# one number after the other: the last digit of a sum would depend on where memory was.
GAP = 64


@inner
def _look_left(start, back, rates, prior, state, p, contexts):
    """``contexts[:] = before * f + own * p + rest * prior``, f before each position.

    For the piece from `start`; `state` is f, which comes in as 0.
    """
    one, tiny = p.dtype.type(1), p.dtype.type(TINY)
    for j in range(back.shape[0]):
        i = back[back.shape[0] - 1 - j]
        here = start + i
        rate, share, own, rest = (
            rates[0, here], rates[2, here], rates[4, here], rates[5, here],
        )  # fmt: skip
        keep = one - rate
        for k in range(state.shape[0]):
            value = state[k]
            contexts[here, k] = share * value + own * p[here, k] + rest * prior[k]
            state[k] = rate * p[here, k] + (keep * value + tiny)


@inner
def _look_right(words, start, back, factors, known, rates, state, product, p, contexts):
    """Add ``after * b`` to the contexts, and let the words meet their contexts.

    As each position was attended to, ``p = normalize(contexts * table[places] *
    lift)``; ``known[word]`` where that has no sum, the context where there is no word.
    """
    table, places, lift = factors
    one, tiny = p.dtype.type(1), p.dtype.type(TINY)
    zero, smallest = p.dtype.type(0), p.dtype.type(SMALLEST)
    for i in back:
        here = start + i
        word, place = words[here], places[here]
        rate, share, total = rates[1, here], rates[3, here], zero
        keep = one - rate
        for k in range(state.shape[0]):
            value = state[k]
            contexts[here, k] += share * value
            state[k] = rate * p[here, k] + (keep * value + tiny)
        if word < 0:
            for k in range(state.shape[0]):
                p[here, k] = contexts[here, k]
            continue
        for k in range(state.shape[0]):
            value = contexts[here, k] * table[place, k] * lift[k]
            product[k] = value
            total += value
        if total > VANISHED:
            scale = one / total
            for k in range(state.shape[0]):
                value = product[k] * scale
                p[here, k] = value if value > smallest else zero
        else:
            for k in range(state.shape[0]):
                p[here, k] = known[word, k]


@inner
def _infer_piece(
    words, start, length, factors, known, prior, n_sweeps, rates, p, contexts, memory
):
    """`infer_positions` for one piece."""
    state, product, places = memory
    back, whole = places[places.shape[0] - length :], np.array([0, length])
    zero = p.dtype.type(0)
    for i in range(length):
        word = words[start + i]
        for k in range(prior.shape[0]):
            p[start + i, k] = known[word, k] if word >= 0 else zero
    for _ in range(n_sweeps):
        state[:] = 0
        _look_left(start, back, rates[0], prior, state, p, contexts)
        for h in range(1, rates.shape[0]):
            here = slice(start, start + length)
            average_contexts(whole, prior, rates[h, :, here], p[here], contexts[here])
        state[:] = 0
        _look_right(
            words, start, back, factors, known, rates[0], state, product, p,
            contexts,
        )  # fmt: skip


@jit_fast
def _allocate(pieces, rates, prior):
    """Return the states of the heads, a vector for products, and the way back."""
    longest = 0
    for j in range(pieces.shape[0] - 1):
        longest = max(longest, pieces[j + 1] - pieces[j])
    rows = np.empty((2, GAP + prior.shape[0]), prior.dtype)
    return rows[0, GAP:], rows[1, GAP:], np.arange(longest - 1, -1, -1)


@jit_fast
def infer_positions(words, pieces, factors, known, prior, n_sweeps, rates, p, contexts):
    """Vectors of topics of all positions, from the topics of the terms and contexts.

    Within each piece, with the attention of each head, of `average_contexts`::

        p = known[words]                                    # 0 for no word (-1)
        for _ in range(n_sweeps):
            contexts = sum(attend(rates[h], p) for h in range(n_heads))
            p = normalize(contexts * table[places] * lift)  # contexts for no word

    with 0 for shares of p up to `SMALLEST`, and ``known[words]`` where the product has
    no sum.

    Parameters
    ----------
    words : (n_positions,) integers
    pieces : (n_pieces + 1,) integers
        Where pieces of the text begin and end.
    factors : tuple of (table, places, lift)
        What contexts are multiplied with: p(word | topic) of the words, ``(phi, words,
        1)``; or what is known of the position so far, ``(p, arange(n_positions), 1 /
        prior)``.
    known : (n_terms, n_padded) floats
        p(topic | word).
    prior : (n_padded,) floats
        p(topic).
    n_sweeps : int
    rates : (n_heads, 6, n_positions) floats
        What `rate_positions` gives, the last four divided by the number of heads.
    p, contexts : (n_positions, n_padded) floats
        Out: the vectors and the contexts that they come from.
    """
    memory = _allocate(pieces, rates, prior)
    for j in range(pieces.shape[0] - 1):
        start, length = pieces[j], pieces[j + 1] - pieces[j]
        _infer_piece(
            words, start, length, factors, known, prior, n_sweeps, rates, p,
            contexts, memory,
        )  # fmt: skip


@jit_fast
def count_positions(words, weights, phi, p, contexts, topic_word):
    """Count how often terms come from topics, and how well contexts explain them.

    Equals ``np.add.at(topic_word, words, weights[:, None] * p)``, no words (-1) left
    out.

    Parameters
    ----------
    words : (n_positions,) integers
    weights : (n_positions,) floats
        What each token counts for.
    phi : (n_terms, n_padded) floats
        p(word | topic).
    p, contexts : (n_positions, n_padded) floats
        What `infer_positions` gave.
    topic_word : (n_terms, n_padded) floats
        In and out.

    Returns
    -------
    log_likelihood : float
        ``weights @ np.log((phi[words] * contexts).sum(axis=1))``, in nats; a word of
        probability 0, or none, is given ``UNEXPLAINED / n_terms``.
    """
    zero, likelihood = phi.dtype.type(0), 0.0
    floor = math.log(UNEXPLAINED / phi.shape[0])
    for i in range(words.shape[0]):
        total, weight, word = zero, weights[i], words[i]
        if word >= 0:
            for k in range(phi.shape[1]):
                total += phi[word, k] * contexts[i, k]
            for k in range(phi.shape[1]):
                topic_word[word, k] += weight * p[i, k]
        likelihood += weight * (math.log(total) if total > 0 else floor)
    return likelihood


@jit_fast
def meet_contexts(words, contexts, factors, known, p, stuck):
    """Vectors of positions from their contexts, as in one sweep of `infer_positions`.

    Parameters
    ----------
    words, contexts, factors, known, p
        As there. Of `factors`, the table is another array than `p`.
    stuck : (n_positions,) bool
        Out: where the product has no sum, or there is no word.
    """
    table, places, lift = factors
    zero, one = p.dtype.type(0), p.dtype.type(1)
    smallest = p.dtype.type(SMALLEST)
    for i in range(words.shape[0]):
        word, place, total = words[i], places[i], zero
        if word < 0:
            stuck[i] = True
            for k in range(p.shape[1]):
                p[i, k] = contexts[i, k]
            continue
        for k in range(p.shape[1]):
            value = contexts[i, k] * table[place, k] * lift[k]
            p[i, k] = value
            total += value
        stuck[i] = not total > VANISHED
        if stuck[i]:
            for k in range(p.shape[1]):
                p[i, k] = known[word, k]
            continue
        scale = one / total
        for k in range(p.shape[1]):
            value = p[i, k] * scale
            p[i, k] = value if value > smallest else zero


@jit_fast
def pull_back(words, contexts, p, stuck, moved, passed_on, r, gradient):
    """Differentiate by factors and contexts, given derivatives by the vectors p.

    Equals, with 0 for a division by 0::

        r[:] = p * (moved - (p * moved).sum(axis=1, keepdims=True)) + passed_on
        r[words < 0] = 0
        gradient[:] = np.where(stuck[:, None], 0, r) / contexts

    Parameters
    ----------
    words : (n_positions,) integers
    contexts, p, moved, passed_on : (n_positions, n_padded) floats
        The contexts and vectors of a sweep, the derivatives by the vectors, and what
        is added to those by the logarithms of the factors.
    stuck : (n_positions,) bool
    r, gradient : (n_positions, n_padded) floats
        Out: derivatives by the logarithms of the factors, and by the contexts.
    """
    zero = p.dtype.type(0)
    for i in range(words.shape[0]):
        total = zero
        for k in range(p.shape[1]):
            total += p[i, k] * moved[i, k]
        keep = zero if words[i] < 0 else p.dtype.type(1)
        free = zero if stuck[i] else p.dtype.type(1)
        for k in range(p.shape[1]):
            value = keep * (p[i, k] * (moved[i, k] - total) + passed_on[i, k])
            r[i, k] = value
            context = contexts[i, k]
            gradient[i, k] = free * value / context if context > zero else zero


_begin_wide, _count_wide = make_begin(WIDE), make_count(WIDE)
_there_wide, _back_wide = make_sweep(WIDE, 1), make_sweep(WIDE, -1)
_begin_odd, _count_odd = make_begin(ODD), make_count(ODD)
_there_odd, _back_odd = make_sweep(ODD, 1), make_sweep(ODD, -1)
_begin_narrow, _count_narrow = make_begin(NARROW), make_count(NARROW)
_there_narrow, _back_narrow = make_sweep(NARROW, 1), make_sweep(NARROW, -1)


@jit_fast
def _attend_wide(
    words, start, length, phi, known, n_sweeps, placed, notes, state, table
):
    """All sweeps over a piece, in panels of `WIDE` topics."""
    _begin_wide(words, start, length, known, notes, table)
    for i in range(n_sweeps):
        if i % 2 == 0:
            _back_wide(words, start, length, phi, known, placed, notes, state, table)
        else:
            _there_wide(words, start, length, phi, known, placed, notes, state, table)


@jit_fast
def _attend_odd(
    words, start, length, phi, known, n_sweeps, placed, notes, state, table
):
    """All sweeps over a piece, in panels of `ODD` topics."""
    _begin_odd(words, start, length, known, notes, table)
    for i in range(n_sweeps):
        if i % 2 == 0:
            _back_odd(words, start, length, phi, known, placed, notes, state, table)
        else:
            _there_odd(words, start, length, phi, known, placed, notes, state, table)


@jit_fast
def _attend_narrow(
    words, start, length, phi, known, n_sweeps, placed, notes, state, table
):
    """All sweeps over a piece, in panels of `NARROW` topics."""
    _begin_narrow(words, start, length, known, notes, table)
    for i in range(n_sweeps):
        if i % 2 == 0:
            _back_narrow(words, start, length, phi, known, placed, notes, state, table)
        else:
            _there_narrow(words, start, length, phi, known, placed, notes, state, table)


@jit_fast
def collect_attentive_counts(
    words, weights, pieces, phi, known, prior, n_sweeps, rates, topic_word
):
    """`infer_positions` with phi and one head, and `count_positions`, at one go.

    Takes memory for two tables of the longest piece, (longest + 2, n_padded), and
    normalises vectors when they are used. Shares up to `SMALLEST` are left out of the
    counters alone.

    Parameters
    ----------
    words, weights, pieces, phi, known, prior, n_sweeps, topic_word
        As there.
    rates : (6, n_positions) floats
        What `rate_positions` gives.

    Returns
    -------
    log_likelihood : float
    """
    longest, likelihood = 0, 0.0
    for j in range(pieces.shape[0] - 1):
        longest = max(longest, pieces[j + 1] - pieces[j])
    panel, floor = panel_of(phi.shape[1]), math.log(UNEXPLAINED / phi.shape[0])
    placed, notes, state, table = allocate_panels(longest, prior, panel)
    for j in range(pieces.shape[0] - 1):
        start, length = pieces[j], pieces[j + 1] - pieces[j]
        note_positions(words, start, length, rates, placed, notes)
        if panel == WIDE:
            _attend_wide(
                words, start, length, phi, known, n_sweeps, placed, notes, state, table
            )
            likelihood += _count_wide(
                words, weights, start, length, floor, notes, table, topic_word
            )
        elif panel == ODD:
            _attend_odd(
                words, start, length, phi, known, n_sweeps, placed, notes, state, table
            )
            likelihood += _count_odd(
                words, weights, start, length, floor, notes, table, topic_word
            )
        else:
            _attend_narrow(
                words, start, length, phi, known, n_sweeps, placed, notes, state, table
            )
            likelihood += _count_narrow(
                words, weights, start, length, floor, notes, table, topic_word
            )
    return likelihood
