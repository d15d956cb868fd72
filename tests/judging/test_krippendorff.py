"""Krippendorff's alpha: by hand, and the package krippendorff as the oracle."""

import numpy as np
import pytest

from sktopics.judging import krippendorff_alpha, krippendorff_interval

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def test_by_hand():
    # Pairs: aa, bb, ba. Coincidences: aa 2, bb 2, ab and ba 1 each; n = 6, 3 each.
    found = krippendorff_alpha([["a", "b", "b"], ["a", "b", "a"]])
    assert found == pytest.approx(1 - (2 / 6) / (2 * 3 * 3 / (6 * 5)))


@pytest.mark.parametrize("level", LEVELS)
def test_equals_the_package(level):
    oracle = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(0)
    for _ in range(40):
        ratings = rng.integers(1, 6, size=(rng.integers(2, 6), 12)).astype(float)
        ratings[rng.uniform(size=ratings.shape) < 0.3] = np.nan
        expected = oracle.alpha(ratings, level_of_measurement=level)
        assert krippendorff_alpha(ratings, level) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_edges(level):
    assert krippendorff_alpha([[1, 2], [1, 2]], level) == 1
    assert krippendorff_alpha([[2, 2], [2, 2]], level) == 1
    assert np.isnan(krippendorff_alpha([[1, np.nan], [np.nan, 2]], level))
    assert np.isnan(krippendorff_interval([[1, np.nan], [np.nan, 2]], level)).all()


def test_equal_values_of_other_types():
    pandas = pytest.importorskip("pandas")
    # One judge has whole numbers; the other has a gap, and so floats.
    assert krippendorff_alpha([[1, 2, 3], [1.0, 2.0, np.nan]]) == 1
    assert krippendorff_alpha([[1, 2, 3], [1, 2, pandas.NA]]) == 1
    assert krippendorff_alpha([["1", "2"], ["1", "2"]], "interval") == 1
    # Units: TF and TT; one pair of three differs, of 4 ratings 3 are true.
    found = krippendorff_alpha([[True, True], [False, True]])
    assert found == pytest.approx(1 - (2 / 4) / (2 * 3 * 1 / (4 * 3)))


def test_interval_holds_alpha_and_narrows():
    rng = np.random.default_rng(0)
    truth = rng.integers(1, 4, 400)
    ratings = np.array([np.clip(truth + rng.integers(-1, 2, 400), 1, 3) for _ in "ab"])
    alpha = krippendorff_alpha(ratings, "interval")
    wide = krippendorff_interval(
        ratings[:, :50], "interval", n_bootstrap=200, random_state=0
    )
    narrow = krippendorff_interval(ratings, "interval", n_bootstrap=200, random_state=0)
    assert narrow[0] < alpha < narrow[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@pytest.mark.parametrize(
    ("ratings", "level", "match"),
    [
        ([1, 2], "interval", "table of judges x units"),
        ([["a", "b"]], "interval", "must be numbers"),
        ([[1, np.inf]], "interval", "must be finite"),
        ([[1, -2]], "ratio", "must not be negative .* got -2"),
        ([[1, 2]], "metric", "'level' parameter"),
    ],
    ids=["shape", "text", "infinite", "negative", "level"],
)
def test_bad_ratings(ratings, level, match):
    with pytest.raises(ValueError, match=match):
        krippendorff_alpha(ratings, level)
