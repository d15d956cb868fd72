"""EM for the mixture of topics of one document, the topics fixed.

Tables have topics innermost, padded to whole vectors. Topics that have nothing of a
document are left out of its iterations, as in `_document`.

All this is inlined into one loop over documents without numba's counting of references
to arrays: for a document of five words that took as long as the arithmetic.
"""

import numpy as np

from ._document import _drop_rows, _explain_columns, _gather, inner
from ._jit import jit_rows
from .padding import LANES, padded

# Documents of fewer words are iterated on row by row, where the topics that are left
# fill vectors, longer ones topic by topic, where the words do.
SHORT = 2 * LANES


@jit_rows
def explain_rows(phi, words, counts, theta, ratio, gain):
    """``b = phi[words]; ratio[:] = counts / (b @ theta); gain[:] = ratio @ b``.

    Four words at a time, so that theta and gain are read less often.
    """
    zero = phi.dtype.type(0)
    n_words, width = words.shape[0], phi.shape[1]
    for k in range(width):
        gain[k] = zero
    fours = n_words // 4 * 4
    for i in range(0, fours, 4):
        p0, p1 = phi[words[i]], phi[words[i + 1]]
        p2, p3 = phi[words[i + 2]], phi[words[i + 3]]
        s0, s1, s2, s3 = zero, zero, zero, zero
        for k in range(width):
            share = theta[k]
            s0 += p0[k] * share
            s1 += p1[k] * share
            s2 += p2[k] * share
            s3 += p3[k] * share
        s0 = counts[i] / s0 if s0 > 0 else zero
        s1 = counts[i + 1] / s1 if s1 > 0 else zero
        s2 = counts[i + 2] / s2 if s2 > 0 else zero
        s3 = counts[i + 3] / s3 if s3 > 0 else zero
        ratio[i], ratio[i + 1], ratio[i + 2], ratio[i + 3] = s0, s1, s2, s3
        for k in range(width):
            gain[k] += (p0[k] * s0 + p1[k] * s1) + (p2[k] * s2 + p3[k] * s3)
    for i in range(fours, n_words):
        w = words[i]
        total = zero
        for k in range(width):
            total += phi[w, k] * theta[k]
        total = counts[i] / total if total > 0 else zero
        ratio[i] = total
        for k in range(width):
            gain[k] += phi[w, k] * total


@inner
def _mix(counts, ratio, vectors, width):
    """Set ``new[:] = np.maximum(theta * (gain + n * slope) + bias, 0)``.

    Here n is ``counts[ratio > 0].sum()``. Returns the sum of `new`.
    """
    zero, n = vectors.dtype.type(0), vectors.dtype.type(0)
    for i in range(counts.shape[0]):
        n += counts[i] if ratio[i] > 0 else zero
    bias, theta, gain = vectors[0], vectors[1], vectors[2]
    new, slope = vectors[3][:width], vectors[4]
    for k in range(new.shape[0]):
        value = theta[k] * (gain[k] + n * slope[k]) + bias[k]
        new[k] = value if value > zero else zero
    total = zero
    for k in range(new.shape[0]):
        total += new[k]
    return total


@inner
def _scale(new, total, smallest, theta):
    """Set ``new /= total``, 0 where the result is not above `smallest`.

    Returns the sum of the changes against `theta` and how many are not 0: a sum of
    ones, whatever is compared, and no more than topics.
    """
    zero, one = new.dtype.type(0), new.dtype.type(1)
    scale = one / total
    for k in range(new.shape[0]):
        value = new[k] * scale
        new[k] = value if value > smallest else zero
    change, n_active = zero, zero
    for k in range(new.shape[0]):
        change += abs(new[k] - theta[k])
        n_active += one if new[k] > zero else zero
    return change, np.intp(n_active)


@inner
def _keep_positive(width, ids, vectors):
    """Move the topics whose theta is not 0, or going to be, to the left of all vectors.

    Equals, for ``topics, kept = ids``, ``kept = np.flatnonzero((theta > 0) | (bias >
    0))`` and ``a = a[kept]`` for topics, bias, theta and slope, filled up to a multiple
    of `LANES` with zeros (-1 for topics and kept). Returns the number of kept topics
    rounded up to a multiple of four.
    """
    topics, kept = ids[0], ids[1]
    bias, theta, slope = vectors[0], vectors[1], vectors[4]
    n_kept = 0
    for k in range(width):
        kept[n_kept] = k
        n_kept += 1 if (theta[k] > 0) | (bias[k] > 0) else 0  # no branch
    for k in range(n_kept):
        source = kept[k]
        topics[k] = topics[source]
        bias[k] = bias[source]
        theta[k] = theta[source]
        slope[k] = slope[source]
    for k in range(n_kept, padded(n_kept)):
        kept[k] = -1
        topics[k] = -1
        for row in range(vectors.shape[0]):
            vectors[row, k] = 0
    return (n_kept + 3) // 4 * 4


