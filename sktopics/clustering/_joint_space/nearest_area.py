"""Documents given to the nearest topic, and what follows from that."""

from dataclasses import replace

import numpy as np

from ..._arrays import unit_rows
from .._labels import OUTLIER
from .._placement.centroids import settled_similarities
from .._placement.placement import way_of_placing
from .._placement.recognition import training_probabilities
from .._placement.typical_documents import place_training_documents
from .._revisions.renumbering import with_shares
from .._steps.nothing_known import are_known

# Cosines that are held at a time.
_CELLS = 1 << 22


def nearest_areas_of(vectors, means, has_place):
    """Return the topic that is nearest to each document by cosine.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    means : ndarray of shape (n_topics, n_dimensions)
    has_place : ndarray of shape (n_topics,), bool
        Topics that may be nearest.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
        -1 for vectors of zeros, and where no topic has a place.
    """
    topics = np.flatnonzero(has_place)
    labels = np.full(len(vectors), OUTLIER, dtype=np.int64)
    if not len(topics):
        return labels
    means, step = means[topics], max(_CELLS // len(topics), 1)
    for start in range(0, len(vectors), step):
        rows = slice(start, start + step)
        labels[rows] = topics[settled_similarities(vectors[rows], means).argmax(axis=1)]
    return np.where(are_known(vectors), labels, OUTLIER)


def gives_nearest(settings, state):
    """Whether every document has the nearest topic."""
    return way_of_placing(settings, state.placement) == "centroid"


def given_to_nearest(settings, state, rows=None):
    """Return the state after documents have got the topics nearest to them.

    Parameters
    ----------
    settings : Top2Vec
    state : FittedState
    rows : ndarray of int, default=None
        Documents that may get another topic; by default those that have one.
    """
    topics, space = state.topics, state.space
    if rows is None:
        rows = np.flatnonzero(topics.labels >= 0)
    has_place = topics.has_place & are_known(topics.means)
    labels = nearest_areas_of(space.documents[rows], topics.means, has_place)
    changed = labels != topics.labels[rows]
    rows, labels = rows[changed], labels[changed]
    if not len(rows):
        return state
    topics = topics.moved(rows, labels, space.documents[rows], space.counts[rows])
    return replace(state, topics=topics)


def numbered_by_size(state):
    """Give topics numbers by their sizes, the largest first.

    Returns
    -------
    state : FittedState
    into : ndarray of shape (n_topics,), int64
        The new number of each topic.
    """
    sizes = state.topics.sizes
    order = np.argsort(-sizes, kind="stable")
    into = np.empty(len(sizes), dtype=np.int64)
    into[order] = np.arange(len(sizes))
    if (into == np.arange(len(into))).all():
        return state, into
    return state.with_topics(into, len(into)), into


def placed_in_space(settings, state, documents=None):
    """Add probabilities of documents, and the documents that stand for topics.

    Parameters
    ----------
    settings : Top2Vec
    state : FittedState
    documents : list of str, default=None
        All documents. Without them, those that stood for topics before do so still.
    """
    units = unit_rows(state.space.documents)
    if documents is None:
        probabilities = training_probabilities(settings, state, units)
        state = replace(
            state, topics=replace(state.topics, probabilities=probabilities)
        )
        return with_shares(settings, state)
    probabilities, representatives, outliers = place_training_documents(
        settings, state, units, documents
    )
    topics = replace(
        state.topics,
        probabilities=probabilities,
        representatives=representatives,
        typical_outliers=outliers,
    )
    return replace(state, topics=topics)
