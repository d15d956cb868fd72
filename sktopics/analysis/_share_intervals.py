"""Intervals for the shares of topics in groups of documents."""

import numpy as np
from scipy.special import ndtr, stdtrit
from sklearn.utils import check_random_state

# Numbers that are drawn at a time.
_DRAWN = 2**22


def bootstrap_interval(found, masses, membership, level, n_bootstrap, random_state):
    """Return percentile bounds of shares, of samples of documents within groups [1]_.

    Percentiles are expanded [2]_: samples of few documents vary less than these.

    Parameters
    ----------
    found : DocumentShares
    masses : ndarray of shape (n_documents,)
    membership : Membership
    level : float
    n_bootstrap : int
        Number of samples.
    random_state : int, RandomState instance or None

    Returns
    -------
    lower, upper : ndarray of shape (n_groups, n_topics)
        NaN for groups of fewer than two documents, which do not tell how much
        documents differ.

    References
    ----------
    .. [1] B. Efron, "Bootstrap methods: another look at the jackknife", Annals of
       Statistics 7, 1979.
    .. [2] T. C. Hesterberg, "What teachers should know about the bootstrap", The
       American Statistician 69, 2015.
    """
    random_state = check_random_state(random_state)
    n_groups, n_topics = len(membership.groups), found.shares.shape[1]
    bounds = np.full((2, n_groups, n_topics), np.nan)
    order = np.argsort(membership.numbers, kind="stable")
    ends = np.cumsum(np.bincount(membership.numbers, minlength=n_groups))
    for group, rows in enumerate(np.split(membership.rows[order], ends[:-1])):
        rows = rows[masses[rows] > 0]
        if len(rows) < 2:
            continue
        if found.are_clusters:
            samples = _samples_of_labels(found.shares[rows], n_bootstrap, random_state)
        else:
            shares = found.shares[rows].toarray()
            samples = _samples(shares, masses[rows], n_bootstrap, random_state)
        tail = _tail(level, len(rows))
        bounds[:, group] = np.quantile(samples, [tail, 1 - tail], axis=0)
    return bounds[0], bounds[1]


def _tail(level, n):
    """Return the part of samples of `n` documents beyond each bound."""
    return ndtr(stdtrit(n - 1, (1 - level) / 2) * np.sqrt(n / (n - 1)))


def _samples(shares, masses, n_samples, random_state):
    """Return the shares of topics in samples of documents, (n_samples, n_topics)."""
    n = len(shares)
    size = max(_DRAWN // n, 1)
    samples = []
    for start in range(0, n_samples, size):
        m = min(size, n_samples - start)
        drawn = random_state.randint(n, size=(m, n)) + n * np.arange(m)[:, np.newaxis]
        times = np.bincount(drawn.ravel(), minlength=m * n).reshape(m, n)
        times = times.astype(np.float64)
        samples.append(times @ shares / (times @ masses)[:, np.newaxis])
    return np.vstack(samples)


def _samples_of_labels(shares, n_samples, random_state):
    """Return what `_samples` does of documents that have one topic each, or none."""
    n = shares.shape[0]
    counts = np.asarray(shares.sum(axis=0)).ravel()
    p = np.append(counts, n - counts.sum()) / n
    return random_state.multinomial(n, p / p.sum(), size=n_samples)[:, :-1] / n
