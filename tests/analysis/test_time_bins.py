"""Times in all forms, and bins of them."""

import datetime as dt

import numpy as np
import pytest

from sktopics.analysis import time_bins

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

DAYS = [dt.date(2020, 1, 5), dt.date(2020, 3, 1), dt.date(2021, 12, 31)]
MOMENTS = [dt.datetime(day.year, day.month, day.day) for day in DAYS]
ISO = [str(day) for day in DAYS]
FORMS = {
    "iso": ISO,
    "tuple": tuple(ISO),
    "with hours": [f"{text} 00:00" for text in ISO],
    "with T": [f"{text}T00:00:00" for text in ISO],
    "slashes": [text.replace("-", "/") for text in ISO],
    "german": [day.strftime("%d.%m.%Y") for day in DAYS],
    "american": [day.strftime("%m/%d/%Y") for day in DAYS],
    "british": [day.strftime("%d/%m/%Y %H:%M") for day in DAYS],
    "month names": [day.strftime("%B %d, %Y") for day in DAYS],
    "short names": [day.strftime("%d %b %Y") for day in DAYS],
    "mail": [day.strftime("%a, %d %b %Y 00:00:00 +0000") for day in MOMENTS],
    "twitter": [day.strftime("%a %b %d 00:00:00 +0000 %Y") for day in MOMENTS],
    "dates": DAYS,
    "datetimes": MOMENTS,
    "zoned": [moment.replace(tzinfo=dt.UTC) for moment in MOMENTS],
    "numpy": np.array(ISO, dtype="datetime64[D]"),
    "numpy strings": np.array(ISO),
    "numpy objects": np.array(MOMENTS, dtype=object),
    "pandas": pd.Series(pd.to_datetime(ISO), index=[5, 3, 1]),
    "pandas index": pd.DatetimeIndex(ISO),
    "pandas strings": pd.Series(ISO),  # `topics_over_time` of BERTopic: TypeError
    "pandas categories": pd.Series(ISO, dtype="category"),
    "pandas zoned": pd.Series(pd.to_datetime(ISO)).dt.tz_localize("Europe/Berlin"),
    "pandas timestamps": list(pd.to_datetime(ISO)),
    "pandas periods": pd.PeriodIndex(ISO, freq="D"),
    "polars": pl.Series(DAYS),
    "polars strings": pl.Series(ISO),
    "polars zoned": pl.Series(MOMENTS).dt.replace_time_zone("Asia/Tokyo"),
    "arrow": pa.array(MOMENTS),
}


@pytest.mark.parametrize("form", FORMS)
def test_dates_of_all_forms_are_the_same(form):
    bins = time_bins(FORMS[form])
    assert bins.starts.astype("datetime64[D]").astype(str).tolist() == ISO
    assert bins.numbers.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "years",
    [
        [1790, 2021, 1901],
        (1790.0, 2021.0, 1901.0),
        np.array([1790, 2021, 1901], dtype=np.uint16),
        pd.Series([1790, 2021, 1901], dtype="Int64"),
        pl.Series([1790, 2021, 1901]),
        [np.int64(1790), np.float32(2021), 1901],
    ],
    ids=["list", "tuple", "uint", "nullable", "polars", "numpy scalars"],
)
def test_years_are_numbers(years):
    bins = time_bins(years)
    assert bins.starts.tolist() == [1790, 1901, 2021]
    assert bins.numbers.tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("times", "error", "message"),
    [
        (["2020-01-05", "soon"], ValueError, "row 1 holds 'soon', which is no date"),
        (["05.01.2020", "2020.13.45"], ValueError, "row 1 holds '2020.13.45'"),
        (["01/02/2020", "03/04/2020"], ValueError, "row 0 .* pass datetime_format="),
        ([None, 1990, "1991"], TypeError, "row 1 holds 1990, and row 2 holds '1991'"),
        ([1990, float("inf")], ValueError, "row 1 holds inf"),
        (np.array([1.0, np.inf]), ValueError, "row 1 holds inf"),
        ([True, False], TypeError, "row 0 holds True, which is neither"),
        ([b"2020"], TypeError, "row 0 holds b'2020'"),
        ([None, float("nan")], ValueError, "all of them are missing"),
        ("2020-01-05", TypeError, "is str"),
        ({1990, 1991}, TypeError, "is set"),
        (np.zeros((2, 1)), TypeError, r"the shape \(2, 1\)"),
        ([MOMENTS[0], MOMENTS[1].replace(tzinfo=dt.UTC)], TypeError, "row 1 has one"),
    ],
)
def test_what_is_no_time_is_named(times, error, message):
    with pytest.raises(error, match=message):
        time_bins(times)


def test_a_format_is_used_and_what_does_not_have_it_is_named():
    bins = time_bins(["01/02/2020", "01/03/2020"], datetime_format="%d/%m/%Y")
    assert bins.starts.astype("datetime64[D]").astype(str).tolist() == [
        "2020-02-01",
        "2020-03-01",
    ]
    with pytest.raises(ValueError, match=r"row 1 holds '13/13/20', .* '%d/%m/%y'"):
        time_bins(["12/12/20", "13/13/20"], datetime_format="%d/%m/%y")


