"""What clusterers call clusters: numbers of them, whatever they are called."""

import numpy as np

from ..._part_output import called, part_labels
from .._labels import OUTLIER


def read_clusters(clusterer, output, shape, known=None):
    """Return the numbers of clusters that a clusterer gave to documents.

    Parameters
    ----------
    clusterer : clusterer or classifier
    output : object
        What it returned: integers, or labels of one kind such as str.
    shape : tuple (n_documents, n_features)
        Of what it was given.
    known : list, default=None
        What clusters are called that came before, where that are no numbers.

    Returns
    -------
    clusters : ndarray of shape (n_documents,), int64
        Negative for outliers: documents of the clusters -1, "-1", None and NaN.
    names : list or None
        What clusters are called, by their numbers: `known`, and after these what is
        new. None if they are called by numbers.
    """
    n_documents, n_features = shape
    whom = called("clusterer", clusterer)
    labels = part_labels(output, n_documents, whom, n_features=n_features)
    if labels.dtype != object and known is None:
        return labels, None
    try:
        given = {label for label in labels.tolist() if not _is_none(label)}
        new = sorted(given.difference(known or ()))
    except TypeError as error:
        raise TypeError(
            f"{whom} must return labels of one kind, all numbers or all str, and "
            f"returned labels of several: {error}."
        ) from error
    names = [*(known or ()), *new]
    return _numbers(labels, names), names


def predict_clusters(clusterer, vectors, known=None):
    """Return what a fitted clusterer says of new documents.

    Returns
    -------
    clusters : ndarray of shape (n_documents,), int64
        -1 for names of clusters that are not `known`.
    """
    whom = f"{called('clusterer', clusterer)} (its predict)"
    labels = part_labels(clusterer.predict(vectors), len(vectors), whom)
    if known is None and labels.dtype != object:
        return labels
    return _numbers(labels, known or [])


def known_numbers(classes, known):
    """Return the numbers of the classes that a clusterer gives probabilities of."""
    classes = np.asarray(classes)
    return classes if known is None else _numbers(classes, known)


def _numbers(labels, names):
    number = {name: i for i, name in enumerate(names)}
    found = [number.get(label, OUTLIER) for label in labels.tolist()]
    return np.array(found, dtype=np.int64)


def _is_none(label):
    """Whether a label stands for no cluster."""
    if label is None or type(label).__name__ in ("NAType", "NaTType"):
        return True
    return label != label or label in (OUTLIER, str(OUTLIER))
