"""Log-likelihood of documents, word by word, their mixtures of topics integrated out.

What is known of a mixture after some words of a document is a Dirichlet distribution.
Each further word has the probability that its mean gives, and turns it into a mixture
of Dirichlet distributions, one for each topic that the word may be about. This is
replaced by the one Dirichlet distribution of the same mean and the same total variance:
assumed-density filtering (Minka and Lafferty 2002, "Expectation-propagation for the
generative aspect model"). A word that tells topics apart makes the mixture more
certain, one that all topics have alike changes nothing, and one that contradicts the
words before it makes the mixture less certain. To count expected topics instead, as
CVB0 does, would add a whole word of certainty for each.

The probabilities of all terms sum to one at every word, so that what comes out is the
logarithm of a probability of the document, and no bound. All is computed in float64,
whatever the type of the tables: the same for a row whatever rows come with it, since no
loop that sums also stores (see `cvb0`).
"""

import math

import numpy as np

from ._document import inner
from ._jit import jit_fast

__all__ = ["filter_authored_words", "filter_words"]

# A word less likely than this counts as that likely, and teaches nothing.
_SMALLEST = 1e-36
# Shares of topics that are below this are rounding errors.
_CERTAIN = 1e-12
# Documents of so many stored words at most are scored for each of up to so many topics
# that have such a share of their first token, instead of for all of them together. With
# 200 topics the perplexity of titles of five words is then 3 % off instead of 6 %, and
# of passages of 40 words 1 % instead of 2 %, for which up to 32 topics do not need it.
_SHORT, _BRANCHES_OF_SHORT = 20, 8
_MIDDLING, _BRANCHES_OF_MIDDLING, _FEW_TOPICS = 100, 4, 32
_SMALLEST_BRANCH = 0.03


@inner
def _total(values):
    """``values.sum()``."""
    total = 0.0
    for k in range(values.shape[0]):
        total += values[k]
    return total


@inner
def _sums(row, gamma):
    """Return the sums of x, ``x * gamma``, ``x**2``, ``gamma**2``; x is row * gamma."""
    joint, pull, square, own = 0.0, 0.0, 0.0, 0.0
    for k in range(row.shape[0]):
        x = row[k] * gamma[k]
        joint += x
        pull += x * gamma[k]
        square += x * x
        own += gamma[k] * gamma[k]
    return joint, pull, square, own


@inner
def _matched_size(size, sums):
    """Size of the Dirichlet distribution with mean and variance of those after a token.

    These are the distributions with a token of topic k more, with the probability
    ``q[k] = x[k] / joint``. `sums` are what `_sums` returns. Equals ::

        mean = (gamma + q) / (size + 1)
        square = ((gamma + 1) * (gamma + 2 * q)).sum() / ((size + 1) * (size + 2))
        return (1 - square) / (square - (mean**2).sum())

    where `square` is the sum of E[theta**2], written so that no difference of large
    numbers is left.
    """
    joint, pull, square, own = sums
    spread = size * size - own
    doubt = 1 - square / (joint * joint)
    # All is about one topic: what is left are rounding errors.
    if not (spread > _CERTAIN * size * size or doubt > _CERTAIN):
        return size + 1
    more = spread + 2 * (size - pull / joint)
    return (size + 1) * more / (more + (size + 2) * doubt)


@inner
def _learn(row, gamma, joint, weight, scale):
    """``gamma[:] = scale * (gamma + weight * row * gamma / joint)``."""
    added = scale * weight / joint
    for k in range(row.shape[0]):
        gamma[k] = gamma[k] * (scale + added * row[k])


@inner
def _again(row, gamma, joint):
    """``row @ (row * gamma / joint)``: the same word again, from the same topic."""
    total = 0.0
    for k in range(row.shape[0]):
        total += row[k] * row[k] * gamma[k]
    return total / joint


