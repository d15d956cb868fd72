"""What a model of windows tells of its topics, by the model of windows."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ..._sklearn import check_fitted
from ..._validation import check_documents
from ...analysis import TopicHierarchy, hierarchical_topics
from ...topics import TopicTable
from .._analyses.analysing import AnalysingMixin
from .._joint_space.fit_space import links_of_areas
from .._topic_drift import TopicDrift
from .._training.fitted_state import state_of
from .merged_windows import merged_windows
from .topic_phrases import nearest_phrases
from .window_state import window_state_of

_N_PHRASES, _IN_A_NAME = 5, 2


class AskedWindowsMixin(AnalysingMixin):
    """For models whose topics are those of a model of windows."""

    window_model_: Any
    window_spans_: np.ndarray
    labels_: np.ndarray

    @property
    def topics_(self) -> TopicTable:
        """The topics as a `TopicTable`: names, sizes, words, typical windows.

        Sizes are shares of windows, and typical windows have the rows of their
        documents.
        """
        check_fitted(self)
        table = self.window_model_.topics_
        owners, phrases = self.window_spans_[:, 0], self.topic_phrases_
        rows = [
            _with_rows(_named(topic, names), owners)
            for topic, names in zip(table, phrases, strict=True)
        ]
        return TopicTable(rows, _with_rows(table.outliers, owners))

    @property
    def topic_phrases_(self) -> list[list[str]]:
        """Phrases nearest to each topic, which name it; at most five, nearest first.

        They are among the phrases of two and three words that are said more in the
        windows of a topic than in others. Empty, where there are none.
        """
        check_fitted(self)
        candidates = window_state_of(self).phrases
        return nearest_phrases(candidates, self.topic_embeddings_, _N_PHRASES)

    @property
    def hierarchy_(self) -> TopicHierarchy:
        """The hierarchy of topics by the rule of Top2Vec, computed when asked for.

        The smallest topic is absorbed by the nearest one, until one is left. Cut it
        into any number of topics by ``cut(n_topics)``.
        """
        check_fitted(self)
        inner = self.window_model_
        links = partial(links_of_areas, inner, state_of(inner))
        return hierarchical_topics(
            self, on="embeddings", linkage=lambda _: links(), labels=self.topics_
        )

    @property
    def drift_(self) -> TopicDrift | None:
        """How topics differ from those they were matched to, a `TopicDrift` or None."""
        check_fitted(self)
        return self.window_model_.drift_

    def __training_labels__(self, X, token_vectors=None):
        """Return `labels_` if these are the training documents in order, else None."""
        check_fitted(self)
        documents = check_documents(X, whom=type(self).__name__)
        if token_vectors is not None or len(documents) != len(self.labels_):
            return None
        rows = window_state_of(self).documents.knows_all(documents)
        return self.labels_ if rows else None

    def __kept_texts__(self):
        """Return the texts of typical windows by row of the document, and how many."""
        check_fitted(self)
        texts, _ = self.window_model_.__kept_texts__()
        owners = self.window_spans_[:, 0]
        return {int(owners[row]): text for row, text in texts.items()}, len(
            self.labels_
        )

    def __kept_vectors__(self, X=None):
        """Return the vectors of the training documents, None if `X` are others.

        Mean vectors of their windows, by numbers of tokens; zeros for documents without
        windows.

        Parameters
        ----------
        X : iterable of str, default=None
            None stands for the training documents.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions) or None
        """
        check_fitted(self)
        if X is not None and self.__training_labels__(X) is None:
            return None
        return window_state_of(self).documents.vectors()

    def __merge_models__(self, others, X=None, min_similarity=None):
        """Return one model of this and others, for `sktopics.analysis.merge_models`."""
        return merged_windows([self, *others], X, min_similarity)

    def __summable_words__(self):
        """Return counts that may be added up, and what weighs sums of them."""
        check_fitted(self)
        return self.window_model_.__summable_words__()

    @property
    def layers_(self) -> None:
        """None: windows are given to the nearest topics, and layers are of clusters."""
        check_fitted(self)

    @property
    def topic_sizes_(self) -> np.ndarray:
        """Numbers of windows of topics."""
        return self._of_windows("topic_sizes_")

    @property
    def n_outliers_(self) -> int:
        """Number of windows without a topic."""
        return self._of_windows("n_outliers_")

    @property
    def topic_names_(self) -> list:
        """Names that users gave to topics, None for the others."""
        return self._of_windows("topic_names_")

    @property
    def topic_embeddings_(self) -> np.ndarray:
        """Vectors of topics, of shape (n_topics, n_dimensions)."""
        return self._of_windows("topic_embeddings_")

    @property
    def word_embeddings_(self) -> np.ndarray:
        """Vectors of words, zeros for words that the encoder does not know."""
        return self._of_windows("word_embeddings_")

    @property
    def terms_(self) -> np.ndarray:
        """Words, the columns of `components_`."""
        return self._of_windows("terms_")

    @property
    def components_(self) -> Any:
        """Cosines of words with topics, of shape (n_topics, n_terms); 0 below 0."""
        return self._of_windows("components_")

    @property
    def encoder_(self) -> Any:
        """The encoder of tokens."""
        return self._of_windows("encoder_")

    @property
    def vectorizer_(self) -> Any:
        """The fitted vectorizer, which counts words of windows."""
        return self._of_windows("vectorizer_")

    @property
    def reducer_(self) -> Any:
        """The fitted reducer."""
        return self._of_windows("reducer_")

    @property
    def clusterer_(self) -> Any:
        """The fitted clusterer."""
        return self._of_windows("clusterer_")

    @property
    def topic_word_counts_(self) -> Any:
        """How often words occur in windows of topics."""
        return self._of_windows("topic_word_counts_")

    def _of_windows(self, name):
        check_fitted(self)
        return getattr(self.window_model_, name)


def _named(topic, phrases):
    """Return a topic that has the nearest phrases as its name, if it has no other."""
    if topic.is_named or not phrases:
        return topic
    return replace(topic, label=", ".join(phrases[:_IN_A_NAME]))


def _with_rows(topic, owners):
    """Return a topic whose typical windows have the rows of their documents."""
    documents = [
        replace(each, index=int(owners[each.index])) for each in topic.documents
    ]
    return replace(topic, documents=documents)
