"""Models of windows that give topics to documents."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ..._base import DocumentsMixin
from ..._reading import topics_by_share
from ..._sklearn import check_fitted
from ..._validation import check_documents
from ...embedding.check_token_vectors import check_token_vectors
from .encoded_windows import encode_windows, given_windows, tokens_of_all
from .window_shares import shares_of_windows
from .window_state import inner_model, window_state_of
from .windowed_documents import windows_in_order


class PlacingWindowsMixin(DocumentsMixin):
    """For models that place windows among topics, known documents and new ones."""

    window_model_: Any

    def transform(self, X, token_vectors=None) -> np.ndarray:
        """Return the shares of topics in documents.

        Parameters
        ----------
        X : iterable of str
            Documents.
        token_vectors : iterable of (vectors, spans), default=None
            As for `fit`.

        Returns
        -------
        shares : ndarray of shape (n_documents, n_topics)
            Shares of the windows that have a topic. Rows sum to 1, or to 0 where no
            window has any.
        """
        return self._shares(X, token_vectors)

    def predict(self, X, token_vectors=None) -> np.ndarray:
        """Return the main topic of each document, -1 for none.

        Parameters
        ----------
        X, token_vectors
            As for `transform`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
            The topic with the largest share, of equal ones the lowest.
        """
        return topics_by_share(csr_array(self._shares(X, token_vectors)))

    def _read_documents(self, X):
        check_fitted(self)
        return check_documents(X, whom=type(self).__name__)

    def _shares(self, X, token_vectors):
        """Return the shares of topics in documents as an array."""
        documents = self._read_documents(X)
        windows = self._windows(documents, token_vectors)
        labels = np.empty(0, dtype=np.int64)
        if len(windows.vectors):
            inner = inner_model(self, window_state_of(self))
            labels = inner.predict(windows.texts(documents), embeddings=windows.vectors)
        n_topics = len(self.topic_sizes_)
        return shares_of_windows(windows.spans[:, 0], labels, len(documents), n_topics)

    def _windows(self, documents, token_vectors, unit=None):
        """Return the windows of documents; known ones are not encoded.

        Parameters
        ----------
        documents : list of str
        token_vectors : iterable of (vectors, spans) or None
        unit : {"window", "sentence"}, default=None
            By default that of the model.
        """
        how = unit or self.unit, self.window, self.stride
        n_dimensions = self.topic_embeddings_.shape[1]
        if token_vectors is not None:
            return given_windows(token_vectors, documents, *how, n_dimensions)
        known = window_state_of(self).documents
        rows = np.full(len(documents), -1)
        if how[0] == self.unit:
            rows = known.known_rows(documents)
        new = np.flatnonzero(rows < 0)
        texts = [documents[row] for row in new]
        encoded = encode_windows(self.encoder_, texts, *how, n_dimensions)
        if len(new) == len(documents):
            return encoded
        old = np.flatnonzero(rows >= 0)
        parts = [known.taken(rows[old]), encoded]
        return windows_in_order(parts, [old, new], len(documents))

    def _tokens(self, documents, token_vectors):
        """Stream the token vectors of documents."""
        n_dimensions = self.topic_embeddings_.shape[1]
        if token_vectors is None:
            return tokens_of_all(self.encoder_, documents, n_dimensions)
        return check_token_vectors(token_vectors, documents, n_dimensions=n_dimensions)

    @property
    def _n_features_out(self):
        return len(self.topic_sizes_)
