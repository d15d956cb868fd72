"""The prior of authors' topics: how much of an author is known from his own words.

The prior is ``total * mean``: `mean` says what authors write about on average, `total`
for how many words of an author this average stands.
"""

import numpy as np
from scipy.special import digamma, polygamma

from .._parallel import run_blocks
from ..kernels.authors import sum_author_logs
from ._authors import author_rows_of_tasks
from ._priors import online_dirichlet

# Where learning starts the total is the mean number of words of an author, and not more
# than this: about what is learned from abstracts of papers.
MOST_AT_FIRST = 30.0
# The hyperprior of the total is a gamma distribution of shape 2 and rate 1, with its
# mode at 1, the total of a "symmetric" prior. It weighs as much as one author or so:
# it decides where there are a few authors, and data decide where there are many.
SHAPE, RATE = 2.0, 1.0
_NEWTON_STEPS, _TOL = 50, 1e-8


def first_total(n_words):
    """Return where the total of the prior starts, from the mean words of an author."""
    return float(np.clip(n_words, 1.0, MOST_AT_FIRST))


def best_total(mean, logs, n_authors, start=1.0):
    r"""Find the total of a Dirichlet prior of given mean that explains authors best.

    It is the s that maximizes ::

        n_authors * (gammaln(s) - gammaln(s * mean).sum() + (s * mean * logs).sum())
        + (SHAPE - 1) * log(s) - RATE * s

    The sum is concave in s. It rises at 0, and it falls in the end since the mean of
    logarithms is at most the logarithm of the mean: there is one maximum, which
    Newton steps find.

    Parameters
    ----------
    mean : ndarray of shape (n_components,)
        Sums to 1.
    logs : ndarray of shape (n_components,)
        Mean over the authors of E[log theta].
    n_authors : float
    start : float
        Where to start.
    """
    low, high, s = 0.0, np.inf, start
    for _ in range(_NEWTON_STEPS):
        slope = digamma(s) - mean @ digamma(s * mean) + mean @ logs
        slope += ((SHAPE - 1) / s - RATE) / n_authors
        curve = polygamma(1, s) - mean**2 @ polygamma(1, s * mean)
        curve -= (SHAPE - 1) / s**2 / n_authors
        low, high = (s, high) if slope > 0 else (low, s)
        new = s - slope / curve
        if not low < new < high:
            new = 2 * s if high == np.inf else (low + high) / 2
        done = abs(new - s) <= _TOL * s
        s = new
        if done:
            break
    return float(s)


def learn_author_prior(topics, gamma, multiplicity, training, *, rate=1.0):
    """Move the prior of authors' topics by `rate` towards its best value.

    Parameters
    ----------
    topics : DirichletTopics
        Has the prior, which is replaced.
    gamma : ndarray of shape (n_authors, n_padded)
        Parameters of the Dirichlet distributions of authors.
    multiplicity : ndarray of shape (n_authors,)
        How many authors each stands for.
    training : AuthorTraining
        Says whether the total is learned, or the mean, too.
    rate : float

    Returns
    -------
    change : ndarray of shape (n_padded,)
        By how much the prior has changed. The best distribution of an author, given
        what his words are attributed to, changes by as much.
    """
    before = topics.doc_topic_prior
    k, n_authors = topics.n_components, float(multiplicity.sum(dtype=np.float64))
    if not training.learns_total or k == 1 or n_authors <= 0:
        return np.zeros_like(before)
    logs, n_words = _sums(gamma[:, :k], multiplicity, training.n_jobs)
    logs /= n_authors
    alpha = topics.alpha
    n_words = n_words / n_authors - alpha.sum()
    # It is the logarithms that move, see `online_dirichlet`.
    so_far = digamma(alpha) - digamma(alpha.sum())
    moved = so_far + rate * (logs - so_far)
    if training.learns_mean:
        alpha = online_dirichlet(alpha, logs, n_authors, rate)
    total = alpha.sum()
    mean = alpha / total
    total = best_total(mean, moved, n_authors, start=float(total))
    # A prior of more words than an author writes on average makes all authors alike,
    # and authors who are alike ask for a still larger one.
    topics.set_doc_topic_prior(mean * min(total, max(float(n_words), 1.0)))
    return topics.doc_topic_prior - before


def _sums(gamma, multiplicity, n_jobs):
    """Sum E[log theta], (n_components,), and the words of all authors."""
    tasks = [(gamma[rows], multiplicity[rows]) for rows in author_rows_of_tasks(gamma)]
    return map(sum, zip(*run_blocks(_sums_of_block, tasks, n_jobs), strict=True))


def _sums_of_block(gamma, multiplicity):
    logs = np.zeros(gamma.shape[1])
    sum_author_logs(gamma, multiplicity, logs)
    return logs, float(multiplicity @ gamma.sum(axis=1, dtype=np.float64))
