"""Mixtures of the training documents, kept with the model."""

import numpy as np

from .._fitted import commit, fitted_attributes
from .._magnitudes import training_weights
from ._modalities import fitted_modalities


def store_mixtures(model, mixtures, X, sample_weight):
    """Set `doc_topic_` of a fitted model.

    Parameters
    ----------
    model : ARTM
    mixtures : list of ndarray of shape (n_some_documents, n_padded)
        As training left them, of the documents that have any weight. Others have those
        that the fitted topics give them.
    X : csr_array of shape (n_documents, n_features)
    sample_weight : array-like of shape (n_documents,) or None
    """
    n_components = len(model.components_)
    trained = np.concatenate(mixtures)[:, :n_components]
    learned_from = training_weights(X, sample_weight) > 0
    doc_topic = np.empty((X.shape[0], n_components), trained.dtype)
    doc_topic[learned_from] = trained
    if not learned_from.all():
        others = X[~learned_from]
        doc_topic[~learned_from] = model._doc_topic(others, fitted_modalities(model))
    commit(model, fitted_attributes(model) | {"doc_topic_": doc_topic})
