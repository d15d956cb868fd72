"""Vectors kept on disk, so that no document is encoded twice.

A cache is a file of SQLite. It is read and filled by any number of threads and
processes of a machine, loses nothing but the last batch in a crash, needs no package
and no server. The journal is the plain one rather than WAL: readers do not wait for
who encodes either way, there is one file, and it may lie in a folder that several
machines share if its locks work.
"""

import math
import sqlite3
import zlib
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ._cache_file import CacheDamaged, CacheUnusable, Connection, find_file, is_busy

# Marks files as ours: "sktv" as a number.
_APPLICATION = 0x736B7476
_SCHEMA = (
    "CREATE TABLE vectors "
    "(key BLOB UNIQUE NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL)"
)
# What a database of this schema says of itself: the table, and the index of its keys.
_MASTER = [
    (b"table", b"vectors", b"vectors", _SCHEMA.encode()),
    (b"index", b"sqlite_autoindex_vectors_1", b"vectors", None),
]
# How a connection is to be: it trusts no file, and maps none that may become shorter.
_CAUTION = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)
# Fewest bytes on disk of a vector with its key.
_LEAST_BYTES = 16
# Keys in a query: fewer take longer, and a statement takes 999 in old versions.
_KEYS_AT_ONCE = 500
# Seconds that SQLite waits for a lock, deaf to the keyboard: see `_query`.
_PATIENCE = 1.0
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
    patience : float, default=inf
        Seconds to wait for others who write.
    """

    writes = True

    def __init__(self, folder, name, *, patience=math.inf):
        self.folder, self.name, self.patience = folder, name, patience

    @cached_property
    def path(self):
        """Path of the file."""
        return Path(self.folder).expanduser() / f"{self.name}.sqlite"

    def get(self, keys):
        """Return the vectors that are there, in a dict by key.

        Parameters
        ----------
        keys : list of bytes

        Returns
        -------
        found : dict of bytes to ndarray of shape (n_dimensions,), float32
            A vector that was damaged on disk, or is not of finite numbers, is not
            there.

        Raises
        ------
        ValueError
            If the file is damaged or not one of ours.
        OSError
            If the file cannot be read.
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
        with self._open(write=True) as connection, _writing(connection):
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
            size = self.path.stat().st_size
            # Pages of a forged file may lead back to each other.
            most = size // _LEAST_BYTES
            rows = f"SELECT 1 FROM vectors LIMIT {most}"
            [(documents,)] = _query(connection, f"SELECT COUNT(*) FROM ({rows})")
            if documents == most:
                raise sqlite3.DatabaseError("more vectors than have room")
        return CacheInfo(documents, size)

    def clear(self):
        """Forget all vectors. The file stays: others may have it open."""
        if not self._is_there():
            return
        with self._open(write=True) as connection:
            with _writing(connection):
                # Of pages that lead back to each other SQLite would delete for ever.
                [(found,)] = _query(connection, "PRAGMA quick_check(1)")
                if found != b"ok":
                    raise sqlite3.DatabaseError(found.decode(errors="replace"))
                connection.execute("DELETE FROM vectors")
            _query(connection, "VACUUM")

    def _check_width(self, connection, width):
        kept = _width(connection)
        if kept is not None and kept != width:
            raise CacheDamaged(
                f"The new vectors have {width} dimensions, and those in the cache "
                f"{self.path} have {kept}: they come from another encoder."
            )

    def _is_there(self, *, make=False):
        """Whether there is a file, perhaps a new one; something else is an error."""
        try:
            return find_file(self.path, make=make)
        except CacheDamaged:
            raise
        except (OSError, RuntimeError, ValueError) as error:  # no home, a zero byte
            raise _unusable(f"{self.name}.sqlite in {self.folder}", error) from error

    @contextmanager
    def _open(self, *, write=False):
        """Give a connection, None if there is nothing to read."""
        if not self._is_there(make=write):
            yield None
            return
        path = self.path.absolute()
        try:
            connection = Connection(path, _PATIENCE, self.patience)
        except (OSError, sqlite3.OperationalError) as error:  # it is there no more
            raise _unusable(path, error) from error
        try:
            yield connection if self._prepare(connection, write) else None
        except sqlite3.OperationalError as error:
            if connection.heard is not None:
                raise connection.heard from None
            if connection.is_endless:
                raise _damaged(path, "a statement does not end") from error
            raise _unusable(path, error) from error
        except sqlite3.DatabaseError as error:
            raise _damaged(path, error) from error
        finally:
            connection.close()

    def _prepare(self, connection, write):
        """Make the table in a new file, and refuse a file of somebody else's.

        Returns
        -------
        is_ours : bool
            False for a new file, if it is only to be read.
        """
        for pragma in _CAUTION:
            _query(connection, pragma)
        if not write:
            _query(connection, "PRAGMA query_only = ON")
            _query(connection, "BEGIN")  # one lock for all that is read
        # In this order: another process may make the table between the two.
        [(version,)] = _query(connection, "PRAGMA schema_version")
        [(application,)] = _query(connection, "PRAGMA application_id")
        if application != _APPLICATION:
            if application or version:
                raise sqlite3.DatabaseError("a database of another program")
            if not write:
                return False
            _make_table(connection)
        master = "SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 3"
        if _query(connection, master) != _MASTER:
            raise sqlite3.DatabaseError("it has other tables than a cache")
        return True


def _damaged(path, error):
    return CacheDamaged(
        f"{path} is damaged, or no cache of vectors ({error}): delete it."
    )


def _unusable(path, error):
    return CacheUnusable(f"The cache of vectors {path}: {error}.")


def _make_table(connection):
    """Make the table in a new file; another file is not ours."""
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
            if not is_busy(error):
                raise


def _select(connection, keys):
    """Return the vectors that are there and whole, in a dict by key."""
    found = {}
    width = _width(connection)
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[start : start + _KEYS_AT_ONCE]
        marks = ", ".join("?" * len(part))
        rows = _query(connection, f"SELECT * FROM vectors WHERE key IN ({marks})", part)
        if not all(isinstance(vector, bytes) for _, vector, _ in rows):
            raise sqlite3.DatabaseError("a vector that is not stored as bytes")
        whole = {
            key: vector
            for key, vector, checksum in rows
            if len(vector) == width * 4 and _checksum(key, vector) == checksum
        }
        vectors = np.frombuffer(b"".join(whole.values()), _DTYPE)
        vectors = vectors.reshape(len(whole), width or 1)
        finite = np.isfinite(vectors).all(axis=1)
        found.update(
            (key, vector)
            for key, vector, good in zip(whole, vectors, finite, strict=True)
            if good
        )
    return found


def _width(connection):
    """Return the number of dimensions of the vectors, None if there are none."""
    first = "SELECT typeof(vector), LENGTH(vector) FROM vectors LIMIT 1"
    for kind, length in _query(connection, first):
        if kind != b"blob" or not length or length % 4:
            raise sqlite3.DatabaseError("a vector that is not stored as numbers")
        return length // 4
    return None


def _checksum(key, vector):
    return zlib.crc32(vector, zlib.crc32(key))
