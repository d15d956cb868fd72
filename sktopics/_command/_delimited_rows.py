"""Tables with a delimiter between cells: CSV, TSV and their relatives."""

import csv
from collections import Counter
from itertools import islice

from ._read_rows import ReadRows, lines_of, read_text, shown_path, written_open
from ._user_errors import UserError, listed_names

_DELIMITERS = (",", "\t", ";", "|")
_SNIFFED = 100
_NAMES = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
# Characters of a cell. The limit of the module csv is shared by all of a program.
_LARGE = 2**31 - 1


def read_delimited(path, *, encoding, delimiter=None):
    """Return the rows of a table with delimiters, whose first line has the names.

    Parameters
    ----------
    path : str
        "-" is standard input.
    encoding : str
    delimiter : str, default=None
        By default the one that gives rows the same number of cells.

    Raises
    ------
    UserError
        If the table has no names or no rows, or rows of other lengths.
    """
    source, text = shown_path(path), read_text(path, encoding)
    usual = csv.field_size_limit(_LARGE)
    try:
        if delimiter is None:
            delimiter = sniffed_delimiter(text)
        columns, rows, places = _rows(text, delimiter, source)
    finally:
        csv.field_size_limit(usual)
    opened, modules = written_open(path, encoding)
    how = "" if delimiter == "," else f", delimiter={delimiter!r}"
    program = [f"rows = list(csv.DictReader({opened}{how}))"]
    if any(len(cell) > usual for row in rows for cell in row.values()):
        program.insert(0, f"csv.field_size_limit({_LARGE})")
    return ReadRows(source, rows, columns, "line", places, program, {"csv", *modules})


def sniffed_delimiter(text):
    """Return the delimiter that gives the first rows as many cells as the names."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text, delimiter):
    """Say how well a delimiter fits.

    Returns
    -------
    parts_names : bool
    share : float
        Of the rows that have as many cells as there are names.
    n_names : int
    """
    lines = islice(csv.reader(lines_of(text), delimiter=delimiter), _SNIFFED)
    widths = [len(cells) for cells in lines if cells]
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0]


def _rows(text, delimiter, source):
    reader = csv.reader(lines_of(text), delimiter=delimiter)
    columns, rows, places, before = None, [], [], 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not cells:
            continue  # a blank line
        if columns is None:
            columns = _checked_names(cells, delimiter, source)
            continue
        if len(cells) != len(columns):
            _refuse_open_quote(text, line, delimiter, source)
            raise UserError(
                f"{source}, line {line}: there are {_cells(len(cells))}, and the first "
                f"line has {_cells(len(columns))}. Cells are parted by "
                f"{_NAMES.get(delimiter, repr(delimiter))}: put cells that hold such a "
                "character into quotes, or name another one by --delimiter."
            )
        rows.append(dict(zip(columns, cells, strict=True)))
        places.append(line)
    if columns is None:
        raise UserError(
            f"{source} is empty: its first line must hold names of columns."
        )
    if rows:
        _refuse_open_quote(text, places[-1], delimiter, source)
    return columns, rows, places


def _cells(number):
    return f"{number} cell{'' if number == 1 else 's'}"


def _checked_names(cells, delimiter, source):
    twice = [name for name, n in Counter(cells).items() if n > 1]
    if twice:
        raise UserError(
            f"{source}, line 1: two columns are called {twice[0]!r}. The names are "
            f"{listed_names(cells)}: give each column a name of its own."
        )
    return cells


def _refuse_open_quote(text, line, delimiter, source):
    """Refuse a quote in the last row that takes in the rest of the file."""
    rest = islice(lines_of(text), line - 1, None)
    try:
        for _ in csv.reader(rest, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UserError(
                f'{source}, line {line}: a quote (") is opened and never closed, so '
                "all that follows is one cell. Close it, or double the quotes within "
                "texts."
            ) from None
