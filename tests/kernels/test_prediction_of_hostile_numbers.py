"""Kernels that turn floats into integers, or choose by them, and NaN and infinity."""

import os
import subprocess
import sys
from pathlib import Path

import hostile_numbers
import pytest

SCRIPT = Path(hostile_numbers.__file__)
PACKAGE = SCRIPT.parents[2]


# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("check", hostile_numbers.ALL, ids=lambda check: check.__name__)
def test_hostile_numbers(check):
    check()


@pytest.mark.parametrize(
    ("switch", "checks"),
    [
        ("NUMBA_BOUNDSCHECK", [hostile_numbers.check_prediction]),
        ("NUMBA_DISABLE_JIT", hostile_numbers.TURNING),
    ],
)
def test_hostile_numbers_with_a_switch_of_numba(switch, checks, tmp_path):
    """Every index is looked at; in a cache of its own, which knows of no switches."""
    path = os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")])
    switches = {switch: "1", "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *(check.__name__ for check in checks)],
        env={**os.environ, **switches},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
