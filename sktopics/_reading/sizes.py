"""Sizes of topics: those a model knows, and those that a corpus tells."""

import numpy as np

from .steps import final_model


def topic_masses(model, weights, columns=slice(None)):
    """Sizes of topics that the model's own counts tell, or None if they do not.

    These are its `topic_word_counts_`, expected numbers of tokens, or `components_`
    of a Dirichlet model, pseudo-counts: the prior plus these numbers. Tokens of
    other `columns` do not count. Models of clusters count documents (`topic_sizes_`),
    and the share of those without a topic (`n_outliers_`) is nobody's.

    Parameters
    ----------
    model : estimator
        The model itself, no Pipeline.
    weights : ndarray of shape (n_components, n_terms)
        `components_`, as `read_weights` gives them.
    columns : slice or ndarray of int, default=slice(None)
    """
    sizes = getattr(model, "topic_sizes_", None)
    if sizes is not None:
        n_documents = sizes.sum() + getattr(model, "n_outliers_", 0)
        return sizes / n_documents if n_documents else None
    counts = getattr(model, "topic_word_counts_", None)
    if counts is None:
        prior = getattr(model, "topic_word_prior_", None)
        if prior is None:
            return None
        prior = np.broadcast_to(np.asarray(prior), weights.shape)
        counts = weights - prior
    masses = np.maximum(counts[:, columns].sum(axis=1, dtype=np.float64), 0)
    return masses / masses.sum() if masses.sum() > 0 else None


def corpus_sizes(shares, lengths):
    """Share of the corpus in each topic, or None if there is nothing to share.

    With lengths, the expected share of all tokens, otherwise the mean share over
    documents, of those in which the model finds anything. What rows lack to 1, the
    share of outliers, is nobody's.
    """
    weights = np.ones(len(shares)) if lengths is None else lengths
    sizes = weights @ shares
    total = weights @ shares.any(axis=1)
    return sizes / total if sizes.sum() > 0 else None


def equal_sizes(topic_word):
    """Equal sizes for the topics that have terms."""
    alive = topic_word.any(axis=1)
    return alive / max(alive.sum(), 1)


def read_sizes(estimator):
    """Return the numbers of training documents of topics and of none, or None.

    Returns
    -------
    sizes : ndarray of shape (n_topics,)
        Sums of shares, where the model knows those of its training documents, as its
        `doc_topic_`.
    n_outliers : int
    """
    model = final_model(estimator)
    shares = getattr(model, "doc_topic_", None)
    if shares is not None:
        return shares.sum(axis=0), int((~shares.any(axis=1)).sum())
    sizes = getattr(model, "topic_sizes_", None)
    if sizes is None:
        return None
    return np.asarray(sizes), int(getattr(model, "n_outliers_", 0))
