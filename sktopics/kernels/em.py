"""EM for mixtures of topics: E-steps over documents, counters of terms in topics.

Tables have topics innermost and their number padded with zeros to a multiple of
`LANES` (see `padding`). What a topic is expected to have of each term, n_wt in the
literature, is summed without the factor phi, which is the same for all documents.
"""

import math

import numpy as np

from ._document import allocate, inner
from ._jit import jit_fast, jit_rows
from ._mixture import explain_rows, infer_mixture

__all__ = [
    "UNEXPLAINED",
    "blend_counts",
    "expect_counts",
    "expect_mixtures",
    "infer_mixtures",
    "invert_topics",
    "mixture_log_likelihoods",
    "normalize_topics",
    "raise_rows",
]

# Share of the uniform distribution that is given to words of probability 0, lest one
# such word make all scores -inf.
UNEXPLAINED = 1e-3


@inner
def add_counts(words, ratio, theta, topics, weight, out):
    """``out[words[:, None], topics] += weight * ratio[:, None] * theta``."""
    width = topics.shape[0]
    if width == out.shape[1]:
        for i in range(words.shape[0]):
            w = words[i]
            share = weight * ratio[i]
            for k in range(width):
                out[w, k] += share * theta[k]
        return
    while width > 0 and topics[width - 1] < 0:
        width -= 1
    for i in range(words.shape[0]):
        w = words[i]
        share = weight * ratio[i]
        for k in range(width):
            out[w, topics[k]] += share * theta[k]


@inner
def explained(counts, ratio, n_terms):
    """Return ``counts @ np.log(p)`` where ``ratio = counts / p``, or 0 if p is 0.

    A word of probability 0 is given UNEXPLAINED of the uniform distribution.
    """
    total, floor = 0.0, math.log(UNEXPLAINED / n_terms)
    for i in range(counts.shape[0]):
        if ratio[i] > 0:
            total += counts[i] * math.log(counts[i] / ratio[i])
        else:
            total += counts[i] * floor
    return total


@inner
def _write_mixture(topics, new, n_topics, out):
    """``out[:] = 0; out[topics] = new``, uniform if `new` has nothing."""
    total = new.dtype.type(0)
    for k in range(topics.shape[0]):
        total += new[k]
    for k in range(out.shape[0]):
        out[k] = 0
    if total > 0:
        for k in range(topics.shape[0]):
            if topics[k] >= 0:
                out[topics[k]] = new[k]
    else:
        for k in range(n_topics):
            out[k] = 1 / n_topics


