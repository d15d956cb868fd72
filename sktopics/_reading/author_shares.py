"""What a model of authors tells of them."""

from typing import NamedTuple

import numpy as np
from sklearn.utils.validation import check_is_fitted

from .steps import final_model


class ReadAuthors(NamedTuple):
    """Authors of a fitted model.

    Attributes
    ----------
    names : list of length n_authors
    shares : ndarray of shape (n_authors, n_components)
        p(topic | author).
    n_documents : ndarray of shape (n_authors,)
        Numbers of documents, float64.
    """

    names: list
    shares: np.ndarray
    n_documents: np.ndarray


def has_authors(estimator):
    """Whether a fitted model tells what its authors write about."""
    needed = ("authors_", "author_topic_", "author_document_counts_")
    return all(hasattr(final_model(estimator), name) for name in needed)


def read_authors(estimator):
    """Return the `ReadAuthors` of a fitted model, Pipeline or search.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If it has no authors.
    """
    model = final_model(estimator)
    if not has_authors(model):
        check_is_fitted(model)
        raise TypeError(
            f"{type(model).__name__} knows no authors: it has no authors_, "
            "author_topic_ and author_document_counts_."
        )
    return ReadAuthors(
        np.asarray(model.authors_).tolist(),
        np.asarray(model.author_topic_, dtype=np.float64),
        np.asarray(model.author_document_counts_, dtype=np.float64),
    )
