"""Cells that a spreadsheet shows, and does not compute."""

from collections.abc import Mapping
from unicodedata import category, normalize

import numpy as np

# What starts a formula in a cell. U+2212 is the minus sign of typesetters.
_STARTS = frozenset("=+-@\N{MINUS SIGN}")
# What spreadsheets pass over before a formula, beside spaces: controls, marks of
# direction and of byte order, line breaks.
_PASSED_OVER = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def shown_as_text_in_cells(columns):
    """Return columns whose cells and names no spreadsheet takes for formulas."""
    return {
        shown_as_text(name): values
        if isinstance(values, np.ndarray)
        else [shown_as_text(value) for value in values]
        for name, values in columns.items()
    }


def shown_as_text(value):
    """Return a value whose texts no spreadsheet takes for formulas.

    A text that starts with = + - @, also full-width, after spaces or invisible letters,
    or with a tab or a line break, gets an apostrophe before it. Texts within lists,
    tuples and mappings too.

    Parameters
    ----------
    value : object
        Numbers and other objects are returned as they are.
    """
    if isinstance(value, str):
        return f"'{value}" if _may_be_a_formula(value) else value
    if isinstance(value, Mapping):
        return {shown_as_text(k): shown_as_text(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown_as_text(item) for item in value]
    return value


def _may_be_a_formula(text):
    if text[:1] in ("\t", "\r", "\n"):
        return True
    first = next((c for c in text if category(c) not in _PASSED_OVER), "")
    # Full-width and small variants are read as the signs themselves.
    return normalize("NFKC", first)[:1] in _STARTS
