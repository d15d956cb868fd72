"""Dates in texts: the formats that are known, and which one texts have."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

# Formats that only one reading has. Dates as in ISO 8601 are read without a format.
_FORMATS = (
    "%Y",
    "%Y-%m",
    "%Y/%m",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%B %Y",
    "%b %Y",
    "%a %b %d %H:%M:%S %z %Y",
    "%a %b %d %H:%M:%S %Y",
)
# Formats of dates in numbers of which the day or the month may be the first.
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y")
_HOURS = ("", " %H:%M", " %H:%M:%S")
_NUMBERS = re.compile(r"\s*(\d{1,2})([/-])(\d{1,2})\2\d{4}")
_SHOWN = 60


def dates_of_texts(texts, rows, datetime_format=None):
    """Return the dates that texts hold.

    Parameters
    ----------
    texts : list of str
    rows : list of int
        Where they stand, for messages.
    datetime_format : str, default=None
        A format of `datetime.strptime` that all texts have. Without one, texts are in
        ISO 8601 or in a single other format.

    Returns
    -------
    dates : list of datetime

    Raises
    ------
    ValueError
        If a text is no date, or if the day and the month may change places; the
        message names the row and the text.
    """
    distinct = dict.fromkeys(texts)
    if datetime_format is not None:
        found = _all_in(distinct, lambda text: _parsed(text, datetime_format))
        first = next((text for text in texts if found[text] is None), None)
        if first is not None:
            raise ValueError(
                f"times: row {rows[texts.index(first)]} holds {first!r:.{_SHOWN}}, "
                f"which is not in the format {datetime_format!r}."
            )
    else:
        found = _in_known_formats(distinct, texts, rows)
    return [found[text] for text in texts]


def _in_known_formats(distinct, texts, rows):
    found = _all_in(distinct, _iso)
    left = {text for text, date in found.items() if date is None}
    if not left:
        return found
    if all(_NUMBERS.match(text) for text in left):
        _refuse_two_readings(left, texts, rows)
    best = None
    for reader in _readers():
        dates = _all_in(left, reader)
        n_found = sum(date is not None for date in dates.values())
        if best is None or n_found > best[0]:
            best = n_found, dates
        if n_found == len(left):
            break
    found.update(best[1])
    first = next((text for text in texts if found[text] is None), None)
    if first is not None:
        raise ValueError(
            f"times: row {rows[texts.index(first)]} holds {first!r:.{_SHOWN}}, which "
            "is no date in ISO 8601, such as '2021-04-30', nor in the format of other "
            "rows: correct it, or pass datetime_format, such as '%d.%m.%y'."
        )
    return found


def _refuse_two_readings(left, texts, rows):
    """Raise an error if all dates such as 03/04/2021 have two readings."""
    parts = [_NUMBERS.match(text) for text in left]
    if any(int(part[1]) > 12 or int(part[3]) > 12 for part in parts):
        return  # which says whether the day comes first
    if all(part[1] == part[3] for part in parts):
        return  # 04/04/2021 is one date
    first = next(text for text in texts if text in left)
    mark = _NUMBERS.match(first)[2]
    formats = f"'%d{mark}%m{mark}%Y'", f"'%m{mark}%d{mark}%Y'"
    raise ValueError(
        f"times: row {rows[texts.index(first)]} holds {first!r:.{_SHOWN}}, and no row "
        "tells whether the day or the month comes first: pass "
        f"datetime_format={formats[0]} or {formats[1]}."
    )


def _readers():
    for form in _FORMATS:
        yield lambda text, form=form: _parsed(text, form)
    for dates in (_DAY_FIRST, _MONTH_FIRST):
        for date in dates:
            for hours in _HOURS:
                yield lambda text, form=date + hours: _parsed(text, form)
    yield _of_mail


def _all_in(texts, reader):
    return {text: reader(text) for text in texts}


def _iso(text):
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _parsed(text, form):
    try:
        return datetime.strptime(text.strip(), form)
    except ValueError:
        return None


def _of_mail(text):
    """Return the date of a text as in mails, "Fri, 30 Apr 2021 10:00:00 +0200"."""
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