@jit_rows
def _infer_documents(
    rows, phi, bias, slope, n_topics, model, memory, doc_topic, sample_weight,
    topic_word,
):  # fmt: skip
    """`infer_mixtures` with memory to work in."""
    indptr, indices, data = rows
    ratio, vectors, topics = memory[2], memory[3], memory[4][0]
    likelihood = 0.0
    for d in range(indptr.shape[0] - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        for k in range(phi.shape[1]):
            vectors[1, k] = doc_topic[d, k]
        width = infer_mixture(words, counts, phi, bias, slope, model, memory)
        weight = sample_weight[d]
        add_counts(words, ratio, vectors[1], topics[:width], weight, topic_word)
        _write_mixture(topics[:width], vectors[3], n_topics, doc_topic[d])
        likelihood += weight * explained(counts, ratio, phi.shape[0])
    return likelihood


@jit_fast
def infer_mixtures(
    indptr, indices, data, phi, bias, slope, n_topics, max_iter, tol, smallest,
    doc_topic, sample_weight, topic_word,
):  # fmt: skip
    """E-steps and updates of theta, the topics fixed, then the counters of terms.

    For each document with counts c of the terms w, starting from ``theta =
    doc_topic[d]``, ::

        for _ in range(max_iter):
            theta = new
            ratio = c / (phi[w] @ theta)                # 0 where that divides by 0
            gain = ratio @ phi[w] + c[ratio > 0].sum() * slope
            new = normalize(np.maximum(theta * gain + bias, 0))
            new[new <= smallest] = 0
            if np.abs(new - theta).sum() < tol:
                break
        topic_word[w] += sample_weight[d] * np.outer(ratio, theta)
        doc_topic[d] = new

    so that ``phi * topic_word`` are the counters of the last E-step. A document
    that no topic explains has all of the `n_topics` alike.

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    phi : (n_terms, n_padded) floats
        p(term | topic); padding is 0.
    bias : (n_padded,) floats
        What regularizers add to the counters of a document's topics; padding is 0.
    slope : (n_padded,) floats
        What they add for each word of a document that is all about the topic; padding
        is 0.
    n_topics : int
        Number of topics without the padding.
    max_iter : int
        At least 1.
    tol : float
    smallest : float
        Topics that have no more of a document are taken for 0; not below 0.
    doc_topic : (n_documents, n_padded) floats
        In and out: the mixtures; padding is 0.
    sample_weight : (n_documents,) floats
    topic_word : (n_terms, n_padded) floats
        In and out: counters without the factor `phi`.

    Returns
    -------
    log_likelihood : float
        ``(sample_weight[d] * c @ np.log(phi[w] @ theta))`` over all documents, in
        nats, for the theta of the last E-step; a word of probability 0 is given
        ``UNEXPLAINED / n_terms``.
    """
    memory = allocate(indptr, 0, indptr.shape[0] - 1, phi.shape[1], phi.dtype)
    places = np.arange(memory[2].shape[0]).astype(indices.dtype)
    # Not (*memory, places): numba frees the arrays of such a tuple too early.
    flat, padded_counts, ratio, _, ids = memory
    vectors = np.zeros((5, phi.shape[1]), phi.dtype)
    return _infer_documents(
        (indptr, indices, data), phi, bias, slope, n_topics, (max_iter, tol, smallest),
        (flat, padded_counts, ratio, vectors, ids, places), doc_topic, sample_weight,
        topic_word,
    )  # fmt: skip


@jit_rows
def _count_topics(rows, phi, doc_topic, ratio, doc_counts):
    """`expect_mixtures` with memory to work in."""
    indptr, indices, data = rows
    for d in range(indptr.shape[0] - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        explain_rows(phi, words, counts, doc_topic[d], ratio, doc_counts[d])
        for k in range(phi.shape[1]):
            doc_counts[d, k] *= doc_topic[d, k]


@jit_rows
def _expect_documents(
    rows, phi, doc_topic, sample_weight, ratio, topics, doc_counts, topic_word
):
    """`expect_counts` with memory to work in."""
    indptr, indices, data = rows
    likelihood = 0.0
    for d in range(indptr.shape[0] - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        theta, weight = doc_topic[d], sample_weight[d]
        explain_rows(phi, words, counts, theta, ratio, doc_counts[d])
        for k in range(phi.shape[1]):
            doc_counts[d, k] *= theta[k]
        add_counts(words, ratio, theta, topics, weight, topic_word)
        likelihood += weight * explained(counts, ratio, phi.shape[0])
    return likelihood


@jit_fast
def expect_counts(
    indptr, indices, data, phi, doc_topic, sample_weight, doc_counts, topic_word
):
    """One E-step: counters of topics in documents and of terms in topics.

    For each document with counts c of the terms w, with 0 for a division by 0::

        ratio = c / (phi[w] @ doc_topic[d])
        doc_counts[d] = doc_topic[d] * (ratio @ phi[w])
        topic_word[w] += sample_weight[d] * np.outer(ratio, doc_topic[d])

    Parameters
    ----------
    indptr, indices, data, phi, doc_topic, sample_weight, topic_word
        As in `infer_mixtures`; `doc_topic` is only read.
    doc_counts : (n_documents, n_padded) floats
        Out.

    Returns
    -------
    log_likelihood : float
        As in `infer_mixtures`.
    """
    memory = allocate(indptr, 0, indptr.shape[0] - 1, phi.shape[1], phi.dtype)
    topics = np.arange(phi.shape[1])
    return _expect_documents(
        (indptr, indices, data), phi, doc_topic, sample_weight, memory[2], topics,
        doc_counts, topic_word,
    )  # fmt: skip


@jit_fast
def expect_mixtures(indptr, indices, data, phi, doc_topic, doc_counts):
    """Do what `expect_counts` does for `doc_counts`, and no more.

    Parameters
    ----------
    indptr, indices, data, phi, doc_topic, doc_counts
        As there.
    """
    memory = allocate(indptr, 0, indptr.shape[0] - 1, phi.shape[1], phi.dtype)
    _count_topics((indptr, indices, data), phi, doc_topic, memory[2], doc_counts)


@jit_fast
def normalize_topics(counts, modality, n_modalities, phi):
    """Distributions of terms in topics, 0 for a topic without any.

    Equals, for each modality m, with ``w = modality == m`` and 0 for 0 / 0::

        positive = np.maximum(counts[w], 0)
        phi[w] = positive / positive.sum(axis=0)

    with 0 also where the result would be below 1e-20: products of such are slow. Sums
    below 1e-30 count as 0: there are numbers of which 1 / number is infinite.

    Parameters
    ----------
    counts : (n_terms, n_padded) floats
        Counters, with what regularizers add to them.
    modality : (n_terms,) integers
        Number of the modality of each term.
    n_modalities : int
    phi : (n_terms, n_padded) floats
        Out: p(term | topic).

    Returns
    -------
    totals : (n_modalities, n_padded) float64
        The sums that were divided by.
    """
    zero = counts.dtype.type(0)
    totals = np.zeros((n_modalities, counts.shape[1]), np.float64)
    for w in range(counts.shape[0]):
        total = totals[modality[w]]
        for k in range(counts.shape[1]):
            value = counts[w, k]
            total[k] += value if value > zero else zero
    scales = np.zeros((n_modalities, counts.shape[1]), counts.dtype)
    for m in range(n_modalities):
        for k in range(counts.shape[1]):
            if totals[m, k] < 1e-30:
                totals[m, k] = 0
            scales[m, k] = 1 / totals[m, k] if totals[m, k] > 0 else 0
    tiny = counts.dtype.type(1e-20)
    for w in range(counts.shape[0]):
        scale = scales[modality[w]]
        for k in range(counts.shape[1]):
            value = counts[w, k] * scale[k]
            phi[w, k] = value if value > tiny else zero
    return totals


@jit_fast
def invert_topics(phi, prior, term_topic, known):
    """Topics of terms by Bayes' rule.

    Equals, with 0 for 0 / 0::

        joint = phi * prior
        known[:] = joint.sum(axis=1) > 0
        term_topic[:] = joint / joint.sum(axis=1, keepdims=True)

    Parameters
    ----------
    phi : (n_terms, n_padded) floats
        p(term | topic).
    prior : (n_padded,) floats
        p(topic).
    term_topic : (n_terms, n_padded) floats
        Out: p(topic | term).
    known : (n_terms,) floats
        Out: 1 for the terms that some topic has, else 0.
    """
    zero, one = phi.dtype.type(0), phi.dtype.type(1)
    for w in range(phi.shape[0]):
        total = zero
        for k in range(phi.shape[1]):
            value = phi[w, k] * prior[k]
            term_topic[w, k] = value
            total += value
        known[w] = one if total > 0 else zero
        for k in range(phi.shape[1]):
            term_topic[w, k] = term_topic[w, k] / total if total > 0 else zero


@jit_fast
def blend_counts(counts, decay, apply, new):
    """Set ``counts[:] = decay * counts + apply * new``, without memory for products.

    Parameters
    ----------
    counts, new : (n_terms, n_padded) floats
    decay, apply : floats
    """
    for w in range(counts.shape[0]):
        for k in range(counts.shape[1]):
            counts[w, k] = decay * counts[w, k] + apply * new[w, k]


@jit_fast
def raise_rows(counts, least):
    """Scale rows whose greatest count is positive and below `least`, up to it.

    Equals, with ``greatest = counts.max(axis=1)`` and rows where that is positive::

        counts[:] *= np.maximum(least / greatest, 1)

    Parameters
    ----------
    counts : (n_terms, n_padded) floats
    least : float
    """
    zero = counts.dtype.type(0)
    for w in range(counts.shape[0]):
        greatest = zero
        for k in range(counts.shape[1]):
            greatest = max(greatest, counts[w, k])
        if zero < greatest < least:
            scale = least / greatest
            for k in range(counts.shape[1]):
                counts[w, k] *= scale


@jit_fast
def mixture_log_likelihoods(indptr, indices, data, phi, doc_topic, floor, out):
    """Log-likelihood of each document given its mixture, in nats.

    Equals ``out[d] = c @ np.log(np.maximum(phi[w] @ doc_topic[d], floor))`` for a
    document with counts c of the terms w, and `floor` above 0.
    """
    for d in range(indptr.shape[0] - 1):
        total = 0.0
        for i in range(indptr[d], indptr[d + 1]):
            w = indices[i]
            p = phi.dtype.type(0)
            for k in range(phi.shape[1]):
                p += phi[w, k] * doc_topic[d, k]
            total += data[i] * math.log(p if p > floor else floor)
        out[d] = total
