"""Layers of topics that a model has, each made of smaller topics of the one before."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .document_shares import document_shares, one_hot_labels
from .steps import final_model, model_input
from .topics import read_topics


class LayerOfTopics(NamedTuple):
    """The topics of a layer.

    Attributes
    ----------
    weights : csr_array or ndarray of shape (n_topics, n_terms)
        Weights of terms.
    shares : csr_array of shape (n_documents, n_topics) or None
        Shares of topics in documents; None without documents.
    parents : ndarray of shape (n_topics,), int64
        The topic of the next layer that each topic is in; -1 for none, as in the last
        layer.
    is_of_model : bool
        Whether these are the topics that the model itself has.
    """

    weights: object
    shares: sp.csr_array | None
    parents: np.ndarray
    is_of_model: bool


def has_layers(model) -> bool:
    """Whether a model may have layers of topics."""
    final = final_model(model)
    has_levels = hasattr(final, "levels_") and hasattr(final, "child_given_parent_")
    return has_levels or hasattr(final, "__words_of_layers__")


def read_layers(model, X=None):
    """Return the layers of the topics of a model, the finest first.

    Parameters
    ----------
    model : estimator
        A fitted model, a Pipeline or a search.
    X : object, default=None
        The corpus, as `model.transform` takes it. A model of clusters needs the
        training documents.

    Returns
    -------
    layers : list of LayerOfTopics
    terms : ndarray of shape (n_terms,)
        Names of the columns of `weights`.
    are_clusters : bool
        Whether a topic with a single topic below it is the same as that.
    """
    final = final_model(model)
    given = None if X is None else model_input(model, X)
    if hasattr(final, "__words_of_layers__"):
        labels, weights, terms, chosen = final.__words_of_layers__(given)
        layers = [
            LayerOfTopics(
                weights[i],
                one_hot_labels(labels[i], weights[i].shape[0]),
                _inside(labels, i, weights[i].shape[0]),
                i == chosen,
            )
            for i in range(len(labels))
        ]
        return layers, terms, True
    layers = []
    # p(child | parent), from the top.
    for i, level in enumerate(levels := final.levels_):
        parents = np.full(len(level.components_), -1, dtype=np.int64)
        if i:
            child_given_parent = final.child_given_parent_[i - 1]
            sizes = levels[i - 1].topic_word_counts_.sum(axis=1)
            parents = (child_given_parent * sizes).argmax(axis=1)
        shares = None if given is None else document_shares(level, given).shares
        is_last = i == len(levels) - 1
        layers.append(LayerOfTopics(level.components_, shares, parents, is_last))
    return layers[::-1], read_topics(model).names, False


def _inside(labels, i, n_topics):
    """Return the topics of layer i + 1 that the topics of layer i are inside of."""
    parents = np.full(n_topics, -1, dtype=np.int64)
    if i + 1 < len(labels):
        both = (labels[i] >= 0) & (labels[i + 1] >= 0)
        parents[labels[i][both]] = labels[i + 1][both]
    return parents
