"""Topics that get other numbers: merged, reduced, or those of an earlier model."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from .._labels import OUTLIER, number_by_size, relabel
from .._placement.placement import way_of_placing
from .._placement.recognition import training_probabilities
from .._topic_drift import drift_rows
from .._topics.grouping import group_topics
from .._topics.matching import renumbering_like, with_gone
from .._topics.topic_parts import most_typical


def check_topic_groups(groups, n_topics):
    """Return groups of topics as an array: equal numbers for topics of one group.

    Parameters
    ----------
    groups : list of int or list of lists of int
        Topics of one group, or of several.
    n_topics : int

    Returns
    -------
    numbers : ndarray of shape (n_topics,), int

    Raises
    ------
    TypeError
        If they are no lists of numbers.
    ValueError
        If a topic does not exist or is in two groups.
    """
    groups = list(groups) if np.iterable(groups) else [None]
    if groups and all(isinstance(topic, Integral) for topic in groups):
        groups = [groups]
    groups = [list(group) if np.iterable(group) else [None] for group in groups]
    seen = [topic for group in groups for topic in group]
    if not all(isinstance(topic, Integral) for topic in seen):
        raise TypeError("groups must be a list of topics, or a list of such lists.")
    for topic in seen:
        if not 0 <= topic < n_topics:
            raise ValueError(
                f"There is no topic {topic}: topics are 0 to {n_topics - 1}."
            )
    if len(set(seen)) < len(seen):
        raise ValueError("A topic is in two of the groups that are to be merged.")
    numbers = np.arange(n_topics)
    for group in groups:
        if group:
            numbers[group] = min(group)
    return numbers


def reduced_groups(topics, n_topics):
    """Return which topics become one, so that few are left; -1 for empty ones.

    Parameters
    ----------
    topics : ClusterTopics
    n_topics : int or "auto"
    """
    present = np.flatnonzero(topics.sizes)
    groups = np.full(topics.n_topics, OUTLIER)
    if len(present):
        groups[present] = group_topics(topics.means[present], n_topics)
    return groups


def merge_groups(settings, state, groups):
    """Merge topics, and number what is left by size.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    groups : ndarray of shape (n_topics,), int
        Equal for topics that become one.

    Returns
    -------
    state : FittedState
    into : ndarray of shape (n_topics,), int64
        The topic that each topic is now; -1 for one without documents, which goes.
        Where nothing is merged, the others keep their order, and nothing else changes.
    """
    topics = state.topics
    _, order = number_by_size(np.repeat(groups, topics.sizes))
    present = np.flatnonzero(topics.sizes)
    if len(order) == len(present):
        if len(present) < topics.n_topics:
            state = state.with_topics(
                relabel(np.arange(topics.n_topics), present), len(present)
            )
        return state, relabel(np.arange(topics.n_topics), present)
    into = relabel(groups, order)
    state = state.with_topics(into, len(order))
    return with_shares(settings, state), into


def with_shares(settings, state):
    """Add the probabilities of documents, and order those that stand for topics."""
    topics = _with_probabilities(settings, state)
    shares = topics.own_shares
    documents = [
        [each._replace(share=float(shares[each.index])) for each in of]
        for of in topics.representatives
    ]
    documents = most_typical(documents, settings.n_representative)
    return replace(state, topics=replace(topics, representatives=documents))


def _with_probabilities(settings, state):
    """Topics, with probabilities of the training documents where they can be placed."""
    topics, placement = state.topics, state.placement
    n_learned = len(placement.learned_labels(topics.labels))
    by_centroid = way_of_placing(settings, placement) == "centroid"
    if by_centroid or len(placement.reduced) != n_learned:
        return topics  # the sums of the merged topics' probabilities
    nowhere = np.broadcast_to(
        topics.means.dtype.type(0), (len(topics.labels), topics.means.shape[1])
    )  # the places of known documents are kept: their vectors are not looked at
    probabilities = training_probabilities(settings, state, nowhere)
    return replace(topics, probabilities=probabilities)


def match_to(state, previous, min_similarity):
    """Give topics the numbers of an earlier model, and keep how they have drifted.

    Parameters
    ----------
    state : FittedState
    previous : ClusterTopics
    min_similarity : float

    Returns
    -------
    state : FittedState
    """
    into, n_topics = renumbering_like(state.topics, previous, min_similarity)
    state = state.with_topics(into, n_topics)
    topics = with_gone(state.topics, previous, into)
    return replace(state, topics=topics, drift=drift_rows(topics, previous))
