"""How ARTM infers the mixtures of documents, in training and afterwards."""

import numpy as np

from .._word_topics import mixture_posterior
from ._mixtures import Mixtures, regularized_posterior
from ._modalities import fitted_modalities
from ._regularizer_union import bound_regularizers
from ._scoring import LikelihoodScoreMixin

# The least iterations for a document without a past.
_FRESH_ITER = 10
# What a kernel can count; nobody waits for so many.
_MOST_ITER = 2**31 - 1


class DocumentMixturesMixin(LikelihoodScoreMixin):
    """For models whose documents have mixtures of their own, inferred by EM.

    Models have the parameters `max_doc_update_iter`, `mean_change_tol`, `n_jobs`, and
    those of their regularizers.
    """

    doc_topic_: np.ndarray

    def _inference(self, modalities, n_components, least_iter=1):
        """How mixtures are inferred, with the regularizers bound to the vocabulary."""
        return Mixtures(
            bound_regularizers(self, modalities, n_components),
            min(max(self.max_doc_update_iter, least_iter), _MOST_ITER),
            min(self.mean_change_tol, 3.0),  # changes are up to 2
            self.n_jobs,
        )

    def _mixtures(self, X, topics):
        """Mixtures of documents whose terms are those of `topics`, with padding."""
        inference = self._inference(
            topics.modalities, topics.n_components, least_iter=_FRESH_ITER
        )
        weights = np.ones(X.shape[0], X.dtype)
        theta, *_ = inference.e_step(X, topics, weights, None, self._last_pass)
        return np.concatenate(theta)

    def _posterior(self, word_topic):
        """Return a function for `share_words`, and what it is given beside.

        Regularizers of p(topic | document, word) change it as they do in training.
        """
        n_components = word_topic.shape[1]
        bound = bound_regularizers(self, fitted_modalities(self), n_components)
        if not bound.has_ptdw:
            return mixture_posterior, word_topic
        return regularized_posterior, word_topic, bound, self._last_pass

    @property
    def _last_pass(self):
        """Number of the last pass, whose weights of regularizers are those of now."""
        return max(self.n_iter_ - 1, 0)
