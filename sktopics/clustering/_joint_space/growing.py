"""Documents that come after the fit: they get topics, or are the first of new ones."""

from dataclasses import replace

import numpy as np

from ..._arrays import largest, unit_rows
from ..._sklearn import under_default_configuration
from .._labels import OUTLIER
from .._placement.placement import way_of_placing
from .._placement.recognition import place_and_recognise, vectors_and_rows
from .._placement.typical_documents import nearest_to_means
from .._steps.nothing_known import are_known
from .._topics.cluster_topics import Representative
from .._topics.topic_parts import labels_of_known
from .._topics.word_counts import BatchWords
from .area_topics import AreaTopics
from .fit_space import calibrated_on_areas
from .nearest_area import given_to_nearest, gives_nearest, placed_in_space
from .new_areas import found_areas
from .placement_growth import with_documents
from .vocabulary_growth import grown_words


@under_default_configuration
def grown(model, state, corpus):
    """Return the state with more documents; topics keep their numbers and areas.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
    corpus : Corpus
        The documents that come.

    Returns
    -------
    state : FittedState
    """
    vectors, rows = vectors_and_rows(model, state, corpus)
    vectors = vectors.astype(state.space.documents.dtype, copy=False)
    learned = np.flatnonzero(are_known(vectors))
    documents = corpus.documents
    words, counts, encoded = grown_words(model, state, documents)
    n_before, n_learned = len(state.topics.labels), len(state.placement.text_keys)
    placement = with_documents(model, state, documents, vectors, learned, rows)
    labels = np.full(len(vectors), OUTLIER, dtype=np.int64)
    way = way_of_placing(model, state.placement)
    if len(learned):
        known = np.where(rows[learned] >= 0, rows[learned], OUTLIER)
        _, labels[learned] = place_and_recognise(
            model, state, way, vectors[learned], known
        )
    topics = _with_batch(model, state.topics, labels, words, counts)
    space = state.space.added(vectors, counts, encoded)
    state = replace(
        state, topics=topics, space=space, placement=placement, drift=None, layers=None
    )
    found = found_areas(model, state, n_before + learned)
    state = _with_new_topics(model, state, *found, len(vectors))
    places = n_learned + np.arange(len(learned))
    return _with_placed(model, state, documents, learned, places)


def _with_batch(model, topics, labels, words, counts):
    """Return topics with more documents, which are in no area."""
    nowhere = np.zeros((len(labels), topics.means.shape[1]), topics.means.dtype)
    batch = AreaTopics.found(labels, nowhere, (None,) * topics.n_topics)
    batch = batch.with_numbers(np.full(len(labels), OUTLIER))
    read = None
    if words.vectorizer is not None:
        read = BatchWords(words.vectorizer, counts)
    words = words.grown(read, labels, topics.n_topics)
    return topics.added(
        batch, np.arange(topics.n_topics), words, model.n_representative
    )


def _with_new_topics(model, state, areas, clusters, n_last):
    """Return the state with topics for new areas, numbered after the others.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
    areas, clusters : ndarray of shape (n_documents,), int64
        Numbers of new areas and of the clusters that they are in, -1 for none.
    n_last : int
        How many documents have come last.
    """
    topics, space = state.topics, state.space
    rows = np.flatnonzero(clusters >= 0)
    if not len(rows):
        return state
    n_before, numbers = topics.n_topics, topics.n_topics + clusters[rows]
    n_topics = int(numbers.max()) + 1
    topics = topics.merged(np.arange(n_before), n_topics)
    own = np.where(areas >= 0, n_before + areas, topics.areas)
    topics = topics.with_areas(own, unit_rows(space.documents))
    topics = topics.moved(rows, numbers, space.documents[rows], space.counts[rows])
    state = replace(state, topics=topics)
    state = replace(state, placement=calibrated_on_areas(state))
    if state.placement.way == "clusterer":
        # It finds the clusters that it has learned, and these alone.
        state = replace(state, placement=replace(state.placement, way="centroid"))
    if gives_nearest(model, state):
        state = given_to_nearest(model, state)
    # All documents are placed among other topics now; the last ones will be.
    topics = placed_in_space(model, state).topics
    before = topics.probabilities[: len(topics.labels) - n_last]
    topics = replace(topics, probabilities=before)
    return replace(state, topics=topics)


def _with_placed(model, state, documents, rows, places):
    """Return the state with probabilities of the last documents, and typical ones.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
    documents : list of str
        The last ones.
    rows : ndarray of shape (n_learned,), int
        Those of which something is known, among the last ones.
    places : ndarray of shape (n_learned,), int
        Where they are among the documents that were learned from.
    """
    topics, n_last = state.topics, len(documents)
    n_before = len(topics.labels) - n_last
    vectors, labels = state.space.documents[n_before:], topics.labels[n_before:]
    shares, none = np.zeros(n_last), np.zeros(n_last)
    if len(rows):
        way = way_of_placing(model, state.placement)
        found, _ = place_and_recognise(model, state, way, vectors[rows], places)
        none[rows] = found[:, -1]
        shares[rows] = np.where(
            labels[rows] < 0, 0, found[np.arange(len(rows)), labels[rows]]
        )
    labels, n = labels_of_known(labels, vectors), model.n_representative
    typical = [
        [Representative(int(row), float(shares[row]), documents[row]) for row in of]
        for of in nearest_to_means(vectors, topics.means, labels, n, documents)
    ]
    surest = np.flatnonzero(are_known(vectors) & (topics.labels[n_before:] < 0))
    surest = surest[largest(none[surest], n)]
    outliers = [
        Representative(int(row), float(none[row]), documents[row]) for row in surest
    ]
    topics = topics.placed(shares, typical, outliers, n)
    return replace(state, topics=topics)
