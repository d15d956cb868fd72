"""Tables as CSV, LaTeX and Markdown: text that is escaped, in a string or a file."""

import csv
import io
import os
import re
from unicodedata import category

from ._spreadsheet_cells import shown_as_text

# What LaTeX reads as a command, or prints as something else.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
# What Markdown reads as a mark: not the underline within a word, nor an & that starts
# no entity.
_MARKDOWN = re.compile(r"[\\`*\[\]<>|~$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")


def csv_text(titles, rows, *, safe_for_spreadsheets):
    """Return rows of cells as CSV, a title above each column.

    Parameters
    ----------
    titles : list of str
    rows : list of lists
        None is an empty cell.
    safe_for_spreadsheets : bool
        Whether texts that look like formulas get an apostrophe.
    """
    lines = [titles, *rows]
    if safe_for_spreadsheets:
        lines = map(shown_as_text, lines)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def latex_text(titles, rows, numeric):
    r"""Return rows of str as a `tabular` of LaTeX with rules of booktabs.

    Parameters
    ----------
    titles : list of str
    rows : list of lists of str
    numeric : list of bool
        Which columns are aligned to the right. The last one breaks its lines.
    """
    aligned = ["r" if right else "l" for right in numeric[:-1]]
    lines = [
        rf"\begin{{tabular}}{{{''.join(aligned)}p{{0.6\linewidth}}}}",
        r"\toprule",
        _latex_row(titles),
        r"\midrule",
        *map(_latex_row, rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def markdown_text(titles, rows, numeric):
    """Return rows of str as a table of Markdown, in the dialect of GitHub."""
    rules = ["---:" if right else "---" for right in numeric]
    lines = [map(_as_markdown, titles), rules]
    lines += [map(_as_markdown, row) for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_text(text, path):
    """Return a text if there is no `path`, else write it to the path or open file."""
    if path is None:
        return text
    if hasattr(path, "write"):
        path.write(text)
        return None
    # Texts may hold half of a surrogate pair, which no encoding knows.
    with open(
        os.fspath(path), "w", encoding="utf-8", errors="backslashreplace", newline=""
    ) as file:
        file.write(text)
    return None


def _latex_row(cells):
    cells = ("".join(_LATEX.get(c, c) for c in _on_one_line(cell)) for cell in cells)
    return rf"{' & '.join(cells)} \\"


def _as_markdown(cell):
    return _MARKDOWN.sub(lambda mark: "\\" + mark[0], _on_one_line(cell))


def _on_one_line(text):
    """Return a text without line breaks, and without letters that do not show."""
    return "".join(c for c in " ".join(text.split()) if category(c) not in ("Cc", "Cs"))
