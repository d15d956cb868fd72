"""Mean embeddings of topics: of documents, of merged topics, of changed ones."""

import numpy as np

from ..._arrays import sum_rows


def topic_means(embeddings, labels, n_topics):
    """Return the mean vector of each topic, 0 for one without documents."""
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(n_topics + 1))
    means = np.zeros((n_topics, embeddings.shape[1]), dtype=embeddings.dtype)
    for topic in range(n_topics):
        rows = order[bounds[topic] : bounds[topic + 1]]
        if len(rows):
            means[topic] = embeddings[rows].mean(axis=0)
    return means


def merged_means(means, sizes, into, n_topics):
    """Return the means of the documents of merged topics.

    A topic that stays keeps its own, and so does one without documents that nothing
    is added to.

    Parameters
    ----------
    means : ndarray of shape (n_parts, n_dimensions)
    sizes : ndarray of shape (n_parts,), int
    into : ndarray of shape (n_parts,), int
        The topic that each part becomes, -1 for none.
    n_topics : int
    """
    merged = np.zeros((n_topics, means.shape[1]), dtype=means.dtype)
    for topic in range(n_topics):
        parts = np.flatnonzero(into == topic)
        filled = parts[sizes[parts] > 0]
        if len(filled) > 1:
            merged[topic] = np.average(means[filled], axis=0, weights=sizes[filled])
        elif len(parts):
            merged[topic] = means[filled[0] if len(filled) else parts[0]]
    return merged


def changed_means(means, sizes, new_sizes, vectors, before, after):
    """Return the means after documents have moved from topics to topics.

    ``(n m - sum of those that left + sum of those that came) / n'``; a topic that has
    lost all its documents keeps its mean.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    sizes, new_sizes : ndarray of shape (n_topics,), int
        Numbers of documents before and after.
    vectors : ndarray of shape (n_moved, n_dimensions)
    before, after : ndarray of shape (n_moved,), int
        Topics of the documents that moved, -1 for none.
    """
    n_topics = len(means)
    vectors = np.asarray(vectors, dtype=np.float64)
    came = sum_rows(vectors, np.asarray(after), n_topics)
    left = sum_rows(vectors, np.asarray(before), n_topics)
    sums = sizes[:, np.newaxis] * means.astype(np.float64) + came - left
    changed = np.zeros(n_topics, dtype=bool)
    for topics in (before, after):
        topics = np.asarray(topics)
        changed[topics[topics >= 0]] = True
    changed &= new_sizes > 0
    moved = means.copy()
    moved[changed] = sums[changed] / new_sizes[changed, np.newaxis]
    return moved
