"""Emerging and fading topics: p-values under no trend, and planted trends."""

import numpy as np
import pytest
from grouped_corpora import DOCUMENTS, YEARS, fitted
from scipy import stats

from sktopics.analysis import emerging_topics
from sktopics.analysis._share_trends import linear_trends, rank_trends


def no_trend(rng, sizes, share, spread=None):
    """Numbers of documents of one topic in bins of these sizes, without a trend.

    With a `spread`, documents of a bin depend on each other.
    """
    if spread is None:
        return rng.binomial(sizes, share, size=(2000, len(sizes))).T
    p = rng.beta(share * spread, (1 - share) * spread, size=(2000, len(sizes)))
    return rng.binomial(sizes, p).T


@pytest.mark.parametrize("spread", [None, 20], ids=["independent", "bursts"])
@pytest.mark.parametrize("growing", [False, True])
def test_p_values_are_uniform_without_a_trend(growing, spread):
    rng = np.random.default_rng(0)
    sizes = np.linspace(20, 400, 24).astype(int) if growing else np.full(24, 200)
    sums = no_trend(rng, sizes, 0.1, spread)
    p = linear_trends(sums, sizes.astype(float), np.arange(24.0)).p_values
    for level in (0.01, 0.05, 0.2, 0.5):
        # Of 2,000 draws: four standard errors, and what bursts add in small bins.
        allowed = 4 * np.sqrt(level * (1 - level) / 2000) + 0.02 * growing
        assert abs((p <= level).mean() - level) < allowed


def test_ranks_find_trends_in_corpora_that_grow_where_there_is_none():
    # A rare topic: no document of it in most of the early bins.
    rng = np.random.default_rng(0)
    sizes = np.linspace(5, 400, 24).astype(int)
    sums = no_trend(rng, sizes, 0.01)[:, :500]
    found = [
        (test(sums, sizes.astype(float), np.arange(24.0)).p_values <= 0.05).mean()
        for test in (linear_trends, rank_trends)
    ]
    assert found[0] < 0.08
    assert found[1] > 0.15
    equal = no_trend(rng, np.full(24, 200), 0.01)[:, :500]
    p = rank_trends(equal, np.full(24, 200.0), np.arange(24.0)).p_values
    assert (p <= 0.05).mean() < 0.08


@pytest.mark.parametrize("test", ["linear", "mann-kendall"])
def test_planted_trends_are_found_and_others_are_not(test):
    rng = np.random.default_rng(0)
    years = np.repeat(np.arange(1990, 2020), 100)
    shares = np.full((30, 20), 1.0)
    shares[:, 0] = np.linspace(0.5, 2, 30)
    shares[:, 1] = np.linspace(2, 0.5, 30)
    shares /= shares.sum(axis=1, keepdims=True)
    labels = np.concatenate([rng.choice(20, p=p, size=100) for p in shares])
    table = emerging_topics(labels, None, years, test=test)
    assert table.emerging == [0]
    assert table.fading == [1]
    assert table[0].topic == 0
    assert table[-1].topic == 1
    assert table[0].before == pytest.approx(shares[0, 0], abs=0.015)
    assert table[0].after == pytest.approx(shares[-1, 0], abs=0.015)
    assert all(row.p_corrected >= row.p_value for row in table)


def test_slopes_are_those_of_weighted_least_squares():
    rng = np.random.default_rng(0)
    sizes, x = rng.integers(5, 50, 12).astype(float), np.sort(rng.random(12))
    sums = rng.binomial(sizes.astype(int), 0.3)[:, np.newaxis].astype(float)
    found = linear_trends(sums, sizes, x)
    design = np.stack([np.ones(12), x], axis=1)
    y = (sums / sizes[:, np.newaxis]).ravel()
    inverse = np.linalg.inv(design.T @ (sizes[:, np.newaxis] * design))
    beta = inverse @ design.T @ (sizes * y)
    residuals = y - design @ beta
    se = np.sqrt((sizes * residuals**2).sum() / 10 * inverse[1, 1])
    assert found.slopes[0] == pytest.approx(beta[1])
    assert found.statistics[0] == pytest.approx(beta[1] / se)
    assert found.p_values[0] == pytest.approx(2 * stats.t.sf(abs(beta[1] / se), 10))


@pytest.mark.parametrize("test", [linear_trends, rank_trends])
def test_a_share_that_never_changes_is_steady(test):
    sums = np.array(
        [[3.0, 0.0, 0.1], [6.0, 0.0, 0.2], [3.0, 0.0, 0.1], [9.0, 0.0, 0.3]]
    )
    found = test(sums, np.array([10.0, 20.0, 10.0, 30.0]), np.arange(4.0))
    assert found.p_values.tolist() == [1, 1, 1]
    assert found.slopes == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("kind", ["LDA", "BERTopic", "AuthorTopicModel"])
def test_models_have_trends_of_all_their_topics(kind):
    model, beside = fitted(kind)
    table = emerging_topics(model, DOCUMENTS, YEARS, **beside)
    assert sorted(row.topic for row in table) == list(range(len(table)))
    assert len(table) == (4 if kind == "BERTopic" else 3)
    assert table[:2].to_dict()["topic"] == [table[0].topic, table[1].topic]
    assert repr(table).count("\n") == len(table) + 1


def test_slopes_of_dates_are_by_year():
    labels = [0, 1, 0, 0, 1, 0, 1, 1]
    years = [2000, 2000, 2001, 2001, 2002, 2002, 2003, 2003]
    by_number = emerging_topics(labels, None, years)
    by_date = emerging_topics(labels, None, [f"{year}-07-01" for year in years])
    assert by_date[0].slope == pytest.approx(by_number[0].slope, rel=1e-2)


def test_two_bins_are_no_trend():
    with pytest.raises(ValueError, match=r"three bins .* and there are 2"):
        emerging_topics([0, 1, 1], None, [1990, 1990, 1991])
