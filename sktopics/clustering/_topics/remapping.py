"""Topics that become other topics: what is additive is added, the rest follows."""

import numpy as np
import scipy.sparse as sp

from .._numbering import renumbered


def remap(fitted, topics, n_topics):
    """Let topics become others, in all the attributes that speak of them.

    Parameters
    ----------
    fitted : SimpleNamespace
        Changed in place.
    topics : ndarray of shape (n_old,), int
        What each topic becomes; -1 for one without documents that goes. Topics that
        become the same are merged; numbers below `n_topics` that none becomes are
        topics without documents.
    n_topics : int
    """
    kept = np.flatnonzero(topics >= 0)
    cells = (np.ones(len(kept)), (topics[kept], kept))
    sum_up = sp.csr_array(cells, (n_topics, len(topics)))
    sizes = fitted.topic_sizes_
    names, classes = fitted.topic_names_, getattr(fitted, "classes_", None)
    largest_first = [i for i in np.argsort(-sizes, kind="stable") if topics[i] >= 0]
    fitted.topic_embeddings_ = merged_means(
        fitted.topic_embeddings_, sizes, topics, n_topics
    )
    fitted.topic_sizes_ = (sum_up @ sizes).astype(sizes.dtype)
    counts = fitted.topic_word_counts_
    fitted.topic_word_counts_ = sp.csr_array(sum_up.astype(counts.dtype) @ counts)
    fitted.labels_ = renumbered(fitted.labels_, topics)
    fitted._cluster_topics = topics[fitted._cluster_topics]
    taken = fitted._name_topics >= 0
    fitted._name_topics = fitted._name_topics.copy()
    fitted._name_topics[taken] = topics[fitted._name_topics[taken]]
    fitted.topic_names_ = [None] * n_topics
    for old in largest_first:
        if fitted.topic_names_[topics[old]] is None:
            fitted.topic_names_[topics[old]] = names[old]
    if classes is not None:
        fitted.classes_ = np.full(n_topics, None, dtype=object)
        for old in largest_first[::-1]:
            fitted.classes_[topics[old]] = classes[old]
        if len(np.unique(topics[kept])) == n_topics:
            fitted.classes_ = fitted.classes_.astype(classes.dtype)


def merged_means(means, sizes, topics, n_topics):
    """Means of the documents of merged topics; a topic that stays keeps its own."""
    merged = np.zeros((n_topics, means.shape[1]), dtype=means.dtype)
    for topic in range(n_topics):
        parts = np.flatnonzero(topics == topic)
        if len(parts) == 1:
            merged[topic] = means[parts[0]]
        elif len(parts) and sizes[parts].any():
            merged[topic] = np.average(means[parts], axis=0, weights=sizes[parts])
    return merged
