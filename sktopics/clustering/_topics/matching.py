"""Which topic of one model is which of another, by their mean embeddings."""

from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from .._placement.centroids import cosine_similarities

# Topics whose means are less alike are two different topics.
MIN_SIMILARITY = 0.7


def renumbering_like(topics, previous, min_similarity=MIN_SIMILARITY):
    """Return the numbers that topics have in an earlier model.

    Parameters
    ----------
    topics, previous : ClusterTopics
    min_similarity : float, default=0.7
        Least cosine of the mean embeddings of one topic.

    Returns
    -------
    into : ndarray of shape (n_topics,), int64
        Topics that the earlier model does not have come after its own, in their order.
    n_topics : int
        How many numbers there are then.
    """
    into = np.full(topics.n_topics, -1)
    for topic, before in _pairs(topics, previous, min_similarity).items():
        into[topic] = before
    new = into < 0
    into[new] = previous.n_topics + np.arange(new.sum())
    return into, previous.n_topics + int(new.sum())


def with_gone(topics, previous, into):
    """Return renumbered topics, with what is known of topics that are gone.

    They have no documents, and the names, classes and mean embeddings of `previous`.

    Parameters
    ----------
    topics : ClusterTopics
        Renumbered.
    previous : ClusterTopics
    into : ndarray of int
        The numbers that topics have got.
    """
    gone = np.setdiff1d(np.arange(previous.n_topics), into)
    means, names = topics.means.copy(), list(topics.names)
    means[gone] = previous.means[gone]
    classes = None if topics.classes is None else list(topics.classes)
    for topic in gone:
        names[topic] = previous.names[topic]
        if classes is not None and previous.classes is not None:
            classes[topic] = previous.classes[topic]
    return replace(
        topics,
        means=means,
        names=tuple(names),
        classes=None if classes is None else tuple(classes),
    )


def nearest_topics(topics, previous, min_similarity):
    """Return the topic of another model that each topic is, or is nearest to.

    Topics of the same name, or learned from the same label, are the same. Several may
    be nearest to the same.

    Returns
    -------
    into : ndarray of shape (n_topics,), int64
        Numbers from ``previous.n_topics`` on for topics that are near to none.
    """
    check_same_encoder(topics.means.shape[1], previous.means.shape[1])
    into = np.full(topics.n_topics, -1)
    if previous.n_topics and topics.n_topics:
        similarities = cosine_similarities(topics.means, previous.means)
        best, largest = similarities.argmax(axis=1), similarities.max(axis=1)
        into = np.where(largest >= min_similarity, best, -1)
    named, labelled = _numbers_of(previous.names), _numbers_of(previous.classes)
    for i, name in enumerate(topics.names):
        label = None if topics.classes is None else topics.classes[i]
        known_names = named and name is not None
        if known_names or (labelled and label is not None):
            into[i] = named.get(name, labelled.get(label, -1))
    new = into < 0
    into[new] = previous.n_topics + np.arange(new.sum())
    return into


def _numbers_of(values):
    """Numbers of topics by their names, or by the labels they are learned from."""
    values = () if values is None else values
    return {value: i for i, value in enumerate(values) if value is not None}


def check_same_encoder(n_dimensions, n_others):
    """Refuse to compare topics whose embeddings differ in length."""
    if n_others != n_dimensions:
        raise ValueError(
            f"Embeddings have {n_dimensions} dimensions, and the other model has "
            f"{n_others}: topics of different encoders cannot be compared."
        )


def _pairs(topics, previous, min_similarity):
    """Which topic of one model is which of another, {topic: previous topic}.

    Topics of the same name are the same, and so are topics that are learned from the
    same label. The others are paired so that the sum of the cosines of their mean
    embeddings is largest.
    """
    check_same_encoder(topics.means.shape[1], previous.means.shape[1])
    named, labelled = _numbers_of(previous.names), _numbers_of(previous.classes)
    pairs = {i: named[name] for i, name in enumerate(topics.names) if name in named}
    for i, label in enumerate(topics.classes or ()):
        if i not in pairs and labelled.get(label, -1) not in {-1, *pairs.values()}:
            pairs[i] = labelled[label]
    similarities = cosine_similarities(topics.means, previous.means)
    possible = similarities >= min_similarity
    possible[list(pairs)] = False
    possible[:, list(pairs.values())] = False
    # What is no pair must not decide which pairs are best.
    gains = np.where(possible, similarities + 1, 0)
    for topic, before in zip(*linear_sum_assignment(-gains), strict=True):
        if possible[topic, before]:
            pairs[int(topic)] = int(before)
    return pairs
