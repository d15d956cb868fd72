"""Dense areas that are one topic, since their means are almost in one direction."""

import numpy as np

from ...analysis.topic_linkage import (
    cut_links,
    cut_links_at,
    link_topics,
    topic_distances,
)


def duplicate_groups(means, merge_distance, at_least=1):
    """Return which topics are one: those within a distance, and in chains of such.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    merge_distance : float
        Largest cosine distance of two topics that are one.
    at_least : int, default=1
        How many topics there are to be left, if there are so many.

    Returns
    -------
    groups : ndarray of shape (n_topics,), int
        Equal for topics that are one.

    Notes
    -----
    It is what DBSCAN finds with ``eps=merge_distance, min_samples=2``, the rule of the
    package top2vec: single linkage, cut at the distance.
    """
    if len(means) < 2:
        return np.arange(len(means))
    links = link_topics(topic_distances(means), "single")
    groups = cut_links_at(links, merge_distance)
    n_found = len(np.unique(groups))
    if n_found < at_least:
        groups = cut_links(links, min(at_least, len(means)))
    return groups
