"""Corpora drawn from topics that are known."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment


def planted_topics(n_topics=4, n_terms=60, seed=0):
    """Topics, (n_topics, n_terms): each has words of its own and shares a few."""
    rng = np.random.default_rng(seed)
    own = np.repeat(np.eye(n_topics), n_terms // n_topics, axis=1)
    topics = (own + 0.03) * rng.uniform(0.5, 1.5, own.shape)
    return topics / topics.sum(axis=1, keepdims=True)


def planted_counts(
    n_documents=300, lengths=(40, 80), alpha=0.2, n_topics=4, n_terms=60, seed=0,
    dtype=np.float64,
):  # fmt: skip
    """Draw documents from `planted_topics` with mixtures from a Dirichlet distribution.

    Returns
    -------
    X : csr_array of shape (n_documents, n_terms)
    topics : ndarray of shape (n_topics, n_terms)
    mixtures : ndarray of shape (n_documents, n_topics)
    """
    rng = np.random.default_rng(seed)
    topics = planted_topics(n_topics, n_terms)
    mixtures = rng.dirichlet(np.broadcast_to(alpha, n_topics), n_documents)
    n_tokens = rng.integers(*lengths, n_documents, endpoint=True)
    p = mixtures @ topics
    X = [
        rng.multinomial(n, row / row.sum()) for n, row in zip(n_tokens, p, strict=True)
    ]
    return sp.csr_array(np.array(X).astype(dtype)), topics, mixtures


def closest(topics, model):
    """Which of the model's topics is which of `topics`, and how far, in all.

    Returns
    -------
    order : ndarray of shape (n_topics,)
        ``model.topic_word_[order]`` are to be compared with `topics`.
    distances : ndarray of shape (n_topics,)
        Their total variation distances, from 0 (equal) to 1 (nothing shared).
    """
    found = np.asarray(model.topic_word_)
    distances = np.abs(topics[:, np.newaxis] - found).sum(axis=2) / 2
    rows, order = linear_sum_assignment(distances)
    return order, distances[rows, order]
