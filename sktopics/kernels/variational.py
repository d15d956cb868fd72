"""Variational Bayes for latent Dirichlet allocation: table, E-step and bound.

Tables have topics innermost and their number padded with zeros to a multiple of
`LANES` (see `padding`).
"""

import math

import numpy as np

from ._document import (
    CROWDED,
    allocate,
    infer_document,
    inner,
    largest_of,
)
from ._jit import jit, jit_fast
from .special import digamma, digamma_shift, scaled_exp_digamma

__all__ = [
    "document_bound",
    "exp_dirichlet_expectation",
    "infer_documents",
    "sum_expected_logs",
]


@jit_fast
def exp_dirichlet_expectation(counts, totals, start, stop, out, shift):
    """exp(E[log p]) under Dirichlet distributions, for the terms `start` to `stop`.

    Equals, with ``w = slice(start, stop)``::

        expectation = digamma(counts[w]) - digamma(totals)
        out[w] = np.exp(expectation + shift[w, None])

    with 0 where `counts` is 0 (padding) or `out` would be below 1e-18 (float32) or
    1e-150 (float64). The shift of a term is 0, unless the term is so rare that its
    whole row might vanish (all `counts` below `CROWDED`).

    Parameters
    ----------
    counts : (n_terms, n_padded) floats
        Parameters of the Dirichlet distributions, one per column.
    totals : (n_padded,) floats
        Sum of each column.
    out : (n_terms, n_padded) floats
    shift : (n_terms,) floats
        Out: logarithm of the factor of each row.
    """
    n_topics = counts.shape[1]
    zero = counts.dtype.type(0)
    crowded = counts.dtype.type(CROWDED)
    base = np.zeros(n_topics, counts.dtype)
    for k in range(n_topics):
        total = scaled_exp_digamma(totals[k], zero)
        if total > 0:
            base[k] = -math.log(total)
    for w in range(start, stop):
        largest = largest_of(counts[w])
        shift_w = digamma_shift(largest) if largest < crowded else zero
        shift[w] = shift_w
        for k in range(n_topics):
            out[w, k] = scaled_exp_digamma(counts[w, k], base[k] + shift_w)


@inner
def _share_evenly(counts, prior, n_topics, gamma):
    """``gamma[:n_topics] = (prior + counts.sum() / n_topics)[:n_topics]``, else 0."""
    length = prior.dtype.type(0)
    for i in range(counts.shape[0]):
        length += counts[i]
    share = length / prior.dtype.type(n_topics)
    for k in range(n_topics):
        gamma[k] = prior[k] + share
    for k in range(n_topics, gamma.shape[0]):
        gamma[k] = 0


@inner
def _add_counts(words, ratio, theta, topics, weight, out):
    """``out[words[:, None], topics] += weight * ratio[:, None] * theta``."""
    width = topics.shape[0]
    while width > 0 and topics[width - 1] < 0:
        width -= 1
    for i in range(words.shape[0]):
        w = words[i]
        share = weight * ratio[i]
        for k in range(width):
            out[w, topics[k]] += share * theta[k]


@jit_fast
def infer_documents(
    indptr, indices, data, exp_topic_word, doc_topic_prior, n_topics, warm_start,
    max_iter, tol, start, stop, doc_topic, sample_weight, topic_word,
):  # fmt: skip
    """E-step of the documents `start` to `stop`.

    For each document with counts c of the terms w, iterates until the mean of
    ``|new gamma - gamma|`` is below `tol`::

        theta = np.exp(digamma(gamma))
        beta = exp_topic_word[w]                               # (n_words, n_padded)
        gamma = doc_topic_prior + theta * ((c / (beta @ theta)) @ beta)

    and then, unless `doc_topic` or `topic_word` is None, ::

        doc_topic[d] = gamma
        topic_word[w] += sample_weight[d] * np.outer(c / (beta @ theta), theta)

    A topic that explains less than ``INACTIVE * tol`` of a document's words is left
    out of the iterations that follow: its gamma is the prior, its counts are 0.

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    exp_topic_word : (n_terms, n_padded) floats
        ``exp(E[log beta])``, see `exp_dirichlet_expectation`; padding is 0. Each row
        may have been multiplied by a number of its own.
    doc_topic_prior : (n_padded,) floats
        Padding is 0.
    n_topics : int
        Number of topics without the padding.
    warm_start : bool
        Start from the gamma in `doc_topic`, which has to be positive, unless the
        document is empty; else each topic gets an equal share of the words at the
        start. Starting every pass of a fit from the last one saves iterations but
        ends in a worse optimum, where topics resemble the mean of the corpus.
    max_iter : int
        Bound on the iterations (`max_doc_update_iter`).
    tol : float
        `mean_change_tol`.
    start, stop : int
        Documents to infer.
    doc_topic : (n_documents, n_padded) floats or None
        In and out: gamma, parameters of the documents' Dirichlet distributions.
    sample_weight : (n_documents,) floats or None
        None means 1.
    topic_word : (n_terms, n_padded) floats or None
        In and out: sum to which the documents' sufficient statistics are added, to be
        multiplied by `exp_topic_word`. Nobody else may write there meanwhile.

    Returns
    -------
    n_iter : int
        Sum of the iterations of the documents.
    """
    memory = allocate(
        indptr, start, stop, exp_topic_word.shape[1], exp_topic_word.dtype
    )
    ratio, gamma, theta, topics = memory[2], memory[3][1], memory[3][2], memory[4][0]
    total_iter = 0
    for d in range(start, stop):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        _share_evenly(counts, doc_topic_prior, n_topics, gamma)
        # The mean of gamma does not change, and its largest entry is not below it.
        crowded = gamma.sum() < CROWDED * n_topics
        if doc_topic is not None:  # noqa: SIM102 (numba drops it if it tests no more)
            if warm_start and words.shape[0] > 0:
                for k in range(gamma.shape[0]):
                    gamma[k] = doc_topic[d, k]
                crowded = crowded or gamma.sum() < CROWDED * n_topics
        model = n_topics, max_iter, tol, crowded
        n_iter, width = infer_document(
            words, counts, exp_topic_word, doc_topic_prior, model, memory
        )
        total_iter += n_iter
        if doc_topic is not None:
            for k in range(doc_topic.shape[1]):
                doc_topic[d, k] = doc_topic_prior[k]
            for k in range(width):
                if topics[k] >= 0:
                    doc_topic[d, topics[k]] = gamma[k]
        if topic_word is not None:
            weight = gamma.dtype.type(1)
            if sample_weight is not None:
                weight = gamma.dtype.type(sample_weight[d])
            _add_counts(words, ratio, theta, topics[:width], weight, topic_word)
    return total_iter


