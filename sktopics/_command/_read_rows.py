"""What the readers of files have in common: rows, their places, how to read them."""

import codecs
import io
import sys
from dataclasses import dataclass

from .._files import open_bytes
from ._user_errors import UserError

STDIN = "-"
# Marks at the start of files in encodings that are not UTF-8. One starts like another.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# A file is no text in UTF-8 if so much of its start are bytes of zero.
_START, _MOST_ZEROS = 1000, 0.1


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


def read_bytes(path):
    """Return the bytes of a file, unpacked, or of standard input, which is "-"."""
    if path != STDIN:
        with open_bytes(path) as file:
            return file.read()
    if sys.stdin is None:
        raise UserError("standard input is closed: give a file.")
    return sys.stdin.buffer.read()


def lines_of(data, encoding, source):
    """Yield the lines of a text with their ends, as a file opened with newline=''.

    The text is decoded line by line, since all of it may need four times the memory of
    the bytes.

    Raises
    ------
    UserError
        If the text is not in the encoding; the message names the byte and the line.
    """
    _refuse_other_marks(data, encoding, source)
    try:
        yield from io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    except UnicodeDecodeError:
        decoded(data, encoding, source)  # which says where


def _refuse_other_marks(data, encoding, source):
    if not encoding.startswith("utf-8"):
        return
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise UserError(
                f"{source} is {name.upper()} and not UTF-8: say --encoding {name}."
            )
    start = data[:_START]
    if start.count(0) > _MOST_ZEROS * len(start):
        raise UserError(
            f"{source} holds many bytes of zero: it is no text, or one in UTF-16, for "
            "which you say --encoding utf-16-le or --encoding utf-16-be."
        )


def decoded(data, encoding, source):
    """Return bytes as a text, or say which byte is not in the encoding."""
    _refuse_other_marks(data, encoding, source)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = "UTF-8" if encoding.startswith("utf-8") else encoding
        raise UserError(
            f"{source}, line {line}: byte 0x{data[error.start]:02x} (number "
            f"{error.start + 1} of the file) is not valid in {name}. Say which "
            "encoding the file has, such as --encoding cp1252 or --encoding latin-1."
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
