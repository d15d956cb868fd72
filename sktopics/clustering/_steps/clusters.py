"""From reduced vectors to clusters."""

import numpy as np

from ..._part_output import called
from .._labels import OUTLIER
from .cluster_labels import read_clusters
from .parts import is_supervised
from .reduction import takes_labels


def fit_clusterer(clusterer, reduced, y=None):
    """Fit a clusterer, or a classifier, and return what it says.

    Parameters
    ----------
    clusterer : clusterer or classifier
        Fitted in place: give a clone.
    reduced : ndarray of shape (n_documents, n_reduced)
    y : ndarray of shape (n_documents,), int, default=None
        Numbers of labels, -1 without. What a classifier learns; clusterers may make
        of them what they want.

    Returns
    -------
    clusterer : clusterer or classifier
    clusters : ndarray of shape (n_documents,), int64
        Negative for outliers. What `predict` says, where the clusterer has that.
    names : list or None
        What clusters are called, if that are no numbers: see `read_clusters`.

    Raises
    ------
    ValueError
        If a classifier gets no labels.
    """
    if is_supervised(clusterer):
        labelled = np.ones(len(reduced), dtype=bool) if y is None else y >= 0
        if y is None or not labelled.any():
            raise ValueError(
                f"{type(clusterer).__name__} is a classifier, which learns topics from "
                "labels: give y."
            )
        clusterer.fit(reduced[labelled], y[labelled])
    elif hasattr(clusterer, "predict") and hasattr(clusterer, "fit"):
        clusterer.fit(reduced, **_labels_for(clusterer.fit, y))
    else:
        found = fit_predict(clusterer, reduced, y)
        return clusterer, *read_clusters(clusterer, found, reduced.shape)
    found = clusterer.predict(reduced)
    return clusterer, *read_clusters(clusterer, found, reduced.shape)


def fit_predict(clusterer, reduced, y=None):
    """Return the clusters of the corpus that a clusterer is fitted on."""
    if hasattr(clusterer, "fit_predict"):
        return clusterer.fit_predict(reduced, **_labels_for(clusterer.fit_predict, y))
    clusterer.fit(reduced, **_labels_for(clusterer.fit, y))
    if not hasattr(clusterer, "labels_"):
        raise TypeError(
            f"{called('clusterer', clusterer)} must have the method predict or "
            "fit_predict, or an attribute labels_ after fit, and has none of them."
        )
    return clusterer.labels_


def _labels_for(method, y):
    """Labels as an argument of a method that takes any."""
    return {} if y is None or not takes_labels(method) else {"y": y}


def cluster_rest(clusterer, reduced, named, y=None):
    """Cluster the documents that no given name has taken.

    Parameters
    ----------
    clusterer : clusterer
    reduced : ndarray of shape (n_documents, n_reduced)
    named : ndarray of shape (n_documents,), int
        Names that have taken documents, -1 for none.
    y : ndarray of shape (n_documents,), int, default=None
        Numbers of labels.

    Returns
    -------
    clusterer : clusterer
        As it came, if the names have taken all.
    clusters : ndarray of shape (n_documents,), int64
        -1 for documents that a name has taken.
    names : list or None
        What clusters are called, if that are no numbers.
    """
    rest, names = named < 0, None
    clusters = np.full(len(reduced), OUTLIER, dtype=np.int64)
    if rest.any():
        clusterer, clusters[rest], names = fit_clusterer(
            clusterer, reduced[rest], None if y is None else y[rest]
        )
    return clusterer, clusters, names
