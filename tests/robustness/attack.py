"""An attack on the library: many bad inputs, each in a process of its own.

    python tests/robustness/attack.py --cases 10000 --seed 0

draws cases at random, runs each in a forked child under a watchdog, and prints a table
of what came of them. Faults are: a crash, a hang, NaN out of finite input, a model that
is half-changed, an input that is changed, damaged input that is accepted, and an error
that names nothing a user knows. Seed and number say all about a case: with
``--only 1234`` it is run again. The exit status is 1 if there are faults. Linux only.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

# Forked children must not wait for threads that only their parent has.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
# This checkout, whatever is installed.
sys.path[:0] = map(str, [Path(__file__).parent, Path(__file__).parents[2]])

import numpy as np
from observing import observe
from subjects import fitted_subjects
from watchdog import ANSWERED, FAULTS, REFUSED, run_in_child

import changed_parameters
import damaged_matrices
import extreme_values
import hostile_files
import hostile_sequences
import interruptions
import junk_input
import revisions

ATTACKS = {
    "changed parameters": changed_parameters,
    "damaged matrices": damaged_matrices,
    "extreme values": extreme_values,
    "hostile files": hostile_files,
    "hostile sequences": hostile_sequences,
    "interruptions": interruptions,
    "junk input": junk_input,
    "revisions": revisions,
}


def run(seed, numbers, names, seconds):
    """Yield the number, the attack, the case's name and the `Outcome` of each case."""
    subjects = fitted_subjects()
    for number in numbers:
        name = names[number % len(names)]
        rng = np.random.default_rng([seed, number])
        draw = partial(ATTACKS[name].draw, rng, subjects)
        yield number, name, *run_in_child(draw, observe, seconds)


def table(counts, names):
    """Return how often each outcome came, a line for each attack."""
    columns = [ANSWERED, REFUSED, *FAULTS]
    lines = [" ".join([f"{'attack':24}", *(f"{name:>13}" for name in columns)])]
    for name in names:
        numbers = [f"{counts[name, column]:13}" for column in columns]
        lines.append(" ".join([f"{name:24}", *numbers]))
    return "\n".join(lines)


def main(arguments=None):
    """Attack, print a table and the faults; return how many faults there were."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1000, help="how many cases")
    parser.add_argument("--seed", type=int, default=0, help="where drawing starts")
    parser.add_argument("--only", type=int, help="run the case of this number only")
    parser.add_argument("--attack", choices=list(ATTACKS), help="this attack only")
    parser.add_argument("--seconds", type=float, default=30, help="time for a case")
    given = parser.parse_args(arguments)
    names = [given.attack] if given.attack else list(ATTACKS)
    numbers = range(given.cases) if given.only is None else [given.only]
    counts, n_faults, start = Counter(), 0, time.monotonic()
    # Some parameters are names of files, which are made where the attack runs.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for number, name, what, outcome in run(
            given.seed, numbers, names, given.seconds
        ):
            counts[name, outcome.kind] += 1
            faulty = outcome.kind in FAULTS
            n_faults += faulty
            if faulty or given.only is not None:
                print(f"{number}: {outcome.kind}: {what}: {outcome.detail}", flush=True)
    print(table(counts, names))
    print(f"{n_faults} faults in {len(numbers)} cases, seed {given.seed}, ", end="")
    print(f"{time.monotonic() - start:.0f} s")
    return n_faults


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
