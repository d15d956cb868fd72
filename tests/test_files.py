"""Files that may be compressed, and their lines."""

import bz2
import gzip
import lzma
import os
from pathlib import Path

import pytest

from sktopics._files import (
    bounded_lines,
    open_bytes,
    read_lines,
    whole_file,
    write_whole,
)

OPENERS = {"": open, ".gz": gzip.open, ".BZ2": bz2.open, ".xz": lzma.open}


@pytest.mark.parametrize("ending", OPENERS)
def test_bytes_are_those_of_the_standard_library(tmp_path, ending):
    path, content = tmp_path / f"file{ending}", bytes(range(256)) * 5000
    with open_bytes(path, "wb") as file:
        file.write(content)
    with OPENERS[ending](path, "rb") as file:
        assert file.read() == content
    with open_bytes(path) as file:
        assert file.read(10) == content[:10]
    with open_bytes(path) as file:
        assert b"".join(file) == content
    with pytest.raises(FileNotFoundError):
        open_bytes(tmp_path / f"none{ending}")


def test_several_parts_in_one_file(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"a\n") + gzip.compress(b"b\n"))
    with open_bytes(tmp_path / "a.gz") as file:
        assert file.readlines() == [b"a\n", b"b\n"]


def test_files_are_closed(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"a"))
    with open_bytes(path) as file:
        packed = file.raw._packed
    assert packed.closed


def test_lines_within_a_limit(tmp_path):
    (tmp_path / "a").write_bytes(b"abc\n\nabcd")
    with open(tmp_path / "a", "rb") as file:
        lines = bounded_lines(file, 4, KeyError)
        assert list(lines) == [(1, b"abc\n"), (2, b"\n"), (3, b"abcd")]
    with open(tmp_path / "a", "rb") as file, pytest.raises(KeyError, match="3"):
        list(bounded_lines(file, 3, KeyError))


def test_lines_of_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"sea\r\n" + b"x" * 70_000)
    lines = read_lines(path)
    assert next(lines) == (1, "sea")
    with pytest.raises(ValueError, match=r"Line 2 of .*more than 65536 bytes.*list"):
        next(lines)
    assert list(read_lines(["sea\r\n", "x" * 70_000])) == [
        (1, "sea"),
        (2, "x" * 70_000),
    ]


def fail_half_way(path, error):
    with whole_file(path) as part:
        Path(part).write_text("half")
        raise error


def test_a_file_is_whole_or_as_it_was(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    for error in (KeyboardInterrupt, ValueError):
        with pytest.raises(error):
            fail_half_way(path, error)
        assert path.read_text() == "old"
    with whole_file(path) as part:
        Path(part).write_text("new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(path, "text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert path.is_fifo()
