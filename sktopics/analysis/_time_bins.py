"""Bins of times: equal ones, ones with equally many documents, or calendar periods."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from .._frozen import FrozenArrays
from .._sklearn import Interval, StrOptions, validate_params
from ._read_times import MICROSECONDS, read_times

# Calendar periods: the unit of NumPy and how many of it; weeks start on Mondays.
_PERIODS = {
    "century": ("Y", 100),
    "decade": ("Y", 10),
    "year": ("Y", 1),
    "quarter": ("M", 3),
    "month": ("M", 1),
    "week": ("W", 1),
    "day": ("D", 1),
    "hour": ("h", 1),
}
_OF_NUMBERS = {"century": 100, "decade": 10, "year": 1}
# More bins are a mistake in all likelihood, and fill the memory.
_MOST_BINS = 100_000

BINNING = {
    "n_bins": [Interval(Integral, 1, None, closed="left"), None],
    "frequency": [StrOptions(set(_PERIODS)), None],
    "strategy": [StrOptions({"uniform", "quantile"})],
    "datetime_format": [str, None],
}


@dataclass(frozen=True, eq=False)
class TimeBins(FrozenArrays):
    """Bins of the times of documents, made by `time_bins`.

    Parameters
    ----------
    numbers : ndarray of shape (n_documents,), int64
        The bin of each document, -1 for a document without a time.
    starts, ends : ndarray of shape (n_bins,)
        Where bins start and end: datetime64[us], int64 or float64.
    """

    numbers: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def middles(self) -> np.ndarray:
        """The middle of each bin: float64; of dates, in years of 365.2425 days."""
        if self.starts.dtype.kind != "M":
            return (self.starts + self.ends) / 2
        epoch = np.datetime64(0, "us")
        sums = (self.starts - epoch).astype(float) + (self.ends - epoch).astype(float)
        return 1970 + sums / 2 / (365.2425 * 86_400e6)


@validate_params(BINNING, prefer_skip_nested_validation=True)
def time_bins(
    times, *, n_bins=None, frequency=None, strategy="uniform", datetime_format=None
) -> TimeBins:
    """Sort times into bins.

    Parameters
    ----------
    times : array-like of shape (n_documents,)
        Dates as texts, as `datetime` or `date`, as an array of NumPy or a column of
        pandas, Polars or pyarrow; or numbers, such as years. None, NaN and NaT are
        documents without a time: a warning says how many, and they are in no bin.
    n_bins : int, default=None
        Number of bins, see `strategy`.
    frequency : str, default=None
        "century", "decade", "year", "quarter", "month", "week", "day" or "hour".
        Calendar periods in place of `n_bins`, from the one with the first time to the
        one with the last, also where nothing falls into one. Weeks start on Mondays.
        Numbers are years, and have the first three.
    strategy : {"uniform", "quantile"}, default="uniform"
        Whether `n_bins` bins are equally long, or hold about equally many documents.
        Equal times are never parted, so that "quantile" may give fewer bins.
    datetime_format : str, default=None
        Format of texts, as of `datetime.strptime`: ``"%d.%m.%y"``. By default texts are
        dates in ISO 8601, or all others in one of the usual formats.

    Returns
    -------
    bins : TimeBins

    Raises
    ------
    TypeError
        If times are no sequence, or are of several kinds.
    ValueError
        If a text is no date, or if the day and the month may change places; the message
        names the row. If all times are missing, or there are both `n_bins` and
        `frequency`, or more than 100,000 periods.

    Notes
    -----
    Without `n_bins` and `frequency`, each distinct time is a bin, and starts where it
    ends. A time on the border of two of `n_bins` bins is in the earlier one, as it is
    with `pandas.cut`; a time on the border of two calendar periods is in the later one.
    If all times are equal, there is one bin.

    Dates with one time zone are sorted by what clocks show there, dates with several
    zones by UTC.

    Examples
    --------
    >>> from sktopics.analysis import time_bins
    >>> bins = time_bins(["2019-12-30", "2020-01-05", "2021-07-01"], frequency="year")
    >>> bins.numbers
    array([0, 1, 2])
    >>> bins.starts.astype("datetime64[Y]")
    array(['2019', '2020', '2021'], dtype='datetime64[Y]')
    >>> time_bins([1990, 1992, 2000, 2010], n_bins=2).ends
    array([2000., 2010.])
    """
    if n_bins is not None and frequency is not None:
        raise ValueError("Give n_bins or frequency, and not both.")
    values, known = read_times(times, datetime_format=datetime_format)
    present = values[known]
    numbers = np.full(len(values), -1, dtype=np.int64)
    if frequency is not None:
        edges, found = _periods(present, frequency)
    elif n_bins is not None:
        edges, found = _bins(present, n_bins, strategy)
    else:
        distinct, numbers[known] = np.unique(present, return_inverse=True)
        return TimeBins(numbers, distinct, distinct)
    numbers[known] = found
    return TimeBins(numbers, edges[:-1], edges[1:])


def _bins(values, n_bins, strategy):
    """Return the edges of bins, and the bins of values."""
    first, last = values.min(), values.max()
    if first == last:
        return np.array([first, last]), np.zeros(len(values), dtype=np.int64)
    if strategy == "quantile":
        ordered, steps = np.sort(values), np.arange(n_bins + 1)
        last_of = np.maximum(-(-steps * len(values) // n_bins) - 1, 0)
        edges = np.unique(ordered[last_of])
    elif values.dtype.kind == "M":
        length = (last - first).astype(np.int64)
        steps = np.linspace(0, length, n_bins + 1).astype(np.int64)
        edges = np.unique(first + steps.astype("timedelta64[us]"))
    else:
        edges = np.unique(np.linspace(first, last, n_bins + 1))
    found = np.searchsorted(edges, values, side="left") - 1
    return edges, np.clip(found, 0, len(edges) - 2)


def _periods(values, frequency):
    """Return the starts of calendar periods and the end of the last, and the periods.

    The second are those of values.
    """
    if values.dtype.kind != "M":
        if frequency not in _OF_NUMBERS:
            raise ValueError(
                f"times are numbers, which are years, and have no {frequency}: pass "
                "dates, or n_bins."
            )
        length = _OF_NUMBERS[frequency]
        units = np.floor(values).astype(np.int64)
    else:
        unit, length = _PERIODS[frequency]
        if unit == "W":  # of NumPy start on Thursdays, as 1970 does
            unit, length = "D", 7
            shift = 3  # days from a Monday to the first of 1970
        else:
            shift = 1970 if unit == "Y" else 0
        units = values.astype(f"datetime64[{unit}]").astype(np.int64) + shift
    periods = units // length
    first, last = periods.min(), periods.max()
    if last - first >= _MOST_BINS:
        raise ValueError(
            f"frequency={frequency!r} makes {last - first + 1:,} bins between "
            f"{values.min()} and {values.max()}: choose a longer one, or n_bins."
        )
    edges = np.arange(first, last + 2) * length
    if values.dtype.kind == "M":
        edges = (edges - shift).astype(f"datetime64[{unit}]").astype(MICROSECONDS)
    return edges, periods - first
