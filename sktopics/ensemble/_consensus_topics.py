"""Consensus topics: several runs of a model made one."""

from numbers import Integral
from typing import Any, Self

import numpy as np
from sklearn import get_config
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    MetaEstimatorMixin,
    TransformerMixin,
)
from sklearn.utils import check_random_state, get_tags
from sklearn.utils.metadata_routing import (
    MetadataRouter,
    MethodMapping,
    process_routing,
)
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from .._fitted import commit, learning
from .._reading import TopicTraits, materialized
from .._sklearn import HasMethods, Interval, _fit_context, check_parameters
from .._sparse import checked_csr
from ._fitted_consensus import fitted_consensus, fitted_on_documents, voted_topics
from ._matched_runs import matched
from ._topic_consensus import consensus_of_runs, consensus_of_words, mean_of
from ._topic_runs import (
    aligned_runs,
    check_seeds,
    continued_runs,
    fit_runs,
    run_of,
    shares_in,
    start_parameter,
    taken_by_transform,
    unfitted_runs,
)


def _checked(X):
    """Return documents that can be read again by every run."""
    return checked_csr(materialized(X))


def _has(method):
    return available_if(lambda self: hasattr(self.estimator, method))


class ConsensusTopics(
    MetaEstimatorMixin,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    BaseEstimator,
):
    """Fit a topic model several times, and take the topics that the runs agree on.

    A single run of a topic model depends on its random start: another seed finds other
    topics. Here a clone of `estimator` is fitted from each of `n_runs` starts. Topics
    of different runs that have the same documents are put into one group, one topic of
    each run [2]_. Their distributions of words are averaged [1]_. Some models can start
    from given topics, by a parameter `init`. These are fitted `n_refits` times more,
    from the means, and the refits are averaged. The agreement of the runs says how far
    you can rely on a topic, and on the topic of a document.

    Parameters
    ----------
    estimator : estimator or Pipeline
        A topic model of this library, or scikit-learn's `LatentDirichletAllocation` or
        `NMF`. It is cloned, and has a `random_state` or parts that have one.
    n_runs : int, default=10
        Number of random starts; 2 or more.
    n_refits : int, default=5
        Number of fits that start from the mean topics of the runs, for models with a
        parameter `init` that takes topics. With 0, and for all other models, topics are
        the means over the runs.
    n_jobs : int, default=None
        Number of runs that are fitted at the same time. The result does not depend on
        it.
    random_state : int, RandomState instance or None, default=None
        Gives each run its seeds. The seeds of `estimator` itself are not used.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        Mean weights of terms in the topics of a group.
    topic_word_ : ndarray of shape (n_components, n_features)
        `components_` with rows that sum to 1.
    estimators_ : list of estimators
        The fitted models that are averaged: the refits, or the runs.
    topic_reliability_ : ndarray of shape (n_components,)
        Mean correlation, over all pairs of runs, of the topic's shares in the training
        documents (after `partial_fit`, of the distributions of words). 1 means that all
        runs found the same topic. A run without the topic counts as 0.
    topic_runs_ : ndarray of shape (n_components,), int
        Number of runs in which the topic is found: those in which its shares have a
        correlation of at least 0.5 with the mean of the other runs.
    rare_topics_ : ndarray of int
        Topics that are found in less than half of the runs.
    document_reliability_ : ndarray of shape (n_documents,)
        Share of the runs in which a training document has the topic that it has in the
        consensus, or none as in the consensus. NaN for a document without words. Only
        after `fit`.
    labels_ : ndarray of shape (n_documents,), int
        Of cluster models: the topics of the training documents, -1 for none. Only after
        `fit`.
    n_features_in_ : int
        Number of columns, where the estimator knows it.

    See Also
    --------
    sktopics.metrics.topic_stability : How far the topics of one model come back.

    Notes
    -----
    The cost is that of `n_runs` + `n_refits` fits. Where runs find different numbers of
    topics, as clusterers do, the consensus has as many as the run in the middle.

    References
    ----------
    .. [1] A. Hoyle, P. Goel, R. Sarkar, P. Resnik, "Are neural topic models broken?",
       Findings of EMNLP 2022, section 6: ensembles of runs.
    .. [2] A. Ng, M. Jordan, Y. Weiss, "On spectral clustering", NIPS 2001.

    Examples
    --------
    >>> from sktopics import ConsensusTopics, LatentDirichletAllocation
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 0], [0, 0, 3, 2], [0, 0, 1, 4]] * 5
    >>> model = ConsensusTopics(LatentDirichletAllocation(2), n_runs=3, random_state=0)
    >>> model.fit(X).transform(X[:3]).round(1)
    array([[0.9, 0.1],
           [0.9, 0.1],
           [0.1, 0.9]])
    >>> model.topic_reliability_.round(1)
    array([1., 1.])
    """

    components_: np.ndarray
    estimators_: list[Any]
    topic_reliability_: np.ndarray
    topic_runs_: np.ndarray
    rare_topics_: np.ndarray
    document_reliability_: np.ndarray
    labels_: np.ndarray
    n_features_in_: int

    _parameter_constraints = {
        "estimator": [HasMethods(["fit", "transform", "get_params"])],
        "n_runs": [Interval(Integral, 2, None, closed="left")],
        "n_refits": [Interval(Integral, 0, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self, estimator, n_runs=10, *, n_refits=5, n_jobs=None, random_state=None
    ):
        self.estimator = estimator
        self.n_runs = n_runs
        self.n_refits = n_refits
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, **fit_params) -> Self:
        """Fit the runs, and average them.

        Parameters
        ----------
        X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
            What `estimator.fit` takes.
        y : array-like of shape (n_documents,), default=None
            Labels, for models that use them.
        **fit_params : dict
            What `estimator.fit` takes beside, such as `authors`, `embeddings` or
            `sample_weight`; with metadata routing, what it has requested.

        Returns
        -------
        self : ConsensusTopics

        Raises
        ------
        ValueError
            If nothing in `estimator` has a `random_state`: all runs would be the same.
            If runs have no topics. What `estimator.fit` raises.
        TypeError
            If `estimator` is no topic model.
        """
        with learning(self) as learner:
            check_seeds(self.estimator)
            X = _checked(X)
            given = self._routed("fit", fit_params)
            params = given, taken_by_transform(self.estimator, given)
            rng = check_random_state(learner.random_state)
            how = {"n_jobs": self.n_jobs, "random_state": rng}
            runs = fit_runs(self.estimator, X, y, params, n_runs=self.n_runs, **how)
            found = consensus_of_runs(aligned_runs(runs), rng)
            start = start_parameter(self.estimator)
            if self.n_refits and start is not None:
                again = {start: found.topic_word}
                refits = fit_runs(
                    self.estimator,
                    *(X, y, params),
                    n_runs=self.n_refits,
                    changes=again,
                    **how,
                )
                found = found.after_refits(refits)
            documents = fitted_on_documents(found)
            commit(learner, fitted_consensus(found) | documents)
        return self

    @_has("partial_fit")
    @_fit_context(prefer_skip_nested_validation=False)
    def partial_fit(self, X, y=None, **fit_params) -> Self:
        """Update all runs by a batch of documents, and average them.

        There are no refits. Topics of runs are matched by their distributions of words,
        after each batch.

        Parameters
        ----------
        X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
            What `estimator.partial_fit` takes.
        y : array-like of shape (n_documents,), default=None
            Labels, for models that use them.
        **fit_params : dict
            What `estimator.partial_fit` takes beside.

        Returns
        -------
        self : ConsensusTopics
        """
        with learning(self) as learner:
            check_seeds(self.estimator)
            X = _checked(X)
            given = self._routed("partial_fit", fit_params)
            rng = check_random_state(learner.random_state)
            models = getattr(self, "estimators_", None)
            if models is None:
                models = unfitted_runs(self.estimator, self.n_runs, rng)
            models = continued_runs(models, X, y, given, n_jobs=self.n_jobs)
            found = consensus_of_words(aligned_runs(list(map(run_of, models))), rng)
            commit(learner, fitted_consensus(found))
        return self

    def transform(self, X, **params) -> np.ndarray:
        """Return the mean shares of topics over the models.

        Parameters
        ----------
        X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
            What `estimator.transform` takes.
        **params : dict
            What `estimator.transform` takes beside `X`.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Rows sum to 1; of cluster models, the share of the models that put the
            document into each topic.
        """
        check_is_fitted(self)
        check_parameters(self)
        X = _checked(X)
        shares = self._mean_shares(X, self._routed("transform", params))
        return shares.toarray().astype(self.components_.dtype, copy=False)

    @_has("predict")
    def predict(self, X, **params) -> np.ndarray:
        """Return the topic of each document that most models give it, -1 for none.

        Parameters
        ----------
        X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
            What `estimator.predict` takes.
        **params : dict
            What `estimator.predict` takes beside `X`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int
        """
        check_is_fitted(self)
        check_parameters(self)
        X = _checked(X)
        return voted_topics(self._mean_shares(X, self._routed("predict", params)))

    def _routed(self, method, params):
        """Return what a method of the models is given beside `X`."""
        if not params or not get_config()["enable_metadata_routing"]:
            return params
        return process_routing(self, method, **params).estimator[method]

    def _mean_shares(self, X, beside):
        """Return the mean of the shares by the models, a csr_array."""
        shares = [shares_in(model, X, beside) for model in self.estimators_]
        return mean_of([matched(*p) for p in zip(shares, self._partners, strict=True)])

    def get_metadata_routing(self) -> MetadataRouter:
        """Return what metadata the estimator asks for, a `MetadataRouter`."""
        mapping = MethodMapping()
        for method in ("fit", "partial_fit", "transform", "predict"):
            mapping.add(caller=method, callee=method)
        router = MetadataRouter(owner=self)
        return router.add(estimator=self.estimator, method_mapping=mapping)

    @property
    def topic_word_(self) -> np.ndarray:
        """Distribution of words in each topic, (n_components, n_features)."""
        return self.components_ / self.components_.sum(axis=1, keepdims=True)

    @property
    def __topic_traits__(self):
        shares = "clusters" if self._are_clusters else "mixtures"
        return TopicTraits(distributions=self._are_distributions, shares=shares)

    @property
    def _n_features_out(self):
        return len(self.components_)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        if hasattr(self.estimator, "__sklearn_tags__"):
            inner = get_tags(self.estimator)
            tags.input_tags = inner.input_tags
            tags.target_tags.required = inner.target_tags.required
        tags.transformer_tags.preserves_dtype = []
        return tags
