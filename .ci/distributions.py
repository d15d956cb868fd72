#!/usr/bin/env python3
"""Build the wheel and the source distribution, and use them as a user does.

In temporary folders, so that nothing of the checkout is imported: looks at what the
files contain, installs the wheel with what it needs and no more, runs the quickstart,
and runs ``.ci/read_only.py`` where nothing can be written beside the package and there
is no home.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Bytes. Of the wheel, 2.6 MB are the data sets; of the sources, 1 MB are pictures.
LIMITS = {"*.whl": 5_000_000, "*.tar.gz": 7_000_000}
# Folders that a source distribution has and a wheel has not.
SOURCES_ONLY = {"tests", "docs", "examples", "benchmarks", ".ci"}
EXPECTED_IN_WHEEL = {
    "sktopics/py.typed",
    "sktopics/datasets/data/LICENSE.md",
    "sktopics/judging/task_page.css",
    "sktopics/judging/task_page.js",
    "sktopics/report/assets/page.css",
    "sktopics/report/assets/page.html",
    "sktopics/report/assets/page.js",
    "{info}/licenses/LICENSE",
    "{info}/licenses/sktopics/datasets/data/LICENSE.md",
}
# Of all rights of root, the one to read: the interpreter may lie in root's home.
AS_NOBODY = [
    *["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
    *[f"--{which}=-all,+dac_read_search" for which in ("inh-caps", "ambient-caps")],
    "--bounding-set=-all,+dac_read_search",
]


def run(*command, **options):
    """Run a program, and stop here if it fails."""
    return subprocess.run([str(part) for part in command], check=True, **options)


def environment(folder):
    """Make a virtual environment and return its Python."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


@contextlib.contextmanager
def step(title):
    """Say what is done and how long it took."""
    started = time.monotonic()
    print(f"--> {title}", flush=True)
    yield
    print(f"    {time.monotonic() - started:.0f} s", flush=True)


def make_distributions(folder):
    """Build both files, the wheel from the source distribution, and check them."""
    python = environment(folder / "builder")
    run(python, "-m", "pip", "install", "--quiet", "build")
    build = [python, "-m", "build", "--outdir", folder / "dist", ROOT]
    run(*build, stdout=subprocess.DEVNULL)
    found = {pattern: list((folder / "dist").glob(pattern)) for pattern in LIMITS}
    (wheel,), (sdist,) = found.values()
    return wheel, sdist


def check_contents(wheel, sdist):
    """Look at what the files contain and how large they are."""
    for file, limit in zip((wheel, sdist), LIMITS.values(), strict=True):
        size = file.stat().st_size
        print(f"    {file.name}: {size / 1e6:.2f} MB")
        assert size < limit, f"{file.name} has {size} bytes, more than {limit}"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        fields = message_from_bytes(archive.read(metadata))
    info = metadata.partition("/")[0]
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"sktopics", info}, f"the wheel installs {sorted(tops)}"
    missing = {name.format(info=info) for name in EXPECTED_IN_WHEEL} - names
    assert not missing, f"the wheel lacks {sorted(missing)}"
    for field in ("License-Expression", "License-File", "Project-URL"):
        assert fields.get_all(field), f"the metadata have no {field}"
    with tarfile.open(sdist) as archive:
        sources = {Path(name).parts[1] for name in archive.getnames() if "/" in name}
    assert sources >= SOURCES_ONLY, f"sdist lacks {sorted(SOURCES_ONLY - sources)}"


def run_quickstart(python, folder):
    """Run the example with a copy of the script, away from the checkout."""
    script = shutil.copy(ROOT / "examples" / "quickstart.py", folder)
    printed = run(python, script, cwd=folder, stdout=subprocess.PIPE, text=True).stdout
    print("    " + printed.strip().splitlines()[-1])


def run_read_only(python, folder):
    """Run ``read_only.py`` as a user who can write nothing but temporary files."""
    script = shutil.copy(ROOT / ".ci" / "read_only.py", folder)
    temporary = folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o777)
    variables = {"PATH": os.defpath, "HOME": "/nonexistent", "TMPDIR": str(temporary)}
    for path in [*python.parents[1].rglob("*"), python.parents[1]]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    user = AS_NOBODY if os.geteuid() == 0 else []
    told = run(
        *[*user, python, script],
        cwd=temporary,
        env=variables,
        stderr=subprocess.PIPE,
        text=True,
    ).stderr
    print(told, file=sys.stderr)
    assert told.count("RuntimeWarning") == told.count("NUMBA_CACHE_DIR") == 1


def main():
    """Build, look, install, run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with step("build"):
            wheel, sdist = make_distributions(folder)
        with step("contents"):
            check_contents(wheel, sdist)
        with step("install the wheel alone"):
            python = environment(folder / "bare")
            run(python, "-m", "pip", "install", "--quiet", wheel)
            run(python, "-m", "pip", "check")
        with step("quickstart"):
            run_quickstart(python, folder)
        if os.name == "posix":
            with step("nothing can be written, no home"):
                run_read_only(python, folder)


if __name__ == "__main__":
    main()
