"""Errors at a chosen line of Python, and what an estimator is after them.

What Ctrl-C, a lack of memory or an error in a component do to a call is the same
everywhere: it ends at some line. Here it ends at the line that you choose: count the
lines of a call, then call again and raise an error at one of them.
"""

import copy
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

import numpy as np
from sklearn import config_context

from ._assertions import state

# Models are exchanged in the last lines of a call: many that are looked at are these.
LAST_LINES = 40
_OF_OTHERS = {"sklearn", *sys.stdlib_module_names}


class Interruption(Exception):
    """An error that nothing but these checks raises."""


ERRORS = (KeyboardInterrupt, MemoryError, Interruption)


def own_packages(estimator):
    """Return the packages that the code of an estimator and of its parts is in.

    scikit-learn is among them for its own estimators alone.
    """
    parts = [estimator]
    if hasattr(estimator, "get_params"):
        parts += estimator.get_params(deep=True).values()
    classes = [type(part) for part in parts if hasattr(part, "get_params")]
    names = {base.__module__ for cls in classes for base in cls.__mro__}
    found = {name.partition(".")[0] for name in names}
    return found - _OF_OTHERS or {"sklearn"}


class _Tracer:
    """Counts lines of some packages, and raises an error at one of them."""

    def __init__(self, packages, line=None, error=None):
        self.packages, self.line, self.error = packages, line, error
        self.n_lines = 0

    def __call__(self, frame, event, arg):
        name = frame.f_globals.get("__name__") or ""
        own = self.packages is None or name.partition(".")[0] in self.packages
        return self._at_line if own and not name.startswith(__package__) else None

    def _at_line(self, frame, event, arg):
        if event == "line":
            self.n_lines += 1
            self.look()
            if self.n_lines == self.line:
                raise self.error
        return self._at_line

    def look(self):
        """Do nothing: lines are counted."""


class _Watcher(_Tracer):
    """Notes the lines before which attributes of an estimator have changed."""

    def __init__(self, packages, estimator):
        super().__init__(packages)
        self.estimator, self.changes = estimator, []
        self.seen = self._attributes()

    def look(self):
        now = self._attributes()
        if now != self.seen:
            self.seen = now
            self.changes.append(self.n_lines)

    def _attributes(self):
        return [(name, id(value)) for name, value in vars(self.estimator).items()]


def _traced(tracer, call):
    """Call under a tracer, and leave nothing that is set for the whole process."""
    before = sys.gettrace()
    with config_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.settrace(tracer)
        try:
            call()
        finally:
            sys.settrace(before)


def count_lines(call, packages=("sktopics",)) -> int:
    """Count the lines of Python that a call runs.

    Parameters
    ----------
    call : callable
        Takes nothing. It may raise an `Exception`.
    packages : collection of str or None, default=("sktopics",)
        Whose lines count; None counts the lines of all packages. The lines of
        `sktopics.testing` and of other threads never do.

    Returns
    -------
    n_lines : int
        A line that runs twice counts twice. What is imported or compiled on first use
        counts, too: call once before.
    """
    return _run(_Tracer(packages), call).n_lines


def _run(tracer, call):
    """Call, and return the tracer. What a call refuses has lines, too."""
    with suppress(Exception):
        _traced(tracer, call)
    return tracer


def interrupted(call, line, error, packages=("sktopics",)) -> BaseException | None:
    """Call, and raise an error before a line is run.

    Parameters
    ----------
    call : callable
        Takes nothing.
    line : int
        Number of the line, from 1 to what `count_lines` gives for the same call.
    error : BaseException
        An instance.
    packages : collection of str or None, default=("sktopics",)
        As for `count_lines`.

    Returns
    -------
    raised : BaseException or None
        What the call has raised; None if it has returned, because it has fewer lines
        or has caught the error.
    """
    try:
        _traced(_Tracer(packages, line, error), call)
    except BaseException as raised:
        if raised is not error and not isinstance(raised, Exception):
            raise  # Ctrl-C of whoever runs the checks
        return raised
    return None


