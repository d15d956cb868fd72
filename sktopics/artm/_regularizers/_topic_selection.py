"""How many topics there are."""

import numpy as np

from ._regularizer import Regularizer, divide, log_sum


class TopicSelection(Regularizer):
    """Remove topics that are small, so that their number is learned.

    R = - n / T sum_t ln p(t) drives the distribution p(t) = sum_d n_d theta_td / n
    of topics away from the uniform one [1]_. With n_t = n p(t),

        tau theta_td dR/dtheta_td = - tau n / (T n_t) n_d theta_td:

    a topic loses a share of all its counters, the greater the smaller it is, and
    one of less than tau times the average size n / T is gone at once.

    Parameters
    ----------
    tau : float, default=0.1
        Weight: topics below this multiple of the average size are removed. Between
        0 and 1; start after some passes (`schedule`), when topics have formed.
    topics, schedule
        See :class:`Regularizer`. The average is that of these topics.

    Notes
    -----
    With `n_t` given, as in online learning, where a batch knows only its own
    documents, n_t is a constant and R is - n / T sum_t sum_d n_d theta_td / n_t,
    whose derivative is the same.

    There is no warning of topics that are removed, unless none is left. They have
    zeros in `components_`: ``model.components_.any(axis=1).sum()`` topics are left.

    References
    ----------
    .. [1] K. Vorontsov, A. Potapenko and A. Plavin, "Additive regularization of
       topic models for topic selection and sparse factorization", SLDS 2015.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import TopicSelection
    >>> theta = np.array([[0.875, 0.125], [0.875, 0.125]])
    >>> n_td = 8 * theta
    >>> TopicSelection(tau=0.5).grad_theta(theta, n_td) + n_td
    array([[ 5., -1.],
           [ 5., -1.]])
    """

    needs_n_t = True
    removes_topics = True
    _parameter_constraints: dict = {
        name: Regularizer._parameter_constraints[name]
        for name in ("tau", "topics", "schedule")
    }

    def __init__(self, tau=0.1, *, topics=None, schedule=None):
        self.tau = tau
        self.topics = topics
        self.schedule = schedule

    def grad_theta(self, theta, n_td, n_t=None) -> np.ndarray:
        """Return tau * theta * dR/dtheta, (n_documents, n_components)."""
        mass, sizes, n = sizes_of(theta, n_td)
        if n_t is not None:
            sizes, n = n_t, np.sum(n_t, dtype=np.float64)
        return (mass * self._factors(sizes, n)).astype(theta.dtype, copy=False)

    def score_theta(self, theta, n_td, n_t=None) -> float:
        """Return tau * R; topics that are gone are left out."""
        _, sizes, n = sizes_of(theta, n_td)
        if n_t is not None:
            return float(self._factors(n_t, np.sum(n_t, dtype=np.float64)) @ sizes)
        return -self.tau * n / len(sizes) * log_sum(1.0, divide(sizes, n))

    def _factors(self, n_t, n):
        """Return what is added to a counter, by topic, for each word of it."""
        n_t = np.asarray(n_t, dtype=np.float64)
        # 1e-30: a topic of next to no mass is gone, and its share must stay finite.
        ratio = divide(np.full(n_t.shape, n), np.maximum(n_t, 1e-30 * n))
        return np.where(n_t > 0, -self.tau / len(n_t) * ratio, 0.0)


def sizes_of(theta, n_td):
    """Return n_d theta_td, its sums over documents, and the number of words."""
    mass = theta * n_td.sum(axis=1, keepdims=True)
    return mass, mass.sum(axis=0, dtype=np.float64), float(n_td.sum(dtype=np.float64))
