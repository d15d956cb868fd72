"""Mixtures of the training documents: where they start, and what a model keeps."""

import numpy as np

from .._fitted import commit, fitted_attributes
from .._magnitudes import training_weights
from ._modalities import fitted_modalities

# Passes in which mixtures start even by default, and the fewest iterations with which
# they get far enough from that. On State of the Union addresses, BBC news and 20
# Newsgroups, topics are fewer twins than if mixtures are kept from the first pass on,
# and unseen words are predicted better; see benchmarks/bench_artm_starts.py.
_EVEN_PASSES = 10
_FEWEST_ITER = 5
# More than any fit makes.
_ALL_PASSES = 2**62


def even_passes_of(model):
    """Return in how many passes mixtures start even, by `theta_start`."""
    if model.theta_start is None:
        return _EVEN_PASSES if model.max_doc_update_iter >= _FEWEST_ITER else 0
    if model.theta_start == "previous":
        return 0
    if model.max_doc_update_iter == 1:
        raise ValueError(
            "theta_start='uniform' with max_doc_update_iter=1 leaves mixtures even and "
            "topics the same: set max_doc_update_iter to 5 or more, or theta_start to "
            "'previous'."
        )
    return _ALL_PASSES


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
