"""Topics of a batch: those that are known keep their numbers, new ones come after."""

from dataclasses import replace

import numpy as np

from .._labels import OUTLIER, are_whole, class_name, number_by_size, relabel


def class_topics(topics, given):
    """Topics by the labels of users; labels that are new come after those known.

    New labels are in ascending order if all labels are whole numbers, else by size.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
    names : list of str or None
    classes : list
    """
    numbers, values = given.labels, given.classes.tolist()
    place = {label: i for i, label in enumerate(topics.classes)}
    unknown = [i for i, label in enumerate(values) if label not in place]
    whole = are_whole([*topics.classes, *values])
    new = unknown  # ascending
    if not whole:
        is_new = np.isin(numbers, unknown)
        _, new = number_by_size(np.where(is_new, numbers, OUTLIER))
    added = [values[i] for i in new]
    place.update((label, topics.n_topics + i) for i, label in enumerate(added))
    table = np.array([*(place[label] for label in values), OUTLIER], dtype=np.int64)
    new_topics = enumerate(added, topics.n_topics)
    names = [class_name(label, topic, whole=whole) for topic, label in new_topics]
    names = [*topics.names, *names]
    return table[numbers], names, [*topics.classes, *added]


def number_on(state, numbers):
    """Return topics; what is new becomes one, after those there are, by size.

    Parameters
    ----------
    state : FittedState
    numbers : ndarray of shape (n_documents,), int
        Names, then clusters.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
    placement : Placement
        That knows the new ones.
    new : ndarray of shape (n_new,), int
        The numbers that have become topics.
    """
    placement, n_names = state.placement, state.guidance.n_names
    names = np.flatnonzero(placement.name_topics != OUTLIER)
    found = np.concatenate([names, placement.cluster_numbers + n_names])
    topics = np.concatenate([placement.name_topics[names], placement.cluster_topics])
    is_new = ~np.isin(numbers, found) & (numbers >= 0)
    _, new = number_by_size(np.where(is_new, numbers, OUTLIER))
    found = np.concatenate([found, new])
    topics = np.concatenate([topics, state.topics.n_topics + np.arange(len(new))])
    by_clusterer = found >= n_names
    name_topics = placement.name_topics.copy()
    name_topics[found[~by_clusterer]] = topics[~by_clusterer]
    placement = replace(
        placement,
        cluster_numbers=found[by_clusterer] - n_names,
        cluster_topics=topics[by_clusterer],
        name_topics=name_topics,
    )
    places = relabel(numbers, found)
    # What is near to the name of a deleted topic is of none.
    topics = np.append(np.maximum(topics, OUTLIER), OUTLIER)
    labels = np.where(places < 0, OUTLIER, topics[places])
    return labels.astype(np.int64), placement, new
