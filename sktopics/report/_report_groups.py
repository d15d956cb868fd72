"""Times and classes of documents in a report, and the shares of topics in them."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from ..analysis import time_bins, topics_over_time, topics_per_class
from ..analysis.class_members import Membership, read_classes

# More bins than these are no course over time that anybody reads.
_MOST_BINS = 120
_OF_DATES = (
    ("hour", "h"),
    ("day", "D"),
    ("week", "D"),
    ("month", "M"),
    ("quarter", "M"),
    ("year", "Y"),
    ("decade", "Y"),
    ("century", "Y"),
)
_OF_NUMBERS = ("year", "decade", "century")
_MOST_CLASSES = 200
_LEVEL = 0.95
_N_BOOTSTRAP = 500


class ReportGroups(NamedTuple):
    """Groups of documents: bins of times, or classes.

    Attributes
    ----------
    labels : list of str
    membership : Membership
        Of all documents of the corpus.
    n_unknown : int
        Documents in none of the groups.
    several : bool
        Whether a document may be in several.
    n_left_out : int
        Classes that are too many to be shown.
    starts : list of numbers
        Of bins; of dates in seconds since 1970.
    are_dates : bool
    """

    labels: list
    membership: Membership
    n_unknown: int
    several: bool = False
    n_left_out: int = 0
    starts: list = ()
    are_dates: bool = False

    @property
    def sizes(self):
        """Numbers of documents."""
        return np.bincount(self.membership.numbers, minlength=len(self.labels))


def groups_of_times(times, n_documents):
    """Return times of documents in bins that a reader takes in.

    Dates are in the shortest calendar periods of which there are at most 120, and which
    the dates tell: years tell no months. Numbers are in such periods too; if even
    centuries are too many, numbers are in 50 bins of equal length.

    Parameters
    ----------
    times : array-like of shape (n_documents,)
        As of `time_bins`.
    n_documents : int
    """
    with warnings.catch_warnings():  # the page says how many are unknown
        warnings.simplefilter("ignore", UserWarning)
        bins = time_bins(times)
        if len(bins.numbers) != n_documents:
            raise ValueError(
                f"times must be given for each document: got {len(bins.numbers)} for "
                f"{n_documents} documents."
            )
        are_dates = bins.starts.dtype.kind == "M"
        times = _read_once(bins)
        period = None
        if are_dates:
            bins, period = _periods_of_dates(times, bins)
        else:
            bins = _bins_of_numbers(times, bins)
    starts = bins.starts
    if are_dates:
        labels = [_date_label(start, period) for start in starts]
        seconds = starts.astype("datetime64[s]").astype(np.int64)
        starts = seconds.tolist()
    else:
        labels = _number_labels(bins)
        starts = starts.tolist()
    membership = Membership.of_numbers(list(range(len(labels))), bins.numbers)
    n_unknown = int((bins.numbers < 0).sum())
    return ReportGroups(
        labels, membership, n_unknown, starts=starts, are_dates=are_dates
    )


def _read_once(bins):
    """Return the times of documents as they were read, of a bin for each time."""
    if bins.starts.dtype.kind == "M":
        unknown = np.array(["NaT"], dtype=bins.starts.dtype)
    elif (bins.numbers >= 0).all():
        return bins.starts[bins.numbers]
    else:
        unknown = np.array([np.nan])
    return np.concatenate([bins.starts, unknown])[bins.numbers]


def _periods_of_dates(times, bins):
    """Return the shortest periods that are few enough, and their name."""
    first, last = bins.starts[0], bins.starts[-1]
    known = [unit for _, unit in _OF_DATES].index(_unit_of_dates(bins.starts))
    for period, unit in _OF_DATES[known:]:
        length = {"week": 7, "quarter": 3, "decade": 10, "century": 100}.get(period, 1)
        span = last.astype(f"M8[{unit}]") - first.astype(f"M8[{unit}]")
        if span.astype(np.int64) / length < _MOST_BINS - 1:
            return time_bins(times, frequency=period), period
    return time_bins(times, n_bins=50), "year"


def _unit_of_dates(starts):
    """Return the longest unit that dates are the beginnings of: years say no month."""
    for unit in ("Y", "M", "D"):
        if (starts.astype(f"M8[{unit}]").astype(starts.dtype) == starts).all():
            return unit
    return "h"


def _bins_of_numbers(times, bins):
    """Return bins of numbers: each whole number, longer periods, or 50 equal bins."""
    if len(bins) == 1:
        return bins
    span = float(bins.ends[-1]) - float(bins.starts[0])
    if bins.starts.dtype.kind == "i":
        for period, length in zip(_OF_NUMBERS, (1, 10, 100), strict=True):
            if span / length < _MOST_BINS - 1:
                return time_bins(times, frequency=period)
    if len(bins) <= _MOST_BINS // 2:
        return bins
    return time_bins(times, n_bins=50)


def _date_label(start, period):
    """Return what a period of the calendar is called."""
    day = start.astype("M8[D]")
    year, month = str(day)[:-6], str(day)[:-3]
    if period == "quarter":
        return f"{year} Q{(int(month[-2:]) + 2) // 3}"
    if period in ("day", "week"):
        return str(day)
    if period == "hour":
        return str(start.astype("M8[h]")).replace("T", " ") + ":00"
    return {"month": month, "decade": f"{year}s"}.get(period, year)


def _number_labels(bins):
    """Return what bins of numbers are called: a number, or the two ends."""
    starts, ends = bins.starts, bins.ends
    if starts.dtype.kind == "i":
        last = ends - 1
        return [
            str(a) if a >= b else f"{a}–{b}"
            for a, b in zip(starts.tolist(), last.tolist(), strict=True)
        ]
    return [
        f"{a:g}" if a == b else f"{a:g}–{b:g}"
        for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def groups_of_classes(classes, n_documents):
    """Return classes of documents, the largest if they are many.

    Parameters
    ----------
    classes : array-like of shape (n_documents,), or indicator matrix
        As of `topics_per_class`.
    n_documents : int
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        membership = read_classes(classes, n_documents)
    has = np.zeros(n_documents, dtype=bool)
    has[membership.rows] = True
    several = len(membership.rows) > has.sum()
    n_groups = len(membership.groups)
    names = membership.groups
    if n_groups > _MOST_CLASSES:
        sizes = np.bincount(membership.numbers, minlength=n_groups)
        kept = np.sort(np.argsort(-sizes, kind="stable")[:_MOST_CLASSES])
        place = np.full(n_groups, -1)
        place[kept] = np.arange(len(kept))
        inside = place[membership.numbers] >= 0
        names = [names[group] for group in kept.tolist()]
        membership = Membership(
            names,
            membership.rows[inside],
            place[membership.numbers[inside]],
            n_documents,
        )
    return ReportGroups(
        [str(name) for name in names],
        membership,
        int((~has).sum()),
        several=bool(several),
        n_left_out=n_groups - len(names),
    )


