"""Fewer topics: which of them are merged."""

import warnings

import numpy as np
from sklearn.cluster import HDBSCAN, AgglomerativeClustering
from sklearn.metrics.pairwise import cosine_similarity

from ..._arrays import unit_rows
from ..._validation import levels_to_caller


def group_topics(topic_embeddings, n_topics):
    """Say which topics become one.

    Parameters
    ----------
    topic_embeddings : ndarray of shape (n_present, n_dimensions)
    n_topics : int or "auto"
        How many to leave, by average linkage of cosine distances; "auto" merges what
        HDBSCAN (of at least two topics a cluster) finds to belong together.

    Returns
    -------
    groups : ndarray of shape (n_present,), int
        Equal for topics that become one.
    """
    n_present = len(topic_embeddings)
    if n_topics == "auto":
        return _dense_groups(topic_embeddings)
    if n_topics >= n_present:
        if n_topics > n_present:
            warnings.warn(
                f"n_topics={n_topics}, and the clusterer found {n_present} topics: "
                "these stay as they are. A clusterer that finds more is needed, or a "
                "smaller min_topic_size.",
                UserWarning,
                stacklevel=levels_to_caller(),
            )
        return np.arange(n_present)
    distances = 1 - cosine_similarity(topic_embeddings)
    np.fill_diagonal(distances, 0)
    linkage = AgglomerativeClustering(n_topics, metric="precomputed", linkage="average")
    return linkage.fit_predict(distances)


def _dense_groups(topic_embeddings):
    n_present = len(topic_embeddings)
    groups = np.arange(n_present)
    if n_present < 4:  # nothing that could be denser than the rest
        return groups
    # Here a point is one of its own `min_samples`; in the package hdbscan, whose 2
    # are BERTopic's, it is not.
    clusterer = HDBSCAN(min_cluster_size=2, min_samples=3, copy=True)
    found = clusterer.fit_predict(unit_rows(topic_embeddings))
    for cluster in range(found.max() + 1):
        members = np.flatnonzero(found == cluster)
        groups[members] = members[0]
    return groups
