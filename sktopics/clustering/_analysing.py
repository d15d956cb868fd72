"""What models of clusters tell of their topics, by the functions for all models."""

import numpy as np

from .._sklearn import check_fitted
from ..analysis import TopicMixtures, approximate_distribution
from ._placement.known_documents import text_keys, vector_keys
from ._steps.corpus_input import check_corpus
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

    def approximate_distribution(
        self,
        X,
        *,
        window=4,
        stride=1,
        min_similarity=0.1,
        padding=False,
        use_embeddings=False,
        encoder=None,
        calculate_tokens=False,
        n_jobs=None,
    ) -> TopicMixtures:
        """Find the mixture of topics in each document, by windows of its words.

        :func:`sktopics.analysis.approximate_distribution` for this model; it says what
        the parameters are.

        Parameters
        ----------
        X : iterable of str
            Documents, which need not be the training documents.
        window, stride, min_similarity, padding, use_embeddings, encoder, \
                calculate_tokens, n_jobs
            As for the function.

        Returns
        -------
        mixtures : TopicMixtures
            With `shares` of shape (n_documents, n_topics).

        Raises
        ------
        TypeError, ValueError
            As the function.
        """
        check_fitted(self)
        return approximate_distribution(
            self,
            X,
            window=window,
            stride=stride,
            min_similarity=min_similarity,
            padding=padding,
            use_embeddings=use_embeddings,
            encoder=encoder,
            calculate_tokens=calculate_tokens,
            n_jobs=n_jobs,
        )
