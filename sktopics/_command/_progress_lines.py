"""What the command does at the moment, on the error stream of a terminal."""

import contextlib
import sys
import time
from importlib.util import find_spec

from .._optional import import_optional


class ProgressLines:
    """Lines that name each step, and bars of fits that take callbacks.

    Parameters
    ----------
    is_shown : bool
        Whether anything is written.
    """

    def __init__(self, is_shown):
        self.is_shown = is_shown

    @contextlib.contextmanager
    def step(self, what):
        """Name a step when it begins, and its time when it ends."""
        if not self.is_shown:
            yield
            return
        start = time.monotonic()
        print(f"{what} ...", file=sys.stderr, flush=True)
        yield
        seconds = time.monotonic() - start
        print(f"{what}: {seconds:.1f} s", file=sys.stderr, flush=True)

    def tell(self, what):
        """Write a line about the step."""
        if self.is_shown:
            print(f"  {what}", file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def bars(self, model):
        """Give a model the bars of scikit-learn while it is fitted, where it takes any.

        Without the package rich there are none.
        """
        if not (
            self.is_shown and find_spec("rich") and hasattr(model, "set_callbacks")
        ):
            yield
            return
        import_optional("rich", "command")
        from sklearn.callback import ProgressBar

        model.set_callbacks(ProgressBar())
        try:
            # The bars are drawn where rich finds the output to be.
            with contextlib.redirect_stdout(sys.stderr):
                yield
        finally:
            model.set_callbacks()


def is_terminal(stream):
    """Whether a stream is shown to somebody."""
    return stream is not None and stream.isatty()
