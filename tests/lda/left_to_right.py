"""The probability of documents by sampling and by summing: slow, and not ours."""

from itertools import product

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
    tokens = rng.permutation(tokens)
    n_topics, rows = len(phi), np.arange(n_particles)
    n_choices = gamma.size
    likelihood = np.tile(phi, (len(gamma), 1)).T  # (n_terms, n_choices)
    of = np.arange(n_choices) // n_topics
    prior, totals = gamma.ravel(), gamma.sum(axis=1)
    counts = np.zeros((n_particles, n_choices))
    by_author = np.zeros((n_particles, len(gamma)))
    choices = np.zeros((n_particles, len(tokens)), int)

    def weigh(token):
        share = (prior + counts) / (totals + by_author)[:, of]
        return likelihood[token] * share / len(gamma)

    def draw(j, weights):
        cumulated = weights.cumsum(axis=1)
        u = rng.random(n_particles) * cumulated[:, -1]
        choices[:, j] = (cumulated <= u[:, np.newaxis]).sum(axis=1)
        add(j, 1)

    def add(j, what):
        counts[rows, choices[:, j]] += what
        by_author[rows, of[choices[:, j]]] += what

    total = 0.0
    for i, token in enumerate(tokens):
        for _ in range(n_sweeps):
            for j in range(i):
                add(j, -1)
                draw(j, weigh(tokens[j]))
        weights = weigh(token)
        total += np.log(weights.sum(axis=1).mean())
        draw(i, weights)
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
