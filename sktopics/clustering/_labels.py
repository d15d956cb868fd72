"""Numbers of topics: from whatever a clusterer says to 0, 1, 2, ... by size.

Labels of users that are whole numbers are in their own order instead: they may be
numbers of topics already.
"""

from numbers import Real

import numpy as np

OUTLIER = -1


def number_by_size(clusters):
    """Give clusters the numbers of topics, the largest first.

    Parameters
    ----------
    clusters : ndarray of shape (n_documents,), int
        Any numbers; those below 0 are outliers.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
        Topics 0, 1, ...; -1 for outliers. Topics of equal size are in the order of
        their clusters.
    clusters : ndarray of shape (n_topics,), int
        The cluster that each topic was.
    """
    found, sizes = np.unique(clusters[clusters >= 0], return_counts=True)
    order = np.argsort(-sizes, kind="stable")
    return relabel(clusters, found[order]), found[order]


def number_by_label(numbers, values):
    """Give topics to labels that are whole numbers, in ascending order.

    Parameters
    ----------
    numbers : ndarray of shape (n_documents,), int
        Places in `values`; those below 0 are outliers.
    values : list of length n_values
        The labels, ascending.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
    places : ndarray of shape (n_topics,), int
        The place that each topic has in `values`. Labels that no document has are left
        out, unless all labels are 0, 1, 2, ...: these are the numbers of their topics.
    """
    places = np.arange(len(values))
    if list(values) != list(range(len(values))):
        places = np.unique(numbers[numbers >= 0])
    return relabel(numbers, places), places


def are_whole(values):
    """Whether labels are whole numbers; floats too, as of a column with NaN."""
    return all(
        isinstance(value, Real)
        and not isinstance(value, (bool, np.bool_))
        and float(value).is_integer()
        for value in values
    )


def class_name(value, topic, *, whole):
    """Return the name of a topic that is learned from a label.

    Parameters
    ----------
    value : object
        The label.
    topic : int
        The number of the topic.
    whole : bool
        Whether all labels are whole numbers. One that is the number of its own topic
        says nothing more, and is no name.

    Returns
    -------
    name : str or None
    """
    if not whole:
        return str(value)
    return None if value == topic else str(int(value))


def without_own_numbers(names, classes):
    """Return names of topics, without labels that are the numbers of their topics."""
    if classes is None:
        return names
    return tuple(
        None if value == topic and name == str(topic) else name
        for topic, (name, value) in enumerate(zip(names, classes, strict=True))
    )


def relabel(clusters, topics):
    """Return the place of each cluster in `topics`, -1 for those that are not there."""
    order = np.argsort(topics, kind="stable")
    ordered = topics[order]
    places = np.searchsorted(ordered, clusters)
    labels = np.full(len(clusters), OUTLIER, dtype=np.int64)
    inside = places < len(ordered)
    known = np.flatnonzero(inside)
    known = known[ordered[places[known]] == clusters[known]]
    labels[known] = order[places[known]]
    return labels


def renumbered(labels, topics):
    """Return what each label has become in `topics`; those below 0 stay outliers."""
    found = np.full(len(labels), OUTLIER, dtype=np.int64)
    kept = labels >= 0
    found[kept] = topics[labels[kept]]
    return found


def encode_labels(y):
    """Give numbers to the labels that users give to documents.

    Parameters
    ----------
    y : array-like of shape (n_documents,)
        Labels of any type that can be compared; -1, None and NaN stand for none.

    Returns
    -------
    numbers : ndarray of shape (n_documents,), int64
        Places in `classes`; -1 without a label.
    classes : ndarray of shape (n_classes,)
        The labels, sorted: numbers if all of them are, else objects.
    """
    y = np.asarray(y, dtype=object) if isinstance(y, (list, tuple)) else np.asarray(y)
    missing = np.array([_is_missing(label) for label in y.tolist()], dtype=bool)
    kept = y[~missing]
    try:
        # Numbers and texts would all become texts in an array of both.
        values = sorted(set(kept.tolist()))
    except TypeError:
        raise TypeError(
            "y must hold labels of one kind, all numbers or all str, beside -1, None "
            "and NaN for documents without a label."
        ) from None
    number = {value: i for i, value in enumerate(values)}
    numbers = np.full(len(y), OUTLIER, dtype=np.int64)
    numbers[~missing] = [number[label] for label in kept.tolist()]
    return numbers, label_array(values)


def label_array(labels):
    """Return labels as an array: of numbers if all of them are, else of objects."""
    numbers = all(isinstance(label, (bool, int, float)) for label in labels)
    return np.array(labels, dtype=None if numbers and len(labels) else object)


def _is_missing(label):
    """Whether a label is -1, None, NaN or what pandas puts where there is none."""
    if label is None or type(label).__name__ in ("NAType", "NaTType"):
        return True
    return not isinstance(label, str) and (label == -1 or label != label)
