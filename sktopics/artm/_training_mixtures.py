"""Mixtures of the training documents: where they start, and what a model keeps."""

import numpy as np

from .._fitted import commit, fitted_attributes
from .._magnitudes import training_weights
from ._modalities import fitted_modalities

# Passes in which mixtures start even by default. On State of the Union addresses, BBC
# news and 20 Newsgroups, fewer topics are twins then than if mixtures are kept from the
# first pass on, and unseen words are predicted better; see
# benchmarks/bench_artm_starts.py.
_EVEN_PASSES = 10
# The fewest iterations with which mixtures get far enough from even ones, and the
# shortest documents, in tokens on average: of fewer, unseen words are predicted worse.
_FEWEST_ITER = 5
_FEWEST_TOKENS = 20
# More than any fit makes.
_ALL_PASSES = 2**62


def even_passes_of(model, parts):
    """Return in how many passes of batch learning mixtures start even.

    Parameters
    ----------
    model : ARTM
        Its `theta_start` says so.
    parts : iterable of (documents, sample_weight, n_tokens)
        As `EMTraining` has them.
    """
    if model.theta_start == "uniform":
        if model.max_doc_update_iter == 1:
            raise ValueError(
                "theta_start='uniform' with max_doc_update_iter=1 leaves mixtures even "
                "and topics the same: set max_doc_update_iter to 5 or more, or "
                "theta_start to 'previous'."
            )
        return _ALL_PASSES
    few = model.max_doc_update_iter < _FEWEST_ITER
    if model.theta_start == "previous" or few or not isinstance(parts, list):
        return 0
    ((_, sample_weight, n_tokens),) = parts
    is_long = n_tokens >= _FEWEST_TOKENS * sample_weight.sum(dtype=np.float64)
    return _EVEN_PASSES if is_long else 0


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
