"""Layers of finer and coarser topics, around those of a model."""

from typing import NamedTuple

import numpy as np

from .._labels import OUTLIER, number_by_size, renumbered
from .._leiden.leiden_clustering import LeidenClustering


class TopicLayers(NamedTuple):
    """Topics of several layers, each inside those of the next.

    Attributes
    ----------
    labels : ndarray of shape (n_layers, n_documents), int64
        The finest first; -1 for outliers.
    chosen : int
        The layer that the topics of the model are.
    """

    labels: np.ndarray
    chosen: int

    def around(self, labels):
        """Return layers of which `labels` are the chosen one.

        Parameters
        ----------
        labels : ndarray of shape (n_documents,), int64
            Topics 0, 1, ..., -1 for outliers: those of the layer that was chosen, or
            others, after some were merged, deleted or named, or documents have moved.

        Returns
        -------
        layers : TopicLayers
            The finer ones divide the topics as they did before, and the coarser ones
            hold what most documents of each topic were in.
        """
        finer = [_divided(labels, layer) for layer in self.labels[: self.chosen]]
        coarser, before = [], labels
        for layer in self.labels[self.chosen + 1 :]:
            into = _parents(before, layer)
            before = number_by_size(renumbered(before, into))[0]
            coarser.append(before)
        return TopicLayers(np.array([*finer, labels, *coarser]), self.chosen)


def layers_found(clusterer, numbers, n_names, learned):
    """Return the layers of a clusterer, None if it has none.

    Parameters
    ----------
    clusterer : fitted clusterer or None
    numbers : ndarray of shape (n_documents,), int
        What documents are: names of zero-shot topics, which the clusterer has not seen,
        come first.
    n_names : int
    learned : ndarray of shape (n_learned,), int
        Documents of which something is known.

    Returns
    -------
    layers : TopicLayers or None
    """
    if not isinstance(clusterer, LeidenClustering) or not hasattr(clusterer, "layers_"):
        return None
    named = (numbers[learned] >= 0) & (numbers[learned] < n_names)
    found = clusterer.layers_
    labels = np.full((len(found), len(numbers)), OUTLIER, dtype=np.int64)
    labels[:, learned[~named]] = found
    return TopicLayers(labels, clusterer.layer_)


def _divided(labels, layer):
    """Return the parts that the clusters of a finer layer divide topics into."""
    n_clusters = int(layer.max(initial=-1)) + 2
    pairs = np.where(labels < 0, OUTLIER, labels * n_clusters + layer + 1)
    return number_by_size(pairs)[0]


def _parents(labels, layer):
    """Return the cluster of a coarser layer that most documents of each topic are in.

    A topic without any such document is a cluster of its own.
    """
    n_topics, n_clusters = labels.max(initial=-1) + 1, layer.max(initial=-1) + 1
    both = (labels >= 0) & (layer >= 0)
    pairs = labels[both] * n_clusters + layer[both]
    found, counts = np.unique(pairs, return_counts=True)
    order = np.argsort(counts, kind="stable")
    parents = n_clusters + np.arange(n_topics)
    parents[found[order] // n_clusters] = found[order] % n_clusters
    return parents
