"""Robust errors: closed forms, and statsmodels as the oracle."""

import numpy as np
import pytest

from sktopics.effects._robust_regression import false_discovery, robust_regression


@pytest.fixture(scope="module")
def sample():
    rng = np.random.default_rng(0)
    design = np.column_stack([np.ones(60), rng.normal(size=(60, 2))])
    noise = rng.normal(size=(60, 3)) * (1 + np.abs(design[:, 1:2]))
    return design, design @ rng.normal(size=(3, 3)) + noise, rng.integers(0, 25, 60)


@pytest.mark.parametrize("by_cluster", [False, True], ids=["hc3", "cr1"])
def test_equals_statsmodels(sample, by_cluster):
    sm = pytest.importorskip("statsmodels.api")
    design, outcomes, clusters = sample
    clusters = np.unique(clusters, return_inverse=True)[1]
    found = robust_regression(design, outcomes, clusters if by_cluster else None)
    for k in range(3):
        ols = sm.OLS(outcomes[:, k], design)
        if by_cluster:
            options = {"groups": clusters, "use_correction": True}
            fit = ols.fit(cov_type="cluster", cov_kwds=options, use_t=True)
        else:
            fit = ols.fit(cov_type="HC3", use_t=True)
        np.testing.assert_allclose(found.coefficients[k], fit.params, rtol=1e-6)
        np.testing.assert_allclose(found.errors[k], fit.bse, rtol=1e-6)
        np.testing.assert_allclose(found.p_values()[k], fit.pvalues, rtol=1e-6)
        bounds = np.array(found.bounds(0.9))[:, k].T
        np.testing.assert_allclose(bounds, fit.conf_int(0.1), rtol=1e-6)


def test_mean_by_hand():
    # HC3 of a mean: e / (1 - 1/n), squared, over n squared.
    outcomes = np.array([[0.0], [1.0], [5.0]])
    found = robust_regression(np.ones((3, 1)), outcomes)
    assert found.coefficients[0, 0] == 2
    squares = (np.array([-2, -1, 3]) / (2 / 3)) ** 2
    assert found.errors[0, 0] == pytest.approx(np.sqrt(squares.sum() / 9))
    added = robust_regression(np.ones((3, 1)), outcomes, variances=np.full((3, 1), 0.3))
    assert added.errors[0, 0] ** 2 == pytest.approx(squares.sum() / 9 + 0.3 / 3)


def test_false_discovery_by_hand():
    p = np.array([[0.01, 0.04], [0.03, 0.5]])
    # Sorted .01 .03 .04 .5 times 4 over rank: .04 .06 .0533 .5, made to rise.
    expected = [[0.04, 0.16 / 3], [0.16 / 3, 0.5]]
    np.testing.assert_allclose(false_discovery(p), expected)
