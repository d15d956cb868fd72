"""Tables with a delimiter between cells: CSV, TSV and their relatives."""

import csv
from collections import Counter
from itertools import islice

from ._read_rows import ReadRows, lines_of, read_bytes, shown_path, written_open
from ._user_errors import UserError, listed_names

_DELIMITERS = (",", "\t", ";", "|")
_SNIFFED = 100
_NAMES = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar"}
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
    source, data = shown_path(path), read_bytes(path)

    def lines():
        return lines_of(data, encoding, source)

    usual = csv.field_size_limit(_LARGE)
    try:
        if delimiter is None:
            delimiter = sniffed_delimiter(lines)
        columns, rows, places = _rows(lines, delimiter, source)
    finally:
        csv.field_size_limit(usual)
    opened, modules = written_open(path, encoding)
    how = "" if delimiter == "," else f", delimiter={delimiter!r}"
    program = [f"rows = list(csv.DictReader({opened}{how}))"]
    if any(len(cell or "") > usual for row in rows for cell in row.values()):
        program.insert(0, f"csv.field_size_limit({_LARGE})")
    return ReadRows(source, rows, columns, "line", places, program, {"csv", *modules})


def sniffed_delimiter(lines):
    """Return the delimiter that gives the first rows as many cells as the names.

    Parameters
    ----------
    lines : callable
        Returns the lines of the file from the first on.
    """
    return max(_DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines, delimiter):
    """Say how well a delimiter fits.

    Returns
    -------
    parts_names : bool
    share : float
        Of the rows that have as many cells as there are names.
    n_names : int
    """
    found = islice(csv.reader(lines(), delimiter=delimiter), _SNIFFED)
    widths = [len(cells) for cells in found if cells]
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0]


def _rows(lines, delimiter, source):
    reader = csv.reader(lines(), delimiter=delimiter)
    columns, rows, places, before = None, [], [], 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if columns is None:
            columns = _checked_names(cells, source)
            continue
        if not cells:
            continue  # a blank line
        cells = _fitting(cells, len(columns))
        if len(cells) != len(columns):
            _refuse_open_quote(lines, line, delimiter, source)
            raise UserError(
                f"{source}, line {line}: {_cells(len(cells))}, and there should be "
                f"{len(columns)} as in the first line. The delimiter is "
                f"{_NAMES.get(delimiter, repr(delimiter))}: put cells that hold one "
                "into quotes, or name another delimiter by --delimiter."
            )
        rows.append(dict(zip(columns, cells, strict=True)))
        places.append(line)
    if columns is None:
        raise UserError(
            f"{source} is empty: its first line must hold names of columns."
        )
    if rows:
        _refuse_open_quote(lines, places[-1], delimiter, source)
    return list(dict.fromkeys(columns)), rows, places


def _fitting(cells, n_columns):
    """Return cells without empty ones after the last column; blanks alone are a row."""
    if len(cells) > n_columns and not any(cells[n_columns:]):
        return cells[:n_columns]
    if len(cells) == 1 and not cells[0].strip():
        return cells + [None] * (n_columns - 1)  # as csv.DictReader has it
    return cells


def _cells(number):
    return "there is 1 cell" if number == 1 else f"there are {number} cells"


def _checked_names(cells, source):
    if not any(name.strip() for name in cells):
        raise UserError(
            f"{source}, line 1 is blank, and it must hold names of columns: remove it."
        )
    if cells[0].lower().startswith("sep="):
        raise UserError(
            f"{source}, line 1 is a note to Excel ({cells[0]}), and it must hold names "
            "of columns: remove it."
        )
    # Columns without a name, at the end above all, are nothing to choose from.
    twice = [name for name, n in Counter(cells).items() if n > 1 and name.strip()]
    if twice:
        raise UserError(
            f"{source}, line 1: two columns are called {twice[0]!r}. The names are "
            f"{listed_names(cells)}: give each column a name of its own."
        )
    return cells


def _refuse_open_quote(lines, line, delimiter, source):
    """Refuse a quote in the last row that takes in the rest of the file."""
    rest = islice(lines(), line - 1, None)
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
