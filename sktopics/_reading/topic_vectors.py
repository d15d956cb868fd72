"""Vectors of topics, where a model has any, and what makes vectors of texts."""

from typing import NamedTuple

import numpy as np

from .steps import final_model


class TopicVectors(NamedTuple):
    """Topics in the space of the documents' embeddings.

    Attributes
    ----------
    vectors : ndarray of shape (n_topics, n_dimensions)
    encoder : transformer or None
        Makes vectors of texts in the same space, if the model has one.
    """

    vectors: np.ndarray
    encoder: object


def read_topic_vectors(estimator) -> TopicVectors | None:
    """Return the vectors of topics of a fitted model, or None if it has none.

    Parameters
    ----------
    estimator : estimator
        A fitted model, a Pipeline that ends in one, or a fitted search.
    """
    model = final_model(estimator)
    vectors = getattr(model, "topic_embeddings_", None)
    if vectors is None:
        return None
    return TopicVectors(vectors, getattr(model, "encoder_", None))