@inner
def _log_power(weight, p, again, size):
    """Log of the probability of a step of `weight` tokens of a term, not 1.

    The first has the probability `p`, and with each a token that gives the term the
    probability `again` is added to `size` of them, as in Polya's urn.
    """
    if weight > 1:  # a step is short beside what was seen: the middle stands for all
        half = (weight - 1) / 2
        return weight * math.log((p * size + half * again) / (size + half))
    x = p * size / again
    if size > 1e6 or not x < size:
        return weight * math.log(p)
    return (
        weight * math.log(again) + math.lgamma(x + weight) - math.lgamma(x)
        + math.lgamma(size) - math.lgamma(size + weight)
    )  # fmt: skip


@jit_fast
def _filter(words, counts, phi, gamma, done):
    """Log-likelihood of a document from `gamma` on, which is overwritten.

    Of the first term `done` tokens are known already.
    """
    size, total = _total(gamma), 0.0
    for i in range(words.shape[0]):
        row, left = phi[words[i]], counts[i] - done
        while left > 0:
            weight = min(left, max(1.0, done / 4))
            left -= weight
            done += weight
            sums = _sums(row, gamma)
            joint = sums[0]
            if not joint > _SMALLEST * size:
                total += weight * math.log(_SMALLEST)
                continue
            if weight == 1:
                total += math.log(joint / size)
            else:
                again = _again(row, gamma, joint)
                total += _log_power(weight, joint / size, again, size)
            change = _matched_size(size, sums) - size
            new = size + change * (weight if change > 0 else min(weight, 1.0))
            _learn(row, gamma, joint, weight, new / (size + weight))
            size = new
        done = 0.0
    return total


@jit_fast
def _branch(words, counts, phi, prior, memory):
    """Log-likelihood of a document, averaged over the topic of its first token.

    The likely topics are taken one by one, the others together.
    """
    gamma, row, logs = memory
    n_logs = 0
    for k in range(prior.shape[0]):
        row[k] = phi[words[0], k]
    first = _sums(row, prior)[0]
    is_short = words.shape[0] <= _SHORT
    for _ in range(_BRANCHES_OF_SHORT if is_short else _BRANCHES_OF_MIDDLING):
        best, joint = 0, 0.0
        for k in range(prior.shape[0]):
            if row[k] * prior[k] > joint:
                best, joint = k, row[k] * prior[k]
        if not joint > _SMALLEST_BRANCH * first:
            break
        for k in range(prior.shape[0]):
            gamma[k] = prior[k]
        gamma[best] += 1
        row[best] = 0
        logs[n_logs] = math.log(joint) + _filter(words, counts, phi, gamma, 1.0)
        n_logs += 1
    size = _total(prior)
    for k in range(prior.shape[0]):
        gamma[k] = prior[k]
    sums = _sums(row, prior)
    if sums[0] > _CERTAIN * first:
        new = _matched_size(size, sums)
        _learn(row, gamma, sums[0], 1.0, new / (size + 1))
        logs[n_logs] = math.log(sums[0]) + _filter(words, counts, phi, gamma, 1.0)
        n_logs += 1
    largest, total = logs[0], 0.0
    for i in range(1, n_logs):
        largest = max(largest, logs[i])
    for i in range(n_logs):
        total += math.exp(logs[i] - largest)
    return largest + math.log(total) - math.log(size)


@jit_fast
def _log_likelihood_from(words, counts, phi, prior, memory):
    """Log-likelihood of a document whose mixture has the Dirichlet `prior`."""
    if words.shape[0] == 0:
        return 0.0
    longest = _MIDDLING if prior.shape[0] > _FEW_TOPICS else _SHORT
    if 1 < words.shape[0] <= longest and counts[0] >= 1:  # noqa: SIM102
        if _sums(phi[words[0]], prior)[0] > _SMALLEST * _total(prior):
            return _branch(words, counts, phi, prior, memory)
    gamma = memory[0]
    for k in range(gamma.shape[0]):
        gamma[k] = prior[k]
    return _filter(words, counts, phi, gamma, 0.0)


