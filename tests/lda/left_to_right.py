"""The probability of documents by sampling and by summing: slow, and not ours."""

from itertools import product

import numba
import numpy as np
from scipy.special import gammaln


def tokens_of(row):
    """Column numbers of the tokens of a row of counts."""
    row = np.asarray(row).ravel().astype(int)
    return np.repeat(np.arange(len(row)), row)


def left_to_right(tokens, phi, gamma, n_particles=20, n_sweeps=3, seed=0):
    """Log-likelihood of a document, in nats (Wallach et al. 2009, algorithm 3).

    Each token has one of the authors, each as likely as the other, and one of that
    author's topics. A document without authors is one with an author of its own, whose
    `gamma` is the prior. Before each token the topics of those before it are sampled
    `n_sweeps` times: once, as in the paper, is too little where topics are peaked.

    Parameters
    ----------
    tokens : array of int
    phi : array of shape (n_components, n_terms)
        p(term | topic).
    gamma : array of shape (n_authors, n_components)
    """
    rng = np.random.default_rng(seed)
    tokens = rng.permutation(tokens).astype(np.int64)
    phi = np.ascontiguousarray(np.asarray(phi, float)[:, tokens].T)
    gamma = np.asarray(gamma, float)
    return _left_to_right(phi, gamma, n_particles, n_sweeps, rng)


@numba.njit
def _left_to_right(phi, gamma, n_particles, n_sweeps, rng):
    n_tokens, n_topics = phi.shape
    counts = np.zeros((n_particles, *gamma.shape))
    sizes = np.zeros((n_particles, len(gamma)))
    for a in range(len(gamma)):
        sizes[:, a] = gamma[a].sum()
    chosen = np.zeros((n_particles, n_tokens), np.int64)
    cumulated = np.zeros(gamma.size)
    total = 0.0
    for i in range(n_tokens):
        p = 0.0
        for r in range(n_particles):
            for step in range(n_sweeps * i + 1):
                is_new = step == n_sweeps * i
                j = i if is_new else step % i
                if not is_new:
                    counts[r, chosen[r, j] // n_topics, chosen[r, j] % n_topics] -= 1
                    sizes[r, chosen[r, j] // n_topics] -= 1
                weight = 0.0
                for a in range(len(gamma)):
                    size = sizes[r, a] * len(gamma)
                    for k in range(n_topics):
                        weight += phi[j, k] * (gamma[a, k] + counts[r, a, k]) / size
                        cumulated[a * n_topics + k] = weight
                p += weight if is_new else 0.0
                best = np.searchsorted(cumulated, rng.random() * weight)
                chosen[r, j] = best
                counts[r, best // n_topics, best % n_topics] += 1
                sizes[r, best // n_topics] += 1
        total += np.log(p / n_particles)
    return total


def by_enumeration(tokens, phi, gamma):
    """Log-likelihood of a document, in nats, as a sum over all topics of its tokens."""
    n_authors, n_topics = gamma.shape
    pairs = list(product(range(n_authors), range(n_topics)))
    total = 0.0
    for choice in product(pairs, repeat=len(tokens)):
        log_p, counts = -len(tokens) * np.log(n_authors), np.zeros_like(gamma)
        for token, (author, topic) in zip(tokens, choice, strict=True):
            log_p += np.log(phi[topic, token])
            counts[author, topic] += 1
        log_p += (gammaln(gamma + counts) - gammaln(gamma)).sum()
        sums = gamma.sum(axis=1)
        log_p += (gammaln(sums) - gammaln(sums + counts.sum(axis=1))).sum()
        total += np.exp(log_p)
    return np.log(total)
