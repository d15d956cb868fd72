"""Models of windows whose windows change their topics: outliers, deleted topics."""

from typing import Any, Self

import numpy as np

from ..._sklearn import check_fitted
from ...analysis import OutlierReduction
from .._revisions.moving import check_new_labels


class MovingWindowsMixin:
    """For models whose windows can change their topics."""

    window_model_: Any
    window_spans_: np.ndarray
    window_labels_: np.ndarray
    labels_: np.ndarray
    topic_sizes_: np.ndarray

    def delete_topics(self, topics, X=None, *, words="recompute") -> np.ndarray:
        """Delete topics; their windows become outliers.

        The other topics keep their order and the names that you gave, and move up.
        Names of phrases may get phrases that the deleted topics had.

        Parameters
        ----------
        topics : int or list of int
        X : iterable of str, default=None
            The training documents, as for `reduce_topics`.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of the other topics are chosen once more, or stay.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The number that each topic has now, -1 for a deleted one.

        Raises
        ------
        TypeError
            If topics are no numbers.
        ValueError
            If there is no such topic; if `words` is something else; if documents are
            not the training documents.
        """
        return self._revised("delete_topics", topics, X=X, words=words)

    def move_documents(self, X, labels, *, words="recompute") -> Self:
        """Give whole documents other topics: all their windows get the topic.

        Topics keep their numbers, vectors, phrases and names.

        Parameters
        ----------
        X : iterable of str
            All training documents, in their order.
        labels : array-like of shape (n_documents,), int
            The topic of each, -1 for none. Documents with the label that they have in
            `labels_` keep the topics of their windows.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of topics are chosen once more, or stay.

        Returns
        -------
        self : estimator

        Raises
        ------
        TypeError
            If labels are no whole numbers.
        ValueError
            If documents are not the training documents; if there is no such topic, or
            a document without windows is to have one; if `words` is something else.

        See Also
        --------
        move_windows : Gives a topic to a part of a document.
        """
        check_fitted(self)
        n_documents, owners = len(self.labels_), self.window_spans_[:, 0]
        labels = check_new_labels(labels, n_documents, len(self.topic_sizes_))
        moved = labels != self.labels_
        without = np.bincount(owners, minlength=n_documents) == 0
        wrong = np.flatnonzero(moved & without)
        if len(wrong):
            raise ValueError(
                f"labels[{wrong[0]}] is {labels[wrong[0]]}, and document {wrong[0]} "
                "has no windows that could have a topic: it keeps -1."
            )
        new = np.where(moved[owners], labels[owners], self.window_labels_)
        return self.move_windows(X, new, words=words)

    def move_windows(self, X, labels, *, words="recompute") -> Self:
        """Give windows other topics, and their documents other shares.

        Topics keep their numbers, vectors, phrases and names. `transform` gives the new
        shares of documents that it knows.

        Parameters
        ----------
        X : iterable of str
            All training documents, in their order.
        labels : array-like of shape (n_windows,), int
            The topic of each window, -1 for none, such as a changed copy of
            `window_labels_`.
        words : {"recompute", "keep"}, default="recompute"
            Whether the words of topics are chosen once more, or stay.

        Returns
        -------
        self : estimator

        Raises
        ------
        TypeError
            If labels are no whole numbers.
        ValueError
            If documents are not the training documents; if there are not as many
            labels as windows, or there is no such topic; if `words` is something else.
        """
        check_fitted(self)
        self._check_given(X)
        n_windows = len(self.window_labels_)
        labels = np.asarray(labels)
        if labels.shape != (n_windows,):
            raise ValueError(
                f"labels must hold a topic for each of the {n_windows} windows, and "
                f"has the shape {labels.shape}. move_documents takes labels of "
                "documents."
            )
        given = {"X": X, "embeddings": self.window_model_.document_embeddings_}
        self._revised("move_documents", labels=labels, words=words, **given)
        return self

    def reduce_outliers(
        self,
        X,
        strategy="embeddings",
        *,
        threshold=0,
        target_share=None,
        words="recompute",
        distribution_params=None,
    ) -> OutlierReduction:
        """Give windows without a topic the topics that are nearest to them.

        There are such windows with ``assign="cluster"``, and where topics were deleted
        or windows moved. Topics keep their numbers, vectors, phrases and names.

        Parameters
        ----------
        X : iterable of str
            All training documents, in their order.
        strategy, threshold, target_share, words, distribution_params
            As of :meth:`BERTopic.reduce_outliers`; documents are windows there.

        Returns
        -------
        reduction : OutlierReduction
            How many windows each strategy has moved, their labels and scores. Rows are
            windows.

        Raises
        ------
        TypeError, ValueError
            As of :meth:`BERTopic.reduce_outliers`.

        Warns
        -----
        UserWarning
            If more outliers are left than `target_share` says.
        """
        check_fitted(self)
        self._check_given(X)
        return self._revised(
            "reduce_outliers",
            X=X,
            strategy=strategy,
            threshold=threshold,
            target_share=target_share,
            embeddings=self.window_model_.document_embeddings_,
            words=words,
            distribution_params=distribution_params,
        )

    def _check_given(self, X):
        """Refuse None in place of the training documents."""
        if X is None:
            raise ValueError(
                f"X must be the {len(self.labels_)} training documents, and is None: "
                "the model keeps no texts, and words are counted in them."
            )
