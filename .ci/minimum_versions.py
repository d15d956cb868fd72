#!/usr/bin/env python3
"""Test with the lowest versions that pyproject.toml allows.

.ci/minimum_versions.py
    Make a virtual environment in a temporary folder, install exactly the first release
    that each requirement of sktopics and of its build allows, and run the core of the
    tests. Tests of packages that are not installed skip themselves.
.ci/minimum_versions.py pandas transport --tests tests/topics
    The same with the lowest versions of these extras, and other tests.
.ci/minimum_versions.py --list
    Only print the requirements.

These releases need a Python for which they have wheels, 3.11 for instance.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = SETTINGS["project"]["optional-dependencies"]
# Every kernel, a model of counts, and what calls NumPy, SciPy and scikit-learn most.
# The other models take longer to compile than all of these together.
CORE = [
    *["kernels", "sequences", "text", "topics", "reading", "metrics"],
    "lda/test_latent_dirichlet.py",
]
RUNNERS = {"hypothesis", "pytest", "pytest-xdist"}


def name_of(requirement):
    """Return the package that a requirement names."""
    return re.match(r"[\w.-]+", requirement).group()


def lowest(requirement):
    """Turn ``numpy>=2.0`` into ``numpy==2.0``, which numpy 2.0.0 alone meets."""
    name, version = re.fullmatch(r"([\w.-]+)(?:>=|==)([\w.]+)", requirement).groups()
    return f"{name}=={version}"


def lowest_versions(extras=()):
    """Return the lowest versions of what sktopics, its build and `extras` need."""
    needed = [*SETTINGS["build-system"]["requires"]]
    needed += SETTINGS["project"]["dependencies"]
    for extra in extras:
        needed += EXTRAS[extra]
    return [lowest(requirement) for requirement in needed]


def install(folder, extras):
    """Make an environment in `folder` and return its folder of programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [programs / "python", "-m", "pip", "install", "--quiet"]
    # sentence-transformers takes any torch: the one that the tests know is smaller.
    torch = folder / "torch.txt"
    torch.write_text("\n".join(r for r in EXTRAS["test"] if name_of(r) == "torch"))
    runners = [r for r in EXTRAS["test"] if name_of(r) in RUNNERS]
    pip += ["--constraint", torch]
    subprocess.run([*pip, *lowest_versions(extras), *runners], check=True)
    # What is tested is what this build of the package installs, not the checkout.
    build = ["--no-deps", "--no-build-isolation", ROOT]
    subprocess.run([*pip, *build], check=True)
    subprocess.run([programs / "python", "-m", "pip", "check"], check=True)
    return programs


def main():
    """Read the arguments, install and test."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("extras", nargs="*", help="extras whose lowest versions to add")
    parser.add_argument("--list", action="store_true", help="print, install nothing")
    parser.add_argument("--tests", nargs="+", help="what to run")
    arguments = parser.parse_args()
    if arguments.list:
        print(*lowest_versions(arguments.extras), sep="\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        programs = install(Path(folder), arguments.extras)
        versions = "import sktopics; sktopics.show_versions()"
        subprocess.run([programs / "python", "-c", versions], cwd=folder, check=True)
        tests = arguments.tests or [f"tests/{room}" for room in CORE]
        # `pytest` and not `python -m pytest`, which would import the checkout.
        pytest = [programs / "pytest", "-n", "2", "--dist", "loadfile", "-q"]
        # Other versions of numba would replace what they find in a shared folder.
        environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
        tested = subprocess.run(
            [*pytest, *tests],
            cwd=ROOT,
            env=environment,
        )
    sys.exit(tested.returncode)


if __name__ == "__main__":
    main()
