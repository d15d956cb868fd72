"""What the topics of windows say of their documents: shares and relevance."""

import numpy as np

from ..._arrays import unit_rows


def shares_of_windows(owners, labels, n_documents, n_topics):
    """Compute the share of a document's windows that each topic has.

    Parameters
    ----------
    owners : ndarray of shape (n_windows,), int
        The document of each window.
    labels : ndarray of shape (n_windows,), int
        Its topic, -1 for none.
    n_documents, n_topics : int

    Returns
    -------
    shares : ndarray of shape (n_documents, n_topics)
        Rows sum to 1, or to 0 for a document of which no window has a topic: windows
        without a topic do not count.
    """
    counts = _sums(owners, labels, None, n_documents, n_topics)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def relevance_of_windows(owners, labels, similarities, n_documents, n_topics):
    """Compute how near to a topic those windows of a document are that have it.

    Parameters
    ----------
    owners, labels, n_documents, n_topics
        As for `shares_of_windows`.
    similarities : ndarray of shape (n_windows,)
        Cosine of each window with its topic.

    Returns
    -------
    relevance : ndarray of shape (n_documents, n_topics)
        Mean cosines; 0 where no window has the topic.
    """
    counts = _sums(owners, labels, None, n_documents, n_topics)
    sums = _sums(owners, labels, similarities, n_documents, n_topics)
    return np.clip(sums / np.maximum(counts, 1), -1, 1)


def _sums(owners, labels, weights, n_documents, n_topics):
    """Sum weights of windows, or count windows, by document and topic."""
    some = labels >= 0
    cells = owners[some] * n_topics + labels[some]
    weights = None if weights is None else weights[some]
    sums = np.bincount(cells, weights, minlength=n_documents * n_topics)
    return sums.reshape(n_documents, n_topics)


def cosines_with_own(vectors, labels, topic_vectors):
    """Compute the cosine of each vector with the topic that it has, 0 for -1."""
    cosines = np.zeros(len(vectors))
    some = labels >= 0
    if some.any():
        topics = unit_rows(topic_vectors.astype(np.float64))[labels[some]]
        units = unit_rows(vectors[some].astype(np.float64))
        cosines[some] = np.einsum("ik,ik->i", units, topics)
    return np.clip(cosines, -1, 1)