def choose_lines(n_lines, number, seed=0, changes=()):
    """Choose lines of a call: where something changes, of the last ones, and of all.

    Parameters
    ----------
    n_lines : int
        Of the call.
    number : int
        How many lines to choose, at most. A third of them are from `changes`, half of
        the rest from the last `LAST_LINES`: all of these if `number` is three times as
        large. `seed` decides where that is no whole number: a single line may be any.
    seed : int, default=0
    changes : sequence of int, default=()
        Lines before which attributes have changed.

    Returns
    -------
    lines : list of int
        From 1 to `n_lines`, rising.
    """
    rng = np.random.RandomState(seed)
    changes = np.asarray(changes, dtype=int)
    at_changes = int(number / 3 + rng.uniform())
    chosen = changes[_spread(len(changes), at_changes, rng) - 1]
    first, rest = max(n_lines - LAST_LINES, 0), number - len(chosen)
    at_end = int(rest / 2 + rng.uniform())
    at_end = first + _spread(n_lines - first, at_end, rng)
    others = _spread(first, rest - len(at_end), rng)
    return np.unique(np.concatenate([chosen, at_end, others])).tolist()


def _spread(n_lines, number, rng):
    """Choose numbers from 1 to `n_lines`, one of each of as many equal stretches."""
    number = min(number, n_lines)
    bounds = np.linspace(0, n_lines, number + 1).astype(int)
    return 1 + rng.randint(bounds[:-1], np.maximum(bounds[1:], 1), size=number)


class Outcome(NamedTuple):
    """What an estimator was after an error at a line.

    Attributes
    ----------
    line : int
    error : BaseException
        What was raised at the line.
    raised : BaseException or None
        What came out of the call.
    estimator : estimator
        After the call.
    state : {"unchanged", "completed", "half-changed"}
        Whether all attributes are those from before the call, or those that the call
        gives when nothing interrupts it.
    differs : list of str
        The attributes that differ from before, if half-changed.
    """

    line: int
    error: BaseException
    raised: BaseException | None
    estimator: object
    state: str
    differs: list


def outcomes(
    estimator,
    call: Callable,
    number=12,
    seed=0,
    packages="own",
    errors=ERRORS,
    refuses=False,
):
    """Raise errors at lines of a call, each in a copy of an estimator, and compare.

    Parameters
    ----------
    estimator : estimator
        Fitted or not; stays as it is.
    call : callable
        Takes the estimator and calls one of its methods, always with the same
        arguments.
    number : int, default=12
        How many lines to choose.
    seed : int, default=0
        Decides which.
    packages : collection of str, "own" or None, default="own"
        Whose lines: "own" are the packages that the estimator comes from, None is all.
    errors : sequence of classes, default=(KeyboardInterrupt, MemoryError, Interruption)
        What to raise, in turns.
    refuses : bool, default=False
        Whether the call is one that the estimator refuses with an `Exception`: then
        lines are interrupted that handle an error.

    Yields
    ------
    outcome : Outcome
        For each line.
    """
    packages = own_packages(estimator) if packages == "own" else packages
    estimator = copy.deepcopy(estimator)  # arrays may be laid out in another order
    finished = copy.deepcopy(estimator)
    # Called once before lines are counted: something may be compiled or imported.
    with warnings.catch_warnings(), suppress(*[Exception] * refuses):
        warnings.simplefilter("ignore")
        call(finished)
    watcher = _Watcher(packages, copy.deepcopy(estimator))
    n_lines = _run(watcher, partial(call, watcher.estimator)).n_lines
    before, after = state(estimator), state(finished)
    lines = choose_lines(n_lines, number, seed, watcher.changes)
    for i, line in enumerate(lines):
        victim = copy.deepcopy(estimator)
        error = errors[i % len(errors)](f"raised at line {line} of {n_lines}")
        raised = interrupted(partial(call, victim), line, error, packages)
        now, differs = state(victim), []
        found = "unchanged" if now == before else "completed"
        if found == "completed" and now != after:
            found = "half-changed"
            names = now.keys() | before.keys()
            differs = sorted(k for k in names if now.get(k) != before.get(k))
        yield Outcome(line, error, raised, victim, found, differs)
