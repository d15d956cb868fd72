"""Files that are there whole or not at all."""

import contextlib
import os
import tempfile


@contextlib.contextmanager
def whole_file(path):
    """Give the path of a file beside `path`, which takes its place at the end.

    After an error or an interrupt there is no half file, and an existing one is as it
    was.

    Parameters
    ----------
    path : str

    Yields
    ------
    str
        Where to write.
    """
    path = os.path.abspath(path)
    folder, name = os.path.split(path)
    handle, beside = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    os.close(handle)
    try:
        yield beside
        os.chmod(beside, _usual_mode(path))
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.remove(beside)
        raise


def _usual_mode(path):
    """Return the permissions of the file that is replaced, or of any new file."""
    with contextlib.suppress(FileNotFoundError):
        return os.stat(path).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
