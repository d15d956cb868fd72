"""Terms that lie next to each other: points of time, vertices of a graph."""

import numpy as np

from ._regularizer import Regularizer
from ._term_weights import columns_of


class SmoothTimeInTopics(Regularizer):
    """Make topics change little from one time to the next.

    For a modality whose terms are points of time, R = - sum_t sum_i
    abs(phi_it - phi_{i-1,t}) over consecutive times is minus the total variation [1]_
    of the topics, hence

        tau phi_it dR/dphi_it = tau phi_it (sign(phi_{i-1,t} - phi_it)
                                            + sign(phi_{i+1,t} - phi_it)),

    where the first and the last time have one neighbour only. As an L1 distance
    it permits a few sudden changes; yet a step changes an entry by a share of
    2 tau / n_t however near its neighbours are, so that a tau of more than some
    hundredths of n_t overshoots. As BigARTM's SmoothTimeInTopicsPhi.

    Parameters
    ----------
    tau : float, default=1.0
        Weight.
    timestamps : list, default=None
        Names of the times in their order; those that the vocabulary lacks are left
        out. None: all terms of `modalities`, in the order of the columns, which is
        that of time where a vectorizer has sorted years or ISO dates.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] L. Rudin, S. Osher and E. Fatemi, "Nonlinear total variation based noise
       removal algorithms", Physica D 60, 1992.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import SmoothTimeInTopics
    >>> phi = np.array([[0.1], [0.6], [0.3]])
    >>> SmoothTimeInTopics().grad(phi, 10 * phi, np.array([10]))
    array([[ 0.1],
           [-1.2],
           [ 0.3]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "timestamps": ["array-like", None],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        timestamps=None,
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
        self.timestamps = timestamps

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        order = self._terms(len(phi))
        signs = np.zeros((len(order) + 1, phi.shape[1]), dtype=phi.dtype)
        if len(order):
            signs[1:-1] = np.sign(np.diff(phi[order], axis=0))
        r_wt = np.zeros_like(phi)
        r_wt[order] = self.tau * phi[order] * np.diff(signs, axis=0)
        return r_wt

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R."""
        steps = np.diff(phi[self._terms(len(phi))], axis=0)
        return -self.tau * float(np.abs(steps).sum(dtype=np.float64))

    def _look_up(self, feature_names, n_terms):
        if self.timestamps is None:
            return np.arange(n_terms)
        whom = type(self).__name__
        columns = columns_of(
            self.timestamps, feature_names, n_terms, "timestamps", whom
        )
        order = np.array(list(columns.values()), dtype=np.intp)
        names = list(self.timestamps)
        if len(set(names)) < len(names) or len(np.unique(order)) < len(order):
            raise ValueError(f"timestamps of {whom} name a time twice.")
        return order
