"""What the readers of files have in common: rows, their places, how to read them."""

import codecs
import io
import sys
from dataclasses import dataclass

from .._files import open_bytes
from ._user_errors import UserError

STDIN = "-"
# Marks at the start of files in encodings that are not UTF-8.
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class ReadRows:
    """The rows of a file.

    Parameters
    ----------
    source : str
        What the file is called in messages.
    rows : list of dict
        Cells by column.
    columns : list of str
    unit : {"line", "row", "file"}
        What places are numbers or names of.
    places : list of int or str
        Where each row stands: in which line it starts, or which file it is.
    program : list of str
        Lines of Python that make the same list `rows`.
    modules : set of str
        Modules that these lines import.
    """

    source: str
    rows: list
    columns: list
    unit: str
    places: list
    program: list
    modules: set

    def place(self, row):
        """Return where a row is, such as ``talks.csv, line 14``."""
        place = self.places[row]
        if self.unit == "file":
            return f"{self.source}, file {place}"
        return f"{self.source}, {self.unit} {place}"


def shown_path(path):
    """Return what a file is called in messages."""
    return "standard input" if str(path) == STDIN else str(path)


def read_text(path, encoding):
    """Return the text of a file, compressed or not, or of standard input.

    Parameters
    ----------
    path : str
        "-" is standard input.
    encoding : str

    Raises
    ------
    UserError
        If the text is not in the encoding; the message names the byte and the line.
    """
    if path == STDIN:
        data = sys.stdin.buffer.read()
    else:
        with open_bytes(path) as file:
            data = file.read()
    return decoded(data, encoding, shown_path(path))


def decoded(data, encoding, source):
    """Return bytes as a text, or say which byte is not in the encoding."""
    for mark, name in _MARKS.items():
        if data.startswith(mark) and encoding.startswith("utf-8"):
            raise UserError(f"{source} is UTF-16 and not UTF-8: say --encoding {name}.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{source}, line {line}: byte 0x{data[error.start]:02x} (number "
            f"{error.start + 1} of the file) is no {encoding}. Say which encoding the "
            "file has, such as --encoding cp1252 or --encoding latin-1."
        ) from None


def written_open(path, encoding):
    """Return the Python that opens a file for text, and the modules that it needs."""
    if path == STDIN:
        code = f"io.TextIOWrapper(sys.stdin.buffer, encoding={encoding!r}, newline='')"
        return code, {"io", "sys"}
    packed = {".gz": "gzip", ".bz2": "bz2", ".xz": "lzma"}
    module = next((m for end, m in packed.items() if path.lower().endswith(end)), None)
    if module is None:
        return f"open({path!r}, encoding={encoding!r}, newline='')", set()
    code = f"{module}.open({path!r}, 'rt', encoding={encoding!r}, newline='')"
    return code, {module}


def lines_of(text):
    """Return the lines of a text with their ends, as a file opened with newline=''."""
    return io.StringIO(text, newline="")
