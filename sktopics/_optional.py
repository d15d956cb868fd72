"""Optional dependencies: one way to import them, one error when they are missing."""

import importlib
import importlib.util
import sys


def import_optional(module, extra):
    """Import `module`, or say which extra of sktopics brings it.

    Parameters
    ----------
    module : str
        Name of the module, dotted or not.
    extra : str
        Name of the extra of sktopics whose installation brings the module.

    Returns
    -------
    module
        The imported module.

    Raises
    ------
    ImportError
        If the module is not installed; the message gives the command that
        installs it.
    RuntimeError
        If numba finds no folder for the compiled functions of the module.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise  # installed, but broken: its own error says more than ours could
        raise _missing(module, extra) from error
    except RuntimeError as error:
        if "cannot cache function" not in str(error):
            raise
        raise RuntimeError(
            f"{module} has numba keep its compiled functions on disk, and there is no "
            "folder that this user can write to. Set the environment variable "
            "NUMBA_CACHE_DIR to one before Python starts."
        ) from error


def require_optional(module, extra):
    """Raise the error of `import_optional` for a missing module, and import nothing.

    For modules that take seconds to import, before something else can fail.
    """
    if sys.modules.get(module) is None and importlib.util.find_spec(module) is None:
        raise _missing(module, extra)


def _missing(module, extra):
    return ImportError(
        f"{module} is needed here and is not installed. Install it with: "
        f"pip install 'sktopics[{extra}]'"
    )
