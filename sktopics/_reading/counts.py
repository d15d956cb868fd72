"""The counts that a model is given."""

from sklearn.base import BaseEstimator

from .._validation import check_counts, check_documents
from .steps import final_model, is_model, model_input
from .traits import traits_of


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
    whom = None
    if is_model(model):
        X = model_input(model, X)
        model = final_model(model)
        whom = type(model).__name__
        vectorizer = getattr(model, "vectorizer_", None)
        if vectorizer is not None and traits_of(model).shares == "mixtures":
            # A model on documents that have several topics.
            X = vectorizer.transform(check_documents(X, whom=whom))
    ordered = hasattr(X, "to_counts")
    if ordered:
        X = X.to_counts()
    # Counts of sequences have no names, which a model of sequences may have learned.
    if ordered or not is_model(model) or not hasattr(model, "n_features_in_"):
        model = _ArrayOfTopics()
        model.n_features_in_ = n_terms
    return check_counts(model, X, reset=False, whom=whom)
