"""Compiled kernels, kept on disk where that is possible, without errors where not.

numba's own cache raises where no folder can be written to, on a full disk and on a
damaged file, and trusts that a file holds what the index says. Here a file that is not
whole or belongs to another function is a kernel that was not kept: it is compiled and
written again. The classes of numba are extended for our kernels alone.
"""

import contextlib
import hashlib
import io
import itertools
import os
import pickle
import threading
import warnings

from numba.core.caching import FunctionCache, IndexDataCacheFile

_DIGEST_SIZE = 16
_warning = threading.Lock()  # taken by the one who warns, and kept


def keep_on_disk(kernel):
    """Let a dispatcher of numba read and write its compiled code on disk.

    Parameters
    ----------
    kernel : Dispatcher
        What ``numba.njit`` returned, without a cache.

    Returns
    -------
    kernel : Dispatcher
        The same. Where there is no folder to write to, it has no cache, and the
        first such kernel of a process warns.
    """
    try:
        # What ``enable_caching`` does, with another class.
        kernel._cache = _KernelCache(kernel.py_func)
    except (OSError, RuntimeError) as error:  # "no locator available"
        _warn_once(error)
    return kernel


def _warn_once(error):
    if not _warning.acquire(blocking=False):
        return
    folder = os.environ.get("NUMBA_CACHE_DIR")
    now = f" (now {folder!r})" if folder else ""
    warnings.warn(
        "The compiled functions of sktopics cannot be kept on disk, so each process "
        "compiles what it needs, which takes seconds to a minute. Set the environment "
        f"variable NUMBA_CACHE_DIR{now} to a folder with free space that this user can "
        f"write to. The reason: {error}",
        RuntimeWarning,
        stacklevel=2,
    )


class _KernelCache(FunctionCache):
    """Code of one kernel on disk; what cannot be read or written is done without."""

    def __init__(self, function):
        super().__init__(function)
        self._cache_file = _CheckedFiles(
            self.cache_path, self._impl.filename_base, self._cache_file._source_stamp
        )

    def load_overload(self, sig, target_context):
        """Return the code for a signature, None if it is not there or not whole."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a pickle can raise anything; the kernel is compiled then
            return None

    def save_overload(self, sig, data):
        """Write the code for a signature, or warn that it cannot be written."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _warn_once(error)


class _CheckedFiles(IndexDataCacheFile):
    """Files of numba's cache with a digest at their ends; numba can read them too.

    A data file says after the code which source and signature it is for: processes
    that write at the same time may give one name to two signatures.
    """

    def save(self, key, data):
        """Write the code, then the index: no index names a file of before."""
        overloads = self._load_index()
        name = overloads.get(key)
        if name is None:
            taken = set(overloads.values())
            names = map(self._data_name, itertools.count(1))
            name = next(name for name in names if name not in taken)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(self._dump(data))
            file.write(self._dump((self._source_stamp, key)))
        if key not in overloads:
            self._save_index({**overloads, key: name})

    def _load_index(self):
        if not _whole(self._index_path):
            return {}
        try:
            return super()._load_index()
        except Exception:  # a pickle can raise anything; the index is written again
            return {}

    def _load_data(self, name, key):
        content = _whole(self._data_path(name))
        if content is None:
            return None
        file = io.BytesIO(content)
        data, owner = pickle.load(file), pickle.load(file)
        return data if owner == (self._source_stamp, key) else None

    def load(self, key):
        """Return the code, None if it is not there, not whole or another's."""
        name = self._load_index().get(key)
        return None if name is None else self._load_data(name, key)

    @contextlib.contextmanager
    def _open_for_write(self, path):
        content = io.BytesIO()
        yield content
        with super()._open_for_write(path) as file:  # beside it, then renamed
            file.write(content.getbuffer())
            file.write(_digest(content.getbuffer()))


def _digest(content):
    return hashlib.blake2b(content, digest_size=_DIGEST_SIZE).digest()


def _whole(path):
    """Return the content of a file before its digest, None if they do not agree."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    content, digest = content[:-_DIGEST_SIZE], content[-_DIGEST_SIZE:]
    return content if _digest(content) == digest else None
