"""Files of vector caches, and connections to them: they may be damaged or forged.

A file of SQLite is more than data. Its schema may hold views and triggers that run
when a table is read, its pages may point at each other in circles, and what lies in its
place may be no file at all. A cache uses a file only if its schema is ours to the
letter, and no statement may take more steps than the size of the file gives reason for.
"""

import math
import os
import sqlite3
import stat
import threading
import warnings
from contextlib import suppress
from time import monotonic

from .._validation import levels_to_caller

# Bytes of a vector or a statement: a forged record may say that it is a gigabyte long.
_MOST_BYTES = 1 << 26
# Steps of SQLite's machine between two looks at the keyboard.
_STEPS = 20_000
# Steps that any statement may take, and that it may take more for each byte of a file.
_FREE_STEPS, _STEPS_OF_A_BYTE = 10_000_000, 10
# Seconds after which users are told what they wait for.
_SAY_AFTER = 30.0
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Files that SQLite keeps beside a database.
_BESIDE = ("-journal", "-wal", "-shm")
# Closing a file lets go of the locks that other threads of the process have on it: no
# thread may open a cache while another one has made its file and not yet closed it.
_MAKING = threading.Lock()


class CacheDamaged(ValueError):
    """A file is damaged, or no cache of vectors."""


class CacheUnusable(OSError):
    """A cache cannot be read or written."""


def is_busy(error):
    """Whether an error of SQLite says that another connection holds a lock."""
    return error.sqlite_errorcode & 0xFF in _BUSY


def find_file(path, *, make):
    """Return whether there is a file, and make one that only its owner may read.

    Parameters
    ----------
    path : Path
    make : bool
        Whether to make the file, and its folder, if they are not there.

    Raises
    ------
    CacheDamaged
        If something is in its place that is no file.
    OSError
        If the file cannot be made.
    """
    with _MAKING:
        if make and not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another process was faster
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            modes = {path: os.stat(path).st_mode}
        except FileNotFoundError:
            if make:
                raise  # a link to nothing
            return False
    real = os.path.realpath(path)
    for ending in _BESIDE:
        with suppress(FileNotFoundError):  # SQLite removes them when the last closes
            modes[real + ending] = os.lstat(real + ending).st_mode
    for name, mode in modes.items():
        if not stat.S_ISREG(mode):
            raise CacheDamaged(
                f"{name} is in the place of a file of a cache of vectors, and is not a "
                "file: delete it."
            )
    return True


class Connection(sqlite3.Connection):
    """A connection that hears signals, ends endless statements and tells of waiting.

    Parameters
    ----------
    path : Path
    timeout : float
        Seconds that SQLite waits for a lock at a time, deaf to signals.
    patience : float
        Seconds after which waiting ends with a `CacheUnusable`.

    Attributes
    ----------
    heard : BaseException or None
        What a signal has raised, as a KeyboardInterrupt, while a statement ran: SQLite
        ends it with an error of its own.
    """

    def __init__(self, path, timeout, patience):
        super().__init__(os.fspath(path), timeout=timeout, isolation_level=None)
        self.heard, self._path, self._patience = None, path, patience
        self._waiting_since, self._has_said = None, False
        self._most_steps = _FREE_STEPS + _STEPS_OF_A_BYTE * os.stat(path).st_size
        self._steps_left = math.inf
        # Text is told from bytes, and need not be in any encoding.
        self.text_factory = bytearray
        self.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
        self.set_progress_handler(self._listen().__next__, _STEPS)

    def execute(self, *arguments):
        """Execute a statement, of which so many steps are enough."""
        self._steps_left = self._most_steps
        try:
            cursor = super().execute(*arguments)
        except sqlite3.OperationalError as error:
            if is_busy(error):
                self._wait()
            raise
        self._waiting_since = None
        return cursor

    def executemany(self, *arguments):
        """Execute a statement as many times as there are rows to write."""
        self._steps_left = math.inf
        return super().executemany(*arguments)

    def close(self):
        """Close, without the handler that would keep the connection in memory."""
        self.set_progress_handler(None, 0)
        super().close()

    @property
    def is_endless(self):
        """Whether the last statement took more steps than it may."""
        return self._steps_left < 0

    def _listen(self):
        """Say again and again whether the statement is to be ended.

        A generator, since Python raises what a signal says where its code goes on: at
        the start of a function SQLite would lose it, here it is within the `try`.
        """
        while True:
            try:
                while True:
                    self._steps_left -= _STEPS
                    yield self._steps_left < 0
            except GeneratorExit:
                return
            except BaseException as error:
                self.heard, self._steps_left = error, -math.inf

    def _wait(self):
        """Say that another holds the lock, or wait no longer."""
        now = monotonic()
        if self._waiting_since is None:
            self._waiting_since = now
        waited = now - self._waiting_since
        if waited > self._patience:
            raise CacheUnusable(
                f"The cache of vectors {self._path} has been locked by another thread "
                f"or process for {waited:.0f} seconds."
            )
        if waited > _SAY_AFTER and not self._has_said:
            self._has_said = True
            warnings.warn(
                f"Waiting for another thread or process that encodes: it has locked "
                f"the cache of vectors {self._path} for {waited:.0f} seconds.",
                UserWarning,
                stacklevel=levels_to_caller(),
            )
