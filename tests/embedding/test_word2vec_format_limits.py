"""Files of word2vec that ask for more than they give: limits of names, lines, sizes."""

import bz2
import gzip
import lzma
import os
import threading
import tracemalloc
from contextlib import contextmanager

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics import Doc2Vec, TokenSequences
from sktopics.embedding import (
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)

OPENERS = {"": open, ".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
MB = 1 << 20


@contextmanager
def little_memory(most):
    """Fail if the block needs more than so many bytes at a time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def bomb(path, start, pattern, n_bytes=24 * MB):
    """Write a file that unpacks to `start` and then to a pattern again and again."""
    block = pattern * (MB // len(pattern))
    with OPENERS[path.suffix](path, "wb") as file:
        file.write(start)
        for _ in range(n_bytes // MB):
            file.write(block)
    return path


BOMBS = {
    "zeros": (b"3 2\n", b"\0", "name of vector 1 .* max_name_bytes"),
    "blank lines": (b"1000000000 2\n", b"\n", "1000 blank lines|name of vector 1"),
    "blank lines at the end": (b"1 2\nsea 1 2\n", b"\n", "1000 blank lines"),
    "an endless line": (b"3 2\n", b"sea ", "there is more after them"),
    "a line in the middle": (b"3 1\nsea 1\n", b"x", "line 3 has more than 65576 bytes"),
    "an endless vector": (b"3 400000\n", b"1 ", "unpacks to|line 2|more after them"),
    "a promised size": (b"1 1000000000000\n", b"a ", "unpacks to|1000000000000 numb"),
    "header": (b"", b"7", "first line must be the number of vectors"),
    "spaces in the header": (b"3 2", b" ", "first line must be the number of vectors"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_stopped(tmp_path, name):
    start, pattern, message = BOMBS[name]
    path = bomb(tmp_path / "bomb.gz", start, pattern)
    assert path.stat().st_size < MB / 4
    with little_memory(20 * MB), pytest.raises(ValueError, match=message) as caught:
        read_word2vec_format(path)
    assert "bomb.gz" in str(caught.value)
    with pytest.raises(ValueError, match=r"bomb\.gz"):
        read_word2vec_format(path, binary=False, terms=["sea"])


# Records that are whole: it takes a while until they are too many.
TINY = {
    "text": (b"1000000000 1\n", b"a 1\n"),
    "binary": (b"1000000000 1\n", b"a \1\0\0\0"),
    "spaces": (b"1000000000 3\n", b" "),
}


@pytest.mark.parametrize("name", TINY)
def test_bombs_of_tiny_records(tmp_path, name):
    path = bomb(tmp_path / "bomb.gz", *TINY[name])
    with pytest.raises(ValueError, match=r"unpacks to more than 100 .* max_expansion"):
        read_word2vec_format(path)


@pytest.mark.parametrize("ending", [".bz2", ".xz"])
def test_bombs_of_other_kinds(tmp_path, ending):
    path = bomb(tmp_path / f"bomb{ending}", b"9999999 3\n", b"a 1 2 3\n", 6 * MB)
    with pytest.raises(ValueError, match="unpacks to more than 100 times its size"):
        read_word2vec_format(path)
    zeros = bomb(tmp_path / f"zeros{ending}", b"3 2\n", b"\0", 8 * MB)
    with little_memory(10 * MB), pytest.raises(ValueError, match="max_name_bytes"):
        read_word2vec_format(zeros)


def test_one_endless_line_without_a_header(tmp_path):
    for pattern in (b"x", b" ", b"1 ", b"\0"):
        path = bomb(tmp_path / "bomb.gz", b"", pattern, 48 * MB)
        with little_memory(100 * MB), pytest.raises(ValueError, match=r"bomb\.gz"):
            read_word2vec_format(path, header=False, max_expansion=None)


def test_limit_of_expansion(tmp_path):
    # 12 MB of a thousand bytes each of which is honest.
    names = [f"w{i}" for i in range(3000)]
    vectors = np.zeros((3000, 1000), np.float32)
    path = tmp_path / "zeros.bin.gz"
    write_word2vec_format(path, names, vectors, binary=True)
    with pytest.raises(ValueError, match=r"unpack it first .* or raise max_expansion"):
        read_word2vec_format(path)
    for expansion in (None, 2000):
        found = read_word2vec_format(path, max_expansion=expansion)
        assert found.terms.tolist() == names
    plain = tmp_path / "zeros.bin"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    assert_array_equal(read_word2vec_format(plain).vectors, vectors)
    # Small files may be as regular as they like.
    write_word2vec_format(path, names[:1000], vectors[:1000], binary=True)
    assert len(read_word2vec_format(path).terms) == 1000


@pytest.mark.parametrize("binary", [False, True])
def test_longest_name(tmp_path, binary):
    names = ["s" * 65_536, "é" * 32_768]
    path = tmp_path / "v"
    write_word2vec_format(path, names, np.eye(2), binary=binary)
    assert read_word2vec_format(path).terms.tolist() == names
    write_word2vec_format(path, ["a", "s" * 65_537], np.eye(2), binary=binary)
    where = "vector 2" if binary else "line 3"
    message = f"name of {where} has more than 65536 bytes: raise max_name_bytes"
    with pytest.raises(ValueError, match=message):
        read_word2vec_format(path)
    found = read_word2vec_format(path, max_name_bytes=65_537)
    assert [len(name) for name in found.terms] == [1, 65_537]
    found, _ = intersect_word2vec_format(path, ["a"], max_name_bytes=100_000)
    assert found.terms.tolist() == ["a"]
    with pytest.raises(ValueError, match=r"more than (3|83) bytes"):
        read_word2vec_format(path, max_name_bytes=3)


def test_longest_line(tmp_path):
    path = tmp_path / "v"
    path.write_bytes(b"2 1\nsea 1\n" + b"s" * 70_000 + b" 1\n")
    with pytest.raises(ValueError, match="line 3 has more than 65576 bytes"):
        read_word2vec_format(path)
    assert len(read_word2vec_format(path, max_name_bytes=70_000).terms) == 2
    # Numbers may be written with many digits.
    path.write_bytes(b"1 1\nsea 1." + b"0" * 60_000 + b"\n")
    assert read_word2vec_format(path).vectors.tolist() == [[1]]


@pytest.mark.parametrize("binary", [False, True])
def test_largest_vector(tmp_path, binary):
    path = tmp_path / "v"
    write_word2vec_format(path, ["sea"], np.ones((1, 3)), binary=binary)
    with pytest.raises(ValueError, match="3 numbers, more than 2: raise max_vector_si"):
        read_word2vec_format(path, max_vector_size=2)
    found = read_word2vec_format(path, max_vector_size=3)
    assert found.vectors.tolist() == [[1, 1, 1]]
    path.write_text("sea 1 1 1\n")
    with pytest.raises(ValueError, match="3 numbers, more than 2"):
        read_word2vec_format(path, max_vector_size=2, header=False)


@pytest.mark.parametrize("size", ["9" * 30, str(2**62), str(2**48)])
@pytest.mark.parametrize("n_vectors", ["0", "1", "9" * 50])
def test_sizes_that_no_machine_has_room_for(tmp_path, size, n_vectors):
    path = tmp_path / "v"
    path.write_text(f"{n_vectors} {size}\nsea 1 2\n")
    for binary in (None, False, True):
        with pytest.raises(ValueError, match="cannot be"):
            read_word2vec_format(path, binary=binary)


def test_binary_file_without_spaces_takes_linear_time(tmp_path, monkeypatch):
    """Each byte is searched once, and copied as often as a growing list copies."""
    searched = []

    class Bytes(bytes):
        def find(self, sub, start=0, end=None):
            end = len(self) if end is None else min(end, len(self))
            searched.append(end - start)
            return super().find(sub, start, end)

        def __add__(self, other):
            return Bytes(super().__add__(other))

        def __getitem__(self, key):
            return Bytes(super().__getitem__(key))

    path = tmp_path / "v"
    path.write_bytes(b"1 2\n" + b"x" * (20 * MB))
    from sktopics.embedding import _word_vector_records as records

    class Reader(records.Reader):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.buffer = Bytes(self.buffer)

    monkeypatch.setattr("sktopics.embedding._word2vec_format.Reader", Reader)
    for most, message in ((65_536, "max_name_bytes"), (64 * MB, "ends after 0")):
        searched.clear()
        with pytest.raises(ValueError, match=message):
            read_word2vec_format(path, binary=True, max_name_bytes=most)
        assert sum(searched) <= 20 * MB + 1


def test_small_reads_need_little_memory(tmp_path):
    path = tmp_path / "v"
    write_word2vec_format(path, ["sea", "ship"], np.eye(2), binary=True)
    read_word2vec_format(path)
    with little_memory(MB):
        read_word2vec_format(path)
    path.write_bytes(b"1000000000 100\nsea " + b"1 " * 100)
    with little_memory(3 * MB), pytest.raises(ValueError, match="ends after 1"):
        read_word2vec_format(path)
    names = [f"w{i}" for i in range(2000)]
    write_word2vec_format(path, names, np.ones((2000, 100)))
    with little_memory(MB):
        assert len(read_word2vec_format(path, limit=3).terms) == 3


def test_blank_lines_between_records(tmp_path):
    path = tmp_path / "v"
    path.write_bytes(b"3 1\n" + b"".join(b"w%d 1\n\n\n" % i for i in range(3)))
    assert len(read_word2vec_format(path).terms) == 3
    path.write_bytes(b"2 1\nsea 1\n" + b" \n" * 1000 + b"ship 1\n" + b"\n" * 1000)
    assert len(read_word2vec_format(path).terms) == 2
    path.write_bytes(b"2 1\nsea 1\n" + b" \n" * 1001 + b"ship 1\n")
    with pytest.raises(ValueError, match=r"line 1003 .* 1000 blank lines"):
        read_word2vec_format(path)


def test_files_that_never_end():
    with pytest.raises(ValueError, match="'/dev/zero' is not a file of word2vec's"):
        read_word2vec_format("/dev/zero")
    with pytest.raises(ValueError, match="'/dev/zero' is not a file of word2vec's"):
        read_word2vec_format("/dev/zero", header=False)


def test_pipes_are_read(tmp_path):
    path = tmp_path / "pipe.gz"
    os.mkfifo(path)
    content = gzip.compress(b"2 1\nsea 1\nship 2\n")
    writer = threading.Thread(target=path.write_bytes, args=(content,))
    writer.start()
    assert read_word2vec_format(path).terms.tolist() == ["sea", "ship"]
    writer.join()


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_files_that_are_not_compressed(tmp_path, ending):
    path = tmp_path / f"v{ending}"
    path.write_bytes(b"1 1\nsea 1\n" * 100)
    with pytest.raises(ValueError, match="is damaged"):
        read_word2vec_format(path)


@pytest.mark.parametrize("name", ["max_name_bytes", "max_vector_size", "max_expansion"])
def test_limits_are_positive(tmp_path, name):
    write_word2vec_format(tmp_path / "v", ["sea"], [[1]])
    for value in (0, -1, "64 KB"):
        with pytest.raises(ValueError, match=f"{name} must be"):
            read_word2vec_format(tmp_path / "v", **{name: value})


def test_training_from_a_file_has_the_same_limits(tmp_path):
    path = tmp_path / "v"
    write_word2vec_format(path, ["sea", "s" * 70_000], np.eye(2))
    X = TokenSequences.from_tokens([["sea", "ship"] * 5])
    model = Doc2Vec(2, epochs=1, init_word_vectors=path)
    with pytest.raises(ValueError, match="max_name_bytes of read_word2vec_format"):
        model.fit(X)
    found = read_word2vec_format(path, max_name_bytes=100_000)
    model.set_params(init_word_vectors=found).fit(X)
