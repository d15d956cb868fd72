"""Fewer topics: which of them are merged."""

import warnings

import numpy as np
from sklearn.cluster import HDBSCAN

from ..._arrays import unit_rows
from ..._validation import levels_to_caller
from ...analysis.topic_linkage import cut_links, link_topics, topic_distances


def group_topics(vectors, n_topics):
    """Say which topics become one.

    Parameters
    ----------
    vectors : {ndarray, csr_array} of shape (n_present, n_dimensions)
        Mean embeddings of topics, or weights of their words.
    n_topics : int or "auto"
        How many to leave, by average linkage of cosine distances; "auto" merges what
        HDBSCAN (of at least two topics a cluster) finds to belong together.

    Returns
    -------
    groups : ndarray of shape (n_present,), int
        Equal for topics that become one.
    """
    n_present = vectors.shape[0]
    if n_topics == "auto":
        return _dense_groups(vectors)
    if n_topics >= n_present:
        if n_topics > n_present:
            warn_of_fewer_topics(n_topics, n_present)
        return np.arange(n_present)
    return cut_links(link_topics(topic_distances(vectors)), n_topics)


def warn_of_fewer_topics(n_topics, n_present):
    """Warn of topics that are fewer than were asked for."""
    warnings.warn(
        f"n_topics={n_topics}, and the clusterer found {n_present} topics: these stay "
        "as they are. A clusterer that finds more is needed, or a smaller "
        "min_topic_size.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def _dense_groups(vectors):
    n_present = vectors.shape[0]
    groups = np.arange(n_present)
    if n_present < 4:  # nothing that could be denser than the rest
        return groups
    # Here a point is one of its own `min_samples`; in the package hdbscan, whose 2
    # are BERTopic's, it is not.
    clusterer = HDBSCAN(min_cluster_size=2, min_samples=3, copy=True)
    found = clusterer.fit_predict(_units(vectors))
    for cluster in range(found.max() + 1):
        members = np.flatnonzero(found == cluster)
        groups[members] = members[0]
    return groups


def _units(vectors):
    """Return vectors of length 1, as an array."""
    return unit_rows(vectors.toarray() if hasattr(vectors, "toarray") else vectors)
