"""Collapsed inference for LDA with many topics: Metropolis-Hastings sampling in phases.

`sampling.sample_topics` looks up a table of all terms and topics for each token, which
is made again for each sweep: both take longer with more topics. Here a sweep has two
phases, one through the words and one through the documents. A phase needs nothing but
the counts of one word or of one document at a time. These stay in the cache of the
processor, and the time of a draw hardly depends on the number of topics (after Chen et
al. 2016, "WarpLDA: a cache efficient O(1) algorithm for latent Dirichlet allocation").

The tokens of a word or of a document are a group. A phase works through each group on
its own: in whatever order and on however many threads, the result is the same.
"""

import numpy as np

from ._jit import jit
from .sampling import mix64

# Topics that each phase proposes to a token: an even number.
N_PROPOSALS = 4
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S24, _S32, _S40 = np.uint64(24), np.uint64(32), np.uint64(40)
_UNIT_24, _UNIT_32 = np.float32(1.0 / (1 << 24)), 1.0 / (1 << 32)


@jit
def seed_tokens(offsets, seeds, out):
    """Give every token random numbers of its own.

    ``out[t] = mix64(seeds[d] + (t - offsets[d] + 1) * GOLDEN)`` for the tokens t of
    document d, with GOLDEN = 0x9E3779B97F4A7C15 and modulo 2**64.
    """
    for d in range(seeds.size):
        state = seeds[d]
        for t in range(offsets[d], offsets[d + 1]):
            state += _GOLDEN
            out[t] = mix64(state)


@jit
def cumulate_groups(offsets, weights, ends, n_plain):
    """Sum up the weights of the tokens of each group, up to and with each token.

    For the tokens a to b of group g, ``ends[a:b] = np.cumsum(weights[a:b])`` and
    ``n_plain[g] = np.append(weights[a:b] != 1, True).argmax()``, how many tokens in the
    beginning count for 1.
    """
    for g in range(offsets.size - 1):
        total, n = 0.0, 0
        for t in range(offsets[g], offsets[g + 1]):
            total += weights[t]
            ends[t] = total
            if weights[t] == 1 and n == t - offsets[g]:
                n += 1
        n_plain[g] = n


