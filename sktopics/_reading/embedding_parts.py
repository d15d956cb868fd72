"""What a model that stands on embeddings tells of them."""

import inspect

from .steps import final_model


def takes_beside(estimator, name):
    """Whether `transform` of the final model takes something of a name beside `X`."""
    transform = getattr(final_model(estimator), "transform", None)
    return transform is not None and name in inspect.signature(transform).parameters


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
