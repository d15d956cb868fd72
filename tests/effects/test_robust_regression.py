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
    assert found.coefficients[0, 0] == pytest.approx(2, rel=1e-12)
    squares = (np.array([-2, -1, 3]) / (2 / 3)) ** 2
    assert found.errors[0, 0] == pytest.approx(np.sqrt(squares.sum() / 9))
    added = robust_regression(np.ones((3, 1)), outcomes, variances=np.full((3, 1), 0.3))
    assert added.errors[0, 0] ** 2 == pytest.approx(squares.sum() / 9 + 0.3 / 3)


@pytest.mark.parametrize("by_cluster", [False, True], ids=["documents", "clusters"])
def test_what_one_document_or_cluster_decides_has_no_error(by_cluster):
    # The last class is that of one document, of which there may be copies.
    rng = np.random.default_rng(0)
    design = np.column_stack([np.ones(9), [0, 1] * 4 + [0], [0] * 8 + [1]])
    outcomes, clusters = rng.normal(size=(9, 2)), np.arange(9)
    if by_cluster:
        design, clusters = np.vstack([design, design[8:]]), np.append(clusters, 8)
        outcomes = rng.normal(size=(10, 2))
    groups = clusters if by_cluster else None
    found = robust_regression(design, outcomes, groups)
    np.testing.assert_array_equal(np.isnan(found.errors), [[False, False, True]] * 2)
    np.testing.assert_array_equal(np.isnan(found.p_values()), np.isnan(found.errors))
    means = [outcomes[0:8:2].mean(axis=0), outcomes[8:].mean(axis=0)]
    np.testing.assert_allclose(found.coefficients[:, 2], means[1] - means[0])
    large = robust_regression(design * [1, 1, 1e12], outcomes, groups)
    np.testing.assert_array_equal(np.isnan(large.errors), np.isnan(found.errors))
    # Where the lonely class is the one to compare with, all rests on it.
    design[:, 2] = 1 - design[:, 1] - design[:, 2]
    found = robust_regression(design, outcomes, groups)
    assert np.isnan(found.errors).all()


def test_columns_of_any_size():
    # Seconds since 1970 over a day: slopes are those of the hours, over 3600.
    rng = np.random.default_rng(0)
    hours, outcomes = rng.uniform(0, 24, 50), rng.normal(size=(50, 1))
    by_hours = robust_regression(np.column_stack([np.ones(50), hours]), outcomes)
    seconds = 1.7e9 + 3600 * hours
    found = robust_regression(np.column_stack([np.ones(50), seconds]), outcomes)
    for name in ("coefficients", "errors"):
        expected = getattr(by_hours, name)[:, 1] / 3600
        np.testing.assert_allclose(getattr(found, name)[:, 1], expected, rtol=1e-6)


def test_false_discovery_by_hand():
    p = np.array([[0.01, 0.04], [0.03, 0.5]])
    # Sorted .01 .03 .04 .5 times 4 over rank: .04 .06 .0533 .5, made to rise.
    expected = [[0.04, 0.16 / 3], [0.16 / 3, 0.5]]
    np.testing.assert_allclose(false_discovery(p), expected)
