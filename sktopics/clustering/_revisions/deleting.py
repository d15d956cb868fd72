"""Topics that are deleted: what is known of them goes to the outliers."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from .renumbering import with_shares


def check_deleted(topics, n_topics):
    """Return the topics that are to be deleted, as an ascending array of int.

    Parameters
    ----------
    topics : int or list of int
    n_topics : int

    Raises
    ------
    TypeError
        If they are no numbers.
    ValueError
        If there is no such topic.
    """
    given = list(topics) if np.iterable(topics) else [topics]
    for topic in given:
        if isinstance(topic, bool) or not isinstance(topic, Integral):
            raise TypeError(
                f"topics must be numbers of topics, such as [2, 5], got {topic!r:.100}."
            )
        if topic == -1:
            raise ValueError(
                "-1 is no topic: documents with this label have no topic already."
            )
        if not 0 <= topic < n_topics:
            known = f"topics are 0 to {n_topics - 1}" if n_topics else "there are none"
            raise ValueError(f"There is no topic {topic}: {known}.")
    return np.unique(np.array(given, dtype=np.int64))


def without_topics(settings, state, deleted):
    """Delete topics; the others move up, in their order.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    deleted : ndarray of int

    Returns
    -------
    state : FittedState
        New documents that would have been of a deleted topic are outliers.
    into : ndarray of shape (n_topics,), int64
        The new number of each topic, -1 for those deleted.
    """
    before = state.topics
    if not len(deleted):
        return state, np.arange(before.n_topics)
    topics, into = before.removed(deleted)
    gone = deleted[before.sizes[deleted] > 0]
    placement = state.placement.without_topics(into, before.means[gone])
    state = replace(state, topics=topics, placement=placement, drift=None)
    return with_shares(settings, state), into
