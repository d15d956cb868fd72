"""Rows in JSON: an object on each line, or a list of objects."""

import json

from ._read_rows import (
    ReadRows,
    decoded,
    lines_of,
    read_bytes,
    shown_path,
    written_open,
)
from ._user_errors import UserError


def read_json_lines(path, *, encoding):
    """Return the rows of a file with a JSON object on each line.

    Parameters
    ----------
    path : str
        "-" is standard input.
    encoding : str

    Raises
    ------
    UserError
        If a line is no object in JSON.
    """
    source, rows, places = shown_path(path), [], []
    for number, line in enumerate(lines_of(read_bytes(path), encoding, source), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UserError(
                f"{source}, line {number}: this is no JSON ({error}). Each line must "
                'hold one object, such as {"text": "..."}; a list of objects is read '
                "with --format json."
            ) from None
        rows.append(_checked(row, f"{source}, line {number}"))
        places.append(number)
    opened, modules = written_open(path, encoding)
    program = [f"rows = [json.loads(line) for line in {opened} if line.strip()]"]
    names = _columns(rows)
    return ReadRows(source, rows, names, "line", places, program, {"json", *modules})


def read_json_list(path, *, encoding):
    """Return the rows of a file with one list of JSON objects."""
    source = shown_path(path)
    text = decoded(read_bytes(path), encoding, source)
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise UserError(
            f"{source} is no JSON: {error}. Objects on lines of their own are read "
            "with --format jsonl."
        ) from None
    if not isinstance(rows, list):
        raise UserError(
            f"{source} holds a JSON {_kind(rows)}, and a list of objects is needed, "
            'such as [{"text": "..."}].'
        )
    places = list(range(1, len(rows) + 1))
    for place, row in zip(places, rows, strict=True):
        _checked(row, f"{source}, row {place}")
    opened, modules = written_open(path, encoding)
    program = [f"rows = json.load({opened})"]
    names = _columns(rows)
    return ReadRows(source, rows, names, "row", places, program, {"json", *modules})


def _checked(row, where):
    if isinstance(row, dict):
        return row
    raise UserError(
        f"{where}: this is a JSON {_kind(row)}, and an object is needed, such as "
        '{"text": "..."}.'
    )


def _kind(value):
    kinds = {dict: "object", list: "list", str: "text", bool: "truth value"}
    return kinds.get(type(value), "null" if value is None else "number")


def _columns(rows):
    """Return the names of all columns, in the order in which they first come."""
    return list(dict.fromkeys(name for row in rows for name in row))
