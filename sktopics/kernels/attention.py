"""Attention that fades with distance: moving averages from the left and the right.

Who attends to whom is the same for all topics, so it is settled before, by a few
numbers for each position of the text: its *rates*. What is done with them to the
vectors of topics is a moving average, one multiply-add for each topic. Nothing passes
from one piece of the text, ``pieces[j]:pieces[j + 1]``, into another.
"""

import numpy as np

from ._jit import jit, jit_fast

__all__ = ["average_contexts", "rate_positions", "spread_gradient"]

# Weights that have faded to less are none.
FADED = 1e-18
# Added to averages at each position: numbers that fade further are slow to work with.
TINY = 1e-16


@jit
def _sweep(start, stop, step, rate, gain, mass, normalize, rates, seen):
    """Rates of the moving average over one piece, in one direction.

    See `rate_positions`. `seen` is the weight of all that was attended to so far.
    """
    total, weight = 0.0, 0.0
    for i in range(start, stop, step):
        new = min(rate * gain[i], 1.0) if rate > 0 else gain[i]
        keep = 1 - new if rate > 0 else 1.0
        new *= mass[i]
        if weight > FADED:
            total = keep * total + new
            weight = keep * weight + new
            rates[i] = new / total if total > 0 else 0.0
        elif new > 0:
            total = new if normalize or rate == 0 else mass[i]
            weight = new
            rates[i] = 1.0
        else:
            rates[i] = 0.0
        if weight <= FADED:
            weight = 0.0
        seen[i] = weight if normalize or weight == 0 else 1.0


@jit
def rate_positions(
    pieces, gain, mass, left_rate, right_rate, balance, prior, normalize, with_self, out
):
    """Settle how much each position attends to its left, its right and itself.

    The average from the left is ``f[i] = left[i] * p[i] + (1 - left[i]) * f[i - 1]``,
    and the context of a position ``before[i] * f[i - 1] + after[i] * b[i + 1] + own[i]
    * p[i] + rest[i] * p(topic)``.

    A token moves the average by ``g = left_rate * gain[i]``, at most 1, so that a
    token at distance n has a weight of ``g * (1 - g) ** n``. A token of another mass
    than 1 has as much more or less weight, and takes a place all the same. What the
    weights add up to, ``seen``, is less than 1 near the ends of a piece: ::

        seen = (1 - g) * seen + g * m[i]            # 0 before the piece
        left[i] = g * m[i] / seen                   # so that weights are normalised

    or, if they are not to be normalised, the first token takes what is left, ``(1 - g)
    ** n``, and a side counts in full as soon as it has a token::

        total = (1 - g) * total + g * m[i]          # m[i] for the first token
        left[i] = g * m[i] / total                  # 1 for the first token

    The shares of the sides are ``balance * seen`` and ``(1 - balance) * seen``, in
    proportion to one another and to that of p(topic), which counts for `prior` tokens
    next to the position. A rate of 0 stands for the mean, ``seen += gain[i] * m[i]``.

    Parameters
    ----------
    pieces : (n_pieces + 1,) integers
        Where pieces of the text begin and end.
    gain, mass : (n_positions,) floats
        How far a token moves the averages, and what it weighs; 0 leaves it out, by
        `gain` without its place.
    left_rate, right_rate : floats in [0, 1]
        One over the number of tokens that the context is long; 0 is without end.
    balance : float in [0, 1]
        Share of the left context, where there are both.
    prior : float
        Number of tokens that p(topic) counts for, not negative.
    normalize, with_self : bool
        Whether to normalise the weights, and to attend to the own token too.
    out : (6, n_positions) floats
        Out: left, right, before, after, own, rest. A position without any context has
        p(topic).
    """
    left, right, before, after, own, rest = (
        out[0], out[1], out[2], out[3], out[4], out[5],
    )  # fmt: skip
    alpha = prior * (
        balance * (left_rate if left_rate > 0 else 1.0)
        + (1 - balance) * (right_rate if right_rate > 0 else 1.0)
    )
    for j in range(pieces.shape[0] - 1):
        start, stop = pieces[j], pieces[j + 1]
        _sweep(start, stop, 1, left_rate, gain, mass, normalize, left, before)
        _sweep(stop - 1, start - 1, -1, right_rate, gain, mass, normalize, right, after)
        seen = 0.0
        for i in range(start, stop):
            u, v = seen, after[i + 1] if i + 1 < stop else 0.0
            seen = before[i]
            if with_self:
                u, v = seen, after[i]
            u, v = balance * u, (1 - balance) * v
            if u + v > 0:
                scale = 1 / (u + v + alpha)
                u, v, rest[i] = u * scale, v * scale, alpha * scale
            else:
                u, v, rest[i] = 0.0, 0.0, 1.0
            own[i] = 0.0
            if with_self:
                own[i] = u * left[i] + v * right[i]
                u, v = u * (1 - left[i]), v * (1 - right[i])
            before[i], after[i] = u, v


