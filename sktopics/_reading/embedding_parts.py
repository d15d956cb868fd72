"""What a model that stands on embeddings tells of them."""

import inspect

import numpy as np

from .steps import final_model, model_input


def takes_beside(estimator, name):
    """Whether `transform` of the final model takes something of a name beside `X`."""
    transform = getattr(final_model(estimator), "transform", None)
    if transform is None:
        return False
    parameters = inspect.signature(transform).parameters
    anything = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    return anything or name in parameters


def read_encoder(estimator):
    """Return the fitted encoder of a model, or None if it has none."""
    return getattr(final_model(estimator), "encoder_", None)


def read_topic_embeddings(estimator):
    """Return the vectors of the topics that a model has, or None.

    Returns
    -------
    topic_embeddings : ndarray of shape (n_topics, n_dimensions) or None
    """
    return getattr(final_model(estimator), "topic_embeddings_", None)


def kept_texts(estimator):
    """Return the full texts that a model keeps of its training documents.

    Returns
    -------
    texts : dict from int to str, or None
        By row; None if the model keeps none.
    n_documents : int
        Number of all training documents.
    """
    final = final_model(estimator)
    if not hasattr(final, "__kept_texts__"):
        return None, 0
    return final.__kept_texts__()


def read_kept_vectors(estimator, X=None):
    """Return the vectors that a model keeps of its training documents.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted. A model that keeps vectors gives them by `__kept_vectors__(X)`.
    X : object, default=None
        What `estimator` takes.

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions), or None
        None if the model keeps none, or if `X` are other documents than those of the
        training. No document is encoded.
    """
    final = final_model(estimator)
    if not hasattr(final, "__kept_vectors__"):
        return None
    vectors = final.__kept_vectors__(model_input(estimator, X))
    return None if vectors is None else np.asarray(vectors)