@inner
def _pays(n_words, n_active, width):
    """Whether a block of the active topics is less work than rows of `width`."""
    if n_words < SHORT:
        return n_active > 0 and 2 * padded(n_active) <= width
    by_rows = n_words * (width // LANES + 2)
    by_column = padded(n_words) // LANES + 1
    return 0 < 2 * n_active * by_column < by_rows


@inner
def _gather_rows(table, words, topics, block):
    """``block[:] = table[words][:, topics]``, anything for topic -1."""
    for i in range(words.shape[0]):
        w = words[i]
        for k in range(block.shape[1]):
            block[i, k] = table[w, topics[k]] if topics[k] >= 0 else 0


@jit_rows
def _iterate_rows(words, counts, table, vectors, ratio, n_active, model, n_iter):
    """Iterate with all topics until it pays to leave out those that have nothing.

    Returns the iterations and whether ratio, theta and new are final.
    """
    max_iter, tol, smallest = model
    width = table.shape[1]
    theta, gain, new = vectors[1][:width], vectors[2][:width], vectors[3][:width]
    while True:
        if _pays(words.shape[0], n_active, width):
            return n_iter, False
        explain_rows(table, words, counts, theta, ratio, gain)
        n_iter += 1
        total = _mix(counts, ratio, vectors, width)
        if not total > 0:
            return n_iter, True
        change, n_active = _scale(new, total, smallest, theta)
        if n_iter >= max_iter or change < tol:
            return n_iter, True
        for k in range(width):
            theta[k] = new[k]


@jit_rows
def _iterate_columns(words, counts, phi, width, memory, model, n_iter):
    """Iterate with the first `width` topics, ever fewer, to the end.

    Returns the number of topics at the end.
    """
    flat, padded_counts, ratio, vectors, ids, _ = memory
    max_iter, tol, smallest = model
    theta, gain, new = vectors[1], vectors[2], vectors[3]
    n_words, length = words.shape[0], padded(words.shape[0])
    for i in range(length):
        padded_counts[i] = counts[i] if i < n_words else 0
    block = flat[: width * length].reshape(width, length)
    _gather(phi, words, ids[0][:width], block)
    while True:
        lanes = padded(width)
        _explain_columns(block, padded_counts[:length], theta, ratio, gain)
        n_iter += 1
        total = _mix(counts, ratio, vectors, lanes)
        if not total > 0:
            return width
        change, n_active = _scale(new[:lanes], total, smallest, theta[:lanes])
        if n_iter >= max_iter or change < tol:
            return width
        for k in range(lanes):
            theta[k] = new[k]
        if n_active <= width - 4:
            width = _keep_positive(width, ids, vectors)
            _drop_rows(ids[1][:width], block)
            block = block[:width]


@jit_rows
def infer_mixture(words, counts, phi, bias, slope, model, memory):
    """EM of one document from the theta in `memory`; see `em.infer_mixtures`.

    Leaves in `memory`, of the topics ``topics[:width]`` (-1 for none), the ratios and
    the theta of the last E-step and the new theta. Returns the width.
    """
    flat, _, ratio, vectors, ids, places = memory
    n_words, width = words.shape[0], phi.shape[1]
    n_active = 0
    for k in range(width):
        ids[0, k] = k
        vectors[0, k] = bias[k]
        vectors[4, k] = slope[k]
        n_active += 1 if vectors[1, k] > 0 or bias[k] > 0 else 0
    n_iter, final = _iterate_rows(
        words, counts, phi, vectors, ratio, n_active, model, 0
    )
    while not final:
        kept = _keep_positive(width, ids, vectors)
        if n_words >= SHORT:
            return _iterate_columns(words, counts, phi, kept, memory, model, n_iter)
        width = padded(kept)
        block = flat[: n_words * width].reshape(n_words, width)
        _gather_rows(phi, words, ids[0], block)
        n_iter, final = _iterate_rows(
            places[:n_words], counts, block, vectors, ratio, width, model, n_iter
        )
    return width
