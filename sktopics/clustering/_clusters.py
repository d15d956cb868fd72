"""From reduced vectors to clusters."""

import numpy as np

from ._numbering import OUTLIER
from ._parts import is_supervised


def fit_clusterer(clusterer, reduced, y=None):
    """Fit a clusterer, or a classifier, and return what it says.

    Parameters
    ----------
    clusterer : clusterer or classifier
        Fitted in place: give a clone.
    reduced : ndarray of shape (n_documents, n_reduced)
    y : ndarray of shape (n_documents,), int
        Numbers of classes for a classifier, -1 without a label.

    Returns
    -------
    clusterer : clusterer or classifier
    clusters : ndarray of shape (n_documents,), int64
        Negative for outliers. What `predict` says, where the clusterer has that.

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
        clusterer.fit(reduced)
    else:
        found = fit_predict(clusterer, reduced)
        return clusterer, np.asarray(found).astype(np.int64)
    return clusterer, np.asarray(clusterer.predict(reduced)).astype(np.int64)


def fit_predict(clusterer, reduced):
    """Return the clusters of the corpus that a clusterer is fitted on."""
    if hasattr(clusterer, "fit_predict"):
        return clusterer.fit_predict(reduced)
    return clusterer.fit(reduced).labels_


def cluster_rest(clusterer, reduced, named):
    """Cluster the documents that no given name has taken.

    Parameters
    ----------
    clusterer : clusterer
    reduced : ndarray of shape (n_documents, n_reduced)
    named : ndarray of shape (n_documents,), int
        Names that have taken documents, -1 for none.

    Returns
    -------
    clusterer : clusterer
        As it came, if the names have taken all.
    clusters : ndarray of shape (n_documents,), int64
        -1 for documents that a name has taken.
    """
    rest = named < 0
    clusters = np.full(len(reduced), OUTLIER, dtype=np.int64)
    if rest.any():
        clusterer, clusters[rest] = fit_clusterer(clusterer, reduced[rest])
    return clusterer, clusters
