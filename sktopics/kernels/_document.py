"""The fixed point of variational Bayes for one document of an LDA model.

Tables have topics innermost and their number padded with zeros to a multiple of
`LANES` (see `padding`). The fixed point and the expected counts do not change when a
document's ``exp(E[log theta])`` or a term's row of ``exp(E[log beta])`` is multiplied
by a positive number. So nothing is normalised by ``exp(digamma(sum))``, and rows that
would underflow are scaled up.
"""

import functools

import numpy as np

from ._jit import jit_fast
from .padding import LANES, padded
from .special import digamma_shift, scaled_exp_digamma

# A topic whose expected count in a document falls below this share of the tolerance
# is left out of the document's remaining iterations. Perplexities agree to four
# digits between 0.01 and 1.
INACTIVE = 0.1

# Below 0.05, exp(digamma(x)) is less than 1e-9 and on its way to vanish.
CROWDED = 0.05

inner = functools.partial(jit_fast, inline="always")
# The values compared here are never NaN, and saying so vectorises the maximum.
_inner_finite = functools.partial(
    jit_fast,
    inline="always",
    fastmath={"reassoc", "contract", "arcp", "nsz", "nnan"},
)


@_inner_finite
def largest_of(x):
    """``x.max(initial=0)``."""
    largest = x.dtype.type(0)
    for k in range(x.shape[0]):
        largest = max(largest, x[k])
    return largest


@inner
def _explain_rows(table, words, counts, theta, ratio, gain):
    """``b = table[words]; ratio[:] = counts / (b @ theta); gain[:] = ratio @ b``."""
    zero = table.dtype.type(0)
    for k in range(table.shape[1]):
        gain[k] = zero
    for i in range(words.shape[0]):
        w = words[i]
        total = zero
        for k in range(table.shape[1]):
            total += table[w, k] * theta[k]
        share = counts[i] / total if total > 0 else zero
        ratio[i] = share
        for k in range(table.shape[1]):
            gain[k] += share * table[w, k]


@inner
def _explain_columns(block, counts, theta, ratio, gain):
    """``ratio[:] = counts / (theta @ block); gain[:] = block @ ratio``.

    `block` has a multiple of four rows, so that four are worked on at a time.
    """
    zero = block.dtype.type(0)
    n_words = block.shape[1]
    for i in range(n_words):
        ratio[i] = zero
    for k in range(0, block.shape[0], 4):
        t0, t1, t2, t3 = theta[k], theta[k + 1], theta[k + 2], theta[k + 3]
        b0, b1, b2, b3 = block[k], block[k + 1], block[k + 2], block[k + 3]
        for i in range(n_words):
            ratio[i] += (b0[i] * t0 + b1[i] * t1) + (b2[i] * t2 + b3[i] * t3)
    for i in range(n_words):
        total = ratio[i]
        ratio[i] = counts[i] / total if total > 0 else zero
    for k in range(0, block.shape[0], 4):
        b0, b1, b2, b3 = block[k], block[k + 1], block[k + 2], block[k + 3]
        g0, g1, g2, g3 = zero, zero, zero, zero
        for i in range(n_words):
            share = ratio[i]
            g0 += share * b0[i]
            g1 += share * b1[i]
            g2 += share * b2[i]
            g3 += share * b3[i]
        gain[k], gain[k + 1], gain[k + 2], gain[k + 3] = g0, g1, g2, g3


@inner
def _update_topics(prior, theta, gain, gamma, threshold):
    """One update of ``gamma = prior + theta * gain``, in place.

    Returns the sum of the changes and how many topics got more than `threshold`: a sum
    of ones, whatever is compared, and no more than topics.
    """
    change, n_active = gamma.dtype.type(0), gamma.dtype.type(0)
    zero, one = gamma.dtype.type(0), gamma.dtype.type(1)
    for k in range(gamma.shape[0]):
        count = theta[k] * gain[k]
        new = prior[k] + count
        change += abs(new - gamma[k])
        n_active += one if count > threshold else zero
        gamma[k] = new
    return change, np.intp(n_active)


@inner
def _expect_topics(gamma, crowded, theta):
    """``theta[:] = c * np.exp(digamma(gamma))``, with c = 1 unless `crowded`.

    Where the words of a document are few for so many topics, all of gamma is tiny,
    and c is such that the largest entry of theta does not vanish.
    """
    shift = gamma.dtype.type(0)
    if crowded:
        shift = digamma_shift(largest_of(gamma))
    for k in range(gamma.shape[0]):
        theta[k] = scaled_exp_digamma(gamma[k], shift)


@inner
def _keep_active(width, threshold, ids, prior, gamma, gain):
    """Move the topics that have more than `threshold` to the left of every vector.

    Equals, for ``topics, kept = ids``, ``kept = np.flatnonzero(gamma - prior >
    threshold)`` and ``a = a[kept]`` for topics, prior and gamma, filled up to a
    multiple of `LANES` with zeros (-1 for topics and kept); `gain` is to be computed
    anew. Returns the number of kept topics rounded up to a multiple of four.
    """
    topics, kept = ids[0], ids[1]
    n_kept = 0
    for k in range(width):
        kept[n_kept] = k
        n_kept += 1 if gamma[k] - prior[k] > threshold else 0  # no branch
    for k in range(n_kept):
        source = kept[k]
        topics[k] = topics[source]
        prior[k] = prior[source]
        gamma[k] = gamma[source]
    for k in range(n_kept, padded(n_kept)):
        kept[k] = -1
        topics[k] = -1
        prior[k] = 0
        gamma[k] = 0
        gain[k] = 0
    return (n_kept + 3) // 4 * 4


