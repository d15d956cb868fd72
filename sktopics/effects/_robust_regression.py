"""Least squares with standard errors that hold whatever the noise of a document is."""

from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import stdtr, stdtrit

# A document or cluster with a leverage that is 1 but for rounding.
_ALONE = 1e-8


class Regression(NamedTuple):
    """Coefficients of several outcomes on one design.

    Attributes
    ----------
    coefficients : ndarray of shape (n_outcomes, n_columns)
    covariances : ndarray of shape (n_outcomes, n_columns, n_columns)
        NaN for columns of which one document or one cluster alone decides.
    n_degrees : int
        Degrees of freedom of Student's t.
    """

    coefficients: np.ndarray
    covariances: np.ndarray
    n_degrees: int

    @property
    def errors(self):
        """Standard errors, (n_outcomes, n_columns)."""
        return np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))

    def bounds(self, level):
        """Return the lower and the upper bounds of intervals."""
        half = stdtrit(self.n_degrees, (1 + level) / 2) * self.errors
        return self.coefficients - half, self.coefficients + half

    def p_values(self):
        """Return the probabilities of such a coefficient if there is no effect."""
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(self.coefficients / self.errors)
        p_values = 2 * stdtr(self.n_degrees, -t)
        return np.where(np.isnan(t) & ~np.isnan(self.errors), 1.0, p_values)


def robust_regression(design, outcomes, clusters=None, variances=None):
    r"""Regress outcomes on a design.

    Without clusters, covariances are HC3 [1]_:

    .. math:: (Z^T Z)^{-1} Z^T \operatorname{diag}\left(\frac{e_d^2}{(1 - h_d)^2}\right)
              Z (Z^T Z)^{-1}

    with residuals e and leverages h. With clusters they are CR1 [2]_, where the scores
    :math:`Z_g^T e_g` of each cluster are squared, times
    :math:`\frac{G}{G - 1} \frac{N - 1}{N - p}`.

    Parameters
    ----------
    design : ndarray of shape (n_documents, n_columns)
        Of full rank.
    outcomes : ndarray of shape (n_documents, n_outcomes)
    clusters : ndarray of shape (n_documents,) of int, default=None
        Numbers of clusters, from 0 on.
    variances : ndarray of shape (n_documents, n_outcomes), default=None
        Of the outcomes themselves, if these are means of distributions: added as by the
        method of composition.

    Returns
    -------
    regression : Regression

    References
    ----------
    .. [1] J. MacKinnon, H. White, "Some heteroskedasticity-consistent covariance matrix
       estimators with improved finite sample properties", J. Econometrics 29, 1985.
    .. [2] A. C. Cameron, D. L. Miller, "A practitioner's guide to cluster-robust
       inference", J. Human Resources 50, 2015.
    """
    n_documents, n_columns = design.shape
    # Columns may be of any sizes, such as years and their third powers.
    sizes = np.abs(design).max(axis=0)
    basis, triangle = np.linalg.qr(design / sizes)
    influence = solve_triangular(triangle, basis.T).T / sizes
    coefficients = influence.T @ outcomes
    residuals = outcomes - design @ coefficients
    if clusters is None:
        leverage = (basis**2).sum(axis=1)
        scale = np.maximum(1 - leverage, _ALONE)[:, np.newaxis]
        covariances = _squared(influence, (residuals / scale) ** 2)
        n_degrees = n_documents - n_columns
        directions = basis[leverage > 1 - _ALONE]
    else:
        n_clusters = clusters.max() + 1
        covariances = np.array(
            [_by_cluster(influence, e, clusters) for e in residuals.T]
        )
        covariances *= n_clusters / (n_clusters - 1)
        covariances *= (n_documents - 1) / (n_documents - n_columns)
        n_degrees = n_clusters - 1
        directions = _alone_in_clusters(basis, clusters)
    if variances is not None:
        covariances = covariances + _squared(influence, variances)
    # What has no residual does not tell how far the coefficient may be off.
    unknown = np.abs(solve_triangular(triangle, directions.T)) > _ALONE
    unknown = unknown.any(axis=1)
    covariances[:, unknown] = np.nan
    covariances[:, :, unknown] = np.nan
    return Regression(coefficients.T, covariances, int(n_degrees))


def _squared(influence, squares):
    """Return influence' diag(squares) influence for each outcome."""
    return np.einsum("dp,dk,dq->kpq", influence, squares, influence, optimize=True)


def _by_cluster(influence, residuals, clusters):
    sums = np.zeros((clusters.max() + 1, influence.shape[1]))
    np.add.at(sums, clusters, influence * residuals[:, np.newaxis])
    return sums.T @ sums


def _alone_in_clusters(basis, clusters):
    """Return directions of the columns that no other cluster tells of, as rows."""
    found = [np.empty((0, basis.shape[1]))]
    order = np.argsort(clusters, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(clusters))[:-1]):
        values, vectors = np.linalg.eigh(basis[rows].T @ basis[rows])
        found.append(vectors[:, values > 1 - _ALONE].T)
    return np.concatenate(found)


def false_discovery(p_values):
    """Return p-values corrected by Benjamini and Hochberg [1]_.

    Parameters
    ----------
    p_values : ndarray of any shape

    Returns
    -------
    corrected : ndarray of the same shape
        The least rate of false discoveries at which each would be one.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. Royal
       Statistical Society B 57, 1995.
    """
    flat = p_values.ravel()
    order = np.argsort(-flat, kind="stable")
    ranks = len(flat) - np.arange(len(flat))
    corrected = np.empty_like(flat)
    corrected[order] = np.minimum.accumulate(flat[order] * len(flat) / ranks)
    return np.minimum(corrected, 1).reshape(p_values.shape)
