"""Corpora of the tests: topics that are known, and noise."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment


def noise(n_documents=25, n_terms=18, seed=0, rate=0.8):
    """Counts without any topics, one document and one term empty."""
    X = np.random.default_rng(seed).poisson(rate, (n_documents, n_terms)).astype(float)
    X[3] = 0
    X[:, 5] = 0
    return sp.csr_array(X)


def planted(n_documents=200, n_topics=4, n_terms=40, length=50, seed=0):
    """Counts, topics (n_topics, n_terms) and mixtures (n_documents, n_topics)."""
    rng = np.random.default_rng(seed)
    own = np.repeat(np.eye(n_topics), n_terms // n_topics, axis=1)
    topics = (own + 0.02) * rng.uniform(0.5, 1.5, own.shape)
    topics /= topics.sum(axis=1, keepdims=True)
    mixtures = rng.dirichlet(np.full(n_topics, 0.3), n_documents)
    X = np.array([rng.multinomial(length, p / p.sum()) for p in mixtures @ topics])
    return sp.csr_array(X.astype(float)), topics, mixtures


def closest(topics, found):
    """Order of `found` that fits `topics` best, and total variation distances."""
    distances = np.abs(topics[:, None] - found).sum(axis=2) / 2
    rows, order = linear_sum_assignment(distances)
    return order, distances[rows, order]


def norm(x, axis=0):
    """Positive part, scaled to sum to 1 along `axis`; zeros stay."""
    x = np.maximum(x, 0)
    totals = x.sum(axis=axis, keepdims=True)
    return np.divide(x, totals, out=np.zeros_like(x), where=totals > 0)


def safe_log(p):
    return np.log(p, out=np.zeros_like(p), where=p > 0)
