"""What metrics take in place of arrays: models, Pipelines, tables."""

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from sklearn.utils import check_array
from sklearn.utils.validation import check_is_fitted

from .._pipelines import final_model, model_input
from .._validation import FLOAT_DTYPES, check_counts
from ..topics._weights import dense_components
from ._coherence_inputs import is_model


def topic_word_of(model, columns=slice(None)):
    """Return p(word | topic) of a fitted model, a Pipeline or an array of weights.

    Over some columns, where `columns` are given.

    Returns
    -------
    topic_word : ndarray of shape (n_components, n_terms)
        Rows sum to 1; a topic without any weight is uniform. Of the dtype of the
        weights if that is a floating one, else float64.

    Raises
    ------
    NotFittedError, TypeError, ValueError
        If the model is not fitted, has no `components_`, or negative ones.
    """
    weights = weights_of(model)[:, columns]
    totals = weights.sum(axis=1, dtype=np.float64)[:, np.newaxis]
    topic_word = np.full_like(weights, 1 / weights.shape[1])
    return np.divide(
        weights, totals, out=topic_word, where=totals > 0, casting="same_kind"
    )


def weights_of(model):
    """Return the weights of terms in topics as they are, checked.

    Of a fitted model, a Pipeline or an array of shape (n_components, n_terms);
    raises what `topic_word_of` does.
    """
    weights, name = model, "the array of topics"
    if is_model(model):
        weights, name = _components(final_model(model))
    weights = check_array(
        weights.toarray() if sp.issparse(weights) else weights,
        dtype=list(FLOAT_DTYPES[::-1]),
        input_name=name,
    )
    if (weights < 0).any():
        raise ValueError(
            "Topics must be weights of terms that are not negative, and "
            f"{name} has negative entries: its rows are no distributions."
        )
    return weights


def _components(model):
    name = type(model).__name__
    if not hasattr(model, "components_"):
        check_is_fitted(model)
        raise TypeError(
            f"{name} has no components_, the weights of terms in topics, which this "
            "metric is computed from."
        )
    return dense_components(model), f"components_ of {name}"


class _ArrayOfTopics(BaseEstimator):
    """Stands in for a model where only an array of topics is given."""


# What scikit-learn's error messages call it.
_ArrayOfTopics.__name__ = "Topics"


def counts_of(model, X, *, n_terms):
    """Return the counts that the model of `model` is given for `X`, as a CSR array.

    Parameters
    ----------
    model : estimator, Pipeline or array of shape (n_components, n_terms)
        What `X` is for.
    X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
        Whatever `model` takes.
    n_terms : int
        Number of terms of the topics.
    """
    if is_model(model):
        X = model_input(model, X)
        model = final_model(model)
    ordered = hasattr(X, "to_counts")
    if ordered:
        X = X.to_counts()
    # Counts of sequences have no names, which a model of sequences may have learned.
    if ordered or not is_model(model) or not hasattr(model, "n_features_in_"):
        model = _ArrayOfTopics()
        model.n_features_in_ = n_terms
    return check_counts(model, X, reset=False)
