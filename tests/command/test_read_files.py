"""Each kind of file gives the same rows, and says where something is wrong."""

import csv
import gzip
import io
import json
import sys

import numpy as np
import pytest
from command_files import talks, write_csv, write_json_lines

from sktopics._command._read_files import read_files
from sktopics._command._run_command import _message
from sktopics._command._user_errors import UserError


def rows_of_program(read):
    """Return the rows that the printed lines of Python make."""
    names = {}
    for module in sorted(read.modules):
        home, _, name = module.rpartition(".")
        exec(f"from {home} import {name}" if home else f"import {name}", names)
    exec("\n".join(read.program), names)
    return [dict(row) for row in names["rows"]]


@pytest.mark.parametrize(
    "name", ["a.csv", "a.tsv", "a.csv.gz", "a.jsonl", "a.jsonl.gz", "a.json"]
)
def test_kinds_of_files(tmp_path, name):
    rows, path = talks()[:3], tmp_path / name
    rows[1]["speech"] = 'Été, "quoted"\nand on a second line'
    plain = tmp_path / "plain"
    if ".csv" in name or ".tsv" in name:
        write_csv(plain, rows, delimiter="\t" if ".tsv" in name else ",")
    elif ".jsonl" in name:
        write_json_lines(plain, rows)
    else:
        plain.write_text(json.dumps(rows), "utf-8")
    data = plain.read_bytes()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    read = read_files(str(path))
    assert read.rows == rows == rows_of_program(read)
    assert read.columns == ["speech", "year", "party", "speaker"]
    lines = {"csv": [2, 3, 5], "json": [1, 2, 3]}
    assert read.places == lines["csv" if "sv" in name else "json"]


@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas"])
def test_parquet_by_any_library(tmp_path, monkeypatch, library):
    pytest.importorskip(library)
    table = pytest.importorskip("pyarrow").table({"text": ["a b", None], "n": [1, 2]})
    path = str(tmp_path / "a.parquet")
    pytest.importorskip("pyarrow.parquet").write_table(table, path)
    monkeypatch.setattr(
        "sktopics._command._read_files.find_spec", lambda name: name == library
    )
    read = read_files(path)
    assert read.rows == [{"text": "a b", "n": 1}, {"text": None, "n": 2}]
    assert read.rows == rows_of_program(read)
    monkeypatch.setattr("sktopics._command._read_files.find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pyarrow .* 'sktopics\[command\]'"):
        read_files(path)
    (tmp_path / "b.parquet").write_text("no parquet")
    monkeypatch.undo()
    with pytest.raises(UserError, match=r"b\.parquet is no file of Parquet: "):
        read_files(str(tmp_path / "b.parquet"))


