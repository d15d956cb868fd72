"""How BERTopic is fitted: encode, reduce, cluster, count words, place documents."""

import warnings
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from sklearn.utils.validation import check_memory

from .._validation import levels_to_caller
from ._numbering import number_by_size, relabel
from ._placement.centroids import topic_means
from ._placement.known_documents import text_keys, vector_keys
from ._placement.placing import fit_placement, placement_of
from ._steps.clusters import cluster_rest, fit_clusterer
from ._steps.corpus_input import check_labels
from ._steps.embeddings import (
    check_encoder,
    encode,
    fit_encode,
    fit_encoder,
    make_encoder,
)
from ._steps.grouping import group_topics
from ._steps.guidance import draw_to_seeds, nearest_names, nearest_seeds, seed_texts
from ._steps.parts import fitting_neighbors, generator, is_supervised, seeded
from ._steps.recipes import (
    make_clusterer,
    make_reducer,
    make_vectorizer,
    make_weighting,
)
from ._steps.reduction import fit_reducer
from ._steps.umap_graph import remembered
from ._topics.words import WordCounts, count_words, weigh_words


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


def fit_topics(model, corpus, y):
    """Fit all parts and return them, with what they have found, as attributes.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None

    Returns
    -------
    fitted : SimpleNamespace
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    fitted = SimpleNamespace(**model.get_params(deep=False))
    given = check_given(model, corpus, y)
    random_state = generator(model.random_state)
    embeddings = embed(model, fitted, corpus, random_state)
    fitted._text_keys = text_keys(corpus.documents)
    fitted._vector_keys = vector_keys(embeddings)
    embeddings, given = _guide(model, fitted, embeddings, given)
    reduced = _reduce(model, fitted, embeddings, given, random_state)
    clusters, numbers = _cluster(
        model, fitted, embeddings, reduced, given, random_state
    )
    _number(model, fitted, embeddings, numbers, given)
    fitted.placement_ = placement_of(fitted.clusterer_)
    for name, value in fit_placement(fitted, embeddings, reduced, clusters).items():
        setattr(fitted, name, value)
    _count(model, fitted, corpus.documents)
    return fitted, embeddings


def check_given(model, corpus, y):
    """Validate labels against the way of training that they ask for."""
    if y is None:
        if model.clusterer is None:
            raise ValueError("clusterer=None finds no topics: give them as y.")
        return Given(None, None)
    if model.seed_topics is not None:
        raise ValueError("Give y or seed_topics, not both: each says where to look.")
    if model.zeroshot_topics is not None and (
        model.clusterer is None or is_supervised(model.clusterer)
    ):
        raise ValueError("Topics come from y or from zeroshot_topics, not from both.")
    return Given(*check_labels(y, len(corpus)))


def embed(model, fitted, corpus, random_state):
    """Embeddings of the corpus; the encoder is fitted if it has anything to do."""
    fitted.encoder_ = seeded(make_encoder(model.encoder), random_state)
    if corpus.embeddings is None:
        cached = check_memory(model.memory).cache(fit_encode)
        fitted.encoder_, embeddings = cached(
            fitted.encoder_, corpus.documents, corpus.images
        )
        return embeddings
    if model.seed_topics is not None or model.zeroshot_topics is not None:
        check_encoder(fitted.encoder_)
        fit_encoder(fitted.encoder_, corpus.documents)
    return corpus.embeddings


def _guide(model, fitted, embeddings, given):
    """Draw documents to seed topics, which become their labels."""
    if model.seed_topics is None:
        return embeddings, given
    fitted._seed_vectors = text_vectors(
        fitted, embeddings, seed_texts(model.seed_topics)
    )
    fitted._mean_embedding = embeddings.mean(axis=0)
    nearest = nearest_seeds(embeddings, fitted._seed_vectors, fitted._mean_embedding)
    drawn = draw_to_seeds(embeddings, fitted._seed_vectors, nearest)
    return drawn, Given(nearest, None)


def text_vectors(fitted, embeddings, texts):
    """Vectors of texts beside the corpus, checked to be of its kind."""
    vectors = encode(fitted.encoder_, texts)
    if vectors.shape[1] != embeddings.shape[1]:
        raise ValueError(
            f"The encoder makes vectors of {vectors.shape[1]} dimensions, and "
            f"embeddings have {embeddings.shape[1]}: they must come from one encoder."
        )
    return vectors.astype(embeddings.dtype, copy=False)


def _reduce(model, fitted, embeddings, given, random_state):
    reducer = make_reducer(model, *embeddings.shape)
    if reducer is None or model.clusterer is None:
        fitted.reducer_ = None
        return embeddings
    reducer = fitting_neighbors(seeded(reducer, random_state), len(embeddings))
    memory = check_memory(model.memory)
    cached = remembered(memory, fit_reducer)
    fitted.reducer_, reduced = cached(reducer, embeddings, given.labels, memory)
    return reduced


def _cluster(model, fitted, embeddings, reduced, given, random_state):
    """What the clusterer says, and numbers of all that may be a topic.

    Returns
    -------
    clusters : ndarray of shape (n_documents,), int
        As the clusterer numbers them; -1 for none.
    numbers : ndarray of shape (n_documents,), int
        Names of zero-shot topics come first, then clusters.
    """
    fitted._n_names = 0
    if model.clusterer is None:
        fitted.clusterer_ = None
        return given.labels, given.labels
    clusterer = seeded(make_clusterer(model), random_state)
    if model.zeroshot_topics is None:
        fitted.clusterer_, clusters = fit_clusterer(clusterer, reduced, given.labels)
        return clusters, clusters
    names = list(model.zeroshot_topics)
    fitted._n_names = len(names)
    fitted._name_vectors = text_vectors(fitted, embeddings, names)
    named = nearest_names(
        embeddings, fitted._name_vectors, model.zeroshot_min_similarity
    )
    fitted.clusterer_, clusters = cluster_rest(clusterer, reduced, named, given.labels)
    found = np.where(clusters >= 0, clusters + len(names), -1)
    return clusters, np.where(named >= 0, named, found)


def _number(model, fitted, embeddings, numbers, given):
    """Number topics by size, after merging those that are too many."""
    labels, found = number_by_size(numbers)
    topics_of_found = np.arange(len(found))
    fitted.topic_names_ = _names(model, found, given)
    if model.n_topics is not None and len(found):
        means = topic_means(embeddings, labels, len(found))
        groups = group_topics(means, model.n_topics)
        labels, present = number_by_size(np.where(labels < 0, -1, groups[labels]))
        topics_of_found = relabel(groups, present)
        fitted.topic_names_ = merged_names(
            fitted.topic_names_, topics_of_found, len(present)
        )
    fitted.labels_ = labels
    n_topics = len(fitted.topic_names_)
    fitted.topic_sizes_ = np.bincount(labels[labels >= 0], minlength=n_topics)
    fitted.n_outliers_ = int((labels < 0).sum())
    fitted.topic_embeddings_ = topic_means(embeddings, labels, n_topics)
    by_clusterer = found >= fitted._n_names
    fitted._cluster_numbers = found[by_clusterer] - fitted._n_names
    fitted._cluster_topics = topics_of_found[by_clusterer]
    fitted._name_topics = np.full(fitted._n_names, -1)
    fitted._name_topics[found[~by_clusterer]] = topics_of_found[~by_clusterer]
    if given.classes is not None and (
        fitted.clusterer_ is None or is_supervised(fitted.clusterer_)
    ):
        fitted.classes_ = _classes(given.classes[found], topics_of_found, n_topics)
    if n_topics == 0:
        warnings.warn(
            "No topics were found: all documents are outliers.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def _names(model, found, given):
    """Names that users gave to what was found, None where they gave none."""
    if model.zeroshot_topics is not None:
        names = list(model.zeroshot_topics)
        return [names[i] if i < len(names) else None for i in found]
    if given.classes is not None and (
        model.clusterer is None or is_supervised(model.clusterer)
    ):
        return [str(given.classes[i]) for i in found]
    return [None] * len(found)


def merged_names(names, topics, n_topics):
    """The name of a merged topic is that of the largest part of it that has one."""
    merged = [None] * n_topics
    for name, topic in zip(names, topics, strict=True):  # the largest come first
        if merged[topic] is None:
            merged[topic] = name
    return merged


def _classes(classes, topics, n_topics):
    """The class of each topic; of one that was merged, its largest part's."""
    first = [np.flatnonzero(topics == topic)[0] for topic in range(n_topics)]
    return classes[first]


def _count(model, fitted, documents):
    counts = count_words(
        make_vectorizer(model), documents, fitted.labels_, len(fitted.topic_sizes_)
    )
    keep_counts(fitted, counts)
    weigh(fitted, make_weighting(model), model.seed_topics)


def keep_counts(fitted, counts):
    """Set the fitted attributes that hold the counts of words."""
    fitted.vectorizer_ = counts.vectorizer
    fitted.topic_word_counts_ = counts.topics
    fitted.outlier_word_counts_ = counts.outliers
    fitted.terms_ = counts.terms


def weigh(fitted, weighting, seed_topics):
    """Set the fitted attributes that follow from counts: the c-TF-IDF of terms."""
    counts = WordCounts(
        fitted.vectorizer_,
        fitted.topic_word_counts_,
        fitted.outlier_word_counts_,
        fitted.terms_,
    )
    fitted.weighting_, fitted.components_ = weigh_words(
        weighting, counts, fitted.topic_sizes_, fitted.n_outliers_, seed_topics
    )
