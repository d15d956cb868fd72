"""A short attack on every push, and proof that the watchdog sees what it should see."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from observing import Case, observe
from sklearn.decomposition import PCA
from watchdog import run_in_child

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="cases run in forked children"
)
ATTACK = Path(__file__).parent / "attack.py"


def test_a_short_attack_finds_nothing():
    run = subprocess.run(
        [sys.executable, ATTACK, "--cases", "160", "--seed", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
    assert "0 faults in 160 cases" in run.stdout


class _Model(PCA):
    """A model with a state that cases may change."""

    def transform(self, X):
        return np.zeros(len(X))


def _half_change(model, error):
    model.half_ = 1
    raise error


MODEL, GIVEN = _Model().fit(np.eye(4)), np.arange(4.0)


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        ("answered", Case("fine", lambda: 1.0)),
        ("refused", Case("refused", lambda: np.ones(3).reshape(2))),
        ("crash", Case("kill", lambda: os.kill(os.getpid(), signal.SIGSEGV))),
        ("hang", Case("sleep", lambda: time.sleep(60))),
        ("not finite", Case("nan", lambda: {"a": [1.0, np.array([np.nan])]})),
        ("unhelpful", Case("bare", lambda: 1 / 0)),
        ("unhelpful", Case("leak", lambda: len(None))),
        ("accepted", Case("accepted", lambda: 1, allowed="refused")),
        ("unhelpful", Case("too strict", lambda: int("a"), allowed="answered")),
        (
            "half-changed",
            Case("half", lambda: _half_change(MODEL, ValueError()), MODEL, True),
        ),
        (
            "half-changed",
            Case("read", lambda: setattr(MODEL, "half_", 1), MODEL, False),
        ),
        ("answered", Case("fit", lambda: setattr(MODEL, "new_", 1), MODEL, True)),
        (
            "input changed",
            Case("input", lambda: GIVEN.fill(0), inputs=(GIVEN,)),
        ),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_watchdog_sees(kind, case):
    seconds = 1 if kind == "hang" else 20
    name, outcome = run_in_child(lambda: case, observe, seconds)
    assert (name, outcome.kind) == (case.name, kind), outcome.detail


def test_a_case_that_cannot_be_drawn_is_a_fault_of_the_attack():
    _, outcome = run_in_child(lambda: 1 / 0, observe, 20)
    assert outcome.kind == "crash"
    assert "ZeroDivisionError" in outcome.detail


def test_a_case_that_cannot_be_observed_is_one_too():
    case = Case("odd", lambda: 1)
    name, outcome = run_in_child(lambda: case, lambda case: case.oddness, 20)
    assert (name, outcome.kind) == ("odd", "crash")
    assert "AttributeError" in outcome.detail
