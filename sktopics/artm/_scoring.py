"""What fitted topics say of documents: mixtures, likelihood, perplexity."""

import numpy as np
import scipy.sparse as sp

from .._base import CountsMixin
from .._magnitudes import countable, score_weights
from .._sklearn import check_fitted
from .._word_topics import WordTopicsMixin, mixture_posterior, share_words
from ..kernels.em import UNEXPLAINED, mixture_log_likelihoods
from ..kernels.padding import pad_topics
from ._composed_parameters import ComposedParametersMixin
from ._document_rows import weighted_rows
from ._merged_topics import MergedTopicsMixin
from ._modalities import fitted_modalities
from ._training_tables import TrainingTables, weighted_terms


class TopicWordMixin(ComposedParametersMixin, MergedTopicsMixin):
    """Topics as distributions, for models with `components_`."""

    components_: np.ndarray
    topic_word_counts_: np.ndarray
    seen_terms_: np.ndarray
    perplexity_: float
    n_iter_: int
    n_batch_iter_: int
    topic_names_: list[str | None]

    @property
    def topic_word_(self) -> np.ndarray:
        """Distribution of words in each topic, (n_components, n_features).

        `components_` with rows that sum to 1 over all modalities; a topic that has
        lost all its terms has zeros.
        """
        totals = self.components_.sum(axis=1, keepdims=True)
        return np.divide(
            self.components_,
            totals,
            out=np.zeros_like(self.components_),
            where=totals > 0,
        )

    @property
    def _n_topics(self):
        """How many topics there are, or are to be before the first fit."""
        if hasattr(self, "components_"):
            return self.components_.shape[0]
        return self.n_components


class LikelihoodScoreMixin(TopicWordMixin, WordTopicsMixin, CountsMixin):
    """Mixtures and scores of documents, for models with topics.

    Models provide ``_mixtures(X, topics)``, of documents over the terms of `topics`.
    """

    def transform(self, X) -> np.ndarray:
        """Infer the mixtures of topics of documents.

        Deterministic, and the same for a document whatever documents come with it.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document, theta in the literature; rows sum
            to 1. A document that no topic explains has the prior's.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        return self._doc_topic(X, fitted_modalities(self))

    def _rows(self, X, sample_weight, dtype=None):
        """Return documents, their weights and the number of tokens, for training."""
        if dtype is not None and X.dtype != dtype:
            with np.errstate(over="ignore"):
                X = countable(X.astype(dtype))
        return weighted_rows(X, fitted_modalities(self), sample_weight)

    def _doc_topic(self, X, modalities):
        X = weighted_terms(X, modalities)
        X, topics = known_tables(self, X, modalities)
        k = self.components_.shape[0]
        return np.ascontiguousarray(self._mixtures(X, topics)[:, :k])

    def _words_of_topics(self, X, min_share):
        """p(topic | word, document) of counts that were checked."""
        doc_topic = self._doc_topic(X, fitted_modalities(self))
        X, phi = phi_of_terms(self, X)
        word_topic = phi[:, : doc_topic.shape[1]]
        return share_words(
            X, doc_topic, *self._posterior(word_topic),
            min_share=min_share, n_jobs=self.n_jobs,
        )  # fmt: skip

    def _posterior(self, word_topic):
        """Return a function for `share_words`, and what it is given beside."""
        return mixture_posterior, word_topic

    def score(self, X, y=None, sample_weight=None) -> float:
        """Compute the mean log-likelihood per token, in nats.

        Mixtures are inferred from the very words that are scored: compare models by
        :func:`~sktopics.metrics.completion_perplexity` where that matters. A token
        of a modality counts as much as the modality weighs. No word has a probability
        below 0.001 / n_features: with one that no topic has, the score would be -inf.

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
            Higher is better; 0 if there are no tokens.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        modalities = fitted_modalities(self)
        return self._score(X, modalities, sample_weight, weighted_terms(X, modalities))

    def perplexity(self, X, *, modality=None, sample_weight=None) -> float:
        """Compute the perplexity of documents.

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

        Raises
        ------
        ValueError
            If the model has no modality of that name.
        """
        if modality is None:
            return float(np.exp(-self.score(X, sample_weight=sample_weight)))
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        modalities = fitted_modalities(self)
        if modality not in modalities.rows:
            raise ValueError(
                f"modality={modality!r}: {type(self).__name__} has "
                f"{list(modalities.rows) or 'no named modalities'}."
            )
        scored = X.copy()
        number = list(modalities.rows).index(modality)
        scored.data[modalities.of_term[X.indices] != number] = 0
        return float(np.exp(-self._score(X, modalities, sample_weight, scored)))

    @property
    def modalities_(self) -> dict:
        """Columns of each modality, a dict of str to (slice or ndarray of int).

        Empty if the model has no named modalities.
        """
        check_fitted(self)
        return dict(fitted_modalities(self).rows)

    def _score(self, X, modalities, sample_weight, scored):
        """Mean log-likelihood of the counts `scored`, mixtures inferred from `X`."""
        sample_weight = score_weights(X, sample_weight)
        theta = pad_topics(self._doc_topic(X, modalities), X.dtype)
        likelihoods = np.empty(X.shape[0], np.float64)
        floor = X.dtype.type(UNEXPLAINED / X.shape[1])
        scored, phi = phi_of_terms(self, scored)
        mixture_log_likelihoods(
            scored.indptr, scored.indices, scored.data, phi, theta, floor, likelihoods
        )
        n_tokens = sample_weight @ scored.sum(axis=1, dtype=np.float64)
        return float(sample_weight @ likelihoods / n_tokens) if n_tokens > 0 else 0.0


def known_tables(model, X, modalities):
    """Return `X` and the topics of a fitted model, both for the same terms."""
    masses = model.topic_word_counts_.sum(axis=1, dtype=np.float64)
    X, phi = phi_of_terms(model, X)
    counts = np.zeros((1, phi.shape[1]), X.dtype)
    counts[0, : masses.size] = masses
    return X, TrainingTables(masses.size, phi, counts, modalities)


def phi_of_terms(model, X):
    """Return `X` and phi of a fitted model, (n_terms, n_padded), for the same terms.

    Where `X` has few words, only their terms are looked at: a single document should
    not cost a copy of all topics.
    """
    components = model.components_
    if 2 * X.nnz > components.shape[1]:
        return X, pad_topics(components.T, X.dtype)
    terms, indices = np.unique(X.indices, return_inverse=True)
    if not terms.size:  # empty documents have the prior's mixture, whoever infers it
        terms = np.zeros(1, X.indices.dtype)
    indices = indices.astype(X.indices.dtype)
    X = sp.csr_array((X.data, indices, X.indptr), shape=(X.shape[0], len(terms)))
    return X, pad_topics(components[:, terms].T, X.dtype)