@jit_fast
def average_contexts(pieces, prior, rates, p, contexts):
    """Add the contexts of all positions, for one head.

    Equals, within each piece, with ``f[-1] = b[n] = 0``::

        f[i] = left[i] * p[i] + (1 - left[i]) * f[i - 1]
        b[i] = right[i] * p[i] + (1 - right[i]) * b[i + 1]
        contexts[i] += before[i] * f[i - 1] + after[i] * b[i + 1] + own[i] * p[i]
        contexts[i] += rest[i] * prior

    Parameters
    ----------
    pieces : (n_pieces + 1,) integers
    prior : (n_padded,) floats
        p(topic).
    rates : (6, n_positions) floats
        What `rate_positions` gives.
    p : (n_positions, n_padded) floats
        Vectors of topics.
    contexts : (n_positions, n_padded) floats
        In and out.
    """
    one, tiny, state = p.dtype.type(1), p.dtype.type(TINY), np.empty_like(prior)
    for j in range(pieces.shape[0] - 1):
        start, stop = pieces[j], pieces[j + 1]
        state[:] = 0
        for i in range(start, stop):
            rate, keep = rates[0, i], one - rates[0, i]
            share, own, rest = rates[2, i], rates[4, i], rates[5, i]
            for k in range(state.shape[0]):
                contexts[i, k] += share * state[k] + own * p[i, k] + rest * prior[k]
                state[k] = rate * p[i, k] + (keep * state[k] + tiny)
        state[:] = 0
        for i in range(stop - 1, start - 1, -1):
            rate, keep, share = rates[1, i], one - rates[1, i], rates[3, i]
            for k in range(state.shape[0]):
                contexts[i, k] += share * state[k]
                state[k] = rate * p[i, k] + (keep * state[k] + tiny)


@jit_fast
def spread_gradient(pieces, rates, gradient, out):
    """Add the derivatives by p, given those by the contexts, for one head.

    The adjoint of `average_contexts`: with c starting from 0 at the end of a piece, ::

        c = before[i + 1] * gradient[i + 1] + (1 - left[i + 1]) * c
        out[i] += left[i] * c + own[i] * gradient[i]

    and its mirror image for the averages from the right.

    Parameters
    ----------
    pieces, rates
        As in `average_contexts`.
    gradient : (n_positions, n_padded) floats
        Derivatives by the contexts.
    out : (n_positions, n_padded) floats
        In and out.
    """
    one = gradient.dtype.type(1)
    state = np.empty(gradient.shape[1], gradient.dtype)
    for j in range(pieces.shape[0] - 1):
        start, stop = pieces[j], pieces[j + 1]
        state[:] = 0
        for i in range(stop - 1, start - 1, -1):
            rate, keep = rates[0, i], one - rates[0, i]
            share, own = rates[2, i], rates[4, i]
            for k in range(state.shape[0]):
                out[i, k] += rate * state[k] + own * gradient[i, k]
                state[k] = share * gradient[i, k] + keep * state[k]
        state[:] = 0
        for i in range(start, stop):
            rate, keep, share = rates[1, i], one - rates[1, i], rates[3, i]
            for k in range(state.shape[0]):
                out[i, k] += rate * state[k]
                state[k] = share * gradient[i, k] + keep * state[k]
