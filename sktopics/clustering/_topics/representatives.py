"""Documents that stand for topics: the nearest to their means."""

import numpy as np

from ..._arrays import largest
from .._placement.centroids import cosine_similarities
from .cluster_topics import Representative


def nearest_to_means(vectors, means, labels, n):
    """Return the documents of each topic that are nearest to its mean.

    Returns
    -------
    rows : list of ndarray
        At most `n` a topic, nearest first.
    """
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(len(means) + 1))
    found = []
    for topic, mean in enumerate(means):
        rows = order[bounds[topic] : bounds[topic + 1]]
        nearness = cosine_similarities(vectors[rows], mean[np.newaxis])[:, 0]
        found.append(rows[largest(nearness, n)])
    return found


def find_representatives(documents, vectors, means, labels, shares, n):
    """Return the documents that stand for topics.

    Parameters
    ----------
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
    means : ndarray of shape (n_topics, n_dimensions)
    labels : ndarray of shape (n_documents,), int
        Topics, -1 for outliers.
    shares : ndarray of shape (n_documents,)
        Probability of each document's own topic.
    n : int
        How many a topic.

    Returns
    -------
    representatives : tuple of lists of Representative
        Nearest to the mean first.
    """
    return tuple(
        [Representative(int(row), float(shares[row]), documents[row]) for row in rows]
        for rows in nearest_to_means(vectors, means, labels, n)
    )


def with_shares(representatives, shares):
    """Return representatives with the `shares` that documents have by now."""
    return tuple(
        [each._replace(share=float(shares[each.index])) for each in documents]
        for documents in representatives
    )
