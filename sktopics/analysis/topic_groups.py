"""Groups of topics that belong together, as users give them."""

from numbers import Integral

import numpy as np

__all__ = ["check_topic_groups"]


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
            known = f"topics are 0 to {n_topics - 1}" if n_topics else "there are none"
            raise ValueError(f"There is no topic {topic}: {known}.")
    if len(set(seen)) < len(seen):
        raise ValueError("A topic is in two of the groups that are to be merged.")
    numbers = np.arange(n_topics)
    for group in groups:
        if group:
            numbers[group] = min(group)
    return numbers
