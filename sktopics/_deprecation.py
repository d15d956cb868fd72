"""Deprecations: one warning, and one rule for how long an old name stays."""

import functools
import warnings

from ._validation import levels_to_caller

# What is deprecated in 0.2 works in 0.2 and 0.3, and is gone in 0.4.
MINOR_RELEASES = 2


def removal_version(since):
    """Return the version that no longer has what is deprecated since `since`."""
    major, minor = (int(part) for part in since.split(".")[:2])
    return f"{major}.{minor + MINOR_RELEASES}"


def warn_deprecated(what, *, since, instead):
    """Warn the caller of sktopics that something will be removed.

    Parameters
    ----------
    what : str
        What is deprecated, as the start of a sentence: "The parameter n_passes of
        AttentiveARTM".
    since : str
        The version that deprecates it, such as "0.2".
    instead : str
        What to do, as a sentence: "Use n_sweeps."
    """
    warnings.warn(
        f"{what} is deprecated since sktopics {since} and will be removed in "
        f"{removal_version(since)}. {instead}",
        FutureWarning,
        stacklevel=levels_to_caller(),
    )


def deprecated(*, since, instead):
    """Decorate a function or a method that warns when it is called.

    Parameters
    ----------
    since : str
        The version that deprecates it, such as "0.2".
    instead : str
        What to do, as a sentence: "Use topic_table."

    Returns
    -------
    decorator : callable

    Examples
    --------
    >>> from sktopics._deprecation import deprecated
    >>> @deprecated(since="0.2", instead="Use sum.")
    ... def total(values):
    ...     return sum(values)
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     total([1, 2])
    3
    >>> print(caught[0].message)
    total is deprecated since sktopics 0.2 and will be removed in 0.4. Use sum.
    """

    def decorate(function):
        @functools.wraps(function)
        def warning_function(*args, **kwargs):
            warn_deprecated(function.__qualname__, since=since, instead=instead)
            return function(*args, **kwargs)

        return warning_function

    return decorate
