"""How BERTopic is fitted: encode, reduce, cluster, count words, place documents."""

import warnings
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sklearn.utils.validation import check_memory

from ..._validation import levels_to_caller
from .._labels import OUTLIER, number_by_size, relabel
from .._placement.fit_placement import fit_placement
from .._placement.known_documents import text_keys, vector_keys
from .._placement.placement import Placement, way_of
from .._placement.typical_documents import place_training_documents
from .._steps.clusters import cluster_rest, fit_clusterer
from .._steps.corpus_input import check_labels
from .._steps.embeddings import (
    check_encoder,
    documents_taken,
    fit_encode,
    fit_encoder,
    make_encoder,
)
from .._steps.guidance import make_guidance
from .._steps.nothing_known import (
    check_any_said,
    in_rows,
    is_blank,
    rows_of_some,
    rows_taken,
    rows_with_content,
)
from .._steps.parts import fitting_neighbors, generator, is_supervised, seeded
from .._steps.recipes import make_clusterer, make_reducer, make_vectorizer
from .._steps.reduction import fit_reducer
from .._steps.umap_graph import remembered
from .._topics.cluster_topics import ClusterTopics
from .._topics.grouping import group_topics
from .._topics.topic_parts import first_of_parts, known_labels, topic_means
from .._topics.word_counts import count_words
from .fitted_state import FittedState


class Given(NamedTuple):
    """What users say about topics beforehand.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int, or None
        Numbers of `classes`, or of seed topics; -1 without.
    classes : ndarray or None
        The labels of users.
    """

    labels: np.ndarray | None
    classes: np.ndarray | None

    def taken(self, rows):
        """Return what is said of some documents."""
        labels = self.labels if self.labels is None else rows_taken(self.labels, rows)
        return Given(labels, self.classes)


class Numbered(NamedTuple):
    """Topics by their numbers, and what they have been before.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int64
    found : ndarray of shape (n_found,), int
        What may be a topic: numbers of names, then of clusters or classes.
    topics : ndarray of shape (n_found,), int
        The topic that each of them is.
    n_topics : int
    """

    labels: np.ndarray
    found: np.ndarray
    topics: np.ndarray
    n_topics: int


def fit_corpus(model, corpus, y):
    """Fit all parts, and return them with what they have found.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None

    Returns
    -------
    state : FittedState
    embeddings : ndarray of shape (n_documents, n_dimensions)
        Those that topics were found in: drawn to seed topics, where there are any.
        Zeros for documents of which nothing is known, which no part learns from.
    """
    given = check_given(model, corpus, y)
    random_state = generator(model.random_state)
    encoder, embeddings = embed(model, corpus, random_state)
    n_documents, learned = len(corpus), rows_with_content(embeddings)
    vectors, here = rows_taken(embeddings, learned), given.taken(learned)
    keys = text_keys(documents_taken(corpus, learned)[0]), vector_keys(vectors)
    guidance = make_guidance(model, encoder, vectors)
    if guidance.seed_vectors is not None:
        here = Given(guidance.nearest_seeds(vectors), None)
        vectors = guidance.draw(vectors)
    reducer, reduced = _reduce(model, vectors, here, random_state)
    clusterer, clusters, numbers = _cluster(
        model, guidance, vectors, reduced, here, random_state
    )
    # What users say of documents stands, even where nothing is known of them.
    numbers = in_rows(numbers, learned, n_documents, OUTLIER)
    numbers = given.labels if clusterer is None else numbers
    embeddings = in_rows(vectors, learned, n_documents)
    numbered = _number(model, embeddings, numbers)
    topics = _found_topics(model, guidance, embeddings, numbered, given)
    placement = Placement(way_of(clusterer), *_cluster_map(guidance, numbered), *keys)
    among = topics.among(learned)
    state = FittedState(encoder, reducer, clusterer, guidance, among, placement)
    placement = fit_placement(model, state, vectors, reduced, clusters)
    placement = replace(placement, learned=rows_of_some(learned, n_documents))
    words = count_words(
        make_vectorizer(model), corpus.documents, topics.labels, topics.n_topics
    )
    state = replace(state, placement=placement, topics=replace(topics, words=words))
    return state, embeddings


