"""The command line: from a file of texts to a report, over the public names alone."""

from ._run_command import run_command

__all__ = ["run_command"]
