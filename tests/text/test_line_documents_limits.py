"""Files of lines that do not end, and files that unpack to gigabytes."""

import bz2
import gzip
import lzma
import tracemalloc

import pytest

from sktopics.text import LineDocuments

OPENERS = {".txt": open, ".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
MB = 1 << 20


def write(path, pattern, n_bytes):
    with OPENERS[path.suffix](path, "wb") as file:
        for _ in range(n_bytes // MB):
            file.write(pattern * (MB // len(pattern)))
    return path


def peak_of(documents):
    """Return the most memory that reading up to an error takes, and the error."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="max_") as caught:
            for _ in documents:
                pass
        return tracemalloc.get_traced_memory()[1], str(caught.value)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("ending", OPENERS)
@pytest.mark.parametrize("pattern", [b"\0", b" ", b"sea "])
def test_endless_lines(tmp_path, ending, pattern):
    path = write(tmp_path / f"bomb{ending}", pattern, 12 * MB)
    peak, message = peak_of(LineDocuments(path))
    assert peak < (10 if ending == ".xz" else 4) * MB  # xz has 8 MB of its own
    assert f"Line 1 of {str(path)!r} has more than 65536 characters" in message
    assert "larger max_line_length" in message


@pytest.mark.parametrize("pattern", [b"\n", b"rain and snow\n"])
def test_endlessly_many_lines(tmp_path, pattern, monkeypatch):
    monkeypatch.setattr("sktopics.text._line_documents._FREE", MB // 4)
    path = write(tmp_path / "bomb.gz", pattern, 2 * MB)
    documents = LineDocuments(path, max_line_length=20)
    peak, message = peak_of(documents)
    assert peak < 4 * MB
    assert "unpacks to more than 100 times its size" in message
    documents = LineDocuments(path, max_expansion=None)
    assert sum(1 for _ in documents) == 2 * (MB // len(pattern))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_longest_line(tmp_path, end):
    texts = ["a" * 9, "", "é" * 10, "b" * 10]
    path = tmp_path / "lines.txt"
    path.write_bytes(end.join(texts).encode())
    assert list(LineDocuments(path, max_line_length=10)) == texts
    path.write_bytes((end.join(texts) + end).encode())
    assert list(LineDocuments(path, max_line_length=10)) == texts
    with pytest.raises(ValueError, match=r"Line 3 of .* has more than 9 characters"):
        list(LineDocuments(path, max_line_length=9))


def test_a_chapter_of_a_book(tmp_path):
    chapter = "call me ishmael " * 10_000
    path = tmp_path / "chapters.txt"
    path.write_text(f"one\n{chapter}\nthree")
    documents = iter(LineDocuments(path))
    assert next(documents) == "one"
    with pytest.raises(ValueError, match=r"Line 2 of .*65536 characters"):
        next(documents)
    long = LineDocuments(path, max_line_length=10**6)
    assert list(long) == ["one", chapter, "three"]


def test_zero_bytes_and_odd_line_ends_are_read_as_before(tmp_path):
    path = tmp_path / "odd.txt"
    content = "a\0b\r\nc\x85d\u2028e\rf\n\n\x0bg".encode()
    path.write_bytes(content)
    with open(path, encoding="utf-8") as file:
        expected = [line.rstrip("\n") for line in file]
    assert list(LineDocuments(path)) == expected
    path.write_bytes("rain\nsnow\n".encode("utf-16"))
    assert list(LineDocuments(path, encoding="utf-16")) == ["rain", "snow"]


def test_files_that_never_end():
    peak, message = peak_of(LineDocuments("/dev/zero"))
    assert peak < 4 * MB
    assert "Line 1 of '/dev/zero'" in message


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_damaged_compressed_files(tmp_path, ending):
    path = tmp_path / f"v{ending}"
    with OPENERS[ending](path, "wt") as file:
        file.write("rain and snow\n" * 100)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError, match="is damaged"):
        list(LineDocuments(path))


def test_limits_are_positive():
    for value in (0, -1, 1.5, "64 KB", None):
        with pytest.raises(ValueError, match="max_line_length must be an int above 0"):
            LineDocuments("a.txt", max_line_length=value)
    for value in (0, -1, "a"):
        with pytest.raises(ValueError, match="max_expansion must be a number above 0"):
            LineDocuments("a.txt", max_expansion=value)
