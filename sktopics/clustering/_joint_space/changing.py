"""Models whose topics, words and documents change without encoding them again."""

import copy
from dataclasses import replace
from typing import Self

import numpy as np
from scipy.sparse import csr_array
from sklearn.base import clone

from ..._fitted import learning
from ..._sklearn import check_fitted, check_parameters
from ...analysis import TopicHierarchy, hierarchical_topics
from ...analysis.topic_linkage import cut_links
from .._labels import OUTLIER
from .._revisions.renumbering import merge_groups
from .._revisions.revisable import RevisableTopicsMixin
from .._steps.corpus_input import Corpus, check_training_documents
from .._steps.nothing_known import are_known
from .._topics.describe import describe
from .._topics.grouping import warn_of_fewer_topics
from .._topics.word_counts import sum_words
from .._training.fitted_state import commit_state, state_of
from .._training.kept_vectors import KeptVectors
from .fit_space import fit_space, links_of_areas, with_space
from .forgetting import check_forgotten_rows, known_documents, without_rows
from .nearest_area import (
    given_to_nearest,
    gives_nearest,
    numbered_by_size,
    placed_in_space,
)
from .usable_space import check_ngram_range, check_number_of_topics, check_space


class ChangingSpaceMixin(RevisableTopicsMixin):
    """For models that keep vectors of documents and words, and counts of words."""

    def reduce_topics(self, n_topics: int, X=None) -> np.ndarray:
        """Merge topics until `n_topics` are left.

        The smallest topic is merged into the nearest one, again and again: a cut of
        `hierarchy_`. With ``assign="centroid"``, documents get the topic that is
        nearest then.

        Parameters
        ----------
        n_topics : int
        X : iterable of str, default=None
            The training documents, for representations that read them, and to choose
            documents that stand for topics.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become.

        Raises
        ------
        ValueError
            If it is no number from 1 on.

        Warns
        -----
        UserWarning
            If there are fewer topics already.
        """
        check_fitted(self)
        check_number_of_topics(n_topics)
        state = state_of(self)
        present = np.flatnonzero(state.topics.sizes)
        groups = np.full(state.topics.n_topics, OUTLIER)
        groups[present] = np.arange(len(present))
        if n_topics > len(present):
            warn_of_fewer_topics(n_topics, len(present))
        elif n_topics < len(present):
            groups[present] = cut_links(links_of_areas(self, state), n_topics)
        return self._merge(state, groups, X)

    @property
    def hierarchy_(self) -> TopicHierarchy:
        """The hierarchy of topics by the rule of Top2Vec, computed when asked for.

        The smallest topic is absorbed by the nearest one, until one is left. With
        ``assign="centroid"`` documents are counted again after each merge, by the topic
        that is nearest then [1]_. ``cut(n_topics)`` cuts it into any number of topics.

        References
        ----------
        .. [1] D. Angelov, "Top2Vec: distributed representations of topics",
           arXiv:2008.09470, 2020, section 2.6.
        """
        check_fitted(self)
        state = state_of(self)
        return hierarchical_topics(
            self, on="embeddings", linkage=lambda _: links_of_areas(self, state)
        )

    def _merge(self, state, groups, X):
        """Merge, and return the topic that each topic has become."""
        documents = self._check_training_documents(X, state.topics)
        before = np.count_nonzero(state.topics.sizes)
        state, into = merge_groups(self, state, groups)
        if state.topics.n_topics < before and gives_nearest(self, state):
            state = given_to_nearest(self, state)
            state, order = numbered_by_size(state)
            into = np.where(into < 0, OUTLIER, order[into])
            state = placed_in_space(self, state, documents)
        self._commit(state, documents)
        return into

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
            The training documents, for a new vocabulary, and for representations that
            read them.
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
            If there is a new vocabulary and no documents, or not as many as the model
            knows; if a new representation needs what is not at hand.
        """
        changes = {
            "vectorizer": vectorizer,
            "ngram_range": ngram_range,
            "n_top_words": n_top_words,
            "representation": representation,
        }
        return self._update({k: v for k, v in changes.items() if v is not None}, X)

    def _update(self, changes, X):
        changed = copy.copy(self)
        vars(changed).update(changes)
        check_parameters(changed)
        check_ngram_range(changed)
        return super()._update(changes, X)

    def recluster(self, X, **params) -> Self:
        """Find topics once more, with other parameters, without encoding a document.

        Parameters
        ----------
        X : iterable of str
            All documents that the model knows, in their order: texts are not kept.
            None for a model that has been given embeddings alone.
        **params : dict
            Parameters to set before, such as ``clusterer=`` and ``min_topic_size=``.

        Returns
        -------
        self : estimator
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If documents are not those that the model knows; if `encoder` or `chunk` are
            among the parameters, since other vectors take a `fit`.
        """
        check_fitted(self)
        for name in params:
            if name.partition("__")[0] in ("encoder", "chunk", "chunk_overlap"):
                raise ValueError(
                    f"{name} makes other vectors, and recluster keeps them: call fit."
                )
        state, whom = state_of(self), type(self).__name__
        vectors = state.space.documents
        documents = check_training_documents(X, len(vectors), whom=whom)
        documents = known_documents(state.placement, documents, len(vectors))
        with learning(self) as learner:
            _set_apart(learner, params)
            check_parameters(learner)
            check_space(learner)
            corpus = Corpus(documents, vectors, None, ~are_known(vectors))
            found = fit_space(learner, corpus, KeptVectors(), known=state)
            found = placed_in_space(learner, found, documents)
            given = {"documents": documents, "embeddings": vectors}
            commit_state(learner, found, describe(learner, found, **given))
        return self

    def forget(self, rows, X=None) -> Self:
        """Forget training documents.

        Their vectors, words and labels go. Topics keep their numbers, and those whose
        areas have lost documents have the means of the others.

        Parameters
        ----------
        rows : int or array-like of int
            Numbers of documents. Documents after them move up.
        X : iterable of str, default=None
            All documents of before, to choose others that stand for topics.

        Returns
        -------
        self : estimator

        Raises
        ------
        TypeError
            If they are no whole numbers.
        ValueError
            If there is no such document, or none would be left.
        """
        check_fitted(self)
        state = state_of(self)
        rows = check_forgotten_rows(rows, len(state.topics.labels))
        documents = self._check_training_documents(X, state.topics)
        state = without_rows(self, state, rows, documents)
        if documents is not None:
            documents = np.delete(np.array(documents, dtype=object), rows).tolist()
        self._commit(state, documents)
        return self

    def _count_again(self, documents, state):
        """Return the state with the terms of a new vectorizer, and their vectors."""
        read, topics = self._read_again(documents, state), state.topics
        words = sum_words(read, topics.labels, topics.n_topics)
        counts = csr_array((len(documents), 0), dtype=np.int64)
        if read is not None:
            counts = read.by_document()
        after = replace(state, topics=replace(topics, words=words))
        after = with_space(self, after, state.space.documents, counts, state)
        n_fitted = state.space.n_fitted
        return replace(after, space=replace(after.space, n_fitted=n_fitted))


def _set_apart(learner, params):
    """Set parameters of a copy; parts whose own parameters change are copied before.

    Parameters that the `__init__` of a subclass does not name can be set, too.
    """
    plain = learner._parameter_constraints.keys() & params.keys()
    vars(learner).update({name: params[name] for name in plain})
    nested = {name: value for name, value in params.items() if name not in plain}
    for name in {each.partition("__")[0] for each in nested if "__" in each}:
        part = getattr(learner, name, None)
        if hasattr(part, "get_params"):
            setattr(learner, name, clone(part))
    learner.set_params(**nested)
