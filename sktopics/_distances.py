"""Distances between distributions."""

import numpy as np
from scipy.spatial.distance import cdist


def hellinger(p, q):
    """Hellinger distances between the rows of `p` and of `q`, in [0, 1].

    NumPy equivalent, per pair: ``np.sqrt(((p**0.5 - q**0.5) ** 2).sum() / 2)``.
    """
    return cdist(np.sqrt(p), np.sqrt(q)) / np.sqrt(2)


def kullback_leibler(p, q):
    """Kullback-Leibler divergences KL(row of p || row of q), in nats.

    Infinite where a row of `q` is 0 and that of `p` is not. NumPy equivalent,
    per pair: ``scipy.special.rel_entr(p, q).sum()``.
    """
    log_p, log_q = (np.log(x, out=np.zeros_like(x), where=x > 0) for x in (p, q))
    divergence = (p * log_p).sum(axis=1)[:, None] - p @ log_q.T
    missing = (p > 0).astype(np.float32) @ (q == 0).astype(np.float32).T
    # Rounding makes the difference of two sums slightly negative for equal rows.
    return np.where(missing > 0, np.inf, np.maximum(divergence, 0))


def jensen_shannon(p, q):
    """Jensen-Shannon divergences between the rows of `p` and of `q`, in nats.

    In [0, log 2]; the square of `scipy.spatial.distance.jensenshannon`.
    """
    divergence = cdist(p, q, "jensenshannon") ** 2
    # scipy takes the root of a sum that rounding makes negative for rows that are
    # nearly equal: NaN is 0 there.
    return np.minimum(np.nan_to_num(divergence, nan=0.0), np.log(2))
