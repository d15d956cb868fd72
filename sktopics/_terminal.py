"""Texts and tables that fit the width of a terminal."""

from unicodedata import combining, east_asian_width

WIDTH = 88
# Rows of a table that are shown of a long one.
SHOWN_ROWS = 20


def printable(text):
    """Escape what would break a line or not show (line breaks, controls)."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii")
        for c in text
    )


def display_width(text):
    """Columns that `text` takes in a terminal; Chinese letters take two."""
    return sum(
        0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def clip(text, width):
    """Cut `text` to `width` columns, with an ellipsis."""
    # A letter is seldom more than a base and three marks: long texts are measured in
    # part only.
    shown = text[: 4 * width]
    if shown == text and display_width(text) <= width:
        return text
    while display_width(shown) > width - 1:
        shown = shown[:-1]
    return shown + "…"


def pad(text, width):
    """Fill `text` with blanks at its right, up to `width` columns."""
    return text + " " * (width - display_width(text))


def pad_left(text, width):
    """Fill `text` with blanks at its left, up to `width` columns."""
    return " " * (width - display_width(text)) + text


def one_line(text, width):
    """Return the first `width` columns of a text as a line that shows all letters."""
    return clip(printable(" ".join(text.split())), width)


def table_lines(title, header, rows, what):
    """Return a title, a header and the first rows of a table as lines of text.

    Parameters
    ----------
    title, header : str
    rows : sequence of str
        Lines of the rows, of which `SHOWN_ROWS` are shown.
    what : str
        What rows are, for the line that says how many more there are.
    """
    lines = [title, header, *rows[:SHOWN_ROWS]]
    if len(rows) > SHOWN_ROWS:
        lines.append(f"… {len(rows) - SHOWN_ROWS} more {what}")
    return "\n".join(line.rstrip() for line in lines)
