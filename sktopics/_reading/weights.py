"""Weights of terms in topics, of whatever has them."""

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_is_fitted

from .._sklearn import check_array
from .._sparse import as_dense
from .._validation import FLOAT_DTYPES
from .steps import final_model, is_model
from .traits import traits_of


def has_weights(model):
    """Whether a model, no Pipeline, has weights of terms in topics already.

    Weights that a model computes when they are asked for are not computed.
    """
    return hasattr(model, "__weights_shape__") or hasattr(model, "components_")


def has_topics(estimator):
    """Whether a fitted model has found a topic. A model of clusters may have none.

    Raises
    ------
    NotFittedError, TypeError
        As `components_of`.
    """
    return shape_of_weights(estimator)[0] > 0


def n_terms_of(estimator):
    """Return the number of terms of a fitted model: NotFittedError, TypeError too."""
    return shape_of_weights(estimator)[1]


def shape_of_weights(estimator):
    """Return the numbers of topics and of terms; errors as of `components_of`.

    A model that computes its weights when they are asked for knows their shape before.
    """
    model = _with_weights(estimator)
    shape = getattr(model, "__weights_shape__", None)
    return model.components_.shape if shape is None else shape


def components_of(estimator):
    """Return `components_` as the model has it, or say why there is none.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If it is no topic model.
    """
    return _with_weights(estimator).components_


def _with_weights(estimator):
    """Return the model that has weights, or say why there is none."""
    model = final_model(estimator)
    if not has_weights(model):
        if not hasattr(model, "fit"):
            raise TypeError(
                "model must be a fitted model of topics, and is of type "
                f"{type(model).__name__}: labels, shares or words alone do not say "
                "what topics are about."
            )
        check_is_fitted(model)
        raise TypeError(
            f"{type(model).__name__} has no components_, the weights of terms in "
            "topics: give a topic model, or the part of the Pipeline that ends in one "
            "(pipeline[:-1] leaves out the last step)."
        )
    return model


def read_weights(topics, *, at_least=0):
    """Return the weights of terms in topics, checked.

    Parameters
    ----------
    topics : estimator, Pipeline or array of shape (n_components, n_terms)
        A fitted model, a Pipeline or search with one, or the weights themselves.
    at_least : {0, 1}, default=0
        Fewest topics and terms. A model of clusters may have found none, which makes
        an empty table, and nothing to measure.

    Returns
    -------
    weights : ndarray of shape (n_components, n_terms)
        Dense, not negative. Of the dtype of the weights if that is a floating one, else
        float64.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If the weights are no finite matrix, or negative, or too few.
    """
    if not is_model(topics):
        return check_weights(topics, at_least=at_least)
    model = final_model(topics)
    weights = components_of(model)
    if traits_of(model).negative_weights:
        weights = weights.maximum(0) if sp.issparse(weights) else np.maximum(weights, 0)
    return check_weights(
        weights, f"components_ of {type(model).__name__}", at_least=at_least
    )


def check_weights(weights, whose="the array of topics", *, at_least=0):
    """Return an array or a sparse matrix of weights, checked as `read_weights` does."""
    weights = check_array(
        as_dense(weights, whose),
        dtype=list(FLOAT_DTYPES[::-1]),
        input_name=whose,
        ensure_min_samples=0,
        ensure_min_features=0,
    )
    if (weights < 0).any():
        raise ValueError(
            "Topics are weights of terms that are not negative, and "
            f"{whose} has negative entries."
        )
    if min(weights.shape) < at_least:
        n_topics, n_terms = weights.shape
        raise ValueError(
            f"{whose} holds {n_topics} topics of {n_terms} terms: there is nothing to "
            "measure."
        )
    return weights


def check_distributions(topics, what):
    """Refuse a model that scores words, where `what` needs their distribution."""
    if not is_model(topics):
        return
    shape_of_weights(topics)  # refuses what is not fitted
    if not traits_of(final_model(topics)).distributions:
        name = type(final_model(topics)).__name__
        raise TypeError(
            f"{name} has no distribution of words, which {what} needs: its components_ "
            "are scores of words. Scorers that judge it are coherence_scorer(), "
            "told_apart_scorer() and diversity_scorer()."
        )


def read_doc_topic_prior(topics, default):
    """Return the prior of topics in documents of a model, or `default` without one."""
    return getattr(final_model(topics), "doc_topic_prior_", default)
