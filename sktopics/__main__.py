"""The command line: ``sktopics`` and ``python -m sktopics`` are the same."""

import sys

from ._command import run_command


def main(arguments=None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, default=None
        What stands after the name of the command; by default `sys.argv`.

    Returns
    -------
    code : int
        0 if all went well, 2 after an error, 130 if the user has interrupted it.
    """
    return run_command(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
