"""Wilson's interval for shares."""

import numpy as np
from scipy.special import ndtri


def wilson_interval(shares, n, level):
    """Return the bounds of Wilson's score interval for shares of `n` documents [1]_.

    Parameters
    ----------
    shares : ndarray of shape (n_groups, n_topics)
    n : ndarray of shape (n_groups,)
        Numbers of documents.
    level : float

    Returns
    -------
    lower, upper : ndarray of shape (n_groups, n_topics)
        NaN for groups without documents.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical
       inference", JASA 22, 1927.
    """
    z = ndtri((1 + level) / 2)
    n = np.where(n > 0, n, np.nan)[:, np.newaxis]
    middle = (shares + z**2 / (2 * n)) / (1 + z**2 / n)
    spread = shares * (1 - shares) / n + (z / (2 * n)) ** 2
    half = z / (1 + z**2 / n) * np.sqrt(np.maximum(spread, 0))
    # Rounding must not put a bound on the wrong side of the share.
    lower = np.minimum(np.maximum(middle - half, 0), shares)
    return lower, np.maximum(np.minimum(middle + half, 1), shares)
