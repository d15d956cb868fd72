"""What models of clusters tell of their topics, by the functions for all models."""

import numpy as np

from .._sklearn import check_fitted
from ..analysis import (
    FoundDocuments,
    FoundTopics,
    GroupedTopics,
    TopicTrends,
    emerging_topics,
    find_documents,
    find_topics,
    topics_over_time,
    topics_per_class,
    topics_per_class_over_time,
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

    def topics_over_time(self, X, times, **options) -> GroupedTopics:
        """Follow the topics over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        times : array-like of shape (n_documents,)
            Dates in any form, or numbers such as years.
        **options : dict
            As of :func:`~sktopics.analysis.topics_over_time`: ``n_bins=``,
            ``frequency=``, ``global_tuning=``, ``evolution_tuning=``, ``embeddings=``.

        Returns
        -------
        table : GroupedTopics
            A row for each topic and bin.
        """
        return topics_over_time(self, X, times, **options)

    def topics_per_class(self, X, classes, **options) -> GroupedTopics:
        """Compare the topics of classes of documents.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        classes : array-like of shape (n_documents,)
            The class of each document, or lists of several.
        **options : dict
            As of :func:`~sktopics.analysis.topics_per_class`: ``global_tuning=``,
            ``n_top_words=``, ``embeddings=``.

        Returns
        -------
        table : GroupedTopics
            A row for each topic and class.
        """
        return topics_per_class(self, X, classes, **options)

    def topics_per_class_over_time(self, X, classes, times, **options) -> GroupedTopics:
        """Follow the topics of classes of documents over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        classes, times : array-like of shape (n_documents,)
        **options : dict
            As of :func:`~sktopics.analysis.topics_per_class_over_time`.

        Returns
        -------
        table : GroupedTopics
            A row for each topic, class and bin.
        """
        return topics_per_class_over_time(self, X, classes, times, **options)

    def emerging_topics(self, X, times, **options) -> TopicTrends:
        """Tell which topics grow and which shrink over time.

        Parameters
        ----------
        X : list of str, or None
            The training documents, which have the topics of `labels_`, or others.
        times : array-like of shape (n_documents,)
            Dates in any form, or numbers such as years.
        **options : dict
            As of :func:`~sktopics.analysis.emerging_topics`: ``n_bins=``,
            ``frequency=``, ``test=``, ``alpha=``, ``embeddings=``.

        Returns
        -------
        table : TopicTrends
            A row for each topic, emerging ones first.
        """
        return emerging_topics(self, X, times, **options)