@pytest.mark.parametrize(
    "times",
    [
        [1990, None, 1992],
        [1990, float("nan"), 1992],
        ["1990", None, "1992"],
        pd.Series([1990, None, 1992]),
        pd.to_datetime(pd.Series(["1990-01-01", None, "1992-01-01"])),
        np.array(["1990", "NaT", "1992"], dtype="datetime64[Y]"),
        [dt.date(1990, 1, 1), pd.NaT, dt.date(1992, 1, 1)],
        pl.Series([1990, None, 1992]),
    ],
)
def test_documents_without_a_time_are_left_out_with_a_warning(times):
    with pytest.warns(UserWarning, match="1 of 3 documents have no time .* row 1"):
        bins = time_bins(times)
    assert bins.numbers.tolist() == [0, -1, 1]


def test_several_zones_become_utc_and_one_zone_keeps_its_clock():
    bins = time_bins(["2020-01-01T00:30:00+02:00", "2020-01-01T00:30:00+01:00"])
    assert bins.starts.astype(str).tolist() == [
        "2019-12-31T22:30:00.000000",
        "2019-12-31T23:30:00.000000",
    ]
    bins = time_bins(["2020-01-01T00:30:00+02:00"], frequency="year")
    assert bins.starts.astype("datetime64[Y]").astype(int).tolist() == [50]


@pytest.mark.parametrize("n_bins", [1, 3, 10, 100])
@pytest.mark.parametrize("kind", ["whole", "fractions", "dates", "few days"])
def test_equal_bins_are_those_of_pandas(kind, n_bins):
    rng = np.random.default_rng(n_bins)
    values = {
        "whole": rng.integers(1790, 2022, 300),
        "fractions": rng.normal(size=300),
        "dates": np.datetime64("1990", "us") + rng.integers(0, 9 * 10**14, 300),
        "few days": np.datetime64("1990", "D") + rng.integers(0, 3, 300),
    }[kind]
    bins = time_bins(values, n_bins=n_bins)
    theirs = pd.cut(pd.Series(values), bins=n_bins)
    assert bins.numbers.tolist() == theirs.cat.codes.tolist()
    assert len(bins) == n_bins
    assert bins.starts[0] == values.min()
    assert bins.ends[-1] == values.max()


def test_equal_times_are_one_bin():
    assert time_bins([1990, 1990], n_bins=10).numbers.tolist() == [0, 0]
    assert len(time_bins(["2020-01-01"] * 3, n_bins=10)) == 1


def test_bins_of_equally_many_documents():
    rng = np.random.default_rng(0)
    bins = time_bins(rng.exponential(size=1000), n_bins=10, strategy="quantile")
    assert np.bincount(bins.numbers).tolist() == [100] * 10
    # Equal times stay together.
    bins = time_bins([1] * 90 + [2] * 5 + [3] * 5, n_bins=4, strategy="quantile")
    assert np.all(np.diff(bins.ends) > 0)
    assert len(set(bins.numbers[:90].tolist())) == 1


@pytest.mark.parametrize(
    ("frequency", "code"),
    [("year", "Y"), ("quarter", "Q"), ("month", "M"), ("week", "W-SUN"), ("day", "D")],
)
def test_calendar_periods_are_those_of_pandas(frequency, code):
    rng = np.random.default_rng(0)
    values = np.datetime64("1968", "us") + rng.integers(0, 1400 * 86_400 * 10**6, 200)
    bins = time_bins(values, frequency=frequency)
    periods = pd.PeriodIndex(values, freq=code)
    assert (periods.start_time == bins.starts[bins.numbers]).all()
    every = pd.period_range(periods.min(), periods.max())
    assert (every.start_time == bins.starts).all()
    assert (bins.starts[1:] == bins.ends[:-1]).all()


def test_decades_of_years_and_of_dates_and_empty_ones():
    bins = time_bins([1789, 1790, 1829], frequency="decade")
    assert bins.starts.tolist() == [1780, 1790, 1800, 1810, 1820]
    assert bins.numbers.tolist() == [0, 1, 4]
    dates = time_bins(["1789-05-01", "1790-01-01", "1829-12-31"], frequency="decade")
    years = dates.starts.astype("datetime64[Y]").astype(str).tolist()
    assert years == ["1780", "1790", "1800", "1810", "1820"]
    assert dates.numbers.tolist() == [0, 1, 4]


def test_wrong_bins_are_refused():
    with pytest.raises(ValueError, match="n_bins or frequency, and not both"):
        time_bins([1990], n_bins=2, frequency="year")
    with pytest.raises(ValueError, match=r"times are numbers, .* have no month"):
        time_bins([1990], frequency="month")
    with pytest.raises(ValueError, match="makes 2,024,905 bins"):
        time_bins(["1790-01-01", "2021-01-01"], frequency="hour")
    with pytest.raises(ValueError, match="'frequency' parameter"):
        time_bins([1990], frequency="years")


def test_middles_are_years():
    bins = time_bins(["2000-01-01", "2001-01-01"])
    assert np.allclose(bins.middles, [2000, 2001], atol=0.01)
    assert time_bins([1, 3], n_bins=1).middles.tolist() == [2]
