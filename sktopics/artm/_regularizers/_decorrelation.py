"""Topics that differ from each other."""

import numpy as np

from ._base import Regularizer


class Decorrelator(Regularizer):
    """Make topics differ: penalise the products of their distributions.

    R = - sum_{s < t} sum_w phi_ws phi_wt [1]_, hence

        tau phi_wt dR/dphi_wt = - tau phi_wt sum_{s != t} phi_ws,

    which costs O(n_terms * n_components), for the sum over the other topics is the
    sum over all less one. It also makes topics sparse, and gathers common words in
    topics that it is not for: leave the background topics out of `topics`.

    Parameters
    ----------
    tau : float, default=1.0
        Weight. phi is a distribution over thousands of terms and counters are in
        words, so useful values are large, often 1e3 to 1e6; with `relative`
        something between 0.01 and 1.
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
    """

    def grad(self, phi, n_wt, n_t):
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        return phi * (-self.tau * _others(phi)).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t):
        """Return tau * R."""
        return -self.tau * float((phi * _others(phi)).sum(dtype=np.float64)) / 2


def _others(phi):
    """Sum over the other topics, (n_terms, n_components)."""
    # Rounding must not make it negative: that would draw topics together.
    return np.maximum(phi.sum(axis=1, keepdims=True) - phi, 0)
