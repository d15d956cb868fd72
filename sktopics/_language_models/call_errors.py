"""Errors of services: whether another try may help, and what users are told."""

from .prompt_text import shown_line

_LONGEST = 200
# Requests that may succeed later: time-out, conflict, too early, too many.
_LATER = {408, 409, 425, 429}
# Errors of the code that calls, which the next call would meet again.
_OF_CODE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    NotImplementedError,
    TypeError,
    ValueError,
)


class NotAffordable(Exception):
    """A call that is not made: the message says why."""


def status_of(error) -> int | None:
    """Return the HTTP status that an error tells, None if it tells none."""
    response = getattr(error, "response", None)
    for holder in (error, response):
        for name in ("status_code", "status", "http_status", "code"):
            status = getattr(holder, name, None)
            if isinstance(status, int) and 100 <= status < 600:
                return status
    return None


def is_worth_another_try(error) -> bool:
    """Whether the same call may succeed a little later.

    Of errors with an HTTP status, those of a service that is busy or has failed; of the
    others all but errors of the code that calls.
    """
    if isinstance(error, NotAffordable) or not isinstance(error, Exception):
        return False
    status = status_of(error)
    if status is not None:
        return status in _LATER or status >= 500
    return not isinstance(error, _OF_CODE)


def seconds_asked_for(error) -> float:
    """Return the seconds that a service asks to wait for, 0 if it asks for none."""
    for holder in (getattr(error, "response", None), error):
        headers = getattr(holder, "headers", None)
        try:
            return max(float(headers.get("retry-after")), 0.0)
        except (AttributeError, TypeError, ValueError):  # none, or a date
            continue
    return 0.0


def said_by(error) -> str:
    """Return an error in one line."""
    text = shown_line(str(error))
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    name = type(error).__name__
    return f"{name}: {text}" if text else name