def with_places(model, state, corpus, embeddings):
    """Add what the placement of training documents tells: probabilities, typical ones.

    Parameters
    ----------
    model : BERTopic
    state : FittedState
    corpus : Corpus
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    probabilities, representatives = place_training_documents(
        model, state, embeddings, corpus.documents
    )
    topics = replace(
        state.topics, probabilities=probabilities, representatives=representatives
    )
    return replace(state, topics=topics)


def check_given(model, corpus, y):
    """Validate labels against the way of training that they ask for."""
    if y is None:
        if model.clusterer is None:
            raise ValueError("clusterer=None finds no topics: give them as y.")
        return Given(None, None)
    if model.seed_topics is not None:
        raise ValueError("Give y or seed_topics, not both: each says where to look.")
    if model.zeroshot_topics is not None and learns_labels(model.clusterer):
        raise ValueError("Topics come from y or from zeroshot_topics, not from both.")
    return Given(*check_labels(y, len(corpus)))


def learns_labels(clusterer):
    """Whether the labels of users are the topics, or what a classifier learns."""
    return clusterer is None or is_supervised(clusterer)


def embed(model, corpus, random_state):
    """Return the encoder, fitted where it is used, and embeddings of the corpus.

    Those of blank documents are zeros, and the encoder has not learned from them.
    """
    encoder = seeded(make_encoder(model.encoder), random_state)
    said = np.flatnonzero(~corpus.blank)
    if corpus.embeddings is None:
        cached = check_memory(model.memory).cache(fit_encode)
        check_encoder(encoder)
        check_any_said(said, len(corpus))
        encoder, vectors = cached(encoder, *documents_taken(corpus, said))
        return encoder, in_rows(vectors, said, len(corpus))
    if model.seed_topics is not None or model.zeroshot_topics is not None:
        check_encoder(encoder)
        texts = [text for text in corpus.documents if not is_blank(text)]
        fit_encoder(encoder, texts or corpus.documents)
    vectors = rows_taken(corpus.embeddings, said)
    return encoder, in_rows(vectors, said, len(corpus))


def _reduce(model, embeddings, given, random_state):
    reducer = make_reducer(model, *embeddings.shape)
    if reducer is None or model.clusterer is None:
        return None, embeddings
    reducer = fitting_neighbors(seeded(reducer, random_state), len(embeddings))
    memory = check_memory(model.memory)
    cached = remembered(memory, fit_reducer)
    return cached(reducer, embeddings, given.labels, memory)


def _cluster(model, guidance, embeddings, reduced, given, random_state):
    """Return what the clusterer says, and numbers of all that may be a topic.

    Returns
    -------
    clusterer : fitted clusterer or classifier, or None
    clusters : ndarray of shape (n_documents,), int
        As the clusterer numbers them; -1 for none.
    numbers : ndarray of shape (n_documents,), int
        Names of zero-shot topics come first, then clusters.
    """
    if model.clusterer is None:
        return None, given.labels, given.labels
    clusterer = seeded(make_clusterer(model), random_state)
    if guidance.name_vectors is None:
        clusterer, clusters = fit_clusterer(clusterer, reduced, given.labels)
        return clusterer, clusters, clusters
    named = guidance.nearest_names(embeddings, model.zeroshot_min_similarity)
    clusterer, clusters = cluster_rest(clusterer, reduced, named, given.labels)
    found = np.where(clusters >= 0, clusters + guidance.n_names, OUTLIER)
    return clusterer, clusters, np.where(named >= 0, named, found)


def _number(model, embeddings, numbers):
    """Return number topics by size, after merging those that are too many."""
    labels, found = number_by_size(numbers)
    topics, n_topics = np.arange(len(found)), len(found)
    if model.n_topics is not None and n_topics:
        means = topic_means(embeddings, known_labels(labels, embeddings), n_topics)
        groups = group_topics(means, model.n_topics)
        labels, present = number_by_size(np.where(labels < 0, OUTLIER, groups[labels]))
        topics, n_topics = relabel(groups, present), len(present)
    if n_topics == 0:
        warnings.warn(
            "No topics were found: all documents are outliers.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    return Numbered(labels, found, topics, n_topics)


def _found_topics(model, guidance, embeddings, numbered, given):
    """Return the record of topics, with the names and classes that users gave."""
    _, found, topics, n_topics = numbered
    names, classes = [None] * len(found), None
    if given.classes is not None and learns_labels(model.clusterer):
        values = given.classes.tolist()
        classes = first_of_parts([values[i] for i in found], topics, n_topics)
        names = [str(given.classes[i]) for i in found]
    if model.zeroshot_topics is not None:
        known = list(model.zeroshot_topics)
        names = [known[i] if i < guidance.n_names else None for i in found]
    # The parts of a topic come largest first.
    names = first_of_parts(names, topics, n_topics)
    return ClusterTopics.found(numbered.labels, embeddings, names, classes)


def _cluster_map(guidance, numbered):
    """Return what clusters are called, and which topics clusters and names are."""
    _, found, topics, _ = numbered
    n_names = guidance.n_names
    by_clusterer = found >= n_names
    name_topics = np.full(n_names, OUTLIER)
    name_topics[found[~by_clusterer]] = topics[~by_clusterer]
    return found[by_clusterer] - n_names, topics[by_clusterer], name_topics
