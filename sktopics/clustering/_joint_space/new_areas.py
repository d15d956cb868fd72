"""Areas of topics that are the first documents of something new."""

import copy

import numpy as np

from ..._arrays import unit_rows
from ...analysis.topic_linkage import cut_links_at, link_topics, topic_distances
from .._labels import OUTLIER, number_by_size, renumbered
from .._placement.centroids import cosine_similarities
from .._steps.guidance import Guidance
from .._steps.parts import generator
from .._steps.recipes import make_clusterer, quiet_about_recipes
from .._topics.topic_parts import topic_means
from .._training.fit import cluster_corpus, reduce_corpus
from .._training.given import Given

# Documents in an area are nearer to its mean than this share of them is.
_FAR = 0.05


def found_areas(model, state, rows):
    """Return which documents are the dense areas of new topics.

    Documents that came after the fit are clustered, the last ones and those before
    that are far from all topics: farther from the nearest than 95 % of the documents
    in areas are from their own. A cluster is a new topic if it has `min_topic_size`
    documents, most of them far, and its mean is farther from all topics than the two
    nearest topics are from each other. Clusters nearer to each other are one topic.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
        With the last documents.
    rows : ndarray of shape (n_last,), int
        The last documents, of which something is known.

    Returns
    -------
    areas : ndarray of shape (n_documents,), int64
        0, 1, ... for new areas, the largest first; -1 elsewhere.
    """
    space, topics = state.space, state.topics
    areas = np.full(len(topics.labels), OUTLIER, dtype=np.int64)
    since = np.arange(space.n_fitted, len(areas))
    since = since[(topics.areas[since] < 0) & space.documents[since].any(axis=1)]
    far = since[_are_far(topics, space.documents, since)]
    pool = np.union1d(rows, far)
    pool = pool[topics.areas[pool] < 0]
    if len(far) < model.min_topic_size:
        return areas
    units, is_far = unit_rows(space.documents[pool]), np.isin(pool, far)
    known = topics.means[topics.has_place]
    distance = _least_distance(known, model.merge_distance)
    clusters = _one_of_near(_clusters(model, units), units, distance)
    for cluster in np.unique(clusters[clusters >= 0]):
        members = clusters == cluster
        if members.sum() < model.min_topic_size or is_far[members].mean() <= 0.5:
            continue
        mean = units[members].mean(axis=0, keepdims=True)
        if 1 - cosine_similarities(mean, known).max(initial=-1) > distance:
            areas[pool[members]] = cluster
    return number_by_size(areas)[0]


def _least_distance(means, merge_distance):
    """Return how near to each other the two nearest topics are."""
    distances = topic_distances(means)
    return max(distances.min(), merge_distance) if len(distances) else merge_distance


def _one_of_near(clusters, units, distance):
    """Return clusters, as one that are near to each other on average."""
    labels, found = number_by_size(clusters)
    if len(found) < 2:
        return labels
    means = topic_means(units, labels, len(found))
    groups = cut_links_at(link_topics(topic_distances(means)), distance)
    return renumbered(labels, groups)


def _are_far(topics, documents, rows):
    """Which documents are farther from all topics than most are from their own."""
    inside = np.flatnonzero(topics.areas >= 0)
    means, own = unit_rows(topics.means), topics.areas[inside]
    units = unit_rows(documents[inside])
    cosines = np.einsum("ij,ij->i", units, means[own])
    level = np.quantile(cosines, _FAR) if len(cosines) else np.inf
    if not topics.n_topics:
        return np.ones(len(rows), dtype=bool)
    return cosine_similarities(documents[rows], means).max(axis=1, initial=-1) < level


def _clusters(model, vectors):
    """Cluster some documents with parts of their own."""
    settings, nothing = copy.copy(model), Given(None, None)
    settings.n_topics = None
    wanted = getattr(make_clusterer(settings), "n_clusters", None)
    if isinstance(wanted, (int, np.integer)) and wanted > len(vectors):
        return np.full(len(vectors), OUTLIER)  # it would refuse so few documents
    random_state = generator(model.random_state)
    _, reduced = reduce_corpus(settings, vectors, nothing, random_state)
    with quiet_about_recipes(model.clusterer, len(reduced)):
        _, clusters, _, _ = cluster_corpus(
            settings, Guidance(), vectors, reduced, nothing, random_state
        )
    return clusters
