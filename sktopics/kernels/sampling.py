"""Collapsed inference for LDA by sampling: every token has one topic.

The kernels hold the topics fixed while they go through the documents (`phi`,
the posterior mean of p(word | topic)) and integrate the documents' mixtures
out. Within a pass documents are thus independent of each other: in whatever
order and on however many threads, the result is the same.
"""

import math

import numpy as np

from ._jit import jit, jit_fast

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S40 = (np.uint64(s) for s in (30, 27, 31, 40))
_S16, _LOW16 = np.uint64(16), np.uint64(0xFFFF)
_UNIT = 1.0 / (1 << 24)


@jit
def mix64(x):
    """Mix 64 bits by the finalizer of splitmix64, a bijection that looks random.

    ``x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9; x = (x ^ x >> 27) * 0x94D049BB133111EB;
    x ^ x >> 31``, modulo 2**64.
    """
    x = (x ^ (x >> _S30)) * _MIX_1
    x = (x ^ (x >> _S27)) * _MIX_2
    return x ^ (x >> _S31)


@jit
def _uniform(state):
    """Return a number in [0, 1) from a state of 64 bits."""
    return np.float64(mix64(state) >> _S40) * _UNIT


@jit
def seed_documents(indptr, indices, data, seed, seeds):
    """Give every document random numbers of its own, by its content.

    Equal documents get equal seeds, wherever they stand in the corpus. With GOLDEN =
    0x9E3779B97F4A7C15 and uint64 arithmetic::

        code = mix64((indices + 1) * GOLDEN + (data * 1024).astype(int))
        seeds[d] = mix64(code[indptr[d]:indptr[d + 1]].sum() + seed)
    """
    for d in range(indptr.size - 1):
        content = np.uint64(0)
        for j in range(indptr[d], indptr[d + 1]):
            # Not the other way round: NaN would stay NaN, of which there is no integer.
            count = np.uint64(np.int64(min(1e12, data[j]) * 1024.0))
            content += mix64(np.uint64(indices[j] + 1) * _GOLDEN + count)
        seeds[d] = mix64(content + seed)


@jit
def draw_noise(seeds, number, n_topics, out):
    """Numbers around 1 for each document and topic, about normal, deviation 0.1.

    ``out[d, :n_topics] = 1 + 0.1 * sqrt(3) * (u.sum(axis=-1) - 2)`` with u the four
    numbers of 16 bits, divided by 2**16, in a random number of 64; 0 in the padding.
    The tails matter: noise that is uniform finds worse topics in short texts.
    """
    for d in range(seeds.size):
        state = mix64(seeds[d] + np.uint64(number + 1) * _MIX_1)
        out[d, n_topics:] = 0
        for k in range(n_topics):
            state += _GOLDEN
            bits = mix64(state)
            total = np.float64(0)
            for _ in range(4):
                total += np.float64(bits & _LOW16)
                bits = bits >> _S16
            out[d, k] = 1 + 0.17320508 * (total / 65536 - 2)


@jit
def draw_uniformly(offsets, seeds, n_topics, topics):
    """Draw the first topic of every token.

    ``topics[t] = int(uniform * n_topics)`` with a uniform number of the token's, which
    is 1 - 2**-24 at most: the product is below `n_topics`.
    """
    for d in range(seeds.size):
        state = seeds[d]
        for t in range(offsets[d], offsets[d + 1]):
            state += _GOLDEN
            topics[t] = int(_uniform(state) * n_topics)


