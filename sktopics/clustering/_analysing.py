"""What models of clusters tell of their topics, by the functions for all models."""

import numpy as np

from .._sklearn import check_fitted
from ._placement.known_documents import text_keys, vector_keys
from ._steps.corpus_input import check_corpus
from ._topics.describe import texts_kept
from ._training.fitted_state import state_of


class AnalysingMixin:
    """For models of clusters: each method is a function of `sktopics.analysis`."""

    labels_: np.ndarray
    topic_embeddings_: np.ndarray

    def __training_labels__(self, X, embeddings=None, images=None):
        """Return `labels_` if these are the training documents in order, else None.

        Nothing is encoded. What reads any fitted model asks for it.
        """
        check_fitted(self)
        corpus = check_corpus(
            X,
            embeddings,
            images,
            whom=type(self).__name__,
            n_dimensions=self.topic_embeddings_.shape[1],
        )
        placement = state_of(self).placement
        if len(corpus) != len(self.labels_):
            return None
        learned = placement.learned_rows(len(corpus))
        texts = [corpus.documents[row] for row in learned]
        if not np.array_equal(text_keys(texts), placement.text_keys):
            return None
        keys = placement.vector_keys
        if corpus.embeddings is not None and len(keys) == len(learned):
            dtype = self.topic_embeddings_.dtype
            vectors = corpus.embeddings[learned].astype(dtype, copy=False)
            if not np.array_equal(vector_keys(vectors), keys):
                return None
        return self.labels_

    def __kept_texts__(self):
        """Return the texts of typical documents by row, and the number of all."""
        check_fitted(self)
        topics = state_of(self).topics
        return texts_kept(topics), len(topics.labels)
