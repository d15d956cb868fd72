"""Topics of words in their context: regularization of the E-step."""

from numbers import Integral

import numpy as np

from ..._sklearn import Interval
from ...kernels.regularization import sum_neighbours
from ._regularizer import Regularizer, divide


class SmoothPtdw(Regularizer):
    """Give words of a text the topics of the words around them.

    R = 1/2 sum_{i, j neighbours} a_ij sum_t p_it p_jt is how far the topics p_it =
    p(t | d, w_i) of neighbours i and j of a document agree; a_ij = 1 / (2 window),
    so that a word with all its neighbours has neighbours of total weight 1. Hence
    tau p_it dR/dp_it = tau p_it sum_j a_ij p_jt, and by the theorem on regularizing
    the E-step [1]_

        p_it <- p_it (1 + tau (q_it - sum_s p_is q_is)),  q_i = sum_j a_ij p_j:

    topics that the context has more of than the word gain, and rows still sum to 1.
    BigARTM's SmoothPtdw adds tau sum_j p_j instead, and its sums grow with tau.

    Parameters
    ----------
    tau : float, default=0.5
        Weight. Up to 1 no entry can become negative; those are cut at 0.
    window : int, default=None
        Number of words on each side that count as neighbours, for models of text in
        reading order. None: all words of the document are neighbours of each other,
        a_ij = 1 / (n - 1), which needs no order of the words: counts have none.
    topics, schedule
        See :class:`Regularizer`.

    Notes
    -----
    An E-step that offers this calls ``ptdw_transformation(regularizers, ptdw,
    offsets)`` with the p(t | d, w) of some documents, one row for each word in the
    order of the text (of the stored entries, in a matrix of counts), and goes on
    with what it returns.

    References
    ----------
    .. [1] K. Vorontsov, "Rethinking probabilistic topic modeling from the point of
       view of classical non-Bayesian regularization", in: Data Analysis and
       Optimization, Springer 2023.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import SmoothPtdw
    >>> ptdw = np.array([[1.0, 0.0], [0.5, 0.5], [1.0, 0.0]])
    >>> SmoothPtdw(tau=1, window=1).grad_ptdw(ptdw, [0, 3])
    array([[0.25, 0.  ],
           [0.5 , 0.  ],
           [0.25, 0.  ]])
    """

    _parameter_constraints: dict = {
        **{
            name: Regularizer._parameter_constraints[name]
            for name in ("tau", "topics", "schedule")
        },
        "window": [Interval(Integral, 1, None, closed="left"), None],
    }

    def __init__(self, tau=0.5, *, window=None, topics=None, schedule=None):
        self.tau = tau
        self.window = window
        self.topics = topics
        self.schedule = schedule

    def grad_ptdw(self, ptdw, offsets) -> np.ndarray:
        """Return tau * p * dR/dp, (n_positions, n_components)."""
        r = self.tau * ptdw * self._context(ptdw, offsets)
        return r.astype(ptdw.dtype, copy=False)

    def score_ptdw(self, ptdw, offsets) -> float:
        """Return tau * R."""
        return self.tau * float((ptdw * self._context(ptdw, offsets)).sum()) / 2

    def _context(self, ptdw, offsets):
        """Weighted sums over the neighbours, (n_positions, n_components)."""
        offsets = np.asarray(offsets)
        lengths = np.diff(offsets)
        window = self.window
        if window is None:
            window = int(lengths.max(initial=1))
            n_neighbours = np.repeat(lengths - 1, lengths)[:, None]
        else:
            n_neighbours = np.full((len(ptdw), 1), 2 * window)
        sums = np.empty(ptdw.shape, ptdw.dtype)
        running = np.empty(ptdw.shape[1])
        sum_neighbours(np.ascontiguousarray(ptdw), offsets, window, running, sums)
        return divide(sums, n_neighbours.astype(ptdw.dtype))
