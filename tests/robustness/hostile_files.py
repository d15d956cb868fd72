"""Files that are damaged, forged or endless, for everything that reads one."""

import bz2
import gzip
import lzma
import sqlite3
import tempfile
from pathlib import Path

import joblib
import numpy as np
from observing import Case

from sktopics import FunctionEncoder, TokenSequences
from sktopics.embedding import (
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)
from sktopics.text import LineDocuments

_TERMS = [f"word{i}" for i in range(20)]
_VECTORS = np.random.default_rng(0).normal(size=(20, 5)).astype(np.float32)
_OPENERS = {"": open, ".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_HEADERS = (
    b"20 5\n",
    b"20 5",
    b"-1 5\n",
    b"20 0\n",
    b"99999999999 99999999999\n",
    b"20 5 7\n",
    b"nan inf\n",
    b"\n",
    b"",
    b"2e1 5\n",
)
_ENDLESS = (b"\0", b" ", b"\n", b"a", b"0 ", b"a 1 2 3 4 5\n", b"\xff")
# Bytes of an endless file, before it is compressed.
_MUCH = 200 << 20


def _mutated(rng, data):
    """Return bytes with some replaced, cut out, put in, or all of them cut off."""
    data = bytearray(data)
    for _ in range(rng.integers(1, 4)):
        place = int(rng.integers(len(data) + 1))
        change = rng.integers(4)
        if change == 0 and place < len(data):
            data[place] = rng.integers(256)
        elif change == 1:
            del data[place : place + int(rng.integers(1, 9))]
        elif change == 2:
            data[place:place] = rng.bytes(int(rng.integers(1, 9)))
        elif rng.random() < 0.3:
            del data[place:]
    return bytes(data)


def _word2vec_bytes(rng, folder):
    path = folder / "vectors"
    write_word2vec_format(path, _TERMS, _VECTORS, binary=bool(rng.integers(2)))
    data = path.read_bytes()
    if rng.random() < 0.3:
        header = _HEADERS[rng.integers(len(_HEADERS))]
        data = header + data.partition(b"\n")[2]
    return _mutated(rng, data) if rng.random() < 0.8 else data


def _endless(rng, file):
    """Write one thing over and over; small, where it is compressed."""
    if rng.random() < 0.7:
        file.write(_HEADERS[rng.integers(len(_HEADERS))])
    part = _ENDLESS[rng.integers(len(_ENDLESS))]
    block = part * ((1 << 20) // len(part))
    for _ in range(_MUCH // len(block)):
        file.write(block)


def _word2vec(rng, folder):
    """A file of vectors that is mutated, or endless and compressed."""
    ending = list(_OPENERS)[rng.integers(len(_OPENERS))]
    path = folder / f"vectors{ending}"
    options = [{}, {"binary": True}, {"binary": False}, {"limit": 2}, {"header": False}]
    option = options[rng.integers(len(options))]
    endless = rng.random() < 0.05
    if endless:
        path = folder / "vectors.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            _endless(rng, file)
    else:
        data = _word2vec_bytes(rng, folder)
        with _OPENERS[ending](path, "wb") as file:
            file.write(data)
        if ending and rng.random() < 0.3:
            path.write_bytes(_mutated(rng, path.read_bytes()))

    def read():
        if "header" not in option and rng.random() < 0.3:
            return tuple(intersect_word2vec_format(path, _TERMS, **option))
        return tuple(read_word2vec_format(path, **option))

    return f"word2vec{ending} {option}{', endless' * endless}", read


def _lines(rng, folder):
    """A file of documents, one a line."""
    path, endless = folder / "documents.txt", rng.random() < 0.05
    if endless:
        with open(path, "wb") as file:
            _endless(rng, file)
    else:
        text = "\n".join(f"document {i} ünïcode" for i in range(30)).encode()
        path.write_bytes(_mutated(rng, text))
    return f"LineDocuments{', endless' * endless}", lambda: len(
        list(LineDocuments(path))
    )


def _encode(folder):
    encoder = FunctionEncoder(
        lambda texts: [[len(t), t.count("a"), 1.0] for t in texts],
        cache_dir=folder,
        cache_key="letters",
    )
    return encoder.fit_transform([f"text {i} a" for i in range(12)])


_FORGERIES = (
    "UPDATE vectors SET vector = 'text'",
    "UPDATE vectors SET vector = NULL",
    "UPDATE vectors SET vector = zeroblob(12)",
    "UPDATE vectors SET vector = zeroblob(100000000)",
    "UPDATE vectors SET checksum = 'text'",
    "UPDATE vectors SET checksum = 1e308",
    "UPDATE vectors SET key = 'text'",
    "DROP TABLE vectors",
    "CREATE VIEW more AS SELECT 1",
    "CREATE TABLE more (a)",
    "ALTER TABLE vectors ADD COLUMN more",
    "PRAGMA application_id = 7",
    "PRAGMA user_version = 7",
    "CREATE TRIGGER t AFTER INSERT ON vectors BEGIN DELETE FROM vectors; END",
    "ALTER TABLE vectors RENAME TO kept; CREATE VIEW vectors AS WITH RECURSIVE "
    "c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT x AS key, x AS vector, x AS checksum FROM c",
)


def _cache(rng, folder):
    """A cache of vectors that somebody else has written to."""
    _encode(folder)
    (path,) = folder.rglob("*.sqlite")
    if rng.random() < 0.5:
        path.write_bytes(_mutated(rng, path.read_bytes()))
        what = "mutated"
    else:
        what = _FORGERIES[rng.integers(len(_FORGERIES))]
        connection = sqlite3.connect(path)
        try:
            connection.executescript(what)
        except sqlite3.Error:
            what = f"{what} (failed)"
        connection.close()
    return f"cache, {what[:60]}", lambda: _encode(folder)


def _joblib(rng, folder):
    """Sequences in a file of joblib's, mutated: they load and are sound, or do not."""
    path = folder / "sequences.joblib"
    ids = rng.integers(-1, 9, size=60)
    joblib.dump(TokenSequences(ids, range(0, 61, 6), n_terms=9), path)
    data = bytearray(path.read_bytes())
    for place in rng.integers(len(data), size=2):
        data[place] = rng.integers(256)
    path.write_bytes(bytes(data))
    mode = [None, "r"][rng.integers(2)]

    def load():
        try:
            X = joblib.load(path, mmap_mode=mode)
        except Exception as error:  # a damaged pickle raises anything
            raise ValueError("the file does not load") from error
        if isinstance(X, TokenSequences):
            return X.to_counts(), X.tokens() and 0
        return 0

    return "TokenSequences in a file of joblib's", load


_READERS = (_word2vec, _lines, _cache, _joblib)


def draw(rng, subjects):
    """Return a case: a hostile file and who reads it."""
    folder = tempfile.TemporaryDirectory(prefix="attack-")
    reader = _READERS[rng.choice(len(_READERS), p=[0.5, 0.15, 0.25, 0.1])]
    name, read = reader(rng, Path(folder.name))

    def call():
        with folder:
            return read()

    return Case(name, call)
