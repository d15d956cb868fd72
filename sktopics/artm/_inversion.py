"""From p(term | topic) to p(topic | term)."""

import numpy as np

from ..kernels.em import invert_topics


def topics_given_terms(topics, topic_prior):
    """Return p(topic | term), which terms any topic has, and p(topic).

    Parameters
    ----------
    topics : Topics
    topic_prior : {"corpus", "uniform"}
        Whether p(topic) are the topics' shares of the corpus, as far as there are
        counts, or all alike.

    Returns
    -------
    term_topic : ndarray of shape (n_terms, n_padded)
        Rows sum to 1, or to 0 for a term that no topic has.
    known : ndarray of shape (n_terms,)
        1 for the terms that some topic has, else 0.
    prior : ndarray of shape (n_padded,)
    """
    k, phi = topics.n_components, topics.phi
    prior = np.zeros(phi.shape[1], phi.dtype)
    prior[:k] = 1 / k
    if topic_prior == "corpus":
        masses = topics.counts[:, :k].clip(0).sum(axis=0, dtype=np.float64)
        if masses.sum() > 0:
            prior[:k] = masses / masses.sum()
    term_topic, known = np.empty_like(phi), np.empty(len(phi), phi.dtype)
    invert_topics(phi, prior, term_topic, known)
    return term_topic, known, prior
