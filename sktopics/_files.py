"""Files that may be compressed, and their lines, read within limits.

A file of a megabyte may unpack to gigabytes, and a line may never end. Whoever reads
asks for no more than a line or a name may hold, and a compressed file that unpacks to
far more than files of its kind do is refused on the way.
"""

import bz2
import gzip
import io
import lzma
import os
import tempfile
import zlib
from contextlib import contextmanager, suppress
from numbers import Real

# Bytes of a name, and characters of a line, unless the caller allows more: 64 KB.
MAX_LENGTH = 1 << 16
# How many times its own size a compressed file may unpack to: texts and numbers are
# seldom more than ten times, blank lines a thousand times as large as what is on disk.
MAX_EXPANSION = 100
# What any file may unpack to: repeats in a small file harm nobody.
_FREE = 1 << 22
# Bytes that are unpacked at a time.
_CHUNK = 1 << 17
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


class _Unpacked(io.RawIOBase):
    """The bytes of a compressed file, up to so many times as it has itself.

    Parameters
    ----------
    path : str
    unpack : callable
        Makes a file of what a compressed one unpacks to.
    max_expansion : float or None
    free : int
        Bytes that any file may unpack to.
    """

    def __init__(self, path, unpack, max_expansion, free):
        self._packed = self._unpacked = None
        self._packed = open(path, "rb")  # noqa: SIM115
        self._unpacked = unpack(self._packed, "rb")
        # How much of a pipe has been read is not known.
        self._max_expansion = max_expansion if self._packed.seekable() else None
        self._free, self._n_bytes = free, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        """Unpack into a buffer; what is damaged or grows too much is a ValueError."""
        try:
            n_bytes = self._unpacked.readinto(buffer)
        except (EOFError, OSError, lzma.LZMAError, zlib.error) as error:
            if getattr(error, "errno", None) is not None:
                raise  # of the disk, not of what is on it
            raise ValueError(f"{self._packed.name!r} is damaged: {error}") from error
        self._n_bytes += n_bytes
        if self._max_expansion is not None and self._n_bytes > self._free:
            read = self._packed.tell()
            if self._n_bytes > self._max_expansion * read:
                raise ValueError(
                    f"{self._packed.name!r} unpacks to more than "
                    f"{self._max_expansion:g} times its size ({self._n_bytes} bytes of "
                    f"the first {read}), as a decompression bomb does: unpack it first "
                    "if you trust it, or raise max_expansion where you can give it."
                )
        return n_bytes

    def close(self):
        """Close both files."""
        if not self.closed:
            for file in (self._unpacked, self._packed):
                if file is not None:  # as after an error of opening
                    file.close()
        super().close()


def open_bytes(path, mode="rb", *, max_expansion=MAX_EXPANSION, free=_FREE):
    """Open a file of bytes, compressed if its name ends in .gz, .bz2 or .xz.

    Parameters
    ----------
    path : str or path-like
    mode : {"rb", "wb", "ab"}, default="rb"
    max_expansion : float or None, default=100
        How many times its size a compressed file may unpack to when it is read; None
        sets no limit.
    free : int
        Bytes that it may unpack to in any case.

    Returns
    -------
    file : binary file
        Reading a damaged compressed file, or one that unpacks to more, raises a
        ValueError.

    Raises
    ------
    TypeError
        If `path` is not a path.
    """
    path = os.fspath(path)
    opener = _OPENERS.get(os.path.splitext(path)[1].lower())
    if opener is None:
        return open(path, mode)
    if mode != "rb":
        return opener(path, mode)
    return io.BufferedReader(_Unpacked(path, opener, max_expansion, free), _CHUNK)


def check_expansion(max_expansion):
    """Refuse a limit of expansion that is neither None nor a number above 0."""
    if max_expansion is not None and not (
        isinstance(max_expansion, Real) and max_expansion > 0
    ):
        raise ValueError(
            f"max_expansion must be a number above 0 or None, got {max_expansion!r}."
        )


def bounded_lines(file, max_length, refusal):
    """Yield (number, line) of a file, from 1, and never read a longer line whole.

    Parameters
    ----------
    file : binary file
    max_length : int
        Most bytes of a line, its end aside.
    refusal : callable
        Takes the number of a line that is longer, and returns the error to raise.
    """
    number, readline, at_once = 0, file.readline, max_length + 1
    while line := readline(at_once):
        number += 1
        if len(line) > max_length and not line.endswith(b"\n"):
            raise refusal(number)
        yield number, line


def read_lines(source, encoding="utf-8"):
    """Yield (number, line) of a path or of lines at hand, from 1, without line ends.

    Parameters
    ----------
    source : str, path-like or iterable of str
    encoding : str, default="utf-8"

    Raises
    ------
    ValueError
        If a line of the file is not in that encoding or longer than 64 KB, or if the
        file is compressed and damaged or a decompression bomb.
    """
    if not isinstance(source, (str, os.PathLike)):
        for number, line in enumerate(source, 1):
            yield number, line.rstrip("\r\n")
        return

    def too_long(number):
        return ValueError(
            f"Line {number} of {os.fspath(source)!r} has more than {MAX_LENGTH} bytes, "
            "the limit of a file: give a list of its lines if that is right."
        )

    with open_bytes(source) as file:
        for number, line in bounded_lines(file, MAX_LENGTH, too_long):
            try:
                yield number, line.decode(encoding).rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise ValueError(
                    f"Line {number} of {os.fspath(source)!r} is not {encoding}: {error}"
                ) from error


def write_whole(path, text):
    """Write a text in UTF-8 to a file that is there whole, or as it was before.

    Parameters
    ----------
    path : str or path-like
    text : str

    Raises
    ------
    TypeError
        If `path` is not a path.
    OSError
        If the file cannot be written.
    """
    with whole_file(path) as part, open(part, "wb") as file:
        file.write(text.encode("utf-8"))


@contextmanager
def whole_file(path):
    """Give the path of a file that takes the place of `path` when it is finished.

    After an error or an interrupt, the file at `path` is as it was before. A device or
    a pipe, such as /dev/null, is not replaced: it is written to.

    Parameters
    ----------
    path : str or path-like

    Yields
    ------
    part : str
        A file in the same folder.
    """
    path = os.fspath(path)
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        yield path
        return
    path = os.path.realpath(path)
    folder, name = os.path.split(path)
    handle, part = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    os.close(handle)
    try:
        yield part
        # As `open` makes files; those of `mkstemp` are for their owner alone.
        os.chmod(part, _usual_mode(path))
        os.replace(part, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(part)
        raise


def _usual_mode(path):
    """Return the mode of a file, or that of a new one."""
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
