"""What training costs: seconds, processor seconds and memory, in a process of its own.

Light to import: what stands at the top of these modules is also in the memory of
the processes that are measured.
"""

import multiprocessing
import os
import platform
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

_STATUS = Path("/proc/self/status")


class Cost(NamedTuple):
    """What a call took.

    Attributes
    ----------
    seconds : float
        On the wall clock.
    cpu_seconds : float
        Of all threads, and of child processes.
    peak_megabytes : float
        Most memory that the process held during the call, everything included.
    added_megabytes : float
        That peak, less what the process held before the call. Without /proc
        (macOS), a peak before the call may hide what the call added.
    """

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    added_megabytes: float


def in_own_process(function, *args):
    """Return ``function(*args)``, computed in a fresh process.

    Spawned, not forked: a fork begins with the memory of its parent.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, *args).result()


def measured(function):
    """Return the result of a call, and its `Cost`."""
    forget_peak()
    held, _ = memory()
    cpu, start = _cpu_seconds(), time.perf_counter()
    result = function()
    seconds = time.perf_counter() - start
    # Children are only counted once they have ended.
    for child in multiprocessing.active_children():
        child.join()
    cpu = _cpu_seconds() - cpu
    _, peak = memory()
    return result, Cost(seconds, cpu, peak, peak - held)


def forget_peak():
    """Let the peak of `memory` start anew, where the system can (Linux)."""
    if _STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5")


def memory():
    """Return the megabytes that this process holds, and the most that it has held.

    Not `ru_maxrss` where there is better: on Linux it starts from the memory of
    the parent, even in a spawned process.
    """
    if _STATUS.exists():
        lines = (line.split(":") for line in _STATUS.read_text().splitlines())
        fields = {name: value.split() for name, value in lines}
        return tuple(int(fields[name][0]) / 1024 for name in ("VmRSS", "VmHWM"))
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return peak, peak


def _cpu_seconds():
    own, children = (
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def surroundings(*packages):
    """Describe the machine, how busy it is, and the versions of `packages`."""
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    versions = []
    for package in packages:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"{package} not installed")
    return (
        f"{os.cpu_count()} cores, load {load}; "
        f"Python {platform.python_version()}, {', '.join(versions)}"
    )
