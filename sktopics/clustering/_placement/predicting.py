"""Models that give topics to documents."""

from contextvars import copy_context
from typing import Any

import numpy as np

from ..._base import DocumentsMixin
from ..._sklearn import check_fitted
from ...embedding import cache_writes
from .._steps.corpus_input import check_corpus
from .._training.fitted_state import state_of
from .recognition import place_corpus


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
        probabilities, _ = self._place(X, embeddings, images)
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
        return self._place(X, embeddings, images)[1]

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
        return self._place(X, embeddings, images)[0][:, :-1]

    def _place(self, X, embeddings, images):
        check_fitted(self)
        corpus = check_corpus(
            X,
            embeddings,
            images,
            whom=type(self).__name__,
            n_dimensions=self.topic_embeddings_.shape[1],
        )
        # In a context of its own, which is left behind even where Ctrl-C comes between
        # the steps in which `cache_writes` would set things right again.
        return copy_context().run(_reading_caches, self, corpus)


def _reading_caches(model, corpus):
    """Place documents by an encoder that reads its cache, unless users have decided."""
    with cache_writes(False, override=False):
        return place_corpus(model, state_of(model), corpus)
