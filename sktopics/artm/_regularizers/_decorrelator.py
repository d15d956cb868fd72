"""Topics that differ from each other."""

from typing import Self

import numpy as np

from ._regularizer import Regularizer


class Decorrelator(Regularizer):
    """Make topics differ: penalise the products of their distributions.

    R = - sum_{s < t} sum_w phi_ws phi_wt [1]_, hence

        tau phi_wt dR/dphi_wt = - tau phi_wt sum_{s != t} phi_ws,

    which costs O(n_terms * n_components), for the sum over the other topics is the
    sum over all less one. It also makes topics sparse, and gathers common words in
    topics that it is not for: leave the background topics out of `topics`.
    With `pair_weights` a pair of topics counts omega_ts times,

        tau phi_wt dR/dphi_wt = - tau phi_wt sum_{s != t} omega_ts phi_ws.

    They need not be symmetric: omega_ts says how hard topic t is driven from topic s,
    which may stay as it is. What drives a topic is a constant in its derivative then.

    Parameters
    ----------
    tau : float, default=1.0
        Weight. phi is a distribution over thousands of terms and counters are in
        words, so useful values are large, often 1e3 to 1e6; with `relative`
        something between 0.01 and 1.
    pair_weights : array-like of shape (n_topics, n_topics), default=None
        The weights omega_ts of pairs of the topics that the regularizer is for, not
        negative: row t says from which topics topic t is driven away. The diagonal is
        ignored. None: 1.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] Y. Tan and Z. Ou, "Topic-weak-correlated latent Dirichlet allocation",
       ISCSLP 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import Decorrelator
    >>> phi = np.array([[0.5, 0.75], [0.5, 0.25]])
    >>> Decorrelator(tau=8).grad(phi, 10 * phi, [10, 10])
    array([[-3., -3.],
           [-1., -1.]])

    The second topic is driven from the first one, which stays as it is:

    >>> Decorrelator(8, pair_weights=[[0, 0], [1, 0]]).grad(phi, 10 * phi, [10, 10])
    array([[-0., -3.],
           [-0., -1.]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "pair_weights": ["array-like", None],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        pair_weights=None,
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
        self.pair_weights = pair_weights

    def bind(self, feature_names, n_components) -> Self:
        """Return a clone after a look at `pair_weights`; see :class:`Regularizer`."""
        self._omega(n_components)
        return super().bind(feature_names, n_components)

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        return phi * (-self.tau * self._others(phi)).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; of weights that are not symmetric those of both halves."""
        return -self.tau * float((phi * self._others(phi)).sum(dtype=np.float64)) / 2

    def _others(self, phi):
        """Weighted sum over the other topics, (n_terms, n_components)."""
        omega = self._omega(phi.shape[1])
        return _others(phi) if omega is None else phi @ omega.T.astype(phi.dtype)

    def _omega(self, n_components):
        """Return `pair_weights` as an array without a diagonal, or None."""
        if self.pair_weights is None:
            return None
        omega = np.array(self.pair_weights, dtype=np.float64)
        right = omega.shape == (n_components, n_components)
        if not (right and np.isfinite(omega).all() and (omega >= 0).all()):
            raise ValueError(
                f"pair_weights of Decorrelator must be {n_components} x {n_components} "
                "finite numbers, not negative, one for each pair of the topics that "
                f"it is for; got {self.pair_weights!r}."
            )
        np.fill_diagonal(omega, 0)
        return omega


def _others(phi):
    """Sum over the other topics, (n_terms, n_components)."""
    # Rounding must not make it negative: that would draw topics together.
    return np.maximum(phi.sum(axis=1, keepdims=True) - phi, 0)
