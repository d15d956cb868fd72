"""How BERTopic is fitted: encode, reduce, cluster, count words, place documents."""

import warnings
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sklearn.utils.validation import check_memory

from ..._arrays import first_equal_rows, majority_of
from ..._columns import items_of
from ..._sklearn import under_default_configuration
from ..._validation import levels_to_caller
from .._labels import (
    OUTLIER,
    are_whole,
    class_name,
    number_by_label,
    number_by_size,
    relabel,
)
from .._placement.fit_placement import fit_placement
from .._placement.known_documents import corpus_key, text_keys, vector_keys
from .._placement.placement import Placement, way_of
from .._placement.typical_documents import place_training_documents
from .._steps.clusters import cluster_rest, fit_clusterer
from .._steps.embeddings import (
    check_encoder,
    documents_taken,
    fit_encode,
    fit_encoder,
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
from .._steps.parts import fitting_neighbors, generator, seeded
from .._steps.recipes import (
    ask_for,
    make_clusterer,
    make_encoder,
    make_reducer,
    make_vectorizer,
    quiet_about_number,
    quiet_about_recipes,
)
from .._steps.reduction import fit_reducer, learns_from_distinct
from .._steps.umap_graph import remembered
from .._steps.usable_parts import check_needs
from .._topics.cluster_topics import ClusterTopics
from .._topics.grouping import group_topics
from .._topics.matching import check_same_encoder
from .._topics.read_words import read_words, warn_of_few_terms
from .._topics.topic_layers import layers_found
from .._topics.topic_parts import first_of_parts, labels_of_known, topic_means
from .._topics.word_counts import sum_words
from .fitted_state import FittedState
from .given import Given, check_given, learns_labels


class Numbered(NamedTuple):
    """Topics by their numbers, and what they have been before.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int64
    found : ndarray of shape (n_found,), int
        What may be a topic: numbers of names, then of clusters or classes.
    topics : ndarray of shape (n_found,), int
        The topic that each of them is, -1 for none.
    n_topics : int
    sizes : ndarray of shape (n_found,), int
        Numbers of documents of what was found.
    """

    labels: np.ndarray
    found: np.ndarray
    topics: np.ndarray
    n_topics: int
    sizes: np.ndarray


@under_default_configuration
def fit_corpus(model, corpus, y, kept, n_dimensions=None):
    """Fit all parts, and return them with what they have found.

    What is cheap to check comes first: parts, labels, words. Then comes what is dear.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None
    kept : KeptVectors
        Those of an earlier fit that has failed.
    n_dimensions : int, default=None
        Of the embeddings of a model to be matched to.

    Returns
    -------
    state : FittedState
    embeddings : ndarray of shape (n_documents, n_dimensions)
        Those that topics were found in: drawn to seed topics, where there are any.
        Zeros for documents of which nothing is known, which no part learns from.
    read : DocumentCounts or None
        Words of the documents; None if they have none.
    """
    given = check_given(model, corpus, y)
    check_needs(model, corpus, given)
    read = read_words(make_vectorizer(model, corpus.documents), corpus.documents)
    random_state = generator(model.random_state)
    encoder, embeddings = embed(model, corpus, random_state, kept)
    if n_dimensions is not None:
        check_same_encoder(embeddings.shape[1], n_dimensions)
    n_documents, learned = len(corpus), rows_with_content(embeddings)
    vectors, here = rows_taken(embeddings, learned), given.taken(learned)
    texts = documents_taken(corpus, learned)[0]
    keys = text_keys(texts), vector_keys(vectors), corpus_key(texts)
    if corpus.embeddings is None and corpus.images is None:
        vectors = same_for_equal(vectors, keys[0])
    guidance = make_guidance(model, encoder, vectors)
    if guidance.seed_vectors is not None:
        here = Given(guidance.nearest_seeds(vectors), None)
        vectors = guidance.draw(vectors)
    reducer, reduced = reduce_corpus(model, vectors, here, random_state)
    with (
        quiet_about_recipes(model.clusterer, len(reduced)),
        quiet_about_number(make_clusterer(model), model.n_topics),
    ):
        clusterer, clusters, numbers, called_so = cluster_corpus(
            model, guidance, vectors, reduced, here, random_state
        )
    # What users say of documents stands, even where nothing is known of them.
    numbers = in_rows(numbers, learned, n_documents, OUTLIER)
    numbers = given.labels if clusterer is None else numbers
    embeddings = in_rows(vectors, learned, n_documents)
    numbered = _number(model, embeddings, numbers, _learned_classes(model, given))
    topics = _found_topics(model, guidance, embeddings, numbered, given)
    placement = Placement(
        way_of(clusterer),
        *_cluster_map(guidance, numbered),
        *keys,
        cluster_labels=called_so,
    )
    among = topics.among(learned)
    state = FittedState(encoder, reducer, clusterer, guidance, among, placement)
    placement = fit_placement(model, state, vectors, reduced, clusters)
    placement = replace(placement, learned=rows_of_some(learned, n_documents))
    words = sum_words(read, topics.labels, topics.n_topics)
    warn_of_few_terms(read, topics.n_topics, model.n_top_words)
    layers = layers_found(clusterer, numbers, guidance.n_names, learned)
    state = replace(
        state,
        placement=placement,
        topics=replace(topics, words=words),
        layers=layers,
    )
    return state, embeddings, read


def with_places(model, state, corpus, embeddings):
    """Add what the placement of training documents tells: probabilities, typical ones.

    Parameters
    ----------
    model : BERTopic
    state : FittedState
    corpus : Corpus
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    probabilities, representatives, outliers = place_training_documents(
        model, state, embeddings, corpus.documents
    )
    topics = replace(
        state.topics,
        probabilities=probabilities,
        representatives=representatives,
        typical_outliers=outliers,
    )
    return replace(state, topics=topics)


def embed(model, corpus, random_state, kept):
    """Return the encoder, fitted where it is used, and embeddings of the corpus.

    Those of blank documents are zeros, and the encoder has not learned from them.
    """
    encoder = seeded(make_encoder(model, corpus.documents), random_state)
    said = np.flatnonzero(~corpus.blank)
    if corpus.embeddings is None:
        cached = check_memory(model.memory).cache(fit_encode)
        check_encoder(encoder)
        check_any_said(said, len(corpus))
        return kept.encoded(model.encoder, encoder, corpus, cached)
    if model.seed_topics is not None or model.zeroshot_topics is not None:
        check_encoder(encoder)
        texts = [text for text in corpus.documents if not is_blank(text)]
        fit_encoder(encoder, texts or corpus.documents)
    vectors = rows_taken(corpus.embeddings, said)
    return encoder, in_rows(vectors, said, len(corpus))


def same_for_equal(embeddings, keys):
    """Let equal texts have the vector of the first of them.

    Those of an encoder may differ in the last digits.
    """
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    return embeddings if len(first) == len(keys) else embeddings[first][places]


def reduce_corpus(model, embeddings, given, random_state):
    """Return the fitted reducer, None for none, and reduced vectors.

    Parameters
    ----------
    model : BERTopic
    embeddings : ndarray of shape (n_documents, n_dimensions)
    given : Given
    random_state : RandomState or None
    """
    reducer = make_reducer(model, *embeddings.shape)
    if reducer is None or model.clusterer is None:
        return None, embeddings
    reducer = seeded(reducer, random_state)
    memory = check_memory(model.memory)
    cached = remembered(memory, fit_reducer)
    rows, places = np.unique(first_equal_rows(embeddings), return_inverse=True)
    labels, some = given.labels, embeddings
    if len(rows) < len(embeddings) and learns_from_distinct(
        reducer, model.reducer, len(rows)
    ):
        some = embeddings[rows]
        if labels is not None:
            labels = majority_of(labels, places, len(rows))
    with quiet_about_recipes(model.reducer, len(some)):
        reducer = fitting_neighbors(reducer, len(some))
        reducer, reduced = cached(reducer, some, labels, memory)
    if len(rows) == len(embeddings):
        return reducer, reduced
    distinct = reduced if len(some) == len(rows) else reduced[rows]
    return reducer, distinct[places]


def cluster_corpus(model, guidance, embeddings, reduced, given, random_state):
    """Return what the clusterer says, and numbers of all that may be a topic.

    Returns
    -------
    clusterer : fitted clusterer or classifier, or None
    clusters : ndarray of shape (n_documents,), int
        As the clusterer numbers them; -1 for none.
    numbers : ndarray of shape (n_documents,), int
        Names of zero-shot topics come first, then clusters.
    called_so : list or None
        What the clusterer calls its clusters, if that are no numbers.
    """
    if model.clusterer is None:
        return None, given.labels, given.labels, None
    clusterer = seeded(make_clusterer(model), random_state)
    if guidance.name_vectors is None:
        ask_for(clusterer, model.n_topics)
        clusterer, clusters, called_so = fit_clusterer(clusterer, reduced, given.labels)
        clusters = _same_clusters(clusterer, clusters, reduced)
        return clusterer, clusters, clusters, called_so
    named = guidance.nearest_names(embeddings, model.zeroshot_min_similarity)
    named = named[first_equal_rows(embeddings)]
    ask_for(clusterer, model.n_topics, len(np.unique(named[named >= 0])))
    clusterer, clusters, called_so = cluster_rest(
        clusterer, reduced, named, given.labels
    )
    clusters = np.where(
        named < 0, _same_clusters(clusterer, clusters, reduced), OUTLIER
    )
    found = np.where(clusters >= 0, clusters + guidance.n_names, OUTLIER)
    return clusterer, clusters, np.where(named >= 0, named, found), called_so


def _same_clusters(clusterer, clusters, reduced):
    """Let equal vectors have the cluster that most of them have."""
    if hasattr(clusterer, "predict"):
        return clusters  # which says the same of the same
    first = first_equal_rows(reduced)
    if (first == np.arange(len(first))).all():
        return clusters
    return majority_of(clusters, first, len(first))[first]


def _learned_classes(model, given):
    """Return the labels that topics are learned from, as a list, or None."""
    if given.classes is None or not learns_labels(model.clusterer):
        return None
    return given.classes.tolist()


def _number(model, embeddings, numbers, classes):
    """Return topics numbered by label or by size, after merging what is too many."""
    if classes is not None and are_whole(classes):
        labels, found = number_by_label(numbers, classes)
    else:
        labels, found = number_by_size(numbers)
    topics, n_topics = np.arange(len(found)), len(found)
    sizes = np.bincount(labels[labels >= 0], minlength=n_topics)
    present = np.flatnonzero(sizes)
    if model.n_topics is not None and len(present):
        groups = np.full(n_topics, OUTLIER)
        means = topic_means(embeddings, labels_of_known(labels, embeddings), n_topics)
        groups[present] = group_topics(means[present], model.n_topics)
        if len(np.unique(groups[present])) < len(present):
            labels, kept = number_by_size(np.append(groups, OUTLIER)[labels])
            topics, n_topics = relabel(groups, kept), len(kept)
    return Numbered(labels, found, topics, n_topics, sizes)


def warn_of_no_topics(state):
    """Warn of a fit that has left all documents without a topic."""
    if not state.topics.sizes.any():
        warnings.warn(
            "No topics were found: all documents are outliers.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def _found_topics(model, guidance, embeddings, numbered, given):
    """Return the record of topics, with the names and classes that users gave."""
    _, found, topics, n_topics, sizes = numbered
    by_size = np.argsort(-sizes, kind="stable")
    names, classes = [None] * len(found), None
    values = _learned_classes(model, given)
    if values is not None:
        whole, values = are_whole(values), [values[i] for i in found]
        classes = first_of_parts(values, topics, n_topics, by_size)
        names = [class_name(label, i, whole=whole) for i, label in enumerate(values)]
    if model.zeroshot_topics is not None:
        known = list(items_of(model.zeroshot_topics))
        names = [known[i] if i < guidance.n_names else None for i in found]
    names = first_of_parts(names, topics, n_topics, by_size)
    return ClusterTopics.found(numbered.labels, embeddings, names, classes)


def _cluster_map(guidance, numbered):
    """Return what clusters are called, and which topics clusters and names are."""
    # A label that the classifier never predicts has a number at most, and no place.
    has_documents = numbered.sizes > 0
    found, topics = numbered.found[has_documents], numbered.topics[has_documents]
    n_names = guidance.n_names
    by_clusterer = found >= n_names
    name_topics = np.full(n_names, OUTLIER)
    name_topics[found[~by_clusterer]] = topics[~by_clusterer]
    return found[by_clusterer] - n_names, topics[by_clusterer], name_topics