@inner
def words_log_likelihood(words, counts, table, shift, weights):
    """Return ``counts @ (np.log(table[words] @ weights) - shift[words])``."""
    total = 0.0
    for i in range(words.shape[0]):
        w = words[i]
        p = table.dtype.type(0)
        for k in range(table.shape[1]):
            p += table[w, k] * weights[k]
        # A product below what the table can hold counts as that.
        total += counts[i] * (math.log(max(p, 1e-36)) - shift[w])
    return total


@jit(error_model="numpy")
def document_bound(
    indptr, indices, data, exp_topic_word, shift, doc_topic_prior, n_topics, doc_topic,
    start, stop, out,
):  # fmt: skip
    """Compute the documents' part of the bound, in nats, with the best phi.

    Equals, for gamma = doc_topic[d] and alpha = doc_topic_prior (without padding)::

        expectation = digamma(gamma) - digamma(gamma.sum())    # of log theta
        out[d] = (
            c @ np.log(np.exp(E[log beta])[w] @ np.exp(expectation))
            + (alpha - gamma) @ expectation
            + (gammaln(gamma) - gammaln(alpha)).sum()
            + gammaln(alpha.sum()) - gammaln(gamma.sum())
        )

    Parameters
    ----------
    indptr, indices, data, doc_topic_prior, n_topics, doc_topic, start, stop
        See `infer_documents`.
    exp_topic_word, shift : (n_terms, n_padded) and (n_terms,) floats
        What `exp_dirichlet_expectation` computed.
    out : (n_documents,) float64
    """
    expectation = np.empty(n_topics, np.float64)
    weights = np.zeros(doc_topic.shape[1], exp_topic_word.dtype)
    prior_total = 0.0
    for k in range(n_topics):
        prior_total += doc_topic_prior[k]
    for d in range(start, stop):
        total = 0.0
        for k in range(n_topics):
            total += doc_topic[d, k]
        bound = math.lgamma(prior_total) - math.lgamma(total)
        base = digamma(total)
        largest = -np.inf
        for k in range(n_topics):
            alpha, gamma = np.float64(doc_topic_prior[k]), np.float64(doc_topic[d, k])
            expectation[k] = digamma(gamma) - base
            largest = max(largest, expectation[k])
            if gamma != alpha:
                bound += (alpha - gamma) * expectation[k]
                bound += math.lgamma(gamma) - math.lgamma(alpha)
        for k in range(n_topics):
            weight = math.exp(expectation[k] - largest)
            weights[k] = weight if weight > 1e-18 else 0.0
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        for i in range(counts.shape[0]):
            bound += counts[i] * largest
        out[d] = bound + words_log_likelihood(
            words, counts, exp_topic_word, shift, weights
        )


@jit(error_model="numpy")
def sum_expected_logs(doc_topic, doc_topic_prior, n_topics, start, stop, out):
    """Sum of E[log theta] over documents, for learning the prior.

    Equals ``out += (digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
    ).sum(axis=0)`` for ``gamma = doc_topic[start:stop, :n_topics]``, in float64.
    """
    unused = np.empty(n_topics, np.float64)
    for k in range(n_topics):
        unused[k] = digamma(np.float64(doc_topic_prior[k]))
    for d in range(start, stop):
        total = 0.0
        for k in range(n_topics):
            total += doc_topic[d, k]
        base = digamma(total)
        for k in range(n_topics):
            gamma = doc_topic[d, k]
            if gamma == doc_topic_prior[k]:
                out[k] += unused[k] - base
            else:
                out[k] += digamma(np.float64(gamma)) - base
