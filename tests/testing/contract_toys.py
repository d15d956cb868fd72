"""Small models that keep the contract: a mixture of unigrams on each kind of input."""

from numbers import Integral
from typing import ClassVar

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
)
from sklearn.callback import CallbackSupportMixin, with_callbacks
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils import check_random_state

from sktopics._base import CountsMixin
from sktopics._fitted import learning
from sktopics._magnitudes import countable, training_weights
from sktopics._sklearn import Interval, _fit_context, check_fitted
from sktopics.sequences import TokenSequences


class _Mixture(CallbackSupportMixin, TransformerMixin, BaseEstimator):
    """EM for a mixture of unigrams; subclasses say how input becomes counts."""

    _parameter_constraints: ClassVar = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(self, n_components=4, *, max_iter=4, n_jobs=None, random_state=None):
        self.n_components = n_components
        self.max_iter = max_iter
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        with learning(self) as learner:
            learner._fit(X, y, sample_weight)
        return self

    @with_callbacks
    def _fit(self, X, y, sample_weight):
        given, X = X, self._counts(X, reset=True)
        weight = self._weights(X, sample_weight)
        components, n_iter = self._initial(X), 0
        whole = self._init_callback_context(max_subtasks=self.max_iter)
        whole.call_on_fit_task_begin(estimator=self, X=given, y=y)
        for n_iter in range(1, self.max_iter + 1):  # noqa: B007 -- kept
            this = whole.subcontext(task_name="pass")
            this.call_on_fit_task_begin(estimator=self, X=given, y=y)
            components = self._pass(X, components, weight)
            if this.call_on_fit_task_end(
                estimator=self,
                X=given,
                y=y,
                reconstruction_attributes=lambda now=components: {"components_": now},
            ):
                break
        self.components_, self.n_iter_ = components, n_iter
        whole.call_on_fit_task_end(
            estimator=self, X=given, y=y, reconstruction_attributes={}
        )

    def _weights(self, X, sample_weight):
        return training_weights(X, sample_weight)

    def _initial(self, X):
        random = check_random_state(self.random_state)
        n_topics = self.n_components
        return random.gamma(100.0, 0.01, (n_topics, X.shape[1])).astype(X.dtype)

    def _pass(self, X, components, weight):
        posterior = self._posterior(X, components) * weight[:, np.newaxis]
        return (X.T @ posterior).T + components.dtype.type(0.1)

    def _posterior(self, X, components):
        logs = np.log(components / components.sum(axis=1, keepdims=True)).T
        step = 100
        logits = Parallel(n_jobs=self.n_jobs, prefer="threads")(
            delayed(lambda part: part @ logs)(X[i : i + step])
            for i in range(0, X.shape[0], step)
        )
        logits = np.vstack(logits) * X.dtype.type(0.2)  # tempered: softer memberships
        logits = np.exp(logits - logits.max(axis=1, keepdims=True))
        return logits / logits.sum(axis=1, keepdims=True)

    def transform(self, X):
        check_fitted(self, "components_")
        X = self._counts(X, reset=False)
        return self._posterior(X, self.components_.astype(X.dtype))

    def score(self, X, y=None):
        return float(np.log(self.transform(X).max(axis=1)).mean())

    def perplexity(self, X):
        return float(np.exp(-self.score(X)))


class ToyCounts(CountsMixin, _Mixture):
    """On counts."""

    def _counts(self, X, *, reset):
        return self._check_counts(X, reset=reset)

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None):
        first = not hasattr(self, "components_")
        with learning(self) as learner:
            X = learner._counts(X, reset=first)
            before = self._initial(X) if first else self.components_.astype(X.dtype)
            weight = np.ones(X.shape[0], dtype=X.dtype)
            learner.components_ = before / 2 + learner._pass(X, before, weight)
        return self


class _Names(ClassNamePrefixFeaturesOutMixin):
    @property
    def _n_features_out(self):
        return self.components_.shape[0]


class ToySequences(_Names, _Mixture):
    """On `TokenSequences`."""

    def _counts(self, X, *, reset):
        if not isinstance(X, TokenSequences):
            raise TypeError(f"Pass what SequenceVectorizer gives, not {type(X)}.")
        if len(X) == 0:
            raise ValueError("There are no documents.")
        if reset:
            self.n_features_in_ = X.n_terms
        elif X.n_terms != self.n_features_in_:
            raise ValueError(f"{X.n_terms} terms instead of {self.n_features_in_}.")
        return countable(X.to_counts(np.float64))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        return tags


class ToyDocuments(_Names, _Mixture):
    """On raw documents: CountVectorizer and the mixture in one."""

    def _counts(self, X, *, reset):
        if isinstance(X, str):
            raise ValueError("Pass a list of documents, not one string.")
        X = list(X)
        if not X:
            raise ValueError("There are no documents.")
        for document in X:
            if not isinstance(document, str):
                raise TypeError(f"{document!r} is no document.")
        if reset:
            self.vectorizer_ = CountVectorizer().fit(X)
        return sp.csr_array(self.vectorizer_.transform(X), dtype=np.float64)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags
