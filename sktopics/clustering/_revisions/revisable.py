"""Topics of a fitted model that can be read, merged, renumbered and reworded."""

from dataclasses import replace
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_array

from ..._fitted import commit, fitted_attributes, learning
from ..._sklearn import check_fitted, check_parameters
from ...analysis.topic_groups import check_topic_groups
from ...topics import TopicTable
from .._joint_space.uniting import refuse_other_spaces
from .._steps.recipes import make_vectorizer
from .._steps.usable_parts import check_word_parts
from .._topic_drift import TopicDrift, drift_of_rows
from .._topics.describe import named_table
from .._topics.matching import MIN_SIMILARITY
from .._topics.read_words import read_words, warn_of_few_terms
from .._topics.table_rows import topic_from_row
from .._topics.word_counts import sum_words
from .._training.fitted_state import state_of
from .movable import MovableDocumentsMixin
from .naming import check_topic_names
from .renumbering import match_to, merge_groups


class RevisableTopicsMixin(MovableDocumentsMixin):
    """For models whose topics follow from counts that they keep."""

    labels_: np.ndarray
    probabilities_: np.ndarray
    topic_sizes_: np.ndarray
    layers_: np.ndarray | None
    layer_: int | None
    n_outliers_: int
    topic_names_: list[str] | None
    classes_: np.ndarray
    components_: csr_array
    terms_: np.ndarray
    topic_word_counts_: csr_array
    outlier_word_counts_: csr_array
    topic_document_counts_: csr_array
    outlier_document_counts_: csr_array
    outlier_components_: csr_array
    topic_embeddings_: np.ndarray
    vectorizer_: Any
    weighting_: Any

    def merge_topics(self, groups, X=None) -> np.ndarray:
        """Merge topics that belong together.

        Parameters
        ----------
        groups : list of int, or list of lists of int
            Topics of one group, or of several, such as a cut of the hierarchy:
            ``model.hierarchical_topics().cut(distance=0.3)``.
        X : iterable of str, default=None
            The training documents, for representations that read them.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become.

        Raises
        ------
        ValueError
            If there is no such topic, or a topic is in two groups.
        """
        check_fitted(self)
        state = state_of(self)
        return self._merge(state, check_topic_groups(groups, state.topics.n_topics), X)

    def _merge(self, state, groups, X):
        """Merge, and return the topic that each topic has become."""
        documents = self._check_training_documents(X, state.topics)
        state, into = merge_groups(self, state, groups)
        self._commit(state, documents)
        return into

    def name_topics(self, names) -> Self:
        """Give topics names, in place of their first words.

        Parameters
        ----------
        names : dict from int to str, or list of str or None
            Names of some topics, by their numbers, or of all in their order. None
            takes a name back. Representations do not change the names that are given.

        Returns
        -------
        self : BERTopic

        Raises
        ------
        ValueError
            If there is no such topic, or names are not as many as topics.
        TypeError
            If a name is no str.
        """
        check_fitted(self)
        names = list(check_topic_names(names, self.topic_names_))
        commit(self, fitted_attributes(self) | {"topic_names_": names})
        return self

    def match_topics_to(
        self, previous, min_similarity=MIN_SIMILARITY, X=None
    ) -> TopicDrift:
        """Give topics the numbers that they have in an earlier model.

        Parameters
        ----------
        previous : fitted BERTopic
            On embeddings of the same encoder.
        min_similarity : float, default=0.7
            Least cosine of the mean embeddings of what is to be one topic. Topics of
            the same name are one in any case.
        X : iterable of str, default=None
            The training documents, for representations that read them.

        Returns
        -------
        drift : TopicDrift
            Also in `drift_`. Topics that are no longer there keep their numbers and
            have no documents; new ones come after them.

        Raises
        ------
        ValueError
            If the embeddings of the two models have different lengths, or if their
            encoders have learned other vectors for the same words.
        """
        check_fitted(self)
        check_fitted(previous, "topic_embeddings_")
        state, before = state_of(self), state_of(previous)
        documents = self._check_training_documents(X, state.topics)
        refuse_other_spaces(state, before)
        state = match_to(state, before.topics, min_similarity)
        self._commit(state, documents)
        return self.drift_

    def _update(self, changes, X):
        """Set parameters that words depend on, and choose words once more."""
        check_fitted(self)
        with learning(self) as changed:
            # Not `set_params`, which knows what the `__init__` of a subclass names.
            vars(changed).update(changes)
            check_parameters(changed)
            check_word_parts(changed)
            state = state_of(changed)
            documents = changed._check_training_documents(X, state.topics)
            if not changes.keys().isdisjoint(("vectorizer", "ngram_range")):
                state = changed._count_again(documents, state)
            # All topics are to be described again.
            nothing = (None,) * state.topics.n_topics
            state = replace(state, topics=replace(state.topics, descriptions=nothing))
            errors = "raise" if "representation" in changes else "warn"
            changed._commit(state, documents, errors=errors, asked=True)
        return self

    def _count_again(self, documents, state):
        """Return the state with the terms of a new vectorizer."""
        topics, read = state.topics, self._read_again(documents, state)
        words = sum_words(read, topics.labels, topics.n_topics)
        return replace(state, topics=replace(topics, words=words))

    def _read_again(self, documents, state):
        """Read the words of the training documents by a new vectorizer."""
        if documents is None:
            raise ValueError(
                "A new vectorizer has to read the training documents: give X."
            )
        read = read_words(make_vectorizer(self, documents), documents)
        warn_of_few_terms(read, state.topics.n_topics, self.n_top_words)
        return read

    @property
    def drift_(self) -> TopicDrift | None:
        """How topics differ from those they were matched to, a `TopicDrift` or None."""
        check_fitted(self)
        return drift_of_rows(self._drift)

    @property
    def topics_(self) -> TopicTable:
        """The topics as a `TopicTable`: names, sizes, words, typical documents.

        ``topics_.topic(label)`` looks up a label, such as `predict` gives. It knows -1,
        the outliers, which are no row of the table.
        """
        check_fitted(self)
        return named_table(
            map(topic_from_row, self._topic_rows),
            self.topic_names_,
            topic_from_row(self._outliers_row),
        )

    @property
    def _n_features_out(self):
        return len(self.topic_sizes_)
