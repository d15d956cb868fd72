"""How similar windows of texts are to topics by their embeddings."""

import numpy as np
import scipy.sparse as sp

from .._arrays import unit_rows
from .._reading import document_shares, read_encoder, read_topic_embeddings
from ..embedding import as_encoder
from ..embedding.known_texts import known_vectors

# Texts that are encoded at a time.
_ENCODED = 4096


class EmbeddingSimilarity:
    """How similar windows are to topics by the vectors of an encoder: the cosine.

    Each text of a window is encoded once, however many windows have it.

    Parameters
    ----------
    model : fitted estimator, Pipeline or search
    X : documents
        As the model takes them; topics of a model without embeddings are the means of
        these, by the shares of topics.
    encoder : object or None
        Whatever `as_encoder` takes; None is the encoder of the model.

    Raises
    ------
    ValueError
        If there is no encoder, or if its vectors have another length than those of the
        model.
    """

    def __init__(self, model, X, encoder):
        known = read_topic_embeddings(model)
        if encoder is None:
            encoder = read_encoder(model)
        if encoder is None:
            raise ValueError(
                "use_embeddings=True encodes windows, and the model has no encoder: "
                "give encoder=, such as the one that made its embeddings."
            )
        self.encoder = as_encoder(encoder)
        vectors = self._means(model, X) if known is None else known
        self.topics = unit_rows(np.asarray(vectors, dtype=np.float64))
        self.n_topics = len(self.topics)
        self.known = {}  # the row of each text in `similarities`
        self.similarities = []

    def __call__(self, words, windows, least):
        """Return the similarities of windows that are large enough.

        Parameters
        ----------
        words : list of str
            A word for each place.
        windows : Windows
        least : float

        Returns
        -------
        similarities : csr_array of shape (n_windows, n_topics)
        """
        ranges = zip(windows.starts.tolist(), windows.stops.tolist(), strict=True)
        rows, new = [], []
        for start, stop in ranges:
            text = " ".join(words[start:stop])
            row = self.known.get(text)
            if row is None:
                row = self.known[text] = len(self.known)
                new.append(text)
            rows.append(row)
        for start in range(0, len(new), _ENCODED):
            texts = new[start : start + _ENCODED]
            self.similarities.append(self._similarities(texts, least))
        if len(self.similarities) > 1:
            self.similarities = [sp.vstack(self.similarities, format="csr")]
        if not rows:
            return sp.csr_array((0, self.n_topics))
        return sp.csr_array(self.similarities[0][np.array(rows)])

    def _similarities(self, texts, least):
        vectors = self._encode(texts)
        if vectors.shape[1] != self.topics.shape[1]:
            raise ValueError(
                f"The encoder makes vectors of {vectors.shape[1]} dimensions, and the "
                f"topics of the model have {self.topics.shape[1]}: give the encoder= "
                "that made the embeddings of the model."
            )
        cosines = unit_rows(vectors.astype(np.float64)) @ self.topics.T
        cosines[(cosines < least) | (cosines <= 0)] = 0
        return sp.csr_array(cosines)

    def _encode(self, texts):
        """Return the vectors of texts, zeros for those of which nothing is known."""
        vectors = known_vectors(self.encoder, texts, by_text=True)
        blank = [not text.strip() for text in texts]
        return np.where(np.array(blank)[:, np.newaxis], 0, vectors)

    def _means(self, model, X):
        """Return the means of the vectors of documents, weighted by their shares."""
        shares = document_shares(model, X).shares
        documents = [text if isinstance(text, str) else "" for text in X]
        return shares.T @ self._encode(documents)
