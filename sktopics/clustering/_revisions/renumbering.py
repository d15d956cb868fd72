"""Topics that get other numbers: merged, reduced, or those of an earlier model."""

from dataclasses import replace

import numpy as np

from .._labels import OUTLIER, number_by_size, relabel
from .._placement.placement import way_of_placing
from .._placement.recognition import training_probabilities
from .._topic_drift import drift_rows
from .._topics.grouping import group_topics
from .._topics.matching import renumbering_like, with_gone
from .._topics.topic_parts import most_typical


def reduced_groups(sizes, vectors, n_topics):
    """Return which topics become one, so that few are left; -1 for empty ones.

    Parameters
    ----------
    sizes : ndarray of shape (n_old_topics,), int
        Numbers of documents.
    vectors : {ndarray, csr_array} of shape (n_old_topics, n_dimensions)
        Mean embeddings of topics, or weights of their words.
    n_topics : int or "auto"
    """
    present = np.flatnonzero(sizes)
    groups = np.full(len(sizes), OUTLIER)
    if len(present):
        groups[present] = group_topics(vectors[present], n_topics)
    return groups


def groups_by_size(groups, sizes):
    """Return the groups of topics that have documents, the largest first."""
    return number_by_size(np.repeat(groups, sizes))[1]


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
    order = groups_by_size(groups, topics.sizes)
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
