"""What models of clusters tell of their topics, by the functions for all models."""

import numpy as np

from .._sklearn import check_fitted
from ..analysis import (
    FoundDocuments,
    FoundTopics,
    TopicMixtures,
    approximate_distribution,
    find_documents,
    find_topics,
)
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

    def find_topics(
        self,
        query=None,
        *,
        words=None,
        vector=None,
        image=None,
        n_topics: int | None = 5,
    ) -> FoundTopics:
        """Find the topics that are about a text, words, a vector or an image.

        As :func:`sktopics.analysis.find_topics`.

        Parameters
        ----------
        query : str, default=None
        words : str or list of str, default=None
        vector : array-like of shape (n_dimensions,), default=None
        image : path or image, default=None
            What to look for: one of these.
        n_topics : int or None, default=5
            How many topics to return; None returns all.

        Returns
        -------
        topics : FoundTopics
        """
        check_fitted(self)
        return find_topics(
            self, query, words=words, vector=vector, image=image, n_topics=n_topics
        )

    def find_documents(
        self,
        X,
        query=None,
        *,
        topic=None,
        words=None,
        vector=None,
        image=None,
        embeddings=None,
        n_documents: int | None = 10,
    ) -> FoundDocuments:
        """Find documents of a topic, or about a text, words, a vector or an image.

        As :func:`sktopics.analysis.find_documents`.

        Parameters
        ----------
        X : iterable of str
            The documents to look among.
        query : str, default=None
        topic : int, default=None
        words : str or list of str, default=None
        vector : array-like of shape (n_dimensions,), default=None
        image : path or image, default=None
            What to look for; `topic` alone, or with one of the others.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors of `X`.
        n_documents : int or None, default=10
            How many documents to return; None returns all that are found.

        Returns
        -------
        documents : FoundDocuments
        """
        check_fitted(self)
        return find_documents(
            self,
            X,
            query,
            topic=topic,
            words=words,
            vector=vector,
            image=image,
            embeddings=embeddings,
            n_documents=n_documents,
        )
