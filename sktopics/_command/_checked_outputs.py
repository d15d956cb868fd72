"""Files that the command writes: whether it may, and what went wrong."""

import contextlib
import os

from ._read_rows import STDIN
from ._table_files import TABLES
from ._user_errors import UserError


def check_outputs(options, out):
    """Refuse files that cannot be written, or would overwrite each other.

    Parameters
    ----------
    options : Namespace
        Its `path`, `names` and `embeddings` are read, `save_model` and `tables` are
        written.
    out : str
        The report.

    Raises
    ------
    UserError
    """
    written = {"--out": out}
    if options.save_model is not None:
        written["--save-model"] = options.save_model
    for option, path in written.items():
        folder = os.path.dirname(os.path.abspath(path))
        if not os.path.isdir(folder):
            raise UserError(f"There is no folder {folder} for {option}: make it first.")
        if os.path.isdir(path):
            raise UserError(f"{option} must be a file, and {path} is a folder.")
        _check_writable(option, folder)
    if (tables := options.tables) is not None:
        if os.path.exists(tables) and not os.path.isdir(tables):
            raise UserError(f"--tables must be a folder, and {tables} is a file.")
        _check_writable("--tables", tables)
        written |= {f"--tables ({name})": os.path.join(tables, name) for name in TABLES}
    used = {}
    for path in (options.path, options.names, options.embeddings):
        if path is not None and path != STDIN:
            used[os.path.realpath(path)] = path
    for option, path in written.items():
        real = os.path.realpath(path)
        if real in used:
            raise UserError(
                f"{option} would overwrite {used[real]}: name another file or folder."
            )
        if os.path.isfile(real) or not os.path.exists(real):  # /dev/null may be both
            used[real] = path


def _check_writable(option, folder):
    """Refuse a folder without the right to write, before a model is fitted."""
    if os.path.isdir(folder) and not os.access(folder, os.W_OK):
        raise UserError(
            f"{option}: you have no right to write to the folder {folder}: name "
            "another one."
        )


@contextlib.contextmanager
def written_to(path):
    """Say which file it was that could not be written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise UserError(f"{path} cannot be written: {reason}.") from error
