"""Fitting: what the estimators on counts of this family have in common."""

import numpy as np
from sklearn.callback import CallbackSupportMixin
from sklearn.utils import check_random_state

from .._fitted import unchanged_on_error
from .._sklearn import _fit_context, with_callbacks
from .._validation import weighted_documents
from ._em_passes import DocumentRows, Updates, online_pass, run_em_passes
from ._regularization import as_union
from ._scoring import fitted_modalities
from ._training_tables import TrainingTables, weighted_terms


def bound_regularizers(model, modalities):
    """The regularizers of a model, bound to its vocabulary and modalities."""
    names = getattr(model, "feature_names_in_", None)
    rows = modalities.rows or None
    return as_union(model.regularizers).bind(names, model.n_components, rows)


class TopicFitMixin(CallbackSupportMixin):
    """`fit`, `partial_fit` and `fit_transform` of topics that EM-like passes train.

    Models provide ``_inference(modalities)`` with its `e_step`, ``_passes(X,
    sample_weight, topics, inference)``, and the numbers ``_max_passes`` and
    ``_spread``: how far the random topics are apart where training starts. Those of
    other documents than counts read them by ``_checked`` and ``_training_data``.
    """

    def _checked(self, X, *, reset):
        return self._check_counts(X, reset=reset)

    def _training_data(self, given, modalities, sample_weight):
        """What passes are made over: the documents, their weights, all their tokens."""
        X, sample_weight = weighted_documents(
            weighted_terms(given, modalities), sample_weight
        )
        n_tokens = sample_weight @ X.sum(axis=1, dtype=np.float64)
        return DocumentRows.of(X), sample_weight, n_tokens

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Learn topics from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.

        Returns
        -------
        self : estimator

        Raises
        ------
        ValueError
            If `X` holds negative, infinite or missing values, if modalities overlap
            or miss columns, or if a regularizer does not fit the model.
        """
        with unchanged_on_error(self):
            return self._fit_checked(self._checked(X, reset=True), y, sample_weight)

    @with_callbacks
    def _fit_checked(self, given, y, sample_weight):
        """Fit on documents that were checked, the columns known."""
        modalities = fitted_modalities(self)
        X, sample_weight, n_tokens = self._training_data(
            given, modalities, sample_weight
        )
        inference = self._inference(modalities)
        topics = self._random_topics(modalities, X.dtype)
        last_change = 0
        if self.tol:
            last_change = inference.regularizers.last_change(self._max_passes)
        fitted = run_em_passes(
            self,
            self._passes(X, sample_weight, topics, inference),
            given,
            y,
            max_iter=self._max_passes,
            n_tokens=n_tokens,
            attributes=lambda perplexities: self._fitted(topics, perplexities),
            last_change=last_change,
        )
        vars(self).update(fitted)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, sample_weight=None):
        """Update the topics with a batch of documents, online.

        Nothing but the topics is kept: a stream of batches takes the memory of one.
        After a batch `fit`, whose counts are those of a whole corpus, a small batch of
        new documents moves the topics little.
        The schedules of regularizers count the calls as passes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts, with the vocabulary of the first call.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : estimator

        Raises
        ------
        ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.
        """
        first = not hasattr(self, "components_")
        with unchanged_on_error(self):
            X = self._checked(X, reset=first)
            modalities = fitted_modalities(self)
            X, sample_weight, _ = self._training_data(X, modalities, sample_weight)
            inference = self._inference(modalities)
            if first:
                topics = self._random_topics(modalities, X.dtype)
            else:
                topics = TrainingTables.fitted(self, modalities, X.dtype)
            n_iter = 0 if first else self.n_iter_
            online_pass(X, sample_weight, topics, inference, Updates.of(self), n_iter)
        vars(self).update(self._fitted(topics, []))
        self.n_iter_ = n_iter + 1
        return self

    def fit_transform(self, X, y=None, *, sample_weight=None):
        """Learn topics from counts, then infer the documents' mixtures.

        The same as `fit` and then `transform`, whose parameters these are.
        """
        return self.fit(X, y, sample_weight=sample_weight).transform(X)

    def _random_topics(self, modalities, dtype):
        random_state = check_random_state(self.random_state)
        return TrainingTables.random(
            self.n_components, modalities, dtype, random_state, self._spread
        )

    def _fitted(self, topics, perplexities):
        """The attributes that the model would have if training ended now."""
        fitted = {
            "components_": topics.components(topics.phi),
            "topic_word_counts_": topics.components(topics.counts),
            "n_iter_": len(perplexities),
            "n_batch_iter_": topics.n_updates,
        }
        if perplexities:
            fitted["perplexity_"] = perplexities[-1]
        return fitted
