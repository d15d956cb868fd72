"""Cases in forked children under a watchdog: what happened, whatever happened.

A child inherits the models that its parent has fitted, runs one case and says through
a pipe what came of it. A child that dies says nothing, and a child that says nothing in
time is killed: both are answers too.
"""

import faulthandler
import os
import pickle
import resource
import select
import signal
import time
import warnings
from contextlib import suppress
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


def run_in_child(observe, seconds):
    """Run `observe()`, which returns an `Outcome`, in a forked child."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(observe, writer)
    os.close(writer)
    try:
        told = _read(reader, seconds)
    finally:
        os.close(reader)
        if told is None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if told is None:
        return Outcome("hang", f"no answer in {seconds} s")
    if not told:
        name = "exit"
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
        return Outcome("crash", name)
    return pickle.loads(told)


def _answer(observe, writer):
    """Run a case, write its outcome and end the process, without a word elsewhere."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    faulthandler.disable()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + _ROOM, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(BrokenPipeError):
            os.write(writer, pickle.dumps(observe()))
    os._exit(0)


def _read(reader, seconds):
    """Return what a child says before it ends; None if it takes longer."""
    told, deadline = b"", time.monotonic() + seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return None
        part = os.read(reader, 1 << 16)
        if not part:
            return told
        told += part
