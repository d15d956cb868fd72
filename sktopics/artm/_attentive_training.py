"""What attentive ARTM is trained with, by its parameters."""

from .._magnitudes import training_weights
from ._context_options import attention_of
from ._contexts import Contexts
from ._em_stream import parts_of
from ._em_training import EMTraining, Updates
from ._regularizer_union import bound_regularizers
from ._texts import Texts

# Passes of `fit` by learning method.
_PASSES = {"batch": 40, "online": 10}


def attentive_training(model, X, sample_weight, n_components):
    """Return what it takes to learn from sequences that were checked.

    Parameters
    ----------
    model : AttentiveARTM
    X : TokenSequences or EMStream
    sample_weight : array-like of shape (n_documents,) or None
    n_components : int
    """
    parts, max_iter = parts_of(model, X, sample_weight), model.max_iter
    method = "online" if parts is X else model.learning_method
    return EMTraining(
        model,
        parts,
        n_components,
        updates=Updates.of(model),
        online=method == "online",
        max_iter=_PASSES[method] if max_iter is None else max_iter,
        # The fewer sweeps, the slower topics part. From topics that are much alike, one
        # sweep would take more than the 10 passes over the corpus before which `tol` is
        # not looked at.
        spread=min(1.0, 0.8 / model.n_sweeps),
    )


def bound_contexts(model, modalities, n_components):
    """Return how vectors of positions are inferred, with the regularizers bound.

    Parameters
    ----------
    model : AttentiveARTM
        Knows its terms.
    modalities : Modalities
    n_components : int

    Returns
    -------
    contexts : Contexts
    """
    bound = bound_regularizers(model, modalities, n_components)
    if bound.has_theta:
        raise ValueError(
            "regularizers: AttentiveARTM has no mixtures of documents, and takes "
            "no regularizer of theta; ARTM does."
        )
    if bound.has_ptdw and model.gradient == "exact":
        raise ValueError(
            "regularizers: one of p(topic | document, word) changes what the exact "
            "gradient is the gradient of; use gradient='dropped'."
        )
    return Contexts(
        bound,
        attention_of(model),
        model.heads == "concatenate",
        model.n_sweeps,
        model.substitute,
        model.gradient,
        model.topic_prior,
        model.n_jobs,
    )


def weighted_texts(X, sample_weight, dtype=None):
    """Return `Texts`, the weights of documents and the weighted number of tokens.

    Parameters
    ----------
    X : TokenSequences
    sample_weight : array-like of shape (n_documents,) or None
    dtype : dtype, default=None
        To compute in; by default that of `X`.
    """
    texts = Texts.of(X, dtype)
    weights = training_weights(texts, sample_weight, texts.lengths)
    return texts, weights, float(weights @ texts.lengths())
