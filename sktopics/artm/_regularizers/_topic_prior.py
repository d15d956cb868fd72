"""How large topics are."""

from typing import Self

import numpy as np

from ._regularizer import Regularizer, log_sum


class TopicPrior(Regularizer):
    """Balance topics by a prior distribution of their sizes.

    R = sum_t beta_t sum_w ln phi_wt, where beta is a distribution over topics [1]_,
    hence tau phi_wt dR/dphi_wt = tau beta_t: each term belongs to each topic
    beforehand, tau beta_t times. EM by itself tends to topics of about the same
    size, and cuts or merges those of a corpus whose topics differ in size.

    Parameters
    ----------
    tau : float, default=1.0
        Weight.
    topic_prior : array-like of shape (n_topics,), default=None
        The distribution beta over the topics that the regularizer is for; scaled
        to add up to 1. None: uniform.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] E. Veselova and K. Vorontsov, "Topic balancing with additive
       regularization of topic models", ACL Student Research Workshop 2020.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import TopicPrior
    >>> phi = np.array([[0.7, 0.2], [0.3, 0.8]])
    >>> TopicPrior(tau=4, topic_prior=[3, 1]).grad(phi, 10 * phi, [10, 10])
    array([[3., 1.],
           [3., 1.]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "topic_prior": ["array-like", None],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        topic_prior=None,
        topics=None,
        modalities=None,
        schedule=None,
        relative=False,
    ):
        super().__init__(
            tau,
            topics=topics,
            modalities=modalities,
            schedule=schedule,
            relative=relative,
        )
        self.topic_prior = topic_prior

    def bind(self, feature_names, n_components) -> Self:
        """Return a clone after a look at `topic_prior`; see :class:`Regularizer`."""
        self._beta(n_components)
        return super().bind(feature_names, n_components)

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        beta = (self.tau * self._beta(phi.shape[1])).astype(phi.dtype)
        return np.broadcast_to(beta, phi.shape)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; entries that are zero are left out."""
        return self.tau * log_sum(self._beta(phi.shape[1]), phi)

    def _beta(self, n_components):
        if self.topic_prior is None:
            return np.full(n_components, 1 / n_components)
        beta = np.asarray(self.topic_prior, dtype=np.float64)
        right = beta.shape == (n_components,) and np.isfinite(beta).all()
        if not right or (beta < 0).any() or beta.sum() == 0:
            raise ValueError(
                f"topic_prior of TopicPrior must be {n_components} numbers, one for "
                "each topic that it is for, not negative and not all zero; got "
                f"{self.topic_prior!r}."
            )
        return beta / beta.sum()
