"""Rows of documents from files of any of the kinds that the command knows."""

import codecs
import os
from importlib.util import find_spec
from pathlib import Path

import narwhals

from .._optional import import_optional
from ._delimited_rows import read_delimited
from ._json_rows import read_json_lines, read_json_list
from ._read_rows import STDIN, ReadRows, decoded, shown_path
from ._user_errors import UserError, nearest_name

KINDS = ("csv", "tsv", "jsonl", "json", "parquet", "folder")
_ENDS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_HINTS = {
    ".xlsx": " Save the sheet as CSV.",
    ".xls": " Save the sheet as CSV.",
    ".ods": " Save the sheet as CSV.",
    ".txt": " Text files are read from a folder: give the folder.",
}
_PACKED = (".gz", ".bz2", ".xz")
_LIBRARIES = ("pyarrow", "polars", "pandas")


def read_files(
    path, *, kind=None, encoding="utf-8-sig", delimiter=None, pattern="*.txt"
):
    """Return the rows of a file, of a folder of texts or of standard input.

    Parameters
    ----------
    path : str
        "-" is standard input.
    kind : {"csv", "tsv", "jsonl", "json", "parquet", "folder"}, default=None
        By default what the name of the file ends in; "csv" of standard input.
    encoding : str, default="utf-8-sig"
        UTF-8, with or without a mark at the start.
    delimiter : str, default=None
        What parts the cells of CSV, by default found out.
    pattern : str, default="*.txt"
        Which files of a folder are read.

    Returns
    -------
    read : ReadRows

    Raises
    ------
    UserError
        If the file cannot be read; the message says where and why.
    """
    kind, encoding = kind or _kind_of(path), _checked_encoding(encoding)
    if path != STDIN and not os.path.exists(path):
        raise UserError(_missing_file(path))
    is_folder = path != STDIN and os.path.isdir(path)
    if (kind == "folder") != is_folder:
        what = "a folder" if is_folder else "no folder"
        raise UserError(f"{path} is {what}, and --format says {kind}.")
    try:
        if kind == "folder":
            read = _folder(path, encoding, pattern)
        elif kind == "parquet":
            read = _parquet(path)
        elif kind == "jsonl":
            read = read_json_lines(path, encoding=encoding)
        elif kind == "json":
            read = read_json_list(path, encoding=encoding)
        else:
            delimiter = "\t" if kind == "tsv" else delimiter
            read = read_delimited(path, encoding=encoding, delimiter=delimiter)
    except (OSError, EOFError) as error:
        raise UserError(f"{shown_path(path)} cannot be read: {error}") from error
    if not read.rows:
        raise UserError(f"{read.source} holds no rows.")
    return read


def _kind_of(path):
    """Return the kind of a file by its name."""
    if path == STDIN:
        return "csv"
    if os.path.isdir(path):
        return "folder"
    name = path.lower()
    for end in _PACKED:
        name = name.removesuffix(end)
    end = os.path.splitext(name)[1]
    if end in _ENDS:
        return _ENDS[end]
    hint = _HINTS.get(end, "")
    raise UserError(
        f"{path}: files that end in {end or 'nothing'!r} are not known.{hint} Known: "
        f"{', '.join(_ENDS)}, compressed by {', '.join(_PACKED)} or not, and folders; "
        "or say --format."
    )


def _missing_file(path):
    folder = os.path.dirname(path) or "."
    names = os.listdir(folder) if os.path.isdir(folder) else []
    hint = nearest_name(os.path.basename(path), names)
    return f"There is no file {path}.{hint}"


def _checked_encoding(encoding):
    """Return an encoding; UTF-8 may have a mark at the start."""
    try:
        "".encode(encoding)  # "hex" is known to Python, and is no encoding of texts
    except (LookupError, UnicodeError):
        raise UserError(
            f"--encoding {encoding} is not known to Python. Usual ones are utf-8, "
            "cp1252, latin-1, utf-16, cp1251, gb18030 and shift_jis."
        ) from None
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def _folder(path, encoding, pattern):
    """Return the texts of a folder and of the folders in it, sorted by their names."""
    folder = Path(path)
    try:
        found = list(folder.rglob(pattern))
    except (NotImplementedError, ValueError) as error:
        raise UserError(f"--pattern {pattern!r} is no pattern: {error}.") from None
    # Hidden files are not texts: macOS leaves one beside each file.
    files = sorted(f for f in found if f.is_file() and f.name[0] != ".")
    if not files:
        raise UserError(
            f"{path} has no files that match {pattern!r}: say which by --pattern."
        )
    names = [file.relative_to(folder).as_posix() for file in files]
    rows = [
        {"text": decoded(file.read_bytes(), encoding, str(file)), "file": name}
        for file, name in zip(files, names, strict=True)
    ]
    program = [
        f"files = sorted(f for f in Path({path!r}).rglob({pattern!r}) "
        "if f.is_file() and f.name[0] != '.')",
        f"rows = [{{'text': file.read_bytes().decode({encoding!r}), "
        f"'file': file.relative_to({path!r}).as_posix()}} for file in files]",
    ]
    modules = {"pathlib.Path"}
    return ReadRows(str(path), rows, ["text", "file"], "file", names, program, modules)


def _parquet(path):
    """Return the rows of a file of Parquet, by whichever library is there."""
    if path == STDIN:
        raise UserError("Parquet is not read from standard input: give a file.")
    library = next((name for name in _LIBRARIES if find_spec(name)), None)
    if library is None:
        import_optional("pyarrow", "command")  # which says how to install it
    try:
        frame = narwhals.read_parquet(path, backend=library)
    except ImportError as error:  # pandas without an engine of Parquet
        raise UserError(
            f"{path}: {library} cannot read Parquet here ({error}). Install pyarrow "
            "with: pip install 'sktopics[command]'"
        ) from error
    except Exception as error:  # each library has errors of its own
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UserError(f"{path} is no file of Parquet: {reason}") from error
    rows, program = frame.rows(named=True), "rows(named=True)"
    program = [f"rows = narwhals.read_parquet({path!r}, backend={library!r}).{program}"]
    if library == "pandas":  # in which a missing cell may be NaN
        rows = [
            {name: None if cell != cell else cell for name, cell in row.items()}
            for row in rows
        ]
        program.append(
            "rows = [{name: None if cell != cell else cell for name, cell in "
            "row.items()} for row in rows]"
        )
    places = list(range(1, len(rows) + 1))
    return ReadRows(path, rows, frame.columns, "row", places, program, {"narwhals"})
