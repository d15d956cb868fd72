"""Records of word2vec's files, read one by one within limits, and written."""

import math
import os
from typing import NamedTuple

import numpy as np

from .._files import open_bytes

# Numbers for which room is made at first, and that are written at a time: a header may
# promise more than the file holds.
_ROOM = 1 << 18
# Bytes of a binary file that are read at a time.
_CHUNK = 1 << 20
# Numbers of a vector: the largest models have some thousands.
MAX_SIZE = 1 << 19
# Bytes of a number in a text file, with the space before it.
_NUMBER_BYTES = 40
# Bytes of the first line.
_HEADER_BYTES = 200
# Blank lines one after the other, as at the end of a file.
_MOST_BLANK_LINES = 1000
# What no machine has room for: not even an empty array of such vectors can be made.
_IMPOSSIBLE_SIZE = 1 << 48
_FLOAT = np.dtype("<f4")


class Limits(NamedTuple):
    """How much a file may ask for before it is refused.

    Parameters
    ----------
    name_bytes : int
        Most bytes of a name.
    size : int
        Most numbers of a vector.
    """

    name_bytes: int
    size: int


class Reader:
    """Where a file that is being read stands, and what it promised to hold."""

    def __init__(self, file, path, header, limit, limits):
        self.file, self.path, self.limits = file, os.fspath(path), limits
        self.buffer, self.limit, self.header = b"", limit, header
        self.n_vectors, self.size, self.guessed = None, None, ""
        if header:
            self._read_header()
        else:
            self.size = limits.size
            self.buffer = self._line(1)
            self.size = self.buffer.rstrip().count(b" ")
            if self.size < 1:
                raise self.error("its first line is not a name and a vector")
            if self.size > limits.size:
                raise self._too_large_vector()

    def error(self, what):
        return ValueError(
            f"{self.path!r} is not a file of word2vec's: {what}{self.guessed}."
        )

    def _read_header(self):
        line = self.file.readline(_HEADER_BYTES)
        try:
            self.n_vectors, self.size = map(int, line.split())
            if len(line) == _HEADER_BYTES and not line.endswith(b"\n"):
                raise ValueError("no end of the line")
        except ValueError:
            raise self.error(
                "the first line must be the number of vectors and their size, got "
                f"{line[:60]!r} (header=False reads text files without, as GloVe's)"
            ) from None
        possible = 0 < self.size < _IMPOSSIBLE_SIZE
        if self.n_vectors < 0 or not possible:
            raise self.error(f"{self.n_vectors} vectors of size {self.size} cannot be")

    @property
    def n_promised(self):
        """Most vectors that may come; None if nothing tells."""
        return min(
            (n for n in (self.n_vectors, self.limit) if n is not None), default=None
        )

    @property
    def _line_bytes(self):
        """Most bytes of a line: those of a name and of the numbers."""
        return self.limits.name_bytes + _NUMBER_BYTES * min(self.size, self.limits.size)

    def _line(self, number):
        """Read a line; one that is too long is an error."""
        limit = self._line_bytes
        line = self.file.readline(limit + 1)
        if len(line) > limit:
            raise self._too_long_line(number)
        return line

    def _too_long_line(self, number):
        if self.size > self.limits.size:
            return self._too_large_vector()
        return self.error(
            f"line {number} has more than {self._line_bytes} bytes, too many for a "
            f"name of {self.limits.name_bytes} bytes and {self.size} numbers: raise "
            "max_name_bytes of read_word2vec_format if names are longer"
        )

    def _too_large_vector(self):
        return self.error(
            f"a vector would have {self.size} numbers, more than {self.limits.size}: "
            "raise max_vector_size of read_word2vec_format if that is right"
        )

    def _too_long_name(self, what):
        return self.error(
            f"the name of {what} has more than {self.limits.name_bytes} bytes: raise "
            "max_name_bytes of read_word2vec_format if names are longer"
        )

    def looks_binary(self):
        """Whether the first vector is not a line of as many numbers as it should be."""
        if not self.header or not self.n_vectors:
            return False
        line = self.buffer = self.file.readline(self._line_bytes + 1)
        try:
            _numbers(line, self.size)
        except ValueError:
            self.guessed = " (it was read as binary: its second line is not text)"
        return bool(self.guessed)

    def text_rows(self):
        """Yield the name and the vector of each line."""
        limit, size = self._line_bytes, self.size
        # Of vectors that are too large no name will do.
        longest = self.limits.name_bytes if size <= self.limits.size else -1
        readline, at_once = self.file.readline, limit + 1
        line, self.buffer = self.buffer or readline(at_once), b""
        found, n_blank, number = 0, 0, 1 if self.header else 0
        while line and found != self.limit:
            number += 1
            if len(line) > limit:
                raise self._too_long_line(number)
            try:
                name, vector = _numbers(line, size)
            except ValueError:
                if line.strip():
                    raise self._bad_line(number, found, line) from None
                # At the end of a file, or the whole of an empty one.
                n_blank += 1
                if n_blank > _MOST_BLANK_LINES:
                    raise self.error(
                        f"line {number} is the last of more than {_MOST_BLANK_LINES} "
                        "blank lines"
                    ) from None
            else:
                if found == self.n_vectors:
                    raise self._bad_line(number, found, line)
                if len(name) > longest:
                    raise self._too_large(number, name)
                found, n_blank = found + 1, 0
                yield name, vector
            line = readline(at_once)
        if found not in (self.n_vectors, self.limit) and self.header:
            raise self._too_few(found)

    def _too_large(self, number, name):
        if len(name) > self.limits.name_bytes:
            return self._too_long_name(f"line {number}")
        return self._too_large_vector()

    def _bad_line(self, number, found, line):
        if found == self.n_vectors:
            return self.error(
                f"it says that it has {self.n_vectors} vectors, and line {number} is "
                "one more"
            )
        return self.error(
            f"line {number} should be a name and {self.size} numbers, got "
            f"{line[:60]!r} (binary=True reads the binary format)"
        )

    def binary_rows(self):
        """Yield the name and the vector of each record."""
        n_bytes, found, start = self.size * _FLOAT.itemsize, 0, 0
        if self.size > self.limits.size:
            n_bytes = math.inf  # no record is whole before it is too large
        longest = self.limits.name_bytes + 1
        while found not in (self.n_vectors, self.limit):
            end = self.buffer.find(b" ", start, start + longest)
            if end < 0 or len(self.buffer) < end + 1 + n_bytes:
                start, end = 0, self._read_record(start, n_bytes, found)
            # Some tools put each record on a line of its own.
            name = self.buffer[start:end].lstrip(b"\n")
            yield name, np.frombuffer(self.buffer, _FLOAT, self.size, end + 1)
            found, start = found + 1, end + 1 + n_bytes
        rest = self.buffer[start:] + self.file.read(2)
        if found == self.n_vectors and rest.strip():
            raise self.error(
                f"it says that it has {self.n_vectors} vectors of size {self.size}, "
                "and there is more after them"
            )

    def _read_record(self, start, n_bytes, found):
        """Read until the buffer starts with a whole record; return its name's end.

        Each byte is searched once, and what is in the buffer is at least doubled: the
        time is that of reading, however long a record is.
        """
        longest = self.limits.name_bytes + 1
        largest = self.limits.size * _FLOAT.itemsize
        self.buffer = self.buffer[start:]
        end = self.buffer.find(b" ", 0, longest)
        while end < 0 or len(self.buffer) < end + 1 + n_bytes:
            if end < 0 and len(self.buffer) >= longest:
                raise self._too_long_name(f"vector {found + 1}")
            if end >= 0 and len(self.buffer) > end + 1 + largest:
                raise self._too_large_vector()
            searched = len(self.buffer)
            more = self.file.read(max(_CHUNK, searched))
            if not more:
                raise self._too_few(found)
            self.buffer += more
            if end < 0:
                end = self.buffer.find(b" ", searched, longest)
        return end

    def _too_few(self, found):
        return self.error(
            f"it says that it has {self.n_vectors} vectors of size {self.size}, "
            f"and ends after {found}"
        )


