"""Pairs of rows and columns at the least total distance."""

import numpy as np
from scipy.optimize import linear_sum_assignment

__all__ = ["least_distant_pairs"]


def least_distant_pairs(distances):
    """Return the rows and the columns of the best pairs, in the order of the rows.

    As many pairs as possible at finite distances come first, then the least sum.

    Parameters
    ----------
    distances : ndarray of shape (n_rows, n_columns)
        Infinite for what cannot be a pair.

    Returns
    -------
    rows, columns : ndarray of shape (n_pairs,), int
    """
    finite = np.isfinite(distances)
    # One infinite pair must cost more than any saving on all the finite ones.
    spread = distances[finite].sum() + 1
    rows, columns = linear_sum_assignment(np.where(finite, distances, spread))
    made = finite[rows, columns]
    return rows[made], columns[made]
