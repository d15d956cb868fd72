"""Records of word2vec's files, read one by one and written."""

import os
from itertools import chain

import numpy as np

from ._files import open_bytes

# Bytes read at a time, and numbers for which room is made at first: a header may
# promise more than the file holds.
_CHUNK, _ROOM = 1 << 20, 1 << 24
_FLOAT = np.dtype("<f4")


class Reader:
    """Where a file that is being read stands, and what it promised to hold."""

    def __init__(self, file, path, header, limit):
        self.file, self.path = file, os.fspath(path)
        self.buffer, self.limit, self.header = b"", limit, header
        self.n_vectors, self.size, self.guessed = None, None, ""
        if header:
            self._read_header()
        else:
            self.buffer = file.readline()
            self.size = len(self.buffer.rstrip().split(b" ")) - 1
            if self.size < 1:
                raise self.error("its first line is not a name and a vector")

    def error(self, what):
        return ValueError(
            f"{self.path!r} is not a file of word2vec's: {what}{self.guessed}."
        )

    def _read_header(self):
        line = self.file.readline(200)
        try:
            self.n_vectors, self.size = map(int, line.split())
        except ValueError:
            raise self.error(
                "the first line must be the number of vectors and their size, got "
                f"{line[:60]!r} (header=False reads text files without, as GloVe's)"
            ) from None
        if self.n_vectors < 0 or self.size < 1:
            raise self.error(f"{self.n_vectors} vectors of size {self.size} cannot be")

    def looks_binary(self):
        """Whether the first vector is not a line of as many numbers as it should be."""
        if not self.header or not self.n_vectors:
            return False
        # A line of numbers of 40 letters each would still fit.
        line = self.file.readline(10_000 + 40 * self.size)
        self.buffer = line
        try:
            _numbers(line, self.size)
        except ValueError:
            self.guessed = " (it was read as binary: its second line is not text)"
        return bool(self.guessed)

    def text_rows(self):
        """Yield the name and the vector of each line."""
        lines = chain([self.buffer] if self.buffer else [], self.file)
        found, first = 0, 2 if self.header else 1
        for number, line in enumerate(lines, first):
            if found == self.limit:
                return
            if not line.strip():
                continue  # at the end of a file, or the whole of an empty one
            if found == self.n_vectors:
                raise self.error(
                    f"it says that it has {self.n_vectors} vectors, and line {number} "
                    "is one more"
                )
            try:
                name, vector = _numbers(line, self.size)
            except ValueError:
                raise self.error(
                    f"line {number} should be a name and {self.size} numbers, got "
                    f"{line[:60]!r} (binary=True reads the binary format)"
                ) from None
            found += 1
            yield name, vector
        if found not in (self.n_vectors, self.limit) and self.header:
            raise self._too_few(found)

    def binary_rows(self):
        """Yield the name and the vector of each record."""
        n_bytes, found, start = self.size * _FLOAT.itemsize, 0, 0
        while found not in (self.n_vectors, self.limit):
            end = self.buffer.find(b" ", start)
            while end < 0 or len(self.buffer) < end + 1 + n_bytes:
                more = self.file.read(_CHUNK)
                if not more:
                    raise self._too_few(found)
                self.buffer, start = self.buffer[start:] + more, 0
                end = self.buffer.find(b" ")
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


def collect(rows, size):
    """Names and vectors of `rows`, in an array that grows as they come."""
    names, vectors = [], np.empty((0, size), np.float32)
    for i, (name, vector) in enumerate(rows):
        if i == len(vectors):
            vectors.resize((max(2 * i, _ROOM // size, 1), size), refcheck=False)
        names.append(name)
        vectors[i] = vector
    vectors.resize((len(names), size), refcheck=False)
    return names, vectors


def write_records(path, names, tables, binary):
    """Write a header and the records of names that may be written.

    `tables` are arrays whose rows, one array after the other, are the vectors.
    """
    size = tables[0].shape[1]
    template = b"%s" + b" %.9g" * size + b"\n"
    rows = zip(names, _rows(tables, max(_ROOM // size, 1)), strict=True)
    with open_bytes(path, "wb") as file:
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
