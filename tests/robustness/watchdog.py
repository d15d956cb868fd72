"""Cases in forked children under a watchdog: what happened, whatever happened.

A child inherits the models that its parent has fitted, runs one case and says through
a pipe what came of it. A child that dies says nothing, and a child that says nothing in
time is killed: both are answers too.
"""

import faulthandler
import io
import os
import pickle
import resource
import select
import signal
import time
import warnings
from typing import NamedTuple

# What may come of a case. The first two are right, if the case allows them.
ANSWERED, REFUSED = "answered", "refused"
FAULTS = (
    "crash",
    "hang",
    "not finite",
    "half-changed",
    "input changed",
    "accepted",
    "unhelpful",
)
# Bytes of address space that a child may take more than its parent.
_ROOM = 6 << 30


class Outcome(NamedTuple):
    """What came of a case, and the message or the place that says more."""

    kind: str
    detail: str = ""


def run_in_child(draw, observe, seconds):
    """Run ``observe(draw())`` in a forked child.

    `draw` returns a case, which has a `name`, and `observe` an `Outcome`. Returns the
    name and the outcome. Even drawing happens in the child: it may change models.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(draw, observe, writer)
    os.close(writer)
    try:
        told, ended = _read(reader, seconds)
    finally:
        os.close(reader)
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    said = io.BytesIO(told)
    name = _next(said, "a case that could not be drawn")
    if not ended:
        return name, Outcome("hang", f"no answer in {seconds} s")
    died = f"exit status {os.waitstatus_to_exitcode(status)}"
    if os.WIFSIGNALED(status):
        died = signal.Signals(os.WTERMSIG(status)).name
    return name, _next(said, Outcome("crash", died))


def _next(said, otherwise):
    """Return what a child said next, `otherwise` if it said nothing more."""
    try:
        return pickle.load(said)
    except EOFError:
        return otherwise


def _answer(draw, observe, writer):
    """Draw and run a case, write what came of it and end the process."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    faulthandler.disable()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + _ROOM, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    is_named = False
    try:
        warnings.simplefilter("ignore")
        case = draw()
        os.write(writer, pickle.dumps(case.name))
        is_named = True
        os.write(writer, pickle.dumps(observe(case)))
    except BaseException as error:  # a fault of the attack, to be seen as one
        fault = f"attack: {error!r}"
        if not is_named:
            os.write(writer, pickle.dumps(fault))
        os.write(writer, pickle.dumps(Outcome("crash", fault)))
    finally:
        os._exit(0)


def _read(reader, seconds):
    """Return what a child says, and whether it ended in time."""
    told, deadline = b"", time.monotonic() + seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return told, False
        part = os.read(reader, 1 << 16)
        if not part:
            return told, True
        told += part
