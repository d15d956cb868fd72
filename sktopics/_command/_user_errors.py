"""Errors that a user of the command line reads as one line."""

from difflib import get_close_matches


class UserError(Exception):
    """What is wrong and what to do, in one line."""


def nearest_name(name, names):
    """Return a question after the name that was meant, or an empty text."""
    lower = {each.lower(): each for each in names}
    found = get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    return f" Did you mean {lower[found[0]]!r}?" if found else ""


def listed_names(names, most=30):
    """Return names in quotes, the first ones of many."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(repr(name) for name in names[:most]) + more