def _numbers(line, size):
    """Return the name and the numbers of a line; a name may hold spaces."""
    name, *numbers = line.rstrip().rsplit(b" ", size)
    if len(numbers) != size:
        raise ValueError(f"{len(numbers)} numbers")
    return name, list(map(float, numbers))


def collect(rows, size, n_promised):
    """Names and vectors of `rows`, in an array that grows as they come.

    Parameters
    ----------
    rows : iterable of (name, vector)
    size : int
    n_promised : int or None
        Most rows that may come: no room is made for more.
    """
    names, vectors = [], np.empty((0, size), np.float32)
    for i, (name, vector) in enumerate(rows):
        if i == len(vectors):
            room = max(2 * i, _ROOM // size, 1)
            room = room if n_promised is None else min(room, n_promised)
            vectors.resize((room, size), refcheck=False)
        names.append(name)
        vectors[i] = vector
    vectors.resize((len(names), size), refcheck=False)
    return names, vectors


def write_records(path, names, tables, binary, header=True):
    """Write a header, if there is to be one, and the records of names.

    `tables` are arrays whose rows, one array after the other, are the vectors.
    """
    if binary and not header:
        raise ValueError("A binary file has a header: header=False is for text files.")
    size = tables[0].shape[1]
    template = b"%s" + b" %.9g" * size + b"\n"
    rows = zip(names, _rows(tables, max(_ROOM // size, 1)), strict=True)
    with open_bytes(path, "wb") as file:
        if header:
            file.write(b"%d %d\n" % (len(names), size))
        for name, row in rows:
            if binary:
                file.write(name.encode() + b" " + row.tobytes())
            else:
                file.write(template % (name.encode(), *row.tolist()))


def _rows(tables, n_at_a_time):
    """Rows as float32, some at a time: a memory map may be larger than memory."""
    for table in tables:
        for start in range(0, len(table), n_at_a_time):
            yield from np.asarray(table[start : start + n_at_a_time], dtype=_FLOAT)
