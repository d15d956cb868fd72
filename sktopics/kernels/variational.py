"""Variational Bayes for latent Dirichlet allocation: the E-step, M-step and bound.

Tables have topics innermost and their number padded with zeros to a multiple of
`LANES` (`padded`), so that every inner loop is made of whole vectors. Only ratios
of the entries of ``exp(E[log theta_d])`` matter in the fixed point, hence the
expectation over the document's topics is scaled by its largest entry instead of
being normalised: nothing underflows in float32, however many topics there are.
"""

import functools
import math

import numpy as np

from ._jit import jit, jit_fast
from .special import digamma_shift, scaled_exp_digamma

LANES = 16

# A topic whose expected count in a document falls below this share of the tolerance
# is left out of the document's remaining iterations.
INACTIVE = 0.1

_inner = functools.partial(jit_fast, forceinline=True)
# The values compared here are never NaN, and saying so vectorises the maximum.
_inner_finite = functools.partial(
    jit_fast,
    forceinline=True,
    fastmath={"reassoc", "contract", "arcp", "nsz", "nnan"},
)


def padded(n_topics):
    """Number of topics rounded up to whole vectors."""
    return -(-n_topics // LANES) * LANES


@jit(error_model="numpy")
def exp_dirichlet_expectation(counts, totals, start, stop, out):
    """exp(E[log p]) under Dirichlet distributions, for the terms `start` to `stop`.

    Equals ``out[start:stop] = np.exp(digamma(counts[start:stop]) - digamma(totals))``
    with 0 where an entry is below 1e-18 (float32) or 1e-150 (float64) or where
    `counts` is 0 (padding).

    Parameters
    ----------
    counts : (n_terms, n_padded) floats
        Parameters of the Dirichlet distributions, one per column.
    totals : (n_padded,) floats
        Sum of each column.
    out : (n_terms, n_padded) floats
    """
    n_topics = counts.shape[1]
    zero = counts.dtype.type(0)
    shift = np.zeros(n_topics, counts.dtype)
    for k in range(n_topics):
        total = scaled_exp_digamma(totals[k], zero)
        if total > 0:
            shift[k] = -math.log(total)
    for w in range(start, stop):
        for k in range(n_topics):
            out[w, k] = scaled_exp_digamma(counts[w, k], shift[k])


@_inner
def _explain_words(block, counts, theta, ratio, gain):
    """``ratio[:] = counts / (block @ theta); gain[:] = ratio @ block``."""
    zero = block.dtype.type(0)
    for k in range(block.shape[1]):
        gain[k] = zero
    for i in range(block.shape[0]):
        total = zero
        for k in range(block.shape[1]):
            total += block[i, k] * theta[k]
        share = counts[i] / total if total > 0 else zero
        ratio[i] = share
        for k in range(block.shape[1]):
            gain[k] += share * block[i, k]


@_inner_finite
def _update_topics(prior, theta, gain, gamma, threshold):
    """One update of ``gamma = prior + theta * gain``, in place.

    Returns the sum of the changes, the largest entry and how many topics got more
    than `threshold`.
    """
    zero = gamma.dtype.type(0)
    one = gamma.dtype.type(1)
    change, largest, n_active = zero, zero, zero
    for k in range(gamma.shape[0]):
        count = theta[k] * gain[k]
        new = prior[k] + count
        change += abs(new - gamma[k])
        largest = max(largest, new)
        n_active += one if count > threshold else zero
        gamma[k] = new
    return change, largest, n_active


@_inner
def _expect_topics(gamma, largest, theta):
    """``theta[:] = c * exp(digamma(gamma))``, c such that no entry overflows."""
    shift = digamma_shift(largest)
    for k in range(gamma.shape[0]):
        theta[k] = scaled_exp_digamma(gamma[k], shift)


@_inner
def _gather(table, indices, block):
    """``block[:] = table[indices]``."""
    for i in range(indices.shape[0]):
        w = indices[i]
        for k in range(table.shape[1]):
            block[i, k] = table[w, k]


@_inner
def _keep_active(old, new, threshold, kept, topics, prior, gamma, theta):
    """Move the topics that have more than `threshold` to the left of every array.

    Equals, with ``kept = gamma - prior > threshold``, ``new[:] = old[:, kept]`` and
    ``a[:kept.sum()] = a[kept]`` for the vectors, filled up with zeros (-1 for
    `topics`). `new` may share the memory of `old`, being no wider.
    """
    n_kept = 0
    for k in range(old.shape[1]):
        if gamma[k] - prior[k] > threshold and n_kept < new.shape[1]:
            kept[n_kept] = k
            topics[n_kept] = topics[k]
            prior[n_kept] = prior[k]
            gamma[n_kept] = gamma[k]
            theta[n_kept] = theta[k]
            n_kept += 1
    for k in range(n_kept, new.shape[1]):
        topics[k] = -1
        prior[k] = 0
        gamma[k] = 0
        theta[k] = 0
    for i in range(new.shape[0]):
        for k in range(n_kept):
            new[i, k] = old[i, kept[k]]
        for k in range(n_kept, new.shape[1]):
            new[i, k] = 0


@_inner
def _iterate(block, counts, prior, gamma, theta, gain, ratio, threshold):
    """One iteration of the fixed point of one document, in place.

    Returns the sum of the changes of gamma and the number of active topics.
    """
    _explain_words(block, counts, theta, ratio, gain)
    change, largest, n_active = _update_topics(prior, theta, gain, gamma, threshold)
    _expect_topics(gamma, largest, theta)
    return change, np.intp(n_active)


@jit_fast
def _infer_document(
    words, counts, table, prior, n_topics, max_iter, tol, memory, doc_topic, theta_out,
    ratio,
):  # fmt: skip
    """Fixed point of one document; see `infer_documents`. Returns the iterations."""
    flat, vectors, ids = memory
    topics, kept = ids[0], ids[1]
    n_words, width = words.shape[0], table.shape[1]
    prior_d, gamma, theta, gain = vectors[0], vectors[1], vectors[2], vectors[3]
    threshold = gamma.dtype.type(INACTIVE * tol)
    largest = gamma.dtype.type(0)
    for k in range(width):
        topics[k] = k
        prior_d[k] = prior[k]
        gamma[k] = doc_topic[k]
        largest = max(largest, gamma[k])
        theta_out[k] = 0
    block = flat[: n_words * width].reshape(n_words, width)
    _gather(table, words, block)
    _expect_topics(gamma, largest, theta)
    n_iter = 0
    while n_iter < max_iter and n_words > 0:
        n_iter += 1
        change, n_active = _iterate(
            block, counts, prior_d, gamma, theta, gain, ratio, threshold
        )
        if change < tol * n_topics:
            break
        narrow = (n_active + LANES - 1) // LANES * LANES
        if 0 < narrow < width:
            narrower = flat[: n_words * narrow].reshape(n_words, narrow)
            _keep_active(
                block, narrower, threshold, kept, topics, prior_d, gamma, theta
            )
            block, width = narrower, narrow
            prior_d, gamma = prior_d[:width], gamma[:width]
            theta, gain = theta[:width], gain[:width]
    _explain_words(block, counts, theta, ratio, gain)
    for k in range(doc_topic.shape[0]):
        doc_topic[k] = prior[k]
    for k in range(width):
        if topics[k] >= 0:
            doc_topic[topics[k]] = gamma[k]
            theta_out[topics[k]] = theta[k]
    return n_iter


@jit_fast
def infer_documents(
    indptr, indices, data, exp_topic_word, doc_topic_prior, n_topics, warm_start,
    max_iter, tol, start, stop, doc_topic, exp_doc_topic, ratio,
):  # fmt: skip
    """E-step of the documents `start` to `stop`; each writes only its own rows.

    For each document d with counts c of the terms w, iterates until the mean of
    ``|new gamma - gamma|`` is below `tol`::

        theta = np.exp(digamma(gamma)); theta *= any positive number
        beta = exp_topic_word[w]                               # (n_words, n_padded)
        gamma = doc_topic_prior + theta * ((c / (beta @ theta)) @ beta)

    A topic that explains less than ``INACTIVE * tol`` words is left out of the
    iterations that follow: its gamma is the prior and its theta 0.

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    exp_topic_word : (n_terms, n_padded) floats
        ``exp(E[log beta])``, see `exp_dirichlet_expectation`; padding is 0.
    doc_topic_prior : (n_padded,) floats
        Padding is 0.
    n_topics : int
        Number of topics without the padding.
    warm_start : bool
        Start from `doc_topic`; else the words are shared evenly at the start.
    max_iter : int
        Bound on the iterations (`max_doc_update_iter`).
    tol : float
        `mean_change_tol`.
    start, stop : int
        Rows of `doc_topic`, `exp_doc_topic` and the CSR matrix.
    doc_topic : (n_documents, n_padded) floats
        Out: gamma, the parameters of the documents' Dirichlet distributions.
    exp_doc_topic : (n_documents, n_padded) floats
        Out: theta, ``exp(E[log theta])`` up to a factor for each document.
    ratio : (n_entries,) floats
        Out: ``c / (beta @ theta)`` for each stored entry; with `exp_doc_topic` it
        gives the sufficient statistics, see `sum_topic_word`.

    Returns
    -------
    n_iter : int
        Sum of the iterations of the documents.
    """
    n_padded = exp_topic_word.shape[1]
    dtype = exp_topic_word.dtype
    longest = 0
    for d in range(start, stop):
        longest = max(longest, indptr[d + 1] - indptr[d])
    memory = (
        np.empty(longest * n_padded, dtype),
        np.empty((4, n_padded), dtype),
        np.empty((2, n_padded), np.intp),
    )
    total_iter = 0
    for d in range(start, stop):
        begin, end = indptr[d], indptr[d + 1]
        if not warm_start:
            length = dtype.type(0)
            for j in range(begin, end):
                length += data[j]
            for k in range(n_padded):
                doc_topic[d, k] = doc_topic_prior[k]
            for k in range(n_topics):
                doc_topic[d, k] += length / dtype.type(n_topics)
        total_iter += _infer_document(
            indices[begin:end], data[begin:end], exp_topic_word, doc_topic_prior,
            n_topics, max_iter, tol, memory, doc_topic[d], exp_doc_topic[d],
            ratio[begin:end],
        )  # fmt: skip
    return total_iter


@jit_fast
def sum_topic_word(
    indptr, documents, entries, ratio, exp_doc_topic, exp_topic_word, start, stop, out
):
    """M-step: expected counts of the terms `start` to `stop` in each topic.

    Equals, with R the matrix of `ratio` in the pattern of the counts,
    ``out[start:stop] = (exp_topic_word * (R.T @ exp_doc_topic))[start:stop]``.

    Parameters
    ----------
    indptr, documents : arrays
        The pattern of the counts, CSC: indptr of the terms and, for each entry, its
        document.
    entries : (n_entries,) ints
        For each entry of the CSC pattern its position in `ratio` (CSR order).
    ratio, exp_doc_topic : arrays
        As `infer_documents` left them.
    exp_topic_word, out : (n_terms, n_padded) floats
    """
    zero = out.dtype.type(0)
    n_topics = out.shape[1]
    for w in range(start, stop):
        for k in range(n_topics):
            out[w, k] = zero
        for j in range(indptr[w], indptr[w + 1]):
            d = documents[j]
            share = ratio[entries[j]]
            for k in range(n_topics):
                out[w, k] += share * exp_doc_topic[d, k]
        for k in range(n_topics):
            out[w, k] *= exp_topic_word[w, k]