def test_a_folder_of_texts(tmp_path):
    files = {"b.txt": "sea", "a/c.txt": "tax", "a/d.md": "no", "a/._c.txt": "\0"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    read = read_files(str(tmp_path))
    assert read.rows == rows_of_program(read)
    assert sorted(row["file"] for row in read.rows) == ["a/c.txt", "b.txt"]
    assert len(read_files(str(tmp_path), pattern="*.md").rows) == 1
    with pytest.raises(UserError, match=r"no files that match '\*\.rst'.*--pattern"):
        read_files(str(tmp_path), pattern="*.rst")


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b'{"text": "sea"}\n\n{"text": "tax", "n": 1}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    read = read_files("-", kind="jsonl")
    assert read.place(1) == "standard input, line 3"
    assert read.columns == ["text", "n"]
    Stdin.buffer.seek(0)
    assert rows_of_program(read) == read.rows


@pytest.mark.parametrize(
    ("delimiter", "names"),
    [(";", ["a", "b"]), ("|", ["a", "b"]), ("\t", ["a", "b"]), (",", ["a"])],
)
def test_delimiters_are_found(tmp_path, delimiter, names):
    rows = [dict.fromkeys(names, f"x, y; {i}") for i in range(4)]
    read = read_files(write_csv(tmp_path / "a.csv", rows, delimiter=delimiter))
    assert read.rows == rows == rows_of_program(read)


def test_texts_with_commas_in_a_column_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\none, two\nthree\n\nfour, five, six\n")
    read = read_files(str(path))
    assert [row["text"] for row in read.rows][-1] == "four, five, six"
    assert read.places == [2, 3, 5]


def test_rows_that_spreadsheets_write(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,n,,\none,1,,\n  \ntwo,2,,,,\n")
    read = read_files(str(path))
    assert [(row["text"], row["n"]) for row in read.rows] == [
        ("one", "1"),
        ("  ", None),
        ("two", "2"),
    ]
    assert read.columns == ["text", "n", ""]
    again = rows_of_program(read)
    assert [row["text"] for row in again] == ["one", "  ", "two"]


def test_large_cells(tmp_path):
    rows = [{"text": "sea " * 50_000, "n": "1"}]
    read = read_files(write_csv(tmp_path / "a.csv", rows))
    limit = csv.field_size_limit()
    try:
        assert read.rows == rows == rows_of_program(read)
    finally:
        csv.field_size_limit(limit)
    assert limit == csv.field_size_limit() < 200_000


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"a,b\n1,2\n3\n", r"line 3: there is 1 cell, .* should be 2 as"),
        ("a.csv", b"a,b\n1,2\n3,4,5\n", r"line 3: there are 3 cells, .*--delimiter"),
        ("a.csv", b'a,b\n1,2\n3,"4\n5,6\n', r"line 3: a quote \(\"\) is opened and ne"),
        ("a.csv", b"a,a\n1,2\n", r"line 1: two columns are called 'a'\."),
        ("a.csv", b"\na,b\n1,2\n", r"line 1 is blank, and it must hold names"),
        ("a.csv", b"sep=;\na;b\n1;2\n", r"line 1 is a note to Excel \(sep=\)"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16-le"), r"zero: .* --encoding utf-16-le"),
        ("a.csv", "a,b".encode("utf-32"), r"is UTF-32 .*: say --encoding utf-32\."),
        ("a.jsonl", b'{"a": "\xe9"}', r"a\.jsonl, line 1: byte 0xe9 .* valid in UTF-8"),
        ("a.csv", b"", r"a\.csv is empty: its first line must hold names"),
        ("a.csv", b"a,b\n", r"a\.csv holds no rows\."),
        ("a.csv", b"a,b\n1,2\n3,caf\xe9\n", r"line 3: byte 0xe9 \(number 14.* cp1252"),
        ("a.csv", "a,b".encode("utf-16"), r"is UTF-16 .*: say --encoding utf-16\."),
        ("a.csv.gz", b"no gzip", r"a\.csv\.gz' is damaged"),
        ("a.jsonl", b'{"a": 1}\n{a}\n', r"a\.jsonl, line 2: this is no JSON \("),
        ("a.jsonl", b'{"a": 1}\n[1]\n', r"line 2: this is a JSON list, and an object"),
        ("a.json", b'{"a": 1}', r"a\.json holds a JSON object, and a list of objects"),
        ("a.json", b'[{"a": 1}, 2]', r"a\.json, row 2: this is a JSON number"),
        ("a.json", b"[1", r"a\.json is no JSON: .*--format jsonl"),
        ("a.xlsx", b"PK", r"end in '\.xlsx' are not known\. Save the sheet as CSV\."),
        ("a.txt", b"sea", r"end in '\.txt' are not known\. Text files are read from"),
    ],
)
def test_errors_say_where(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises((UserError, ValueError), match=message):
        read_files(str(path))


def test_errors_before_anything_is_read(tmp_path):
    write_csv(tmp_path / "talks.csv", talks())
    with pytest.raises(UserError, match=r"no file .*talk\.csv\. Did you mean 'talks\."):
        read_files(str(tmp_path / "talk.csv"))
    for encoding in ("utf8x", "hex", "undefined"):
        with pytest.raises(UserError, match=f"--encoding {encoding} is not known"):
            read_files(str(tmp_path / "talks.csv"), encoding=encoding)
    with pytest.raises(UserError, match="'/a' is no pattern"):
        read_files(str(tmp_path), pattern="/a")
    with pytest.raises(UserError, match="is a folder, and --format says csv"):
        read_files(str(tmp_path), kind="csv")
    with pytest.raises(UserError, match="is no folder, and --format says folder"):
        read_files(str(tmp_path / "talks.csv"), kind="folder")
    with pytest.raises(UserError, match="Parquet is not read from standard input"):
        read_files("-", kind="parquet")


def test_other_encodings(tmp_path):
    rows = [{"text": "Größe", "n": "1"}]
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        path = write_csv(tmp_path / "a.csv", rows, encoding=encoding)
        given = {} if encoding == "utf-8-sig" else {"encoding": encoding}
        read = read_files(path, **given)
        assert read.rows == rows == rows_of_program(read)
    for name in ("utf8", "UTF-8"):  # which have a mark at the start in this file
        assert read_files(path, encoding=name).rows == rows
    assert np.array_equal(read.places, [2])


def test_errors_of_libraries_without_a_text_are_named(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("sktopics._command._read_files.narwhals.read_parquet", fail)
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"")
    with pytest.raises(UserError, match=r"is no file of Parquet: OSError"):
        read_files(str(tmp_path / "a.parquet"))
    assert _message(ValueError()) == "ValueError (--traceback shows where)"
    assert _message(KeyError("x")) == "KeyError: 'x' (--traceback shows where)"
