"""Kernels of document completion: split tokens, fold in, score what is left out."""

import math

import numpy as np

from ._jit import jit, jit_fast

# The "minimal standard" generator of Park and Miller. Its products stay far below
# 2**63, so that it gives the same numbers compiled and in plain Python.
_MULTIPLIER = 48271
_MODULUS = 2**31 - 1
# Tokens of one term that are drawn one by one; what is above is halved evenly.
_MOST_DRAWS = 4096


@jit
def _count_draws(whole):
    """``min(whole, _MOST_DRAWS + whole % 2)``, and `_MOST_DRAWS` for NaN and infinity.

    Counts are checked at the door (`check_counts`), but those of 1e39 are infinite in
    the precision of a model of float32.
    """
    if whole < _MOST_DRAWS:
        return int(whole)
    return _MOST_DRAWS + int(whole % 2 == 1)


@jit
def split_tokens(indptr, indices, data, observed):
    """Draw half of the tokens of every document of a CSR matrix, without replacement.

    A count of 2.3 is two tokens of weight 1 and one of weight 0.3. A document of n
    tokens keeps ``(n + 1) // 2``, every subset with the same probability. The
    draws depend on nothing but the document: they are seeded by its terms and
    counts, so that its row number and the other rows do not matter.

    Equivalent to, document by document,
    ``kept = default_rng(seed_of(row)).permutation(tokens)[:(n + 1) // 2]``, with
    selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S) by Park and Miller's
    generator, since a generator of NumPy costs more to seed than a document to split.

    Parameters
    ----------
    indptr, indices, data : ndarray
        The CSR matrix of counts, in canonical form.
    observed : ndarray of shape (n_stored,)
        Receives the weight of the tokens that were drawn; ``data - observed`` is
        the other half.
    """
    for d in range(len(indptr) - 1):
        state = 1
        n_tokens = 0
        for j in range(indptr[d], indptr[d + 1]):
            whole = np.floor(data[j])
            n_drawn = _count_draws(whole)
            n_tokens += n_drawn + (data[j] > whole)
            state = (state * _MULTIPLIER + int(indices[j]) + 1) % _MODULUS
            state = (state * _MULTIPLIER + n_drawn) % _MODULUS
        # Zero is the one state from which the generator never moves on; three
        # steps take the last term's index out of the first draws.
        state = max(state, 1)
        for _ in range(3):
            state = state * _MULTIPLIER % _MODULUS

        left = n_tokens
        wanted = (n_tokens + 1) // 2
        for j in range(indptr[d], indptr[d + 1]):
            whole = np.floor(data[j])
            n_drawn = _count_draws(whole)
            taken = (whole - n_drawn) / 2.0
            for i in range(n_drawn + (data[j] > whole)):
                state = state * _MULTIPLIER % _MODULUS
                if state * left < wanted * _MODULUS:
                    taken += 1.0 if i < n_drawn else data[j] - whole
                    wanted -= 1
                left -= 1
            observed[j] = taken


