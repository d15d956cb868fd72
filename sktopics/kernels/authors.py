"""Variational Bayes for the author-topic model: authors' tables, E-step, bound.

Every word of a document is by one of its authors, each as likely as the other, and
about one of that author's topics. Which author and which topic enters only through
products, so that a document of many authors costs hardly more than one of one: the
words see the sum of the authors' tables.

Tables have topics innermost, their number padded with zeros (see `padding`).
"""

import math

import numpy as np

from ._document import CROWDED, inner, largest_of
from ._jit import jit_fast
from .special import digamma, digamma_parts, digamma_shift, scaled_exp_digamma
from .variational import words_log_likelihood

__all__ = [
    "author_bound",
    "exp_author_expectation",
    "explain_documents",
    "sum_author_logs",
]

# Of so many numbers a product is taken before its logarithm: each is below 1e18.
_FACTORS = 16


@jit_fast
def exp_author_expectation(gamma, n_topics, out, shift):
    """exp(E[log theta]) of authors with Dirichlet distributions over topics.

    Equals ::

        expectation = digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
        out[:] = np.exp(expectation + shift[:, None])

    with 0 in the padding or where `out` would be below 1e-18 (float32) or 1e-150
    (float64). The shift of an author is 0, unless the author has written so little
    that the whole row might vanish (all of gamma below `CROWDED`).

    Parameters
    ----------
    gamma : (n_authors, n_padded) floats
        Parameters of the Dirichlet distributions; padding is 0.
    n_topics : int
        Number of topics without the padding.
    out : (n_authors, n_padded) floats
    shift : (n_authors,) floats
        Out: logarithm of the factor of each row.
    """
    zero = gamma.dtype.type(0)
    crowded = gamma.dtype.type(CROWDED)
    for a in range(gamma.shape[0]):
        row = gamma[a]
        largest = largest_of(row)
        total = np.float64(0)
        for k in range(n_topics):
            total += row[k]
        base = -digamma(total)
        shift[a] = zero
        if largest < crowded:
            # The largest entry becomes about 4 (8), as far from vanishing as can be.
            shift[a] = digamma_shift(largest) - gamma.dtype.type(base)
            base = np.float64(digamma_shift(largest))
        scale = gamma.dtype.type(base)
        for k in range(gamma.shape[1]):
            out[a, k] = scaled_exp_digamma(row[k], scale)


@inner
def _mix_authors(authors, table, shift, theta):
    """``theta[:] = (np.exp(base - shift[authors]) @ table[authors])``.

    `base` is the smallest shift, that of the author whose row is scaled up least; it
    is returned.
    """
    base = shift[authors[0]]
    for i in range(1, authors.shape[0]):
        base = min(base, shift[authors[i]])
    for k in range(theta.shape[0]):
        theta[k] = 0
    for i in range(authors.shape[0]):
        a = authors[i]
        weight = table.dtype.type(math.exp(base - shift[a]))
        for k in range(theta.shape[0]):
            theta[k] += weight * table[a, k]
    return base


@inner
def _explain_column(documents, counts, row, theta, gain, sample_weight, out):
    """Entries of one term, whose row of the topics' table is `row`.

    ``ratio = counts / (theta[documents] @ row)``, then ``gain[documents] += ratio[:,
    None] * row`` and, if `out` is not empty, ``out += (sample_weight[documents] *
    ratio) @ theta[documents]``.
    """
    zero = row.dtype.type(0)
    # Authors whose rows are scaled up enter with tiny weights: a quotient by what is
    # left of a product below the normal numbers would be infinite.
    tiny = row.dtype.type(1e8 * np.finfo(row.dtype).tiny)
    for i in range(documents.shape[0]):
        d = documents[i]
        total = zero
        for k in range(row.shape[0]):
            total += theta[d, k] * row[k]
        ratio = counts[i] / total if total > tiny else zero
        for k in range(row.shape[0]):
            gain[d, k] += ratio * row[k]
        share = ratio * sample_weight[d]
        for k in range(out.shape[0]):
            out[k] += share * theta[d, k]


