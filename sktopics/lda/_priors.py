"""Dirichlet priors: what users may ask for, and how they are learned."""

import numpy as np
from scipy.special import digamma, gammaln, polygamma

# A prior of 0 leaves documents or topics without any probability; this is as good
# as 0 and keeps every logarithm finite.
SMALLEST = 1e-10
# Draws that are all alike have no best prior; Newton's method goes no further.
LARGEST = 1e9
# Of a prior that users give. Sums over a vocabulary and a corpus are still finite.
LARGEST_GIVEN = 1e12


def doc_topic_prior(prior, n_components, default):
    """Return alpha as an array of shape (n_components,).

    Parameters
    ----------
    prior : None, float, str or array-like of shape (n_components,)
        "symmetric" is 1 / K for every topic, "asymmetric" falls with the number k of
        the topic as 1 / (k + sqrt(K)) and sums to 1; None and "auto", where learning
        starts, are `default`.
    """
    if prior is None or is_auto(prior):
        prior = default
    if isinstance(prior, str) and prior == "asymmetric":
        falling = 1.0 / (np.arange(n_components) + np.sqrt(n_components))
        return falling / falling.sum()
    if isinstance(prior, str):
        prior = 1.0 / n_components
    prior = _check_prior("doc_topic_prior", prior, [(), (n_components,)])
    return np.broadcast_to(prior, n_components).copy()


def topic_word_prior(prior, n_components, n_features, default):
    """Return beta (eta) as an array of shape (), (n_features,) or (K, n_features).

    "symmetric" is 1 / K; None and "auto", where learning starts, are `default`. A
    column of shape (K, 1) has a number for each topic, the same for all of its words.
    """
    if prior is None or is_auto(prior):
        prior = default
    if isinstance(prior, str):
        prior = 1.0 / n_components
    column, matrix = (n_components, 1), (n_components, n_features)
    shapes = [(), (n_features,), column, matrix]
    prior = _check_prior("topic_word_prior", prior, shapes)
    if prior.shape == column:
        return np.broadcast_to(prior, matrix).copy()
    return prior


