"""Collapsed inference for LDA by expectation (CVB0): a token has shares of topics.

The kernels hold the topics fixed while they go through the documents (`phi`, the
posterior mean of p(word | topic)) and integrate the documents' mixtures out, so that
each token is explained by the expected topics of the document's other tokens
(Asuncion et al. 2009, "On smoothing and inference for topic models"). Within a pass
documents are independent of each other.
"""

import math

import numpy as np

from ._jit import jit, jit_fast
from .special import digamma

# Below this a product is as good as 0, and denormals are slow to compute with.
_TINY = 1e-18


@jit_fast
def expect_topics(
    indptr, indices, data, phi, doc_topic_prior, max_iter, tol, doc_topic,
    sample_weight, topic_word,
):  # fmt: skip
    """E-step by CVB0, the topics fixed: expected topics of every document's words.

    For each document with counts c of the terms w, starting from the expected topics
    in `doc_topic`, the responsibilities q of its words are updated one word after
    the other, at most `max_iter` times or until the sum of ``|new n - n|``, n = c @ q,
    is below `tol` per topic, the word's own token left out of what explains it::

        q = normalize(phi[w] * doc_topic[d])
        for _ in range(max_iter):
            for i in range(len(w)):
                rest = c @ q - min(c[i], 1) * q[i]
                q[i] = normalize(phi[w[i]] * (rest + doc_topic_prior))
        doc_topic[d] = doc_topic_prior + c @ q
        topic_word[w] += sample_weight[d] * c[:, np.newaxis] * q

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    phi : (n_terms, n_padded) floats
        p(word | topic), transposed; padding is 0.
    doc_topic_prior : (n_padded,) floats
    max_iter : int
    tol : float
    doc_topic : (n_documents, n_padded) floats
        In and out: `doc_topic_prior` plus the expected counts of topics.
    sample_weight : (n_documents,) floats
    topic_word : (n_terms, n_padded) floats or None
        In and out: sum to which the documents' expected counts are added.
    """
    n_topics = phi.shape[1]
    longest = _longest(indptr)
    q = np.empty((longest, n_topics), phi.dtype)
    n_d = np.empty(n_topics, phi.dtype)
    before = np.empty(n_topics, phi.dtype)
    for d in range(indptr.size - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        _start(words, counts, phi, doc_topic[d], doc_topic_prior, q, n_d)
        for _ in range(max_iter):
            for k in range(n_topics):  # `before[:] = n_d` compiles for two seconds
                before[k] = n_d[k]
            for i in range(counts.size):
                _respond(phi[words[i]], q[i], counts[i], n_d)
            change = phi.dtype.type(0)
            for k in range(n_topics):
                change += abs(n_d[k] - before[k])
            if change < tol:
                break
        for k in range(n_topics):
            doc_topic[d, k] = max(n_d[k], doc_topic_prior[k])
        if topic_word is not None:
            for i in range(counts.size):
                row, share = topic_word[words[i]], counts[i] * sample_weight[d]
                for k in range(n_topics):
                    row[k] += share * q[i, k]


@jit_fast
def expect_word_topics(
    indptr, indices, data, phi, doc_topic_prior, max_iter, tol, word_topic
):  # fmt: skip
    """Give the topics of every document's words, the topics fixed.

    ``word_topic[indptr[d] : indptr[d + 1]] = q``, the responsibilities that
    `expect_topics` ends with where `doc_topic` is 1 in the beginning.

    Parameters
    ----------
    indptr, indices, data, phi, doc_topic_prior, max_iter, tol
        See `expect_topics`.
    word_topic : (n_entries, n_padded) floats
        Out: a row for each count.
    """
    n_topics = phi.shape[1]
    n_d = np.empty(n_topics, phi.dtype)
    before = np.empty(n_topics, phi.dtype)
    even = np.ones(n_topics, phi.dtype)
    for d in range(indptr.size - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        q = word_topic[indptr[d] : indptr[d + 1]]
        _start(words, counts, phi, even, doc_topic_prior, q, n_d)
        for _ in range(max_iter):
            for k in range(n_topics):
                before[k] = n_d[k]
            for i in range(counts.size):
                _respond(phi[words[i]], q[i], counts[i], n_d)
            change = phi.dtype.type(0)
            for k in range(n_topics):
                change += abs(n_d[k] - before[k])
            if change < tol:
                break


@jit_fast
def _longest(indptr):
    """``np.diff(indptr).max(initial=0)``."""
    longest = 0
    for d in range(indptr.size - 1):
        longest = max(longest, indptr[d + 1] - indptr[d])
    return longest


@jit_fast
def _start(words, counts, phi, weights, prior, q, n_d):
    """``q = normalize(phi[words] * weights); n_d[:] = prior + counts @ q``.

    The loop that sums stores nothing, see `_respond`.
    """
    zero = phi.dtype.type(0)
    for k in range(n_d.size):
        n_d[k] = prior[k]
    for i in range(counts.size):
        row, own = phi[words[i]], q[i]
        total = zero
        for k in range(n_d.size):
            total += row[k] * weights[k]
        scale = 1 / total if total > zero else zero
        for k in range(n_d.size):
            share = scale * row[k] * weights[k]
            own[k] = share
            n_d[k] += counts[i] * share


@jit_fast
def _respond(row, own, count, n_d):
    """Update the responsibilities `own` of a word, and `n_d` with them.

    The loop that sums stores nothing: if it did, LLVM would use vectors or not as the
    arrays happen to lie in memory, and the sum's last bit would hang on that. To
    compute the values twice is no slower than to store them.
    """
    zero, tiny = row.dtype.type(0), row.dtype.type(_TINY)
    token = min(count, row.dtype.type(1))
    total = zero
    for k in range(row.size):
        value = row[k] * (n_d[k] - token * own[k])
        total += value if value > tiny else zero
    if total > zero:
        inverse = 1 / total
        for k in range(row.size):
            value = row[k] * (n_d[k] - token * own[k])
            new = inverse * value if value > tiny else zero
            n_d[k] += count * (new - own[k])
            own[k] = new


@jit(error_model="numpy")
def sum_collapsed_logs(
    doc_topic, doc_topic_prior, n_topics, sampled, sample_weight, out
):
    """Sum of E[log theta] over documents, for learning the prior.

    Equals, for m = doc_topic - doc_topic_prior (without padding)::

        positive = np.where(sampled[:, np.newaxis], 1, 1 - np.exp(-m))
        logs = positive * digamma(doc_topic_prior + m / positive)
        logs += (1 - positive) * digamma(doc_topic_prior)
        out += sample_weight @ (logs - digamma(doc_topic.sum(axis=1, keepdims=True)))

    Counts that are expected may be 0, which has a far lower digamma than their mean:
    to leave that out makes the prior two or three times too large. How likely they
    are 0 is taken from a Poisson distribution of the same mean; the idea is that of
    Teh, Kurihara and Welling 2007, "Collapsed variational inference for HDP".

    Parameters
    ----------
    doc_topic : (n_documents, n_padded) floats
        `doc_topic_prior` plus the counts of topics.
    doc_topic_prior : (n_padded,) floats
    n_topics : int
    sampled : (n_documents,) bools
        Whether the counts of a document are those of a sample, not expected.
    sample_weight : (n_documents,) floats
    out : (n_topics,) float64
    """
    unused = np.empty(n_topics, np.float64)
    for k in range(n_topics):
        unused[k] = digamma(np.float64(doc_topic_prior[k]))
    for d in range(doc_topic.shape[0]):
        weight, total = np.float64(sample_weight[d]), 0.0
        for k in range(n_topics):
            total += doc_topic[d, k]
        base = digamma(total)
        for k in range(n_topics):
            prior = np.float64(doc_topic_prior[k])
            mean = np.float64(doc_topic[d, k]) - prior
            log = unused[k]
            if mean > 0:
                positive = 1.0 if sampled[d] else -math.expm1(-mean)
                log += positive * (digamma(prior + mean / positive) - log)
            out[k] += weight * (log - base)
