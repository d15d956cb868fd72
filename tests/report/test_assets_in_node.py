"""The scripts of a report in node: their own tests, and what a bundle asks of them."""

import json
import re
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
    # One process for all files, which is some times as fast as `node --test`.
    files = sorted(HERE.glob("*.test.mjs"))
    script = "".join(f"await import({json.dumps(path.as_uri())});\n" for path in files)
    ran = subprocess.run(
        [node, "--input-type=module", "--test-reporter=tap", "--eval", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(re.findall("^ok ", ran.stdout, re.M)) > 3 * len(files)