class GroupTotals:
    """Sums of shares by group, of a corpus whose shares are not kept."""

    def __init__(self, membership, n_topics):
        self.indicator = membership.indicator().tocsc()
        n_groups = len(membership.groups)
        self.sums = np.zeros((n_groups, n_topics))
        self.squares = np.zeros((n_groups, n_topics))
        self.sizes = np.zeros(n_groups)

    def add(self, block):
        """Take the next block."""
        found = block.found
        inside = self.indicator[:, block.start : block.stop]
        counts = np.ones(found.shares.shape[0])
        if not found.are_clusters:
            counts = (np.diff(found.shares.indptr) > 0).astype(np.float64)
        self.sums += inside @ found.shares
        self.squares += inside @ found.shares.multiply(found.shares)
        self.sizes += inside @ counts

    def done(self):
        """Return shares, and bounds that hold for means of many documents."""
        n = np.where(self.sizes > 0, self.sizes, np.nan)[:, np.newaxis]
        means = self.sums / n
        variance = np.maximum(self.squares / n - means**2, 0)
        wide = np.where(n > 1, n - 1, np.nan)
        half = ndtri((1 + _LEVEL) / 2) * np.sqrt(variance / wide)
        bounds = np.maximum(means - half, 0), np.minimum(means + half, 1)
        return tuple(part.T for part in (means, *bounds))


def shares_in_groups(found, are_clusters, groups, random_state):
    """Return the shares of topics in groups, as `topics_over_time` gives them.

    Parameters
    ----------
    found : csr_array of shape (n_documents, n_topics)
    are_clusters : bool
    groups : ReportGroups
    random_state : int, RandomState instance or None

    Returns
    -------
    shares, lower, upper : ndarray of shape (n_topics, n_groups)
    """
    n_topics, n_groups = found.shape[1], len(groups.labels)
    given, topics = found, np.arange(n_topics)
    if are_clusters:
        given = np.full(found.shape[0], -1, dtype=np.int64)
        given[np.diff(found.indptr) > 0] = found.indices
        topics = topics[: int(given.max(initial=-1)) + 1]
    parts = np.full((3, n_topics, n_groups), np.nan)
    if not len(topics):  # of clusters, where no document has a topic
        parts[0][:, np.unique(groups.membership.numbers)] = 0
        return parts
    how = {
        "n_top_words": 0,
        "topics": topics,
        "level": _LEVEL,
        "n_bootstrap": _N_BOOTSTRAP,
        "random_state": random_state,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        if len(groups.starts):
            table, places = _over_time(given, groups, how)
        else:
            membership = groups.membership
            classes = membership.indicator().T
            table = topics_per_class(given, None, classes, **how)
            places = np.array(table.groups[: len(set(table.groups))])
    rows, columns = topics[:, np.newaxis], places[np.newaxis]
    for part, values in zip(
        parts, (table.shares, table.lower, table.upper), strict=True
    ):
        part[rows, columns] = np.reshape(values, (len(topics), -1))
    if are_clusters:  # no document has a topic after these
        parts[0, len(topics) :, places] = 0
    return parts


def _over_time(given, groups, how):
    """Return the table of bins that have documents, and which these are."""
    numbers = np.full(groups.membership.n_documents, np.nan)
    numbers[groups.membership.rows] = groups.membership.numbers
    table = topics_over_time(given, None, numbers, **how)
    return table, np.unique(groups.membership.numbers)