@jit_fast
def filter_words(indptr, indices, data, phi, doc_topic_prior, out):
    """Log-likelihood of every document of a CSR matrix, in nats, by filtering.

    Equals, for a document whose tokens are w, one after the other, ::

        gamma, out[d] = doc_topic_prior, 0
        for row in phi[w]:
            size, q = gamma.sum(), normalize(row * gamma)
            out[d] += log(row @ gamma / size)
            mean = (gamma + q) / (size + 1)
            square = ((gamma + 1) * (gamma + 2 * q)).sum() / ((size + 1) * (size + 2))
            gamma = mean * (1 - square) / (square - (mean**2).sum())

    where `square` is the sum of E[theta**2]. A document that is not long is scored for
    each of the likely topics of its first token, from ``doc_topic_prior +
    one_hot(topic)`` on, and for the others together.

    Counts need not be whole: 0.3 of a token is the 0.3th power of its probability, of
    which the mean over the Dirichlet distribution is taken. Of many tokens of one
    term, the later ones are looked at together.

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    phi : (n_terms, n_padded) floats
        p(word | topic), transposed; padding is 0.
    doc_topic_prior : (n_padded,) float64
        Padding is 0.
    out : (n_documents,) float64
    """
    width = doc_topic_prior.shape[0]
    memory = np.empty(width), np.empty(width), np.empty(_BRANCHES_OF_SHORT + 1)
    for d in range(indptr.shape[0] - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        out[d] = _log_likelihood_from(words, counts, phi, doc_topic_prior, memory)


@jit_fast
def _pool(authors, gamma, prior):
    """Set `prior` to the Dirichlet distribution of the mean of the authors' mixtures.

    It has the mean and the total variance of that mean; of one author, it is his.
    """
    if authors.shape[0] == 1:
        for k in range(prior.shape[0]):
            prior[k] = gamma[authors[0], k]
        return
    n, total, variance = authors.shape[0], 0.0, 0.0
    for k in range(prior.shape[0]):
        prior[k] = 0
    for i in range(n):
        row = gamma[authors[i]]
        size, own = 0.0, 0.0
        for k in range(prior.shape[0]):
            value = np.float64(row[k])
            size += value
            own += value * value
        total += size
        variance += max(1 - own / (size * size), 0.0) / (size + 1) / (n * n)
        for k in range(prior.shape[0]):
            prior[k] += row[k] / size / n
    spread = 1.0
    for k in range(prior.shape[0]):
        spread -= prior[k] * prior[k]
    # All are about one topic: nothing is uncertain but rounding errors.
    size = spread / variance - 1 if variance > _CERTAIN / (total + n) else total
    for k in range(prior.shape[0]):
        prior[k] *= size


@jit_fast
def filter_authored_words(rows, groups, gamma, phi, out):
    """Log-likelihood of every document given what is known of its authors, in nats.

    Each word is by one of the authors, each as likely as the other, so that the
    document's mixture is the mean of theirs: as `filter_words`, with the Dirichlet
    distribution that has the mean and the total variance of that mean for a prior.
    For authors A with the means ``mean = gamma[A] / size`` this is ::

        mixture = mean.mean(axis=0)
        variance = ((1 - (mean**2).sum(axis=1)) / (size + 1)).sum() / len(A) ** 2
        prior = mixture * ((1 - (mixture**2).sum()) / variance - 1)

    Parameters
    ----------
    rows : (indptr, indices, data)
        The counts, CSR of shape (n_documents, n_terms).
    groups : (indptr, indices)
        The authors of the documents.
    gamma : (n_authors, n_padded) floats
        Parameters of the authors' Dirichlet distributions; padding is 0.
    phi : (n_terms, n_padded) floats
        p(word | topic), transposed; padding is 0.
    out : (n_documents,) float64
        0 for a document without authors.
    """
    indptr, indices, data = rows
    width = gamma.shape[1]
    memory = np.empty(width), np.empty(width), np.empty(_BRANCHES_OF_SHORT + 1)
    prior = np.empty(width)
    for d in range(indptr.shape[0] - 1):
        authors = groups[1][groups[0][d] : groups[0][d + 1]]
        out[d] = 0
        if authors.shape[0] > 0:
            _pool(authors, gamma, prior)
            words = indices[indptr[d] : indptr[d + 1]]
            counts = data[indptr[d] : indptr[d + 1]]
            out[d] = _log_likelihood_from(words, counts, phi, prior, memory)
