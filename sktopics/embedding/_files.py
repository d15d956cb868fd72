"""Files that may be compressed."""

import bz2
import gzip
import lzma
import os

_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def open_bytes(path, mode="rb"):
    """Open a file of bytes, compressed if its name ends in .gz, .bz2 or .xz.

    Parameters
    ----------
    path : str or path-like
    mode : {"rb", "wb", "ab"}, default="rb"

    Returns
    -------
    file : binary file

    Raises
    ------
    TypeError
        If `path` is not a path.
    """
    path = os.fspath(path)
    ending = os.path.splitext(path)[1].lower()
    return _OPENERS.get(ending, open)(path, mode)


def read_lines(source, encoding="utf-8"):
    """Yield (number, line) of a path or of lines at hand, from 1, without line ends.

    Parameters
    ----------
    source : str, path-like or iterable of str
    encoding : str, default="utf-8"

    Raises
    ------
    ValueError
        If a line of the file is not in that encoding.
    """
    if not isinstance(source, (str, os.PathLike)):
        for number, line in enumerate(source, 1):
            yield number, line.rstrip("\r\n")
        return
    with open_bytes(source) as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, line.decode(encoding).rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise ValueError(
                    f"Line {number} of {os.fspath(source)!r} is not {encoding}: {error}"
                ) from error