@jit
def sample_phase(
    offsets, n_plain, sources, counted, own, ends, seeds, phase, choices, prior,
    cumulative, guide, inverse, out, sizes,
):  # fmt: skip
    """Accept or reject the topics that were proposed for tokens, then propose others.

    ``choices[sources[t]]`` are the topic of token t and the topics proposed for it. The
    phase before drew them, over groups of the other kind, in proportion to the counts
    of these groups plus their prior. This part of the conditional distribution cancels
    in the probability of acceptance. The counts c of this group, the token left out,
    and the sizes of the topics remain::

        p[k] = (c[k] - own * (k == before) + prior[k]) * inverse[k]
        accept q in place of k if uniform * p[k] < p[q]

    Each token goes through its proposals one by one. The counts are those from the
    beginning of the phase, so that two equal documents are one that counts for two.

    Then topics are proposed for each token in proportion to ``c + prior``, where c are
    the counts of the new topics in this group. A number x is drawn uniformly below
    ``c.sum() + prior.sum()``. Below ``c.sum()`` it stands for the first token i of the
    group with ``ends[i] > x``, whose topic is proposed; otherwise for the first topic k
    with ``cumulative[k] > x - c.sum()``.

    Parameters
    ----------
    offsets : (n_groups + 1,) ints
        Where the tokens of each word or document begin.
    n_plain : (n_groups,) ints
        How many tokens in the beginning of a group count for 1: such a token is found
        without a search.
    sources : (n_tokens,) ints
        Rows of the tokens in `choices`.
    counted, own : (n_tokens,) floats
        What a token counts for, and how much of that is its own, which is left out.
    ends : (n_tokens,) float64
        See `cumulate_groups`, of `counted`, as `n_plain`.
    seeds : (n_tokens,) uint64
        See `seed_tokens`.
    phase : int
        Number of the phase, so that each has random numbers of its own. They come from
        ``mix64(seeds[t] + (phase + 1) * MIX_1 + i * GOLDEN)``. With i = 1 and 2, the
        upper 24 bits are `uniform` of the first and the third proposal, and the next
        24 bits of the second and the fourth. With MIX_2 more in the sum, the upper 32
        bits are x of the first and the third new proposal, and the lower 32 bits of
        the second and the fourth.
    choices : (n_tokens, 1 + N_PROPOSALS) unsigned ints
        Topics must be less than n_topics; this is not checked.
    prior, cumulative : (1 | n_groups, n_topics) floats
        The prior of the groups, and ``np.cumsum(prior, axis=1)``.
    guide : (1 | n_groups, n_guides) ints
        Where the search in a row of `cumulative` may begin, see `guide_search`.
    inverse : (n_topics,) floats
        1 over the size of each topic, the prior of its words included.
    out : (n_tokens, 1 + N_PROPOSALS) unsigned ints
        Topics and proposals in the order of the groups.
    sizes : (n_topics,) float64
        To which what the tokens of each topic count for is added.
    """
    counts = np.zeros(inverse.size, prior.dtype)
    zero = prior.dtype.type(0)
    step = np.uint64(phase + 1) * _MIX_1
    for g in range(offsets.size - 1):
        first, last = offsets[g], offsets[g + 1]
        own_prior = prior[g % prior.shape[0]]
        # Apart from the counts: the processor fetches many rows at a time.
        for t in range(first, last):
            source = sources[t]
            for j in range(1 + N_PROPOSALS):
                out[t, j] = choices[source, j]
        for t in range(first, last):
            counts[out[t, 0]] += counted[t]
        for t in range(first, last):
            before = k = out[t, 0]
            mass = (counts[k] - own[t] + own_prior[k]) * inverse[k]
            state = seeds[t] + step
            for j in range(1, 1 + N_PROPOSALS):
                if j & 1:
                    state += _GOLDEN
                    bits = mix64(state)
                q = out[t, j]
                rest = counts[q] - (own[t] if q == before else zero)
                proposed = (rest + own_prior[q]) * inverse[q]
                uniform = np.float32(np.int64(bits >> _S40)) * _UNIT_24
                bits <<= _S24
                accepted = uniform * mass < proposed
                k = q if accepted else k
                mass = proposed if accepted else mass
            out[t, 1] = k  # beside the old topic, whose count is set back below
        for t in range(first, last):
            k = out[t, 1]
            counts[out[t, 0]] = 0
            out[t, 0] = k
            sizes[k] += counted[t]
        row = g % cumulative.shape[0]
        proposing = cumulative[row], guide[row], out
        _propose(first, last, n_plain[g], ends, seeds, step, *proposing)


@jit
def _propose(first, last, n_plain, ends, seeds, step, cumulative, guide, out):
    """Propose topics to the tokens of a group."""
    total = ends[last - 1] if last > first else 0.0
    scale = (total + cumulative[-1]) * _UNIT_32
    to_guide = guide.size / cumulative[-1]
    for t in range(first, last):
        state = seeds[t] + step + _MIX_2
        for j in range(1, 1 + N_PROPOSALS):
            if j & 1:
                state += _GOLDEN
                bits = mix64(state)
            x = np.float64(np.int64(bits >> _S32)) * scale
            bits <<= _S32
            # Whatever the numbers, NaN included, a topic of the model is proposed.
            if 0 <= x < n_plain:
                out[t, j] = out[first + int(x), 0]
            elif 0 <= x < total:
                out[t, j] = out[_first_over(ends, first + n_plain, last - 1, x), 0]
            else:
                x -= total
                place = x * to_guide
                k = guide[int(place)] if 0 <= place < guide.size else guide[-1]
                while k < cumulative.size - 1 and cumulative[k] <= x:
                    k += 1
                out[t, j] = k


@jit
def guide_search(cumulative, out):
    """Tell where a search in each row of `cumulative` may begin.

    ``out[r, i] = np.searchsorted(row, i / n * row[-1], side="right")``, at most the
    last place, with n = ``out.shape[1]``: below ``(i + 1) / n * row[-1]`` the first
    number that is larger is not before that place. With n as large as the row, it is
    there or one of the next few, whatever the row.
    """
    n_rows, n = out.shape
    for r in range(n_rows):
        row, k = cumulative[r], 0
        for i in range(n):
            while k < row.size - 1 and row[k] <= i / n * row[-1]:
                k += 1
            out[r, i] = k


@jit
def _first_over(cumulative, low, high, x):
    """Return the first place from `low` to `high` with more than x, else `high`."""
    while low < high:
        middle = (low + high) >> 1
        if cumulative[middle] <= x:
            low = middle + 1
        else:
            high = middle
    return low
