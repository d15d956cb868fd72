"""One run of the command line: what is asked for, errors as one line, exit codes."""

import os
import re
import shlex
import sys
import traceback
import warnings

from ._arguments import read_arguments
from ._user_errors import UserError

DONE, FAILED, INTERRUPTED = 0, 2, 130
# Parameters of models that are options by the same names.
_PARAMETERS = re.compile(r"\b(min_df|max_df|min_topic_size|n_topics|n_jobs)\b")


def run_command(arguments):
    """Run a command line and return its exit code.

    Parameters
    ----------
    arguments : list of str
        What stands after ``sktopics``.

    Returns
    -------
    code : int
        0, 2 after an error, 130 after an interrupt.
    """
    shows_traceback = "--traceback" in arguments
    try:
        code = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()  # or a pipe that is closed is found too late
        return code
    except KeyboardInterrupt:
        _complain("interrupted; files that were not finished are as before.")
        return INTERRUPTED
    except BrokenPipeError:  # `sktopics ... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if shows_traceback:
            traceback.print_exc()
        _complain(_message(error))
        return FAILED


def _run(arguments):
    try:
        options = read_arguments(arguments)
    except SystemExit as end:  # of argparse, after --help
        return end.code or DONE
    if options.version:
        from importlib import import_module

        print(import_module("sktopics").__version__)
    elif options.command is None:
        return _run(["--help"])
    elif options.command == "show-versions":
        from .._show_versions import show_versions

        show_versions()
    elif options.command == "example-data":
        from ._example_data import write_example_data

        n_rows = write_example_data(options.out)
        path = shlex.quote(options.out)
        _say(
            f"{n_rows:,} speeches in {options.out}. Now: sktopics report {path} "
            "--text speech --date year --class party --open"
        )
    elif options.command == "warm":
        _warm()
    else:
        _report(options)
    return DONE


def _warm():
    from ._warm_kernels import kernel_folder, warm_kernels

    total = 0
    _say(f"{'fitted':40}{'seconds':>8}{'compiled':>10}")
    for name, seconds, n_compiled in warm_kernels():
        _say(f"{name:40}{seconds:8.1f}{n_compiled:10}")
        total += n_compiled
    _say(f"{total} functions were compiled. They are kept in {kernel_folder()}.")


def _report(options):
    from ._printed_summary import summary_text
    from ._progress_lines import ProgressLines, is_terminal
    from ._run_report import run_report

    progress = ProgressLines(not options.quiet and is_terminal(sys.stderr))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        run = run_report(options, progress)
    if not options.quiet:
        for message in dict.fromkeys([*run.notes, *_notes(caught)]):
            _complain(f"note: {message}")
        _say(summary_text(run))
    if options.open:
        import webbrowser
        from pathlib import Path

        if not webbrowser.open(Path(run.written[0]).resolve().as_uri()):
            _complain(f"note: there is no browser to show {run.written[0]}.")


def _notes(caught):
    """Return what warnings of interest say, each on one line."""
    for warning in caught:
        told = issubclass(warning.category, UserWarning)
        message = " ".join(str(warning.message).split())
        # The bars are for models; that vectorizers have none is no news.
        if told and "does not support callbacks" not in message:
            yield _with_options(message)


def _with_options(message):
    """Return a message that names options of the command for parameters."""
    return _PARAMETERS.sub(lambda name: f"--{name[0].replace('_', '-')}", message)


def _message(error):
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, (UserError, ImportError)):
        return text
    if isinstance(error, MemoryError):
        return "there is not enough memory: take fewer texts by --sample."
    text = _with_options(text)
    name = type(error).__name__
    if not isinstance(error, (ValueError, TypeError, OSError)) and text != name:
        text = f"{name}: {text}"
    return f"{text} (--traceback shows where)"


def _complain(message):
    _say(f"sktopics: {message}", sys.stderr)


def _say(text, stream=None):
    """Write a text, with Python's escapes of letters that a terminal does not know."""
    stream = stream or sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)
    print(text, file=stream, flush=True)
