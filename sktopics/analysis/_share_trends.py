"""Tests of trends in the shares of topics."""

from typing import NamedTuple

import numpy as np
from scipy import stats


class ShareTrends(NamedTuple):
    """Trends of topics, arrays of shape (n_topics,).

    Attributes
    ----------
    before, after : ndarray
        Shares at the first and the last time, on the line of the trend.
    slopes : ndarray
        Change of the share in one unit of time.
    statistics : ndarray
        t of the slope, or Kendall's tau.
    p_values : ndarray
        Of the test that there is no trend, two-sided.
    """

    before: np.ndarray
    after: np.ndarray
    slopes: np.ndarray
    statistics: np.ndarray
    p_values: np.ndarray


def linear_trends(sums, masses, times):
    r"""Test whether shares grow or shrink in proportion to time.

    Shares of bins are weighted by what they are shares of, and the variance is
    estimated from what they differ from the line by: documents of a bin may depend on
    each other, as passages of a speech do. With :math:`w_b` for the mass and
    :math:`p_b` for the share of bin b at :math:`x_b`, the slope is that of weighted
    least squares, and t has B - 2 degrees of freedom for B bins with documents.

    Parameters
    ----------
    sums : ndarray of shape (n_bins, n_topics)
        Numbers of documents, or sums of shares.
    masses : ndarray of shape (n_bins,)
        What they are shares of, above 0.
    times : ndarray of shape (n_bins,)

    Returns
    -------
    trends : ShareTrends
    """
    shares = sums / masses[:, np.newaxis]
    weights = masses / masses.sum()
    x = times - weights @ times
    means = weights @ shares
    y = shares - means
    squares = weights @ x**2
    slopes = (weights * x) @ y / squares
    residuals = y - np.outer(x, slopes)
    variances = weights @ residuals**2 / (len(times) - 2) / squares
    with np.errstate(divide="ignore", invalid="ignore"):
        t = slopes / np.sqrt(variances)
    # Rounding leaves a slope to a share that never changes.
    constant = np.abs(y).max(axis=0) <= 1e-12 * np.maximum(means, 1e-300)
    slopes, t = (np.where(constant, 0, part) for part in (slopes, t))
    p_values = 2 * stats.t.sf(np.abs(t), len(times) - 2)
    ends = means + np.outer(x[[0, -1]], slopes)
    return ShareTrends(*np.clip(ends, 0, 1), slopes, t, p_values)


def rank_trends(sums, masses, times):
    """Test whether shares grow or shrink, by Mann and Kendall [1]_.

    Kendall's tau of shares and times, with the exact distribution where there are few
    bins and no ties; slopes are those of Theil and Sen. Bins count alike.

    Parameters
    ----------
    sums, masses, times : ndarray
        As of `linear_trends`.

    Returns
    -------
    trends : ShareTrends

    References
    ----------
    .. [1] H. B. Mann, "Nonparametric tests against trend", Econometrica 13, 1945.
    """
    shares = sums / masses[:, np.newaxis]
    found = []
    for topic in shares.T:
        slope, middle = stats.theilslopes(topic, times)[:2]
        tau, p = stats.kendalltau(times, topic)
        if np.isnan(tau):  # a share that never changes
            tau, p = 0.0, 1.0
        found.append((*(middle + slope * times[[0, -1]]), slope, tau, p))
    before, after, slopes, taus, p_values = np.array(found).reshape(-1, 5).T
    before, after = np.clip(before, 0, 1), np.clip(after, 0, 1)
    return ShareTrends(before, after, slopes, taus, p_values)


def corrected(p_values):
    """Return p-values by Benjamini and Hochberg, for the false discovery rate."""
    return stats.false_discovery_control(p_values) if len(p_values) else p_values
