"""The search for topics, documents and words, as methods of models of clusters."""

from ..._sklearn import check_fitted
from ...analysis import (
    BestTopics,
    FoundDocuments,
    FoundTopics,
    FoundWords,
    best_topics,
    find_documents,
    find_topics,
    find_words,
)
from .asked_model import AskedModelMixin


class SearchMixin(AskedModelMixin):
    """For models of clusters: each method is a function for any model of topics."""

    def find_topics(
        self,
        query=None,
        *,
        words=None,
        vector=None,
        image=None,
        like=None,
        negative=None,
        by="auto",
        X=None,
        embeddings=None,
        encoder=None,
        n_topics: int | None = 5,
        labels=None,
        ids=None,
    ) -> FoundTopics:
        """Find the topics that are about a text, words, a vector or an image.

        As :func:`sktopics.analysis.find_topics`.

        Parameters
        ----------
        query : str or list of str, default=None
        words : str or list of str, default=None
        vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
                default=None
        image : path or image, or list of them, default=None
        like : int, id, str, or list of them, default=None
            What to look for: one of these. `like` are rows or ids of `X`, or texts.
        negative : object, default=None
            What topics are not to be about, of the same kind.
        by : {"auto", "vectors", "words"}, default="auto"
            How words are looked for.
        X : iterable of str, default=None
            The documents of the rows in `like`.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors of `X`.
        encoder : str, transformer, model or callable, default=None
            Makes vectors, by default the model's encoder.
        n_topics : int or None, default=5
            How many topics to return; None returns all.
        labels : dict from int to str, list of str, or TopicTable, default=None
            Names of topics, by default the model's own.
        ids : array-like of shape (n_documents,), default=None
            What documents of `X` are called in `like`.

        Returns
        -------
        topics : FoundTopics
        """
        check_fitted(self)
        return find_topics(
            self,
            query,
            words=words,
            vector=vector,
            image=image,
            like=like,
            negative=negative,
            by=by,
            X=X,
            embeddings=embeddings,
            encoder=encoder,
            n_topics=n_topics,
            labels=labels,
            ids=ids,
        )

    def find_documents(
        self,
        X=None,
        query=None,
        *,
        topic=None,
        words=None,
        vector=None,
        image=None,
        like=None,
        negative=None,
        by="auto",
        embeddings=None,
        encoder=None,
        n_documents: int | None = 10,
        labels=None,
        ids=None,
    ) -> FoundDocuments:
        """Find documents of a topic, or about a text, words, a vector or an image.

        As :func:`sktopics.analysis.find_documents`.

        Parameters
        ----------
        X : iterable of str, default=None
            The documents to look among; by default the training documents, for a model
            that keeps their vectors.
        query : str or list of str, default=None
        topic : int, default=None
        words : str or list of str, default=None
        vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
                default=None
        image : path or image, or list of them, default=None
        like : int, id, str, or list of them, default=None
            What to look for; `topic` alone, or with one of the others. `like` are rows
            or ids of `X`, or texts.
        negative : object, default=None
            What documents are not to be about, of the same kind.
        by : {"auto", "vectors", "words"}, default="auto"
            How words are looked for.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors of `X`.
        encoder : str, transformer, model or callable, default=None
            Makes vectors, by default the model's encoder.
        n_documents : int or None, default=10
            How many documents to return; None returns all that are found.
        labels : dict from int to str, list of str, or TopicTable, default=None
            Names of topics, by default the model's own.
        ids : array-like of shape (n_documents,), default=None
            What to call the documents.

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
            like=like,
            negative=negative,
            by=by,
            embeddings=embeddings,
            encoder=encoder,
            n_documents=n_documents,
            labels=labels,
            ids=ids,
        )

    def find_words(
        self,
        query=None,
        *,
        words=None,
        vector=None,
        image=None,
        topic=None,
        negative=None,
        encoder=None,
        n_words: int | None = 10,
    ) -> FoundWords:
        """Find the words that are about a text, other words, a vector or a topic.

        As :func:`sktopics.analysis.find_words`.

        Parameters
        ----------
        query : str or list of str, default=None
        words : str or list of str, default=None
        vector : array-like of shape (n_dimensions,) or (n_vectors, n_dimensions), \
                default=None
        image : path or image, or list of them, default=None
        topic : int or list of int, default=None
            What to look for: one of these.
        negative : object, default=None
            What words are not to be about, of the same kind.
        encoder : str, transformer, model or callable, default=None
            Makes vectors, by default the model's encoder.
        n_words : int or None, default=10
            How many words to return; None returns all that are found.

        Returns
        -------
        words : FoundWords
        """
        check_fitted(self)
        return find_words(
            self,
            query,
            words=words,
            vector=vector,
            image=image,
            topic=topic,
            negative=negative,
            encoder=encoder,
            n_words=n_words,
        )

    def best_topics(
        self,
        X=None,
        n_topics: int | None = 5,
        *,
        embeddings=None,
        labels=None,
        ids=None,
    ) -> BestTopics:
        """Find the topics of which each document is most.

        As :func:`sktopics.analysis.best_topics`.

        Parameters
        ----------
        X : iterable of str, default=None
            Documents; by default the training documents, for a model that keeps their
            vectors.
        n_topics : int or None, default=5
            How many topics of each document to return; None returns all.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors of `X`.
        labels : dict from int to str, list of str, or TopicTable, default=None
            Names of topics, by default the model's own.
        ids : array-like of shape (n_documents,), default=None
            What to call the documents.

        Returns
        -------
        best : BestTopics
        """
        check_fitted(self)
        return best_topics(
            self, X, n_topics, embeddings=embeddings, labels=labels, ids=ids
        )