def _check_prior(name, prior, shapes):
    """Return `prior` as an array of one of the `shapes`, or say what is wrong."""
    try:
        prior = np.asarray(prior, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers, got {prior!r}.") from None
    if prior.shape not in shapes:
        allowed = " or ".join(str(shape) for shape in shapes[1:])
        raise ValueError(
            f"{name} must be a number or have shape {allowed}; got {prior.shape}."
        )
    if not np.isfinite(prior).all() or (prior < 0).any():
        raise ValueError(f"{name} must be finite and not negative, got {prior!r}.")
    if (prior > LARGEST_GIVEN).any():
        raise ValueError(
            f"{name} may be {LARGEST_GIVEN:g}, which is as good as infinite; got "
            f"{prior.max():.3g}."
        )
    return np.maximum(prior, SMALLEST)


def of_more_words(beta, n_new):
    """Return a prior of words, (), (n_words,) or (K, n_words), with that of new words.

    It is the median of those before, of each topic where topics have their own.
    """
    if beta.ndim == 0:
        return beta
    median = np.median(beta, axis=-1, keepdims=True)
    return np.concatenate([beta, np.repeat(median, n_new, axis=-1)], axis=-1)


def is_auto(prior):
    """Whether the prior is to be learned."""
    return isinstance(prior, str) and prior == "auto"


def plain_prior(asked, prior):
    """Return `prior` as a float if it was not learned and is the same everywhere."""
    if not is_auto(asked) and (prior == prior.flat[0]).all():
        return float(prior.flat[0])
    return prior


def newton_dirichlet(prior, mean_log, n_draws, max_iter=20, tol=1e-5):
    """Maximize the likelihood of a Dirichlet distribution over its parameters.

    The Hessian is diagonal plus a constant, so that a Newton step costs as little as
    the gradient [1]_. A step is halved until all parameters stay positive and the
    likelihood does not fall.

    Parameters
    ----------
    prior : ndarray of shape (n,)
        Parameters to start from.
    mean_log : ndarray of shape (n,)
        Mean over the draws of E[log p].
    n_draws : float
        Number of draws; the likelihood is proportional to it.
    max_iter : int
        Most steps.
    tol : float
        Stop when no parameter changes by more than this share of itself.

    Returns
    -------
    prior : ndarray of shape (n,)

    References
    ----------
    .. [1] T. Minka, "Estimating a Dirichlet distribution", 2000, equations 15-18.
    """
    prior = np.asarray(prior, dtype=np.float64)
    if prior.size < 2 or n_draws <= 0:  # one topic has all of every document
        return prior
    value = _log_likelihood(prior, mean_log)
    for _ in range(max_iter):
        step = _newton_step(prior, mean_log)
        size = 1.0
        while size > 1e-4:
            new = prior - size * step
            if ((new > SMALLEST) & (new < LARGEST)).all():
                new_value = _log_likelihood(new, mean_log)
                if new_value >= value:
                    break
            size /= 2
        else:
            return prior
        change = np.abs(new / prior - 1).max()
        prior, value = new, new_value
        if change < tol:
            return prior
    return prior


def polya_dirichlet(prior, counts, sample_weight, max_iter=100, tol=1e-3):
    """Maximize the likelihood of counts that were drawn from Dirichlet distributions.

    The distributions themselves are integrated out. The fixed point of [1]_ is iterated
    with the counts held fixed. A step of EM would hardly move where counts are few:
    its E[log p] depends on the prior of before::

        alpha[k] *= sum_d(psi(n[d, k] + alpha[k]) - psi(alpha[k]))
                    / sum_d(psi(N[d] + A) - psi(A))

    where N are the sums of the counts of each draw, and A is the sum of alpha.

    Parameters
    ----------
    prior : ndarray of shape (n,)
        Parameters to start from.
    counts : ndarray of shape (n_draws, n)
        Not negative. Those of 0 cost nothing.
    sample_weight : ndarray of shape (n_draws,)
        How many draws each row stands for.
    max_iter : int
        Most iterations.
    tol : float
        Stop when no parameter changes by more than this share of itself.

    Returns
    -------
    prior : ndarray of shape (n,)

    References
    ----------
    .. [1] T. Minka, "Estimating a Dirichlet distribution", 2000, equation 55.
    """
    prior = np.asarray(prior, dtype=np.float64)
    weight = np.asarray(sample_weight, dtype=np.float64)
    counts, weight = counts[weight > 0], weight[weight > 0]
    rows, columns = np.nonzero(counts)
    if prior.size < 2 or not rows.size:  # one topic has all of every document
        return prior
    values, columns, uses = _distinct(counts[rows, columns], columns, weight[rows])
    lengths = counts.sum(axis=1, dtype=np.float64)
    lengths, _, draws = _distinct(lengths, np.zeros(len(lengths), int), weight)
    for _ in range(max_iter):
        total = prior.sum()
        gained = digamma(values + prior[columns]) - digamma(prior)[columns]
        gained = np.bincount(columns, uses * gained, prior.size)
        gained /= draws @ (digamma(lengths + total) - digamma(total))
        new = np.clip(prior * gained, SMALLEST, LARGEST)
        change = np.abs(new / prior - 1).max()
        prior = new
        if change < tol:
            break
    return prior


def _distinct(values, columns, weight):
    """Distinct values of each column, their columns, and the sum of their weights."""
    order = np.lexsort((values, columns))
    values, columns = values[order].astype(np.float64), columns[order]
    is_new = np.concatenate(([True], (np.diff(values) != 0) | (np.diff(columns) != 0)))
    first = np.flatnonzero(is_new)
    return values[first], columns[first], np.add.reduceat(weight[order], first)


def online_dirichlet(prior, mean_log, n_draws, rate):
    """Move the parameters of a Dirichlet distribution by `rate` towards new draws.

    It is E[log p] that moves: its mean over batches is that of all draws, while the
    best parameters for a few draws each are far too large on average. What
    `prior` stands for, where it is the best for all draws so far, is its own
    ``digamma(prior) - digamma(prior.sum())``.

    Parameters
    ----------
    prior, mean_log, n_draws
        See `newton_dirichlet`.
    rate : float
        From 0 to 1, which is the same as `newton_dirichlet`.

    Returns
    -------
    prior : ndarray of shape (n,)
    """
    so_far = digamma(prior) - digamma(prior.sum())
    return newton_dirichlet(prior, so_far + rate * (mean_log - so_far), n_draws)


def _log_likelihood(prior, mean_log):
    """Mean log-likelihood of draws whose mean logarithms are `mean_log`."""
    return gammaln(prior.sum()) - gammaln(prior).sum() + ((prior - 1) * mean_log).sum()


def _newton_step(prior, mean_log):
    """Inverse Hessian times gradient of `_log_likelihood`."""
    gradient = digamma(prior.sum()) - digamma(prior) + mean_log
    diagonal = -polygamma(1, prior)
    constant = polygamma(1, prior.sum())
    shared = (gradient / diagonal).sum() / (1 / constant + (1 / diagonal).sum())
    return (gradient - shared) / diagonal
