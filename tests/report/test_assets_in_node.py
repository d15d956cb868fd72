"""The scripts of a report in node: their own tests, and what a bundle asks of them."""

import shutil
import subprocess
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "javascript"


def find_node():
    """Return a program that runs JavaScript: node, or the one inside playwright."""
    if (found := shutil.which("node")) is not None:
        return found
    if find_spec("playwright") is not None:
        inside = resources.files("playwright") / "driver" / "node"
        if inside.is_file():
            return str(inside)
    return None


def test_javascript():
    if (node := find_node()) is None:
        pytest.skip("There is neither node nor playwright, which has a node inside.")
    version = subprocess.run([node, "--version"], capture_output=True, text=True)
    if int(version.stdout.strip().lstrip("v").partition(".")[0]) < 20:
        pytest.skip(f"The tests need node 20 or newer, and this is {version.stdout}.")
    files = sorted(map(str, HERE.glob("*.test.mjs")))
    ran = subprocess.run(
        [node, "--test", *files], capture_output=True, text=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert files
