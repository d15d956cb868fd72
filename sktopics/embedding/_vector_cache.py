"""Vectors kept on disk, so that no document is encoded twice.

A cache is a file of SQLite. It is read and filled by any number of threads and
processes of a machine, loses nothing but the last batch in a crash, needs no package
and no server. The journal is the plain one rather than WAL: readers do not wait for
who encodes either way, there is one file, and it may lie in a folder that several
machines share if its locks work.
"""

import sqlite3
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

# Marks files as ours: "sktv" as a number.
_APPLICATION = 0x736B7476
_SCHEMA = (
    "CREATE TABLE vectors "
    "(key BLOB UNIQUE NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL)"
)
# Keys in a query: fewer take longer, and a statement takes 999 in old versions.
_KEYS_AT_ONCE = 500
# Seconds that SQLite waits for a lock, deaf to the keyboard: see `_query`.
_PATIENCE = 1.0
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DTYPE = np.dtype("<f4")


class CacheInfo(NamedTuple):
    """What a cache of vectors holds.

    Parameters
    ----------
    documents : int
        Number of vectors, each of a document or an image.
    bytes : int
        Size on disk.

    Examples
    --------
    >>> from sktopics.embedding import FunctionEncoder
    >>> FunctionEncoder(len).cache_info()
    CacheInfo(documents=0, bytes=0)
    """

    documents: int
    bytes: int


class VectorCache:
    """Vectors by key, in a file.

    Parameters
    ----------
    folder : str or path
        Folder of the file. It need not exist.
    name : str
        Name of the file: what the vectors come from, since nothing else tells them
        apart.
    """

    def __init__(self, folder, name):
        self.path = Path(folder).expanduser() / f"{name}.sqlite"

    def get(self, keys):
        """Return the vectors that are there, in a dict by key.

        Parameters
        ----------
        keys : list of bytes

        Returns
        -------
        found : dict of bytes to ndarray of shape (n_dimensions,), float32
            A vector that was damaged on disk is not there.

        Raises
        ------
        ValueError
            If the file is damaged or not one of ours.
        """
        with self._open() as connection:
            return {} if connection is None else _select(connection, keys)

    def fill(self, keys, compute):
        """Return the vectors of all keys, and compute and keep those not there yet.

        Who computes holds the file's lock for writing, so that no two compute the same.

        Parameters
        ----------
        keys : list of bytes
            Distinct.
        compute : callable
            Takes a list of keys and returns an array of as many float32 vectors.

        Returns
        -------
        vectors : dict of bytes to ndarray of shape (n_dimensions,), float32

        Raises
        ------
        ValueError
            If the new vectors are not as long as those in the file, or the file is
            damaged or not one of ours.
        OSError
            If the file cannot be written.
        """
        with self._open(create=True) as connection, _writing(connection):
            found = _select(connection, keys)
            missing = [key for key in keys if key not in found]
            if missing:
                vectors = np.ascontiguousarray(_computed(compute, missing), _DTYPE)
                self._check_width(connection, vectors.shape[1])
                rows = [
                    (key, vector.tobytes(), _checksum(key, vector))
                    for key, vector in zip(missing, vectors, strict=True)
                ]
                insert = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)"
                connection.executemany(insert, rows)
                found.update(zip(missing, vectors, strict=True))
        return found

    def info(self):
        """Return a `CacheInfo`."""
        with self._open() as connection:
            if connection is None:
                return CacheInfo(0, 0)
            [(documents,)] = _query(connection, "SELECT COUNT(*) FROM vectors")
        return CacheInfo(documents, self.path.stat().st_size)

    def clear(self):
        """Forget all vectors. The file stays: others may have it open."""
        with self._open() as connection:
            if connection is not None:
                with _writing(connection):
                    connection.execute("DELETE FROM vectors")
                _query(connection, "VACUUM")

    def _check_width(self, connection, width):
        kept = _width(connection)
        if kept is not None and kept != width:
            raise ValueError(
                f"The new vectors have {width} dimensions, and those in the cache "
                f"{self.path} have {kept}: they come from another encoder."
            )

    @contextmanager
    def _open(self, *, create=False):
        """Give a connection, None if there is no file and none is to be made."""
        if not create and not self.path.exists():
            yield None
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self.path, timeout=_PATIENCE, isolation_level=None
            )
            try:
                self._prepare(connection)
                yield connection
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            raise OSError(f"The cache of vectors {self.path}: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise ValueError(
                f"{self.path} is damaged, or no cache of vectors ({error}): delete it."
            ) from error

    def _prepare(self, connection):
        """Make the table in a new file, and refuse a file of somebody else's."""
        [(application,)] = _query(connection, "PRAGMA application_id")
        if application == _APPLICATION:
            return
        _query(connection, "PRAGMA page_size = 16384")  # ten of 384 numbers
        with _writing(connection):
            [(version,)] = _query(connection, "PRAGMA schema_version")
            if version == 0:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        [(application,)] = _query(connection, "PRAGMA application_id")
        if application != _APPLICATION:
            raise sqlite3.DatabaseError("a database of another program")


def _computed(compute, keys):
    """Return what `compute` gives; an error of its own database is none of ours."""
    try:
        return compute(keys)
    except sqlite3.Error as error:
        raise RuntimeError(f"What encodes failed: {error}") from error


@contextmanager
def _writing(connection):
    """Hold the lock for writing; keep what was written if the block succeeds."""
    _query(connection, "BEGIN IMMEDIATE")
    try:
        yield
        _query(connection, "COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _query(connection, statement, values=()):
    """Execute a statement, however long another holds the lock.

    Waiting has no end, since who holds the lock is encoding, and a process that dies
    lets go of it.
    """
    while True:
        try:
            return connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY:
                raise


def _select(connection, keys):
    """Return the vectors that are there and whole, in a dict by key."""
    found = {}
    width = _width(connection)
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[start : start + _KEYS_AT_ONCE]
        marks = ", ".join("?" * len(part))
        rows = _query(connection, f"SELECT * FROM vectors WHERE key IN ({marks})", part)
        for key, vector, checksum in rows:
            if len(vector) == width * 4 and _checksum(key, vector) == checksum:
                found[key] = np.frombuffer(vector, dtype=_DTYPE)
    return found


def _width(connection):
    rows = _query(connection, "SELECT LENGTH(vector) FROM vectors LIMIT 1")
    return rows[0][0] // 4 if rows else None


def _checksum(key, vector):
    return zlib.crc32(vector, zlib.crc32(key))
