"""Topics of few terms, and terms of few topics, by their number."""

from numbers import Integral, Real

import numpy as np

from ..._sklearn import Interval, StrOptions
from ._regularizer import Regularizer, divide, log_sum


class SpecifiedSparse(Regularizer):
    """Keep the `n_top` greatest entries of each topic, or of each term.

    R = - sum n_wt ln phi_wt over the entries that are not among the greatest
    counters n_wt of their topic (or term), hence tau phi_wt dR/dphi_wt = - tau n_wt
    there and 0 elsewhere. What EM maximises is sum n_wt ln phi_wt over all entries:
    with tau = 1 the others are struck off from that and become 0 at once, with
    less they fade over the passes. As BigARTM's SpecifiedSparsePhi.

    Parameters
    ----------
    tau : float, default=1.0
        Weight: 1 removes all entries but the top at once.
    n_top : int, default=100
        How many entries are kept. Equal ones are kept in the order of the terms
        (or of the topics).
    per : {"topic", "term"}, default="topic"
        Whether each topic keeps its `n_top` terms, or each term its topics.
    probability_threshold : float, default=None
        Keep no more than it takes for the greatest to have this share of the
        counters of their topic (or term), so that a topic which a few terms
        explain keeps these few. None: all `n_top`. Each pass in which it acts takes
        its share again, so let the schedule end: ``schedule=[0] * 10 + [1, 0]``.
    topics, modalities, schedule, relative
        See :class:`Regularizer`. The greatest are sought among these topics and,
        with `modalities`, among all terms of these together.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import SpecifiedSparse
    >>> n_wt = np.array([[7.0, 1.0], [2.0, 0.0], [1.0, 9.0]])
    >>> n_t = n_wt.sum(axis=0)
    >>> n_wt + SpecifiedSparse(n_top=2).grad(n_wt / n_t, n_wt, n_t)
    array([[7., 1.],
           [2., 0.],
           [0., 9.]])
    >>> sparse = SpecifiedSparse(n_top=2, probability_threshold=0.8)
    >>> n_wt + sparse.grad(n_wt / n_t, n_wt, n_t)
    array([[7., 0.],
           [2., 0.],
           [0., 9.]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "n_top": [Interval(Integral, 1, None, closed="left")],
        "per": [StrOptions({"topic", "term"})],
        "probability_threshold": [None, Interval(Real, 0, 1, closed="neither")],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        n_top=100,
        per="topic",
        probability_threshold=None,
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
        self.n_top = n_top
        self.per = per
        self.probability_threshold = probability_threshold

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        return (-self.tau * self._others(n_wt)).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; entries that are zero are left out."""
        return -self.tau * log_sum(self._others(n_wt), phi)

    def _others(self, n_wt):
        """Return the counters without the greatest."""
        axis = 0 if self.per == "topic" else 1
        kept = greatest(n_wt, self.n_top, axis)
        if self.probability_threshold is not None:
            kept &= enough(n_wt, self.probability_threshold, axis)
        return np.where(kept, 0, n_wt)


def greatest(table, n_top, axis):
    """Mark the `n_top` greatest entries along `axis`, the first of equal ones."""
    size = table.shape[axis]
    if n_top >= size:
        return np.ones(table.shape, dtype=bool)
    least = np.partition(table, size - n_top, axis=axis).take([size - n_top], axis)
    above, equal = table > least, table == least
    room = n_top - above.sum(axis=axis, keepdims=True)
    return above | (equal & (equal.cumsum(axis=axis) <= room))


def enough(table, share, axis):
    """Mark the greatest entries along `axis` that together have a `share` of the sum.

    As few as it takes; the first of equal ones.
    """
    order = np.argsort(-table, axis=axis, kind="stable")
    descending = np.take_along_axis(table, order, axis)
    sums = descending.cumsum(axis=axis, dtype=np.float64)
    before = divide(sums - descending, sums.take([-1], axis))
    marks = np.empty(table.shape, dtype=bool)
    np.put_along_axis(marks, order, before < share, axis)
    return marks
