"""Models that give topics to documents."""

from contextvars import copy_context
from typing import Any

import numpy as np

from ..._base import DocumentsMixin
from ..._sklearn import check_fitted
from ...embedding import cache_writes
from .._steps.corpus_input import check_corpus
from .._training.fitted_state import state_of
from .recognition import place_corpus, vectors_and_rows


class PlacingMixin(DocumentsMixin):
    """For models that place documents among topics, known documents and new ones."""

    encoder_: Any
    reducer_: Any
    clusterer_: Any
    placement_: str

    def transform(self, X, embeddings=None, images=None) -> np.ndarray:
        """Return the probabilities of topics in documents.

        Parameters
        ----------
        X : iterable of str
            Documents; None, where the vector or the image decides.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
        images : sequence of length n_documents, default=None
            As for `fit`.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_topics)
            Rows sum to at most 1: the rest is the probability of being an outlier.
            The most probable of all is what `predict` says. Zeros for documents of
            which nothing is known.

        Raises
        ------
        NotFittedError
            If the model is not fitted, or if its encoder is not, because `fit` was
            given embeddings.
        """
        probabilities, _ = place_documents(self, X, embeddings, images)
        return probabilities[:, :-1]

    def predict(self, X, embeddings=None, images=None) -> np.ndarray:
        """Return the topic of each document, -1 for outliers.

        Documents of the training corpus are recognised, by their embeddings where
        these are given, else by their text, and have the topic that they have in
        `labels_`: equal ones that most of them have. Documents of which nothing is
        known are outliers: blank ones, and texts and vectors in which the encoder has
        found nothing (zeros).

        Parameters
        ----------
        X, embeddings, images
            As for `transform`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
        """
        return place_documents(self, X, embeddings, images)[1]

    def predict_proba(self, X, embeddings=None, images=None) -> np.ndarray:
        """Return the probabilities of topics in documents, as `transform` does.

        Parameters
        ----------
        X, embeddings, images
            As for `transform`.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_topics)
        """
        return place_documents(self, X, embeddings, images)[0][:, :-1]


def place_documents(model, X, embeddings, images=None):
    """Return the probabilities and the topics of documents.

    Parameters
    ----------
    model : fitted estimator
    X, embeddings, images
        As for its `predict`.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers.
    labels : ndarray of shape (n_documents,), int64
    """
    corpus = check_new_documents(model, X, embeddings, images)
    # In a context of its own, which is left behind even where Ctrl-C comes between
    # the steps in which `cache_writes` would set things right again.
    return copy_context().run(_reading_caches, place_corpus, model, corpus)


def vectors_of_documents(model, X, embeddings):
    """Return the vectors by which a model places documents, see `vectors_and_rows`."""
    corpus = check_new_documents(model, X, embeddings)
    return copy_context().run(_reading_caches, vectors_and_rows, model, corpus)[0]


def check_new_documents(model, X, embeddings, images=None):
    """Validate documents that a fitted model is given, and return a `Corpus`."""
    check_fitted(model)
    n_dimensions = model.topic_embeddings_.shape[1]
    known = {"whom": type(model).__name__, "n_dimensions": n_dimensions}
    return check_corpus(X, embeddings, images, **known)


def _reading_caches(function, model, corpus):
    """Call a function that encodes, and reads caches alone unless users say other."""
    with cache_writes(False, override=False):
        return function(model, state_of(model), corpus)
