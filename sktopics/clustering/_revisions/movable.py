"""Documents of a fitted model that change their topics: outliers, deleted topics."""

from dataclasses import replace
from typing import Self

import numpy as np

from ..._sklearn import check_fitted
from ...analysis import OutlierReduction
from ...analysis.outlier_steps import check_target, check_thresholds
from .._steps.corpus_input import (
    check_corpus,
    check_guidance,
    check_training_documents,
)
from .._topics.describe import describe
from .._topics.kept_words import check_choice_of_words, kept_description
from .._training.fitted_state import commit_state, description_of, state_of
from .deleting import check_deleted, without_topics
from .moving import check_known_documents, check_new_labels, with_moved
from .nearest_topics import NearestTopics, check_strategies
from .training_vectors import TrainingCounts, TrainingVectors


class MovableDocumentsMixin:
    """For models whose documents can change their topics."""

    labels_: np.ndarray
    n_top_words: int

    def delete_topics(self, topics, X=None, *, words="recompute") -> np.ndarray:
        """Delete topics; their documents become outliers.

        Needs no documents: the counts of words and of documents go to the outliers. The
        other topics keep their order, their names and their words, and move up. New
        documents that would have been of a deleted topic are outliers, too.

        Parameters
        ----------
        topics : int or list of int
            Numbers of topics.
        X : iterable of str, default=None
            The training documents, for representations that read them.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of the other topics are weighed once more, now that there
            are fewer topics, or stay as they are, see `reduce_outliers`.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The number that each topic has now, -1 for a deleted one.

        Raises
        ------
        TypeError
            If topics are no numbers.
        ValueError
            If there is no such topic, as for -1; if `words` is something else.
        """
        check_fitted(self)
        state, words = state_of(self), check_choice_of_words(words)
        deleted = check_deleted(topics, state.topics.n_topics)
        documents = self._check_training_documents(X, state.topics)
        state, into = without_topics(self, state, deleted)
        if words == "keep":
            self._commit_kept(state, np.flatnonzero(into >= 0))
        else:
            self._commit(state, documents)
        return into

    def move_documents(
        self, X, labels, embeddings=None, images=None, *, words="recompute"
    ) -> Self:
        """Give training documents other topics, say outliers the nearest ones.

        Topics keep their numbers, their names and the way in which new documents are
        placed. Counts of words, mean embeddings and probabilities are those of the new
        topics, and `predict` gives documents that it knows their new labels.

        Parameters
        ----------
        X : iterable of str
            All training documents, in their order.
        labels : array-like of shape (n_documents,), int
            The topic of each, -1 for none. Documents with the label that they have in
            `labels_` stay where they are.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
        images : sequence of length n_documents, default=None
            As for `fit`. Without embeddings, the encoder reads the documents that move,
            or all of them, if documents are placed by the means of topics.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of topics are those of their new documents, or stay as
            they are, see `reduce_outliers`.

        Returns
        -------
        self : BERTopic

        Raises
        ------
        TypeError
            If labels are no whole numbers.
        ValueError
            If documents are not the training documents; if there is no such topic; if
            `words` is something else.

        Examples
        --------
        >>> from sktopics import BERTopic
        >>> vectors = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.3, 0.7]]
        >>> documents = ["ship sea", "sea", "tax debt", "debt"]
        >>> model = BERTopic(None, None, None)
        >>> model = model.fit(documents, [0, 0, 1, -1], embeddings=vectors)
        >>> nearest = model.transform(documents, embeddings=vectors).argmax(axis=1)
        >>> model.move_documents(documents, nearest, embeddings=vectors).labels_
        array([0, 0, 1, 1])
        """
        check_fitted(self)
        state, words = state_of(self), check_choice_of_words(words)
        corpus = self._training_corpus(state, X, embeddings, images)
        labels = check_new_labels(labels, len(corpus), state.topics.n_topics)
        vectors = TrainingVectors(state, corpus)
        counts = TrainingCounts(state, corpus.documents)
        moved = with_moved(self, state, corpus.documents, labels, vectors, counts)
        self._commit_moved(moved, corpus.documents, vectors, words)
        return self

    def reduce_outliers(
        self,
        X,
        strategy="embeddings",
        *,
        threshold=0,
        target_share=None,
        embeddings=None,
        images=None,
        words="recompute",
        distribution_params=None,
    ) -> OutlierReduction:
        """Give outliers of the training documents the topics that are nearest to them.

        Topics keep their numbers, their names and `drift_`, the parts of the model and
        the way in which new documents are placed stay. Sizes, counts of words, mean
        embeddings, probabilities and typical documents are those with the documents
        that have come, and `predict` gives these their new topics.

        Parameters
        ----------
        X : iterable of str
            All training documents, in their order.
        strategy : str or list of str, default="embeddings"
            What speaks for a topic in an outlier. Of a list, what the first strategy
            leaves goes to the next.

            "embeddings"
                The cosine of its vector with the mean embedding of the topic.
            "c-tf-idf"
                The cosine of the weights of its words with the topic's weights, by the
                weighting of the model, whichever it is.
            "distributions"
                The share of the topic in the windows of a few words that the document
                is cut into, see :func:`~sktopics.analysis.approximate_distribution`.
                The threshold is its `min_similarity`: the least cosine of a window.
            "probabilities"
                The probability of the topic, as `transform` gives it. For outliers of
                training it is at most one half: the other half says that they are
                outliers.
        threshold : float or list of float, default=0
            The least cosine or probability with which a document moves: one number, or
            one for each strategy. Documents with 0 for all topics stay outliers.
        target_share : float, default=None
            The share of all documents that may stay outliers, such as 0.05. The
            outliers that are least sure stay, and no more move than it takes.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
        images : sequence of length n_documents, default=None
            As for `fit`. Without embeddings, the encoder reads the outliers, or all
            documents, if documents are placed by the means of topics.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of topics are those of all their documents now, or stay
            as they are, with names, aspects and `components_`: outliers that come to a
            topic often blur its words, and a language model need not name it once
            more. Counts move in any case, and the words follow them when topics change
            for the next time, or by `update_topics`.
        distribution_params : dict, default=None
            `window`, `stride`, `padding`, `use_embeddings`, `encoder` and `n_jobs` of
            the strategy "distributions", see there.

        Returns
        -------
        reduction : OutlierReduction
            How many outliers each strategy has moved, the labels, the scores. Without
            outliers nothing changes, and it says so.

        Raises
        ------
        TypeError
            If strategies are no str, or a threshold or the share is no number.
        ValueError
            If documents are not the training documents, there is no such strategy, a
            threshold or the share is not from 0 to 1, there are no embeddings and no
            encoder, or there are `distribution_params` for nothing.

        Warns
        -----
        UserWarning
            If more outliers are left than `target_share` says.

        See Also
        --------
        sktopics.analysis.reassign_outliers : By scores of your own; `move_documents`
            takes the labels.

        Notes
        -----
        Documents of which nothing is known (blank ones, vectors of zeros) stay
        outliers, and no document goes to a topic without documents. Documents of topics
        that were deleted are outliers as all others.

        Examples
        --------
        >>> from sktopics import BERTopic
        >>> vectors = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.3, 0.7], [0.6, 0.5]]
        >>> documents = ["ship sea", "sea", "tax debt", "debt", "ship tax"]
        >>> model = BERTopic(None, None, None)
        >>> model = model.fit(documents, [0, 0, 1, -1, -1], embeddings=vectors)
        >>> model.reduce_outliers(documents, threshold=0.9, embeddings=vectors)
        OutlierReduction: 2 outliers among 5 documents, 1 left
        strategy    threshold  outliers    moved     left
        embeddings      0.900         2        1        1
        >>> model.labels_, model.topic_sizes_
        (array([ 0,  0,  1,  1, -1]), array([2, 2]))
        """
        check_fitted(self)
        state, words = state_of(self), check_choice_of_words(words)
        strategies = check_strategies(strategy, distribution_params)
        thresholds = check_thresholds(threshold, strategies, 1)
        target = check_target(target_share)
        corpus = self._training_corpus(state, X, embeddings, images)
        vectors = TrainingVectors(state, corpus)
        counts = TrainingCounts(state, corpus.documents)
        nearest = NearestTopics(self, state, corpus.documents, vectors, counts)
        reduction = nearest.reduction(
            strategies, thresholds, target, distribution_params
        )
        if reduction.n_moved:
            documents, labels = corpus.documents, reduction.labels.copy()
            moved = with_moved(self, state, documents, labels, vectors, counts)
            moved = replace(moved, drift=state.drift)
            self._commit_moved(moved, documents, vectors, words)
        return reduction

    def _training_corpus(self, state, X, embeddings, images):
        """Return the training documents, given once more, with what came beside."""
        n_documents, n_dimensions = len(self.labels_), state.topics.means.shape[1]
        known = {"whom": type(self).__name__, "n_dimensions": n_dimensions}
        corpus = check_corpus(X, embeddings, images, **known)
        check_training_documents(corpus.documents, n_documents, whom=known["whom"])
        check_known_documents(state.placement, corpus.documents)
        return corpus

    def _commit_moved(self, state, documents, vectors, words):
        if words == "keep":
            self._commit_kept(state, np.arange(state.topics.n_topics))
        else:
            self._commit(state, documents, embeddings=vectors.given)

    def _commit_kept(self, state, kept):
        """Make topics those of the model, and keep what it says of their words."""
        known = description_of(self)
        description = kept_description(known, state, kept, self.n_top_words)
        commit_state(self, state, description)

    def _commit(
        self, state, documents=None, *, embeddings=None, errors="warn", asked=False
    ):
        """Describe topics, and make them those of the model."""
        check_guidance(self)  # it may have been changed since the fit
        given = {"documents": documents, "embeddings": embeddings}
        description = describe(self, state, **given, errors=errors, asked=asked)
        commit_state(self, state, description)

    def _check_training_documents(self, X, topics):
        return check_training_documents(X, len(topics.labels), whom=type(self).__name__)