@jit_fast
def fold_in(indptr, indices, data, word_topic, prior, max_iter, tol, doc_topic):
    """Mix fixed topics for every document of a CSR matrix, by CVB0.

    Each term `w` of a document has responsibilities `gamma[w]` over topics,
    proportional to ``word_topic[w] * (prior + rest)`` where `rest` are the
    responsibilities of all tokens of the document but one of this term.

    Equivalent to, for a row with the stored columns `w` and counts `n`, where
    responsibilities that would be all zero are left as they are::

        gamma = full((len(w), n_components), 1 / n_components)
        t = prior + n @ gamma
        for _ in range(max_iter):
            rest = maximum(t - minimum(n, 1)[:, newaxis] * gamma, 0)
            gamma = normalize(word_topic[w] * rest)
            old, t = t, prior + n @ gamma
            if abs(t - old).sum() <= tol * t.sum():
                break
        doc_topic[d] = t / t.sum()

    Parameters
    ----------
    indptr, indices, data : ndarray
        The CSR matrix of counts.
    word_topic : ndarray of shape (n_terms, n_components), C-contiguous
        p(word | topic), transposed so that the rows of a document's terms can be
        gathered.
    prior : ndarray of shape (n_components,)
        Pseudo-counts of topics, of the dtype of `word_topic`.
    max_iter : int
        Most iterations a document may take.
    tol : float
        A document is done when its mixture changes by no more than this, in total.
    doc_topic : ndarray of shape (n_documents, n_components)
        Receives the mixtures; uniform for an empty document without a prior.
    """
    n_components = word_topic.shape[1]
    longest = 0
    for d in range(len(indptr) - 1):
        longest = max(longest, indptr[d + 1] - indptr[d])
    rows = np.empty((longest, n_components), word_topic.dtype)
    gamma = np.empty((longest, n_components), word_topic.dtype)
    buffers = np.empty((3, n_components), word_topic.dtype)
    zero = prior.dtype.type(0)

    for d in range(len(indptr) - 1):
        start = indptr[d]
        counts = data[start : indptr[d + 1]]
        total = zero
        for j in range(len(counts)):
            total += counts[j]
            row = word_topic[indices[start + j]]
            for k in range(n_components):
                rows[j, k] = row[k]
                gamma[j, k] = 1 / n_components
        weights = buffers[0]
        for k in range(n_components):
            weights[k] = prior[k] + total / n_components

        scale = zero
        for _ in range(max_iter):
            weights = buffers[0]
            updated = buffers[1]
            _respond(rows, counts, gamma, prior, weights, updated, buffers[2])
            change = zero
            scale = zero
            for k in range(n_components):
                change += abs(updated[k] - weights[k])
                scale += updated[k]
                weights[k] = updated[k]
            if change <= tol * scale:
                break
        for k in range(n_components):
            doc_topic[d, k] = weights[k] / scale if scale > zero else 1 / n_components


@jit_fast
def _respond(rows, counts, gamma, prior, weights, updated, fresh):
    """Update the responsibilities `gamma` and the weights of topics, in place."""
    n_components = len(prior)
    zero = prior.dtype.type(0)
    one = prior.dtype.type(1)
    # Below this a weight is as good as 0, and denormals are slow to compute with.
    tiny = prior.dtype.type(1e-18)
    for k in range(n_components):
        updated[k] = prior[k]
    for j in range(len(counts)):
        itself = min(counts[j], one)
        total = zero
        for k in range(n_components):
            value = rows[j, k] * (weights[k] - itself * gamma[j, k])
            value = value if value > tiny else zero
            fresh[k] = value
            total += value
        if total > zero:
            scale = one / total
            for k in range(n_components):
                gamma[j, k] = scale * fresh[k]
        for k in range(n_components):
            updated[k] += counts[j] * gamma[j, k]


@jit_fast
def log_likelihood(indptr, indices, data, word_topic, doc_topic, log_likelihoods):
    """Log-likelihood of every document of a CSR matrix under mixtures of topics.

    Equivalent to, for a row with the stored columns `w` and counts `n`,
    ``log_likelihoods[d] = n @ log(word_topic[w] @ doc_topic[d])``, in nats, where
    counts of 0 contribute nothing and words without any probability minus infinity.

    Parameters
    ----------
    indptr, indices, data : ndarray
        The CSR matrix of counts.
    word_topic : ndarray of shape (n_terms, n_components), C-contiguous
        p(word | topic), transposed.
    doc_topic : ndarray of shape (n_documents, n_components)
        p(topic | document).
    log_likelihoods : ndarray of shape (n_documents,), float64
        Receives the result.
    """
    n_components = word_topic.shape[1]
    zero = word_topic.dtype.type(0)
    for d in range(len(indptr) - 1):
        total = 0.0
        for j in range(indptr[d], indptr[d + 1]):
            if data[j] > 0:
                row = word_topic[indices[j]]
                mixed = zero
                for k in range(n_components):
                    mixed += row[k] * doc_topic[d, k]
                # Not log(0): with fastmath, infinities must not be computed with.
                if mixed > zero:
                    total += data[j] * math.log(mixed)
                else:
                    total = -np.inf
                    break
        log_likelihoods[d] = total