@jit_fast
def explain_documents(
    columns, groups, author_table, author_shift, topic_table, sample_weight,
    author_counts, topic_word, doc_topic,
):  # fmt: skip
    """Share the words of documents out among their authors' topics.

    For each document d with counts c of the terms w and authors A::

        theta = author_table[A].sum(axis=0)           # as if no row were scaled
        beta = topic_table[w]                          # (n_words, n_padded)
        ratio = c / (beta @ theta)
        doc_topic[d] = theta * (ratio @ beta)
        author_counts[A] += sample_weight[d] * author_table[A] * (ratio @ beta)
        topic_word[w] += sample_weight[d] * np.outer(ratio, theta)  # if it has rows

    It goes through the counts term by term: the documents' vectors, which it jumps
    between, are far fewer than the terms' if the documents are, and stay near the
    processor.

    Parameters
    ----------
    columns : (terms, indptr, documents, counts)
        The counts by columns: the term ``terms[j]`` occurs ``counts[i]`` times in
        ``documents[i]``, for i from ``indptr[j]`` to ``indptr[j + 1]``.
    groups : (indptr, indices)
        The authors of the documents; none has the same author twice. Documents
        without authors have no entries.
    author_table, author_shift : (n_authors, n_padded) and (n_authors,) floats
        What `exp_author_expectation` computed.
    topic_table : (n_terms, n_padded) floats
        ``exp(E[log beta])``; each row may have been multiplied by a number of its own.
    sample_weight : (n_documents,) floats
    author_counts : (n_authors, n_padded) floats
        In and out: expected number of the authors' words in each topic.
    topic_word : (n_terms | 0, n_padded) floats
        In and out: sum to be multiplied by `topic_table`. Without rows, not computed.
    doc_topic : (n_documents, n_padded) floats
        Out: expected number of the document's words in each topic.
    """
    terms, indptr, documents, counts = columns
    theta = np.zeros_like(doc_topic)  # documents without authors keep these
    base = np.zeros(len(doc_topic), topic_table.dtype)
    nothing = np.empty(0, topic_table.dtype)
    for d in range(doc_topic.shape[0]):
        authors = groups[1][groups[0][d] : groups[0][d + 1]]
        if authors.shape[0] > 0:
            base[d] = _mix_authors(authors, author_table, author_shift, theta[d])
        for k in range(doc_topic.shape[1]):
            doc_topic[d, k] = 0
    for j in range(terms.shape[0]):
        w = terms[j]
        entries = slice(indptr[j], indptr[j + 1])
        out = topic_word[w] if topic_word.shape[0] > 0 else nothing
        _explain_column(
            documents[entries], counts[entries], topic_table[w], theta, doc_topic,
            sample_weight, out,
        )  # fmt: skip
    for d in range(doc_topic.shape[0]):
        gain = doc_topic[d]
        for j in range(groups[0][d], groups[0][d + 1]):
            a = groups[1][j]
            share = topic_table.dtype.type(math.exp(base[d] - author_shift[a]))
            share *= sample_weight[d]
            for k in range(gain.shape[0]):
                author_counts[a, k] += share * author_table[a, k] * gain[k]
        for k in range(gain.shape[0]):
            gain[k] *= theta[d, k]


@jit_fast
def author_bound(
    rows, groups, author_table, author_shift, topic_table, topic_shift, out
):
    """Compute the words' part of each document's evidence lower bound, in nats.

    Equals, with the tables as if no row were scaled::

        out[d] = c @ np.log(topic_table[w] @ author_table[A].mean(axis=0))

    and 0 for a document without authors.

    Parameters
    ----------
    groups, author_table, author_shift, topic_table
        See `explain_documents`.
    rows : (indptr, indices, data)
        The counts, CSR of shape (n_documents, n_terms).
    topic_shift : (n_terms,) floats
        Logarithms of the factors of the rows of `topic_table`.
    out : (n_documents,) float64
    """
    indptr, indices, data = rows
    theta = np.empty(topic_table.shape[1], topic_table.dtype)
    for d in range(indptr.shape[0] - 1):
        out[d] = 0
        authors = groups[1][groups[0][d] : groups[0][d + 1]]
        if authors.shape[0] == 0:
            continue
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        base = _mix_authors(authors, author_table, author_shift, theta)
        n_tokens = np.float64(0)
        for i in range(counts.shape[0]):
            n_tokens += counts[i]
        bound = words_log_likelihood(words, counts, topic_table, topic_shift, theta)
        out[d] = bound - n_tokens * (base + math.log(authors.shape[0]))


@jit_fast
def sum_author_logs(gamma, multiplicity, out):
    """Sum E[log theta] over authors, for learning the prior.

    Equals, in float64::

        logs = digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
        out += multiplicity @ logs

    Parameters
    ----------
    gamma : (n_authors, n_topics) floats
        Parameters of the Dirichlet distributions, all positive.
    multiplicity : (n_authors,) floats
        How many authors each stands for.
    out : (n_topics,) float64
    """
    n_topics, n_factors = out.shape[0], 0
    product = np.ones(n_topics)
    for a in range(gamma.shape[0]):
        weight, total = np.float64(multiplicity[a]), 0.0
        for k in range(n_topics):
            total += np.float64(gamma[a, k])
        base = digamma(total)
        if weight == 1.0:
            for k in range(n_topics):
                factor, shift = digamma_parts(np.float64(gamma[a, k]))
                product[k] *= factor
                out[k] -= shift + base
            n_factors += 1
        else:
            for k in range(n_topics):
                out[k] += weight * (digamma(np.float64(gamma[a, k])) - base)
        if n_factors == _FACTORS or a == gamma.shape[0] - 1:
            for k in range(n_topics):
                out[k] += math.log(product[k])
                product[k] = 1.0
            n_factors = 0
