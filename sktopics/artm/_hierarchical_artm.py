"""Topics of topics: a chain of topic models, each tied to the one above."""

from numbers import Integral, Real
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin
from sklearn.utils import check_random_state

from .._base import CountsMixin
from .._fitted import commit, learning
from .._sklearn import (
    HasMethods,
    Interval,
    StrOptions,
    _fit_context,
    check_fitted,
)
from .._word_topics import WordTopicsMixin
from ._em_parameters import constraints_of
from ._em_stream import EMStream, documents_to_fit
from ._hierarchy_stream import score_of_stream
from ._hierarchy_training import pseudo_documents, update_level
from ._level_fits import fit_levels, parents_of_level, prepare_level
from ._level_starts import tell_starts
from ._levels import LevelsMixin, attributes_of_levels
from ._merged_levels import MergedLevelsMixin
from ._modalities import fitted_modalities
from ._training_tables import weighted_terms

__all__ = ["HierarchicalARTM", "pseudo_documents"]


class HierarchicalARTM(
    MergedLevelsMixin,
    LevelsMixin,
    CallbackSupportMixin,
    WordTopicsMixin,
    CountsMixin,
    BaseEstimator,
):
    """Hierarchy of topics, from coarse to fine, each level an :class:`ARTM`.

    A level learns its topics from the documents and from the topics of the level
    above, which it is given as documents of their own, with as many words as were
    drawn from them [1]_. The mixture of such a document is p(child | parent): a topic
    may have several parents.

    Read more in the :ref:`user guide <artm>`.

    Parameters
    ----------
    levels : list of ARTM or of (str, ARTM) tuples, default=None
        The models of the levels, from the top; each wants more topics than the last. A
        :class:`ThetalessARTM` may be a level, too.
        Without names they are called "level0", "level1", ..., so that a search may
        tune ``level1__n_components``. None: two levels of 10 and 30 topics.
        Each level has its own regularizers, modalities and `seed_topics`.
    parent_weight : float, default=1.0
        Words of the topics above, all together, for each word of the documents. 0
        leaves the levels unconnected.
    parent_sparsity : float, default=0.0
        How few parents a topic is to have. With s for this number and n topics in the
        level above, a topic loses the parents of which p(parent | child) is below
        ``s / (1 + s) / n``. 1 is a usual value. For levels of class :class:`ARTM`.
    n_jobs : int, default=None
        Number of threads of levels that have no `n_jobs` of their own.
    random_state : int, RandomState instance or None, default=None
        Where levels start that have no `random_state` of their own.
    init : {"random"}, list or HierarchicalARTM, default="random"
        A fitted hierarchy, or a list of what `init` of each level may be, for levels
        that have none of their own; see :class:`ARTM`.
    n_init : int, default=1
        Random starts of each level that has no number of its own.
    warm_start : bool, default=False
        Whether `fit` goes on from the levels of the last one, if there are any.

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
    topic_word_counts_ : ndarray of shape (n_components, n_features)
        Expected number of times that each word was drawn from each topic of it.
    perplexity_ : float
        Perplexity of the training documents under the last level. Set by `fit`; there
        is none after `partial_fit`.
    topic_names_ : list of (str or None)
        Names of the topics of the last level, if its `seed_topics` is a dict.
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
    the paper, it has the topic's expected number of words.

    A level is a task of `fit` for callbacks that are set on the hierarchy: one that
    asks to stop after a level leaves out the levels below. Callbacks that scikit-learn
    hands down, as `ProgressBar`, see the passes of the levels, too; others that are to
    see them are set on the models of the levels.

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
    perplexity_: float
    topic_names_: list[str | None]

    _parameter_constraints = {
        "levels": [None, list, tuple],
        "parent_weight": [Interval(Real, 0, None, closed="left")],
        "parent_sparsity": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [None, Integral],
        "random_state": ["random_state"],
        "init": [StrOptions({"random"}), list, tuple, HasMethods(["fit"])],
        **constraints_of("n_init", "warm_start"),
    }

    def __init__(
        self,
        levels=None,
        *,
        parent_weight=1.0,
        parent_sparsity=0.0,
        n_jobs=None,
        random_state=None,
        init: Any = "random",
        n_init=1,
        warm_start=False,
    ):
        self.levels = levels
        self.parent_weight = parent_weight
        self.parent_sparsity = parent_sparsity
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.init, self.n_init, self.warm_start = init, n_init, warm_start

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn the topics of all levels from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
            An iterable of such batches, which starts again each time it is iterated,
            is read in each pass of each level and learned from online.
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
            If a level is no ARTM or ThetalessARTM.

        Warns
        -----
        UserWarning
            If a level has fewer topics than the level above.
        """
        with learning(self) as learner:
            levels = learner._new_levels()
            tell_starts(learner, levels)
            X = documents_to_fit(learner, X, learner._check_counts, sample_weight)
            if not isinstance(X, EMStream):
                X, sample_weight, _ = learner._rows(X, sample_weight)
            levels, children = fit_levels(learner, levels, X, y, sample_weight)
            if isinstance(X, EMStream):
                score = score_of_stream(levels[-1], X)
            else:
                score = _last_score(levels[-1], X, sample_weight)
            about = {"perplexity_": float(np.exp(-score))}
            commit(learner, attributes_of_levels(levels, children) | about)
        return self

    @_fit_context(prefer_skip_nested_validation=False)
    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics of all levels with a batch of documents, online.

        Nothing but the topics is kept. Each level learns as by :meth:`ARTM.partial_fit`
        from the batch and then from the topics above, as they are by now.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts, with the vocabulary of the calls before. Named counts may have
            new words.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : HierarchicalARTM

        Raises
        ------
        TypeError, ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.
        """
        first = not hasattr(self, "components_")
        with learning(self) as learner:
            levels = learner._new_levels() if first else learner.levels_
            if first:
                tell_starts(learner, levels)
            X = learner._check_counts(X, reset=first, grow=not first)
            X, weight, _ = learner._rows(X, sample_weight)
            random_state = check_random_state(learner.random_state) if first else None
            children = []
            for i, level in enumerate(levels):
                prepare_level(learner, level, random_state)
                parents = parents_of_level(learner, levels, i)
                children.append(update_level(level, X, weight, parents))
            commit(learner, attributes_of_levels(levels, children[1:]))
        return self

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
        return _last_score(self.levels_[-1], X, sample_weight)

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


def _mixtures(level, X):
    """Mixtures of documents under a fitted level."""
    return level._doc_topic(X, fitted_modalities(level))


def _last_score(level, X, sample_weight):
    """Mean log-likelihood per token of counts that were checked, in nats."""
    modalities = fitted_modalities(level)
    return level._score(X, modalities, sample_weight, weighted_terms(X, modalities))
