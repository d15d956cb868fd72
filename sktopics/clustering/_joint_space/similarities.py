"""Models that tell how near documents, words and topics are to each other."""

from typing import Any

import numpy as np

from ..._arrays import unit_rows
from ..._base import DocumentsMixin
from ..._sklearn import check_fitted
from .._placement.centroids import settled_similarities
from .._placement.predicting import place_documents, vectors_of_documents
from .._training.fitted_state import state_of
from .nearest_words import cosines_with_words

# Cosines that are held at a time, beside those that are returned.
_BLOCK = 4096


class SimilaritiesMixin(DocumentsMixin):
    """For models that keep vectors of documents and words beside those of topics."""

    encoder_: Any
    reducer_: Any
    clusterer_: Any
    placement_: str
    labels_: np.ndarray
    topic_embeddings_: np.ndarray
    word_embeddings_: np.ndarray
    document_embeddings_: np.ndarray

    def transform(self, X, embeddings=None) -> np.ndarray:
        """Return the cosines of documents with topics.

        Parameters
        ----------
        X : iterable of str
            Documents; None, where the vector decides.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            As for `fit`.

        Returns
        -------
        similarities : ndarray of shape (n_documents, n_topics)
            From -1 to 1; 0 for documents of which nothing is known. With
            ``assign="centroid"``, the largest is that of the topic that `predict` says,
            unless users have moved the document, or that topic has no documents.

        Raises
        ------
        NotFittedError
            If the model is not fitted, or if its encoder is not, because `fit` was
            given embeddings.
        """
        vectors = vectors_of_documents(self, X, embeddings)
        return cosines_in_blocks(vectors, self.topic_embeddings_)

    def predict(self, X, embeddings=None) -> np.ndarray:
        """Return the topic of each document, -1 for outliers.

        Documents of the training corpus are recognised, by their embeddings where
        these are given, else by their text, and have the topic that they have in
        `labels_`: equal ones that most of them have. Documents of which nothing is
        known are outliers. With ``assign="centroid"`` there are no others, but
        documents that are nearest to a topic that was deleted.

        Parameters
        ----------
        X, embeddings
            As for `transform`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
        """
        return place_documents(self, X, embeddings)[1]

    def predict_proba(self, X, embeddings=None) -> np.ndarray:
        """Return the probabilities of topics in documents.

        They are calibrated: the areas of documents that are left out are most likely
        under them.

        Parameters
        ----------
        X, embeddings
            As for `transform`.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_topics)
            Rows sum to 1, and with ``assign="cluster"`` to at most 1: the rest is the
            probability of being an outlier. Zeros for documents of which nothing is
            known.
        """
        return place_documents(self, X, embeddings)[0][:, :-1]

    @property
    def similarities_(self) -> np.ndarray:
        """Cosine of each training document with its topic, (n_documents,).

        0 for documents without one.
        """
        check_fitted(self)
        found = np.zeros(len(self.labels_), dtype=self.document_embeddings_.dtype)
        means = unit_rows(self.topic_embeddings_)
        rows = np.flatnonzero(self.labels_ >= 0)
        for start in range(0, len(rows), _BLOCK):
            some = rows[start : start + _BLOCK]
            units = unit_rows(self.document_embeddings_[some])
            found[some] = np.einsum("ij,ij->i", units, means[self.labels_[some]])
        return np.clip(found, -1, 1)

    @property
    def components_(self) -> np.ndarray:
        """Cosines of topics with words, (n_topics, n_terms); 0 where they are below."""
        check_fitted(self)
        space = state_of(self).space
        return cosines_with_words(self.topic_embeddings_, space.directions)

    @property
    def __weights_shape__(self):
        """Shape of `components_`, which are not computed for it."""
        check_fitted(self)
        return len(self.topic_embeddings_), len(self.word_embeddings_)

    @property
    def outlier_components_(self) -> np.ndarray:
        """Cosines of the mean outlier with words, (1, n_terms); 0 without outliers."""
        check_fitted(self)
        space = state_of(self).space
        return cosines_with_words(space.mean_of(self.labels_ < 0), space.directions)

    def __kept_vectors__(self, X=None):
        """Return the vectors of the training documents, None if `X` are others.

        Parameters
        ----------
        X : iterable of str, default=None
            None stands for the training documents.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions) or None
        """
        check_fitted(self)
        if X is not None and self.__training_labels__(X) is None:
            return None
        return self.document_embeddings_


def cosines_in_blocks(vectors, means):
    """Return the cosines of documents with topics, (n_documents, n_topics)."""
    found = np.empty((len(vectors), len(means)), dtype=means.dtype)
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        found[rows] = settled_similarities(vectors[rows], means)
    return np.clip(found, -1, 1, out=found)
