"""Topics of topics: a chain of topic models, each tied to the one above."""

from numbers import Integral, Real
from typing import Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state

from .._base import CountsMixin
from .._fitted import commit, fitted_attributes, learning, unfitted
from .._magnitudes import countable, training_weights
from .._sklearn import Interval, _fit_context, check_fitted
from .._word_topics import WordTopicsMixin
from ._artm import ARTM
from ._em_training import fit_topics
from ._levels import LevelsMixin
from ._merged_levels import merged_children, merged_levels, resized_levels
from ._modalities import fitted_modalities
from ._training_tables import weighted_terms

# Parameters that a level takes from the hierarchy if it has none of its own.
_COMPLETED = ("n_jobs", "random_state")


class HierarchicalARTM(LevelsMixin, WordTopicsMixin, CountsMixin, BaseEstimator):
    """Hierarchy of topics, from coarse to fine, each level an :class:`ARTM`.

    A level learns its topics from the documents and from the topics of the level
    above, which it is given as documents of their own, with as many words as were
    drawn from them [1]_. The mixture of such a document is p(child | parent): a topic
    may have several parents.

    Read more in the :ref:`user guide <artm>`.

    Parameters
    ----------
    levels : list of ARTM or of (str, ARTM) tuples, default=None
        The models of the levels, from the top; each wants more topics than the last.
        Without names they are called "level0", "level1", ..., so that a search may
        tune ``level1__n_components``. None: two levels of 10 and 30 topics.
    parent_weight : float, default=1.0
        Words of the topics above, all together, for each word of the documents. 0
        leaves the levels unconnected.
    n_jobs : int, default=None
        Number of threads of levels that have no `n_jobs` of their own.
    random_state : int, RandomState instance or None, default=None
        Where levels start that have no `random_state` of their own.

    Attributes
    ----------
    levels_ : list of ARTM
        The fitted models.
    level_attributes_ : list of dict
        What they learned, by the names of their attributes.
    child_given_parent_ : list of ndarray of shape (n_children, n_parents)
        p(child | parent), psi in the literature, one matrix for each level but the
        first; columns sum to 1.
    components_ : ndarray of shape (n_components, n_features)
        p(word | topic) of the last level.
    modalities_ : dict of str to (slice or ndarray of int)
        The columns of each modality of the last level; empty without named ones.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.

    See Also
    --------
    ARTM : One level.

    Notes
    -----
    BigARTM gives a pseudo-document the distribution of its topic, one word in all,
    times a weight, so that the weight depends on the size of the corpus; here, as in
    the paper, it has the topic's expected number of words. Callbacks are set on the
    models of the levels.

    References
    ----------
    .. [1] N. Chirkova and K. Vorontsov, "Additive regularization for hierarchical
       multimodal topic modeling", Machine Learning and Data Analysis 2, 2016.

    Examples
    --------
    >>> from sktopics import ARTM, HierarchicalARTM
    >>> X = [[9, 1, 0, 0], [0, 0, 1, 9], [1, 9, 0, 0], [0, 0, 9, 1]] * 5
    >>> model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0).fit(X)
    >>> model.child_given_parent_[0].shape
    (4, 2)
    >>> model.transform(X).shape, model.transform(X, level=0).shape
    ((20, 4), (20, 2))
    """

    level_attributes_: list[dict]
    child_given_parent_: list[np.ndarray]

    _parameter_constraints = {
        "levels": [None, list, tuple],
        "parent_weight": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [None, Integral],
        "random_state": ["random_state"],
    }

    def __init__(
        self, levels=None, *, parent_weight=1.0, n_jobs=None, random_state=None
    ):
        self.levels = levels
        self.parent_weight = parent_weight
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn the topics of all levels from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : HierarchicalARTM

        Raises
        ------
        ValueError
            As :meth:`ARTM.fit`, or if there are no levels. A model that was fitted
            before is then as it was.
        TypeError
            If a level is no ARTM.
        """
        with learning(self) as learner:
            levels = learner._check_levels()
            X = learner._check_counts(X, reset=True)
            weight = training_weights(X, sample_weight)
            children = learner._fit_levels(levels, X, y, weight)
            commit(
                learner,
                {
                    "level_attributes_": [_learned(level) for level in levels],
                    "child_given_parent_": children,
                    "components_": levels[-1].components_,
                },
            )
        return self

    def _fit_levels(self, levels, X, y, weight):
        """Fit models from the top; returns p(child | parent) of each but the first."""
        n_tokens = self.parent_weight * (weight @ X.sum(axis=1, dtype=np.float64))
        random_state = check_random_state(self.random_state)
        children = []
        for i, level in enumerate(levels):
            self._complete(level, random_state)
            documents, weights = X, weight
            if i:
                parents = pseudo_documents(levels[i - 1], n_tokens, X.dtype)
                documents = sp.vstack([X, parents], format="csr")
                ones = np.ones(parents.shape[0], X.dtype)
                weights = np.concatenate([weight, ones])
            # Not `fit`, to which these documents would have lost their columns'
            # names: modalities and regularizers may ask for them.
            vars(level).update(_columns(self))
            level._validate_params()
            training = level._training(documents, weights, level.n_components)
            fit_topics(level, training, documents, y)
            if i:
                children.append(np.ascontiguousarray(_mixtures(level, parents).T))
        return children

    @property
    def levels_(self) -> list[ARTM]:
        """The fitted models, a list of :class:`ARTM`."""
        check_fitted(self)
        levels = self._check_levels()
        for level, learned in zip(levels, self.level_attributes_, strict=True):
            vars(level).update({name: learned[name] for name in _COMPLETED})
            fitted = learned.keys() - set(_COMPLETED)
            commit(level, {name: learned[name] for name in fitted})
        return levels

    @property
    def modalities_(self) -> dict:
        """Columns of each modality of the last level; see :class:`ARTM`."""
        return self.levels_[-1].modalities_

    def __merge_topics__(self, others, united):
        """Return one model of this and others, for `sktopics.analysis.merge_models`.

        Parameters
        ----------
        others : list of HierarchicalARTM
        united : UnitedTopics
            Of the last levels of this model, then the others.
        """
        models = [self, *others]
        levels = [model.levels_ for model in models]
        merged_ones, topics = merged_levels(levels, united)
        children = [model.child_given_parent_ for model in models]
        merged = unfitted(self)
        merged.levels = resized_levels(self._named(), merged_ones)
        commit(
            merged,
            _columns(merged_ones[-1])
            | {
                "level_attributes_": [_learned(level) for level in merged_ones],
                "child_given_parent_": merged_children(children, levels, topics),
                "components_": merged_ones[-1].components_,
            },
        )
        return merged

    def _complete(self, level, random_state):
        """Give a level the parameters that it has none of its own for."""
        if level.random_state is None:
            level.random_state = random_state.randint(2**31 - 1)
        if level.n_jobs is None:
            level.n_jobs = self.n_jobs

    def fit_transform(self, X, y=None, *, sample_weight=None) -> np.ndarray:
        """Learn topics from counts, then infer mixtures of the last level's topics.

        The same as `fit` and then `transform`, whose parameters these are.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document; rows sum to 1.
        """
        return self.fit(X, y, sample_weight=sample_weight).transform(X)

    def transform(self, X, *, level=-1) -> np.ndarray:
        """Infer the mixtures of a level's topics.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        level : int, default=-1
            Number of the level, 0 for the top; by default the last one.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Rows sum to 1.

        Raises
        ------
        ValueError
            If there is no such level.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        levels = self.levels_
        if not -len(levels) <= level < len(levels):
            raise ValueError(f"level={level!r}: there are {len(levels)} levels.")
        return _mixtures(levels[level], X)

    def _words_of_topics(self, X, min_share):
        """p(topic | word, document) of the last level."""
        return self.levels_[-1]._words_of_topics(X, min_share)

    def score(self, X, y=None, sample_weight=None) -> float:
        """Compute the mean log-likelihood per token under the last level, in nats.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        score : float
            Higher is better; see :meth:`ARTM.score`.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        level = self.levels_[-1]
        modalities = fitted_modalities(level)
        return level._score(X, modalities, sample_weight, weighted_terms(X, modalities))

    def perplexity(self, X, *, modality=None, sample_weight=None) -> float:
        """Compute the perplexity of documents under the last level.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        modality : str, default=None
            Name of the modality whose tokens are predicted, from all tokens. None:
            ``exp(-score(X))``.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        perplexity : float
            Lower is better.
        """
        check_fitted(self)
        last = self.levels_[-1]
        return last.perplexity(X, modality=modality, sample_weight=sample_weight)


def _learned(level):
    """Return what a fitted level has beside the parameters that it was given."""
    completed = {name: getattr(level, name) for name in _COMPLETED}
    return fitted_attributes(level) | completed


def _columns(model):
    """Return number and names of the columns that a model was given."""
    names = ("n_features_in_", "feature_names_in_")
    return {name: vars(model)[name] for name in names if name in vars(model)}


def _mixtures(level, X):
    """Mixtures of documents under a fitted level."""
    return level._doc_topic(X, fitted_modalities(level))


def pseudo_documents(level, n_tokens, dtype):
    """Return the topics of a fitted level as documents of `n_tokens` words in all.

    Each has as many words of each modality as were drawn from the topic.

    Returns
    -------
    documents : csr_array of shape (n_components, n_features)
    """
    modalities = fitted_modalities(level)
    weights = modalities.term_weights(np.float64)
    # Counters are in weighted words, which the level below is going to weigh again.
    counts = np.maximum(level.topic_word_counts_, 0) / np.where(weights > 0, weights, 1)
    documents = np.zeros(counts.shape)
    for number in range(modalities.n_modalities):
        columns = modalities.of_term == number
        masses = counts[:, columns].sum(axis=1, keepdims=True)
        documents[:, columns] = level.components_[:, columns] * masses
    total = documents.sum()
    documents *= n_tokens / total if total > 0 else 0
    with np.errstate(over="ignore"):
        documents = sp.csr_array(documents.astype(dtype))
    return countable(documents, "The words of parents, parent_weight times all words,")