@inner
def _gather(table, words, topics, block):
    """``block[:, :n_words] = table[words][:, topics].T``, zeros for topic -1."""
    n_words = words.shape[0]
    for k in range(block.shape[0]):
        for i in range(n_words, block.shape[1]):
            block[k, i] = 0
    for i in range(n_words):
        w = words[i]
        for k in range(block.shape[0]):
            block[k, i] = table[w, topics[k]] if topics[k] >= 0 else 0


@inner
def _drop_rows(kept, block):
    """``block[:n] = block[kept]`` for n rising `kept`, zeros where it is -1."""
    for k in range(kept.shape[0]):
        source = kept[k]
        if source < 0:
            for i in range(block.shape[1]):
                block[k, i] = 0
        elif source > k:
            for i in range(block.shape[1]):
                block[k, i] = block[source, i]


@inner
def _iterate_rows(words, counts, table, vectors, ratio, threshold, model):
    """Iterate with all topics until it pays to leave the inactive ones out.

    Returns the iterations and whether theta and ratio are final.
    """
    n_topics, max_iter, tol, crowded = model
    prior, gamma, theta, gain = vectors[0], vectors[1], vectors[2], vectors[3]
    # Vector operations of an iteration, by rows and per topic by columns.
    by_rows = words.shape[0] * (table.shape[1] // LANES + 2)
    by_column = padded(words.shape[0]) // LANES + 1
    n_iter, done = 0, words.shape[0] == 0
    while True:
        _expect_topics(gamma, crowded, theta)
        _explain_rows(table, words, counts, theta, ratio, gain)
        if done or n_iter == max_iter:
            return n_iter, True
        n_iter += 1
        change, n_active = _update_topics(prior, theta, gain, gamma, threshold)
        done = change < tol * n_topics
        # Early on many more are about to fall inactive: collect few topics, once.
        few = 2 * n_active < table.shape[1] or n_iter > 3
        if few and not done and 0 < n_active * by_column < by_rows:
            return n_iter, False


@inner
def _iterate_columns(block, counts, vectors, ids, ratio, threshold, model, n_iter):
    """Iterate with the topics that are active, ever fewer, to the end.

    Returns the iterations and the number of topics at the end.
    """
    n_topics, max_iter, tol, crowded = model
    prior, gamma, theta, gain = vectors[0], vectors[1], vectors[2], vectors[3]
    width, done = block.shape[0], False
    while True:
        lanes = padded(width)
        _expect_topics(gamma[:lanes], crowded, theta)
        _explain_columns(block, counts, theta, ratio, gain)
        if done or n_iter == max_iter:
            return n_iter, width
        n_iter += 1
        change, n_active = _update_topics(
            prior[:lanes], theta, gain, gamma[:lanes], threshold
        )
        done = change < tol * n_topics
        if 0 < n_active <= width - 4:
            width = _keep_active(width, threshold, ids, prior, gamma, gain)
            _drop_rows(ids[1][:width], block)
            block = block[:width]


@jit_fast
def infer_document(words, counts, table, prior, model, memory):
    """Iterate to the fixed point of one document; see `variational.infer_documents`.

    Starts from the gamma in `memory` and leaves there gamma, theta and ratio of the
    topics ``topics[:width]`` (-1 for none). Returns the iterations and the width.
    """
    flat, padded_counts, ratio, vectors, ids = memory
    topics = ids[0]
    n_words, width = words.shape[0], table.shape[1]
    threshold = prior.dtype.type(INACTIVE * model[2])
    for k in range(width):
        topics[k] = k
        vectors[0, k] = prior[k]
    n_iter, final = _iterate_rows(
        words, counts, table, vectors, ratio, threshold, model
    )
    if final:
        return n_iter, width
    width = _keep_active(width, threshold, ids, vectors[0], vectors[1], vectors[3])
    length = padded(n_words)
    for i in range(n_words):
        padded_counts[i] = counts[i]
    for i in range(n_words, length):
        padded_counts[i] = 0
    block = flat[: width * length].reshape(width, length)
    _gather(table, words, topics[:width], block)
    return _iterate_columns(
        block, padded_counts[:length], vectors, ids, ratio, threshold, model, n_iter
    )


@jit_fast
def allocate(indptr, start, stop, n_padded, dtype):
    """Memory for the longest of the documents.

    The block of the active topics, counts and ratio of the words, (prior, gamma,
    theta, gain) and (topics, kept) of the active topics.
    """
    longest = 0
    for d in range(start, stop):
        longest = max(longest, indptr[d + 1] - indptr[d])
    longest = padded(longest)
    return (
        np.empty(longest * n_padded, dtype),
        np.empty(longest, dtype),
        np.empty(longest, dtype),
        np.zeros((4, n_padded), dtype),
        np.empty((2, n_padded), np.intp),
    )
