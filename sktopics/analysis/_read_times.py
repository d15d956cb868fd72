"""Times of documents, in whatever form: one array of numbers or of datetimes."""

import warnings
from datetime import UTC, date, datetime
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

from .._columns import is_missing, is_unordered, items_of
from .._validation import levels_to_caller
from ._time_formats import dates_of_texts

MICROSECONDS = "datetime64[us]"
_SHOWN = 60


class DocumentTimes(NamedTuple):
    """Times of documents.

    Attributes
    ----------
    values : ndarray of shape (n_documents,)
        datetime64[us], int64 or float64.
    known : ndarray of shape (n_documents,), bool
        Which documents have a time. The values of the others mean nothing.
    """

    values: np.ndarray
    known: np.ndarray

    @property
    def are_dates(self):
        return self.values.dtype.kind == "M"


def read_times(times, n_documents=None, *, datetime_format=None):
    """Return the times of documents.

    Parameters
    ----------
    times : array-like of shape (n_documents,)
        Dates as texts, as objects of Python, NumPy, pandas, Polars or pyarrow; or
        numbers, such as years.
    n_documents : int, default=None
        As many as there have to be.
    datetime_format : str, default=None
        The format of texts.

    Returns
    -------
    times : DocumentTimes
        Dates of one time zone are what clocks show there; those of several zones are
        in UTC.

    Raises
    ------
    TypeError
        If times are no sequence, or of several kinds.
    ValueError
        If there are not `n_documents`, if all are missing, or if one is no time; the
        message names its row.
    """
    values = _listed(times)
    if n_documents is not None and len(values) != n_documents:
        raise ValueError(
            f"times must be given for each document: got {len(values)} for "
            f"{n_documents} documents."
        )
    if isinstance(values, np.ndarray):
        found = _of_array(values)
    else:
        found = _of_list(values, datetime_format)
    missing = np.flatnonzero(~found.known)
    if len(missing) == len(values):
        raise ValueError(
            "times must hold a time at least, and all of them are missing."
        )
    if len(missing):
        warnings.warn(
            f"{len(missing)} of {len(values)} documents have no time and are left out, "
            f"the first in row {missing[0]}.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    return found


def _listed(times):
    """Return times as an array of numbers or dates, or else as a list of objects."""
    if is_unordered(times) or not np.iterable(times):
        raise TypeError(
            "times must hold one time for each document, and is "
            f"{type(times).__name__}."
        )
    if len(getattr(times, "shape", (0,))) != 1:
        raise TypeError(
            "times must hold one time for each document, and has the shape "
            f'{times.shape}: give a single column, for example frame["date"].'
        )
    dtype = getattr(times, "dtype", None)
    if isinstance(dtype, np.dtype) and dtype.kind in "iufM":
        return np.asarray(times)
    return list(items_of(times))


def _of_array(values):
    if values.dtype.kind == "M":
        known = ~np.isnat(values)
        return DocumentTimes(values.astype(MICROSECONDS), known)
    known = (
        ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), bool)
    )
    infinite = np.flatnonzero(known & ~np.isfinite(values))
    if len(infinite):
        raise ValueError(
            f"times: row {infinite[0]} holds {values[infinite[0]]}, which is no time."
        )
    whole = values.dtype.kind == "i" or (
        values.dtype.kind == "u" and values.max(initial=0) < 2**63
    )
    return DocumentTimes(values.astype(np.int64 if whole else np.float64), known)


def _of_list(values, datetime_format):
    rows = [row for row, value in enumerate(values) if not _is_missing(value)]
    known = np.zeros(len(values), dtype=bool)
    known[rows] = True
    present = [values[row] for row in rows]
    if not present:
        return DocumentTimes(np.zeros(len(values)), known)
    kinds = [_kind(value, row) for value, row in zip(present, rows, strict=True)]
    other = next((i for i, kind in enumerate(kinds) if kind != kinds[0]), None)
    if other is not None:
        raise TypeError(
            f"times must be of one kind: row {rows[0]} holds {present[0]!r:.{_SHOWN}}, "
            f"and row {rows[other]} holds {present[other]!r:.{_SHOWN}}."
        )
    if kinds[0] == "number":
        whole = all(isinstance(value, Integral) for value in present)
        filled = np.zeros(len(values), dtype=np.int64 if whole else np.float64)
        filled[known] = present
        return DocumentTimes(filled, known)._replace(
            values=_of_array(filled).values  # which refuses what is infinite
        )
    if kinds[0] == "text":
        present = dates_of_texts(present, rows, datetime_format)
    filled = np.full(len(values), np.datetime64("NaT"), dtype=MICROSECONDS)
    filled[known] = np.array(_of_one_clock(present, rows), dtype=MICROSECONDS)
    return DocumentTimes(filled, known)


def _is_missing(value):
    if isinstance(value, np.datetime64):
        return bool(np.isnat(value))
    return is_missing(value)


def _kind(value, row):
    """Return which kind of time a value is."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, (date, np.datetime64)) or hasattr(value, "to_timestamp"):
        return "date"
    if isinstance(value, Real) and not isinstance(value, (bool, np.bool)):
        return "number"
    raise TypeError(
        f"times: row {row} holds {value!r:.{_SHOWN}}, which is neither a date, nor a "
        "number, nor a text."
    )


def _zone(date):
    """Return the time zone of a date, by its name if it is one of several of pytz."""
    zone = getattr(date, "tzinfo", None)
    return getattr(zone, "zone", None) or zone


def _of_one_clock(dates, rows):
    """Return dates without a time zone.

    Parameters
    ----------
    dates : list of date, datetime, datetime64 or period of pandas
    rows : list of int
        Where they stand, for messages.
    """
    dates = [d.to_timestamp() if hasattr(d, "to_timestamp") else d for d in dates]
    zones = {_zone(d) for d in dates}
    if zones == {None}:
        return dates
    if None in zones:
        naive = next(i for i, d in enumerate(dates) if not getattr(d, "tzinfo", None))
        aware = next(i for i, d in enumerate(dates) if getattr(d, "tzinfo", None))
        raise TypeError(
            f"times must have a time zone in all rows or in none: row {rows[aware]} "
            f"has one, and row {rows[naive]} has none."
        )
    if len(zones) > 1:
        dates = [d.astimezone(UTC) for d in dates]
    # Of a Timestamp of pandas, this is a datetime of Python, without a warning.
    return [datetime(*d.timetuple()[:6], d.microsecond) for d in dates]
