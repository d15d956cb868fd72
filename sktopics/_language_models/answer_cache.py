"""Answers of language models kept on disk, so that nothing is paid for twice.

A file of SQLite with one table. Each answer is written at once, in a transaction of its
own, by any number of threads and processes. A file that is not one of these is refused
and never changed.
"""

import json
import os
import sqlite3
import zlib
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

# Marks files as ours: "sktn" as a number.
_APPLICATION = 0x736B746E
_SCHEMA = (
    "CREATE TABLE answers "
    "(key BLOB UNIQUE NOT NULL, answer TEXT NOT NULL, checksum INTEGER NOT NULL)"
)
_HEADER = b"SQLite format 3\0"
# Bytes of an answer: a forged record may say that it is a gigabyte long.
_MOST_BYTES = 1 << 24
# Seconds to wait for other threads and processes that write.
_PATIENCE = 30.0


class UnusableCache(ValueError):
    """A file is damaged, or no cache of answers."""


def answer_key(model_id, system, prompt, parameters) -> bytes:
    """Return what an answer is kept by: all that it depends on.

    Parameters
    ----------
    model_id : str
    system, prompt : str
    parameters : dict
        Of the call, such as a temperature.
    """
    data = json.dumps(
        [1, model_id, system, prompt, parameters], sort_keys=True, default=repr
    )
    return sha256(data.encode()).digest()


class AnswerCache:
    """Answers by key, in a file.

    Parameters
    ----------
    path : str or path
        Of the file; it and its folder are made when the first answer is kept.

    Raises
    ------
    UnusableCache
        If something is there that is no cache of answers.
    OSError
        If it cannot be read.
    """

    def __init__(self, path):
        self.path = Path(path).expanduser().absolute()
        self._check()

    def get(self, keys) -> dict[bytes, str]:
        """Return the answers that there are, by key, but for those damaged on disk."""
        found = {}
        if not self._is_there():
            return found
        with closing(self._open()) as connection:
            select = "SELECT answer, checksum FROM answers WHERE key = ?"
            try:
                for key in keys:
                    row = connection.execute(select, [key]).fetchone()
                    if row and isinstance(row[0], str) and row[1] == _sum(key, row[0]):
                        found[key] = row[0]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # another is about to make it
                    return found
                raise self._failed(error) from error
            except sqlite3.DatabaseError as error:
                raise self._unusable(error) from error
        return found

    def put(self, key, answer):
        """Keep an answer. It is on disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # only its owner may read what is in it
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(self._open()) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                self._make_table(connection)
                connection.execute(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)",
                    [key, answer, _sum(key, answer)],
                )
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:  # locked, no room, not writable
                raise self._failed(error) from error
            except sqlite3.DatabaseError as error:
                raise self._unusable(error) from error

    def _is_there(self):
        return self.path.is_file() and self.path.stat().st_size > 0

    def _check(self):
        """Refuse what is in the place of the file and is no cache."""
        if os.path.lexists(self.path) and not self.path.is_file():
            raise UnusableCache(
                f"cache={str(self.path)!r} is no file. Give the path of a file that is "
                "to be made, such as names.sqlite."
            )
        if not self._is_there():
            return
        with open(self.path, "rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise self._unusable("the file is no database")
        with closing(self._open()) as connection:
            try:
                self._check_tables(connection)
                [(found,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
            except sqlite3.DatabaseError as error:
                raise self._unusable(error) from error
            if found != "ok":
                raise self._unusable(found)

    def _check_tables(self, connection):
        tables = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 2"
        found = connection.execute(tables).fetchall()
        [(application,)] = connection.execute("PRAGMA application_id").fetchall()
        if (found or application) and (
            application != _APPLICATION or found != [(_SCHEMA,)]
        ):
            raise self._unusable("it is a database of another program")

    def _make_table(self, connection):
        """Make the table in a new file; look again at one that is no longer new."""
        self._check_tables(connection)
        connection.execute(_SCHEMA.replace("TABLE", "TABLE IF NOT EXISTS", 1))
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")

    def _open(self):
        try:
            connection = sqlite3.connect(
                self.path, timeout=_PATIENCE, isolation_level=None
            )
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
        except sqlite3.OperationalError as error:
            raise self._failed(error) from error
        return connection

    def _failed(self, error):
        return OSError(f"The cache of answers {self.path}: {error}.")

    def _unusable(self, why):
        return UnusableCache(
            f"{self.path} is damaged, or no cache of answers ({why}). It was left as "
            "it is: give cache= another path, or move the file away."
        )


def _sum(key, answer):
    return zlib.crc32(answer.encode("utf-8", "surrogatepass"), zlib.crc32(key))