@jit
def sample_topics(offsets, words, weights, seeds, sweep, phi, cumulative, topics):
    """Draw the topic of every token once, in place, given the topics of the others.

    The probability of topic k for a token of word w in document d is proportional to
    ``phi[w, k] * (n_dk + alpha[k])``, the token itself left out of n_dk. The first
    term is a sum over the few topics that the document has; the second is looked up
    in ``cumulative = np.cumsum(phi * alpha, axis=1)``. So a draw costs the number of
    topics of the document, not of the model.

    NumPy, token by token, with u the token's random number in [0, 1)::

        p = np.concatenate(([n_d[active] * phi[w, active]], [alpha * phi[w]]))
        topics[t] = np.append(active, np.arange(K))[(p.cumsum() <= u * p.sum()).sum()]

    where `active` are the topics of the document in order of arrival, the last one
    moved into the place of one that goes.

    Parameters
    ----------
    offsets : (n_documents + 1,) ints
        Where the tokens of each document begin.
    words, weights, topics : (n_tokens,) arrays
        Term, weight and (in and out) topic of each token.
    seeds : (n_documents,) uint64
    sweep : int
        Number of the sweep, so that each has random numbers of its own.
    phi, cumulative : (n_terms, n_topics) floats
    """
    n_topics = phi.shape[1]
    n_d = np.zeros(n_topics, np.float32)
    n_tokens = np.zeros(n_topics, np.int32)
    active = np.empty(n_topics, np.int32)
    place = np.empty(n_topics, np.int32)
    mass = np.empty(n_topics, phi.dtype)
    step = np.uint64(sweep + 1) * _MIX_1
    for d in range(seeds.size):
        n_active = 0
        for t in range(offsets[d], offsets[d + 1]):
            n_active = _add(
                topics[t], weights[t], n_d, n_tokens, active, place, n_active
            )
        state = mix64(seeds[d] + step)
        for t in range(offsets[d], offsets[d + 1]):
            w, k = words[t], topics[t]
            n_tokens[k] -= 1
            n_d[k] -= weights[t]
            if n_tokens[k] == 0:
                n_active -= 1
                n_d[k] = 0  # whatever rounding left there
                last = active[n_active]
                active[place[k]], place[last] = last, place[k]
            own = phi.dtype.type(0)
            for j in range(n_active):
                own += n_d[active[j]] * phi[w, active[j]]
                mass[j] = own
            state += _GOLDEN
            # Whatever the tables hold, NaN included, a topic of the model is drawn: the
            # first list is not empty if u < own, and no search leaves its list.
            u = _uniform(state) * (own + cumulative[w, n_topics - 1])
            if u < own:
                k = active[_first_above(mass[:n_active], u)]
            else:
                k = _first_above(cumulative[w], u - own)
            topics[t] = k
            n_active = _add(k, weights[t], n_d, n_tokens, active, place, n_active)
        for j in range(n_active):
            n_d[active[j]] = 0
            n_tokens[active[j]] = 0


@jit
def _add(k, weight, n_d, n_tokens, active, place, n_active):
    """Give a token of a document the topic `k`; return the number of its topics."""
    if n_tokens[k] == 0:
        active[n_active], place[k] = k, n_active
        n_active += 1
    n_tokens[k] += 1
    n_d[k] += weight
    return n_active


@jit
def _first_above(cumulative, u):
    """``min((cumulative <= u).sum(), cumulative.size - 1)``, for NaN some place too."""
    low, high = 0, cumulative.size - 1
    while low < high:
        middle = (low + high) >> 1
        if cumulative[middle] <= u:
            low = middle + 1
        else:
            high = middle
    return low


@jit_fast
def sample_documents(
    offsets, words, weights, seeds, sweep, log_phi, log_shares, flatten, topics
):
    """Draw one topic for all tokens of each document: a mixture of unigrams.

    The probability of topic k for a document of words w and weights c is
    proportional to ``exp(log_shares[k] + c @ log_phi[w, k])``; the sum is scaled down
    to `flatten` tokens where the document has more, which keeps long documents from
    being stuck in the topic they first get.

    NumPy, with u the document's random number in [0, 1)::

        x = log_phi[w].T @ c * min(1, flatten / c.sum()) + log_shares
        p = np.exp(x - x.max())
        topics[d] = (p.cumsum() <= u * p.sum()).sum()
    """
    n_topics = log_phi.shape[1]
    p = np.empty(n_topics, log_phi.dtype)
    step = np.uint64(sweep + 1) * _MIX_2
    for d in range(seeds.size):
        total = log_phi.dtype.type(0)
        p[:] = 0
        for t in range(offsets[d], offsets[d + 1]):
            row, weight = log_phi[words[t]], weights[t]
            total += weight
            for k in range(n_topics):
                p[k] += weight * row[k]
        scale = log_phi.dtype.type(1)
        if total > flatten:
            scale = flatten / total
        largest = log_phi.dtype.type(-np.inf)
        for k in range(n_topics):
            p[k] = p[k] * scale + log_shares[k]
            largest = max(largest, p[k])
        mass = log_phi.dtype.type(0)
        for k in range(n_topics):
            mass += math.exp(p[k] - largest)
            p[k] = mass
        topic = _first_above(p, _uniform(seeds[d] + step) * mass)
        for t in range(offsets[d], offsets[d + 1]):
            topics[t] = topic


@jit
def count_assignments(offsets, order, topics, weights, out):
    """Count the topics that the tokens of each word were given.

    `order` lists the tokens word by word, `offsets` tells where each word begins.

    ``out[:] = 0; np.add.at(out, (words[order], topics[order]), weights[order])``
    """
    for w in range(offsets.size - 1):
        out[w] = 0
        for i in range(offsets[w], offsets[w + 1]):
            out[w, topics[order[i]]] += weights[order[i]]
