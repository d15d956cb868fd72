"""Intervals of shares: do they hold the share as often as they say?"""

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.stats import binomtest

from sktopics._reading import DocumentShares, Membership, document_shares
from sktopics._wilson import wilson_interval
from sktopics.analysis import topics_over_time
from sktopics.analysis._share_intervals import bootstrap_interval


@pytest.mark.parametrize(("k", "n"), [(0, 5), (1, 1), (3, 10), (10, 10), (40, 1000)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_is_that_of_scipy(k, n, level):
    lower, upper = wilson_interval(np.array([[k / n]]), np.array([n]), level)
    exact = binomtest(k, n).proportion_ci(level, method="wilson")
    np.testing.assert_allclose([lower[0, 0], upper[0, 0]], exact, atol=1e-12)


def bounds(shares, groups, **options):
    found = DocumentShares(sp.csr_array(shares), None, options.pop("clusters", False))
    masses = (
        np.asarray(shares).sum(axis=1)
        if not found.are_clusters
        else np.ones(len(shares))
    )
    membership = Membership.of_numbers(list(range(max(groups) + 1)), np.array(groups))
    return bootstrap_interval(
        found, masses, membership, 0.95, options.pop("n", 1000), 0
    )


def test_the_bootstrap_holds_the_share_about_as_often_as_it_says():
    # 400 bins of 40 documents with Dirichlet shares: 93 to 96 of 100 intervals.
    rng = np.random.default_rng(0)
    shares = rng.dirichlet([0.2, 0.5, 1.0], size=16_000)
    lower, upper = bounds(shares, np.repeat(np.arange(400), 40), n=400)
    truth = np.array([0.2, 0.5, 1.0]) / 1.7
    held = ((lower <= truth) & (truth <= upper)).mean(axis=0)
    assert np.all(held > 0.89)
    assert np.all(held < 0.98)


def test_the_bootstrap_of_clusters_comes_near_to_wilson():
    rng = np.random.default_rng(0)
    labels = rng.choice(3, p=[0.2, 0.3, 0.5], size=2000)
    found = document_shares(labels)
    lower, upper = bounds(found.shares.toarray(), [0] * 2000, clusters=True)
    shares = np.bincount(labels)[np.newaxis] / 2000
    np.testing.assert_allclose(
        [lower, upper], wilson_interval(shares, np.array([2000]), 0.95), atol=0.004
    )


def test_samples_of_clusters_are_those_of_documents():
    shares = np.eye(3)[np.random.default_rng(0).choice(3, size=300)]
    as_clusters = bounds(shares, [0] * 300, clusters=True, n=4000)
    as_mixtures = bounds(shares, [0] * 300, n=4000)
    np.testing.assert_allclose(as_clusters, as_mixtures, atol=0.01)


def test_one_document_tells_nothing():
    lower, upper = bounds([[0.5, 0.5], [1.0, 0.0], [0.2, 0.8]], [0, 1, 1])
    assert np.isnan([lower[0], upper[0]]).all()
    assert np.all(lower[1] < upper[1])


def test_intervals_repeat_with_a_seed():
    shares = np.random.default_rng(0).dirichlet([1, 1], size=60)
    years = np.repeat([1990, 1991, 1992], 20)
    first, again, other = (
        topics_over_time(shares, None, years, random_state=seed) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
    narrow = topics_over_time(shares, None, years, level=0.5)
    assert np.all(narrow.lower > first.lower)
    none = topics_over_time(shares, None, years, interval=None)
    assert np.isnan(none.lower).all()
    assert "interval" not in repr(none)
