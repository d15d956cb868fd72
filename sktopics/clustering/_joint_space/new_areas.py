"""Areas of topics that are the first documents of something new."""

import copy
import warnings
from numbers import Integral

import numpy as np

from ..._arrays import largest, unit_rows
from ..._reading import pipeline_steps
from .._labels import OUTLIER, number_by_size, relabel, renumbered
from .._placement.centroids import cosine_similarities
from .._steps.guidance import Guidance
from .._steps.parts import generator, vars_of
from .._steps.recipes import make_clusterer
from .._topics.topic_parts import topic_means
from .._training.fit import cluster_corpus, reduce_corpus
from .._training.given import Given
from .duplicate_topics import duplicate_groups

# Parameters of clusterers that no number of documents may be below.
_LEAST = ("min_cluster_size", "min_samples", "n_clusters", "n_components")
# This share of the documents in areas is farther from their topic than is usual.
_FAR = 0.05


def found_areas(model, state, rows):
    """Return which documents are the dense areas of new topics.

    Documents that came after the fit are clustered, the last ones and those before
    that are far from all topics: farther from the nearest than 95 % of the documents
    in areas are from their own. Most documents of a cluster must not be so far from
    the denser half of it. These are a new topic, if there are `min_topic_size` of them,
    and most are far from all topics.

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
    clusters : ndarray of shape (n_documents,), int64
        The same for all documents of the clusters in which these areas are.
    """
    space, topics = state.space, state.topics
    areas = np.full(len(topics.labels), OUTLIER, dtype=np.int64)
    since = np.arange(space.n_fitted, len(areas))
    since = since[(topics.areas[since] < 0) & space.documents[since].any(axis=1)]
    known, deleted = topics.means[topics.has_place], state.placement.deleted_means
    if deleted is not None:  # what was deleted does not come again
        known = np.vstack([known, deleted])
    level = _usual_nearness(topics, space.documents)
    far_level = level if topics.n_topics else 1 - model.merge_distance
    far = since[_nearest_cosines(space.documents[since], known) < far_level]
    if len(far) < model.min_topic_size:
        return areas, areas
    pool = np.union1d(rows, far)
    pool = pool[topics.areas[pool] < 0]
    units, is_far = unit_rows(space.documents[pool]), np.isin(pool, far)
    clusters = _clusters(model, units)
    are_found = (clusters >= 0).any()
    if not are_found:  # as of one area, in which clusterers may find none
        clusters = np.where(is_far, 0, OUTLIER)
    clusters = _one_of_near(clusters, units, model.merge_distance)
    members_of = areas.copy()
    for cluster in np.unique(clusters[clusters >= 0]):
        members = np.flatnonzero(clusters == cluster)
        near = _near_to_others(units[members], level)
        dense = members[near] if near.mean() > 0.5 else members[:0]
        if len(dense) < model.min_topic_size or is_far[dense].mean() <= 0.5:
            continue
        mean = units[dense].mean(axis=0, keepdims=True)
        if _nearest_cosines(mean, known)[0] < 1 - model.merge_distance:
            areas[pool[dense]] = cluster
            members_of[pool[members if are_found else dense]] = cluster
    areas, order = number_by_size(areas)
    return areas, relabel(members_of, order)


def _usual_nearness(topics, documents):
    """Return the cosine with their topic that nearly all documents in areas have.

    0 without topics, and -1, so that none is far, if their areas are empty.
    """
    inside = np.flatnonzero(topics.areas >= 0)
    if not len(inside):
        return -1.0 if topics.n_topics else 0.0
    means, own = unit_rows(topics.means), topics.areas[inside]
    cosines = np.einsum("ij,ij->i", unit_rows(documents[inside]), means[own])
    return float(np.quantile(cosines, _FAR))


def _nearest_cosines(vectors, means):
    """Return the cosine of each vector with the nearest topic, -1 without topics."""
    return cosine_similarities(vectors, means).max(axis=1, initial=-1)


def _near_to_others(units, level):
    """Which documents of a cluster are near to the others in its denser half."""
    in_half = np.ones((len(units), 1))
    cosines = _cosines_with_others(units, in_half)
    in_half[:] = 0
    in_half[largest(cosines, (len(units) + 1) // 2)] = 1
    return _cosines_with_others(units, in_half) >= level


def _cosines_with_others(units, chosen):
    """Return the cosine of each document with the mean of others, chosen by 1 or 0."""
    others = (units * chosen).sum(axis=0) - units * chosen
    return np.einsum("ij,ij->i", units, unit_rows(others))


def _one_of_near(clusters, units, merge_distance):
    """Return clusters, as one that are so near to each other; see `fit_space`."""
    labels, found = number_by_size(clusters)
    if len(found) < 2:
        return labels
    groups = duplicate_groups(topic_means(units, labels, len(found)), merge_distance)
    return renumbered(labels, groups)


def _clusters(model, vectors):
    """Cluster some documents with parts of their own."""
    settings, nothing = copy.copy(model), Given(None, None)
    settings.n_topics = None
    if _asks_for_more(make_clusterer(settings), len(vectors)):
        return np.full(len(vectors), OUTLIER)
    random_state = generator(model.random_state)
    with warnings.catch_warnings():  # that there are few is no news
        warnings.simplefilter("ignore")
        _, reduced = reduce_corpus(settings, vectors, nothing, random_state)
        _, clusters, _, _ = cluster_corpus(
            settings, Guidance(), vectors, reduced, nothing, random_state
        )
    return clusters


def _asks_for_more(clusterer, n_documents):
    """Whether a clusterer, or a step of one, would refuse so few documents."""
    parts = pipeline_steps(clusterer)
    numbers = [vars_of(part).get(name) for part in parts for name in _LEAST]
    return any(isinstance(n, Integral) and n > n_documents for n in numbers)
