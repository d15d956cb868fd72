"""Models of windows whose topics, words and documents change."""

from dataclasses import replace
from typing import Any, Self

import numpy as np

from ..._fitted import learning
from ..._sklearn import check_fitted, check_parameters
from .._joint_space.forgetting import check_forgotten_rows
from .._steps.corpus_input import check_training_documents
from .._topic_drift import TopicDrift
from .._topics.matching import MIN_SIMILARITY
from .moving_windows import MovingWindowsMixin
from .pooled_windows import texts_of_spans
from .topic_phrases import phrases_of_windows
from .window_state import commit_window_state, inner_model, window_state_of

# What makes the vectors of windows.
_OF_VECTORS = ("encoder", "window", "stride", "unit")


class RevisingWindowsMixin(MovingWindowsMixin):
    """For models whose topics are those of a model of windows."""

    window_model_: Any
    window_spans_: np.ndarray
    labels_: np.ndarray

    def reduce_topics(self, n_topics: int, X=None) -> np.ndarray:
        """Merge topics until `n_topics` are left.

        The smallest topic is merged into the nearest one, again and again: a cut of
        `hierarchy_`.

        Parameters
        ----------
        n_topics : int
        X : iterable of str, default=None
            The training documents, for representations that read them, and to choose
            windows that stand for topics.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become.

        Raises
        ------
        ValueError
            If it is no number from 1 on.
        """
        return self._revised("reduce_topics", n_topics, X=X)

    def merge_topics(self, groups, X=None) -> np.ndarray:
        """Merge topics that belong together.

        Parameters
        ----------
        groups : list of int, or list of lists of int
            Topics of one group, or of several, such as a cut of the hierarchy:
            ``model.hierarchy_.cut(n_topics=5)``.
        X : iterable of str, default=None
            The training documents, as for `reduce_topics`.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become.

        Raises
        ------
        ValueError
            If there is no such topic, or a topic is in two groups.
        """
        return self._revised("merge_topics", groups, X=X)

    def name_topics(self, names) -> Self:
        """Give topics names, in place of their phrases.

        Parameters
        ----------
        names : dict from int to str, or list of str or None
            Names of some topics, by their numbers, or of all in their order. None
            takes a name back.

        Returns
        -------
        self : estimator

        Raises
        ------
        ValueError
            If there is no such topic, or names are not as many as topics.
        TypeError
            If a name is no str.
        """
        self._revised("name_topics", names)
        return self

    def match_topics_to(
        self, previous, min_similarity=MIN_SIMILARITY, X=None
    ) -> TopicDrift:
        """Give topics the numbers that they have in an earlier model.

        Parameters
        ----------
        previous : fitted ContextualTop2Vec or Top2Vec
            On vectors of the same encoder.
        min_similarity : float, default=0.7
            Least cosine of the vectors of what is to be one topic.
        X : iterable of str, default=None
            The training documents, as for `reduce_topics`.

        Returns
        -------
        drift : TopicDrift
            Also in `drift_`.

        Raises
        ------
        ValueError
            If the vectors of the two models have different lengths.
        """
        check_fitted(previous, "topic_embeddings_")
        previous = getattr(previous, "window_model_", previous)
        return self._revised("match_topics_to", previous, min_similarity, X=X)

    def update_topics(
        self,
        X=None,
        *,
        vectorizer=None,
        ngram_range=None,
        n_top_words=None,
        representation=None,
    ) -> Self:
        """Choose other words for topics, without finding other topics.

        Parameters
        ----------
        X : iterable of str, default=None
            The training documents, for a new vocabulary, for phrases of it, and for
            representations that read them.
        vectorizer : vectorizer, default=None
        ngram_range : tuple (min_n, max_n), default=None
        n_top_words : int, default=None
        representation : callable, object with `refine`, dict or list, default=None
            What replaces the parameters of the same names; those that are None stay
            as they are. They become parameters of the model.

        Returns
        -------
        self : estimator
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If there is a new vocabulary and no documents, or if documents are not those
            that the model knows.
        """
        check_fitted(self)
        changes = {
            "vectorizer": vectorizer,
            "ngram_range": ngram_range,
            "n_top_words": n_top_words,
            "representation": representation,
        }
        changes = {name: value for name, value in changes.items() if value is not None}
        with learning(self) as learner:
            texts = learner._window_texts(X)
            state = window_state_of(learner)
            inner = inner_model(learner, state)
            inner.update_topics(texts, **changes)
            vars(learner).update(changes)
            check_parameters(learner)
            phrases = state.phrases
            if texts is not None:
                phrases = phrases_of_windows(inner, texts)
            state = replace(state, window_model=inner, phrases=phrases)
            commit_window_state(learner, state)
        return self

    def recluster(self, X, **params) -> Self:
        """Find topics once more, with other parameters, without encoding a document.

        Parameters
        ----------
        X : iterable of str
            All documents that the model knows, in their order: it keeps no texts.
        **params : dict
            Parameters to set before, such as ``clusterer=`` and ``min_topic_size=``.

        Returns
        -------
        self : estimator
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If documents are not those that the model knows; if `encoder`, `window`,
            `stride` or `unit` are among the parameters, since other windows take a
            `fit`.
        """
        check_fitted(self)
        self._check_given(X)
        for name in params:
            if name.partition("__")[0] in _OF_VECTORS:
                raise ValueError(
                    f"{name} makes other windows, and recluster keeps them: call fit."
                )
        with learning(self) as learner:
            learner.set_params(**params)
            check_parameters(learner)
            texts = learner._window_texts(X)
            state = window_state_of(learner)
            inner = inner_model(learner, state)
            inner.recluster(texts)
            phrases = phrases_of_windows(inner, texts)
            state = replace(state, window_model=inner, phrases=phrases)
            commit_window_state(learner, state)
        return self

    def forget(self, rows, X=None) -> Self:
        """Forget training documents, with their windows.

        Parameters
        ----------
        rows : int or array-like of int
            Numbers of documents. Documents after them move up.
        X : iterable of str, default=None
            All documents of before, as for `reduce_topics`.

        Returns
        -------
        self : estimator

        Raises
        ------
        TypeError
            If they are no whole numbers.
        ValueError
            If there is no such document, or none with a window would be left.
        """
        check_fitted(self)
        texts, state = self._window_texts(X), window_state_of(self)
        rows = check_forgotten_rows(rows, len(self.labels_))
        windows = state.documents.windows_of(rows)
        if len(windows) == len(self.window_spans_):
            raise ValueError(
                f"rows are all documents with windows ({len(rows)} of "
                f"{len(self.labels_)}), and a model without any knows no topics: fit "
                "it on others."
            )
        inner = inner_model(self, state)
        if len(windows):
            inner.forget(windows, texts)
        documents = state.documents.without(rows)
        commit_window_state(
            self, replace(state, window_model=inner, documents=documents)
        )
        return self

    def _revised(self, method, *arguments, **given):
        """Change the topics of the windows, and all that follows from them."""
        check_fitted(self)
        if "X" in given:
            given["X"] = self._window_texts(given["X"])
        state = window_state_of(self)
        inner = inner_model(self, state)
        answer = getattr(inner, method)(*arguments, **given)
        commit_window_state(self, replace(state, window_model=inner))
        return answer

    def _window_texts(self, X):
        """Return the texts of the windows of the training documents, None without."""
        whom = type(self).__name__
        documents = check_training_documents(X, len(self.labels_), whom=whom)
        if documents is None:
            return None
        # Windows of other texts would be cut anywhere.
        window_state_of(self).documents.check_same(documents)
        return texts_of_spans(self.window_spans_, documents)
