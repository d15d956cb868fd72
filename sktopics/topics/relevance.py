"""Relevance of terms to topics."""

import numpy as np

__all__ = ["relevance_of_shares", "relevance_scores"]


def relevance_scores(topic_word, sizes, relevance):
    """Relevance of terms to topics [1]_, eq. 1.

    ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))`` with
    p(w) = sum_t p(t) p(w|t); minus infinity where p(w|t) is 0.

    Parameters
    ----------
    topic_word : ndarray of shape (n_components, n_terms)
        p(w|t); rows sum to 1, or to 0 for a topic without terms.
    sizes : ndarray of shape (n_components,)
        p(t).
    relevance : float in [0, 1]
        Lambda in the literature.

    Returns
    -------
    scores : ndarray of shape (n_components, n_terms)

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.
    """
    return relevance_of_shares(topic_word, np.asarray(sizes) @ topic_word, relevance)


def relevance_of_shares(topic_word, p_term, relevance):
    """Relevance of terms to topics, from p(w) of shape (n_terms,)."""
    # A term that only topics of size 0 hold has p(w) = 0 and an infinite lift:
    # the floor puts it first, and keeps such terms apart by p(w|t).
    p_term = np.maximum(p_term, np.finfo(np.float64).tiny)
    log_p = np.full_like(topic_word, -np.inf)
    np.log(topic_word, out=log_p, where=topic_word > 0)
    return log_p - (1 - relevance) * np.log(p_term)
