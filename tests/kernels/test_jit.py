"""Kernels start anywhere: without a folder for their code, and with damaged files."""

import importlib.util
import itertools
import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numba
import numpy as np
import pytest

import sktopics
from sktopics.kernels import _kernel_cache
from sktopics.kernels._jit import jit, jit_fast, jit_rows

pytestmark = pytest.mark.skipif(
    bool(numba.config.DISABLE_JIT), reason="nothing is compiled"
)
WARNING = "NUMBA_CACHE_DIR"
SOURCE = """
from sktopics.kernels._jit import jit

@jit
def double(x):
    return x + x
"""
# Prints a number, the warnings and what was taken from disk.
USE_A_KERNEL = """
import json, sys, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from sktopics.kernels import fold_in, padding, windows
    n = padding.padded(37)
stats = padding.padded.stats
print(json.dumps([
    sktopics_is_here(padding), int(n), [str(warning.message) for warning in caught],
    sum(stats.cache_hits.values()),
]))
"""
names = map("kernel_{}".format, itertools.count())


@pytest.fixture(autouse=True)
def _code_beside_the_source(monkeypatch):
    """Keep compiled code beside each source, wherever the tests themselves keep it."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")


def make_kernel(folder):
    """A kernel as a new process has it: its code may be on disk, and is not loaded."""
    path = folder / "double.py"
    if not path.exists():
        path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location(next(names), path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.double


def uses_disk(kernel):
    """Call a kernel, and return whether its code was on disk."""
    assert kernel(21) == 42
    return sum(kernel.stats.cache_hits.values()) == 1


def files(folder):
    """The index and the data file of a kernel."""
    return [next(folder.rglob(f"*.{suffix}")) for suffix in ("nbi", "nbc")]


class GoneTomorrow:
    """What another program put into a pickle."""


def pickle_of_an_unknown_class():
    return pickle.dumps(GoneTomorrow()).replace(b"GoneTomorrow", b"GoneByTodayX")


def with_one_bit_changed(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES = {
    "empty": lambda content: b"",
    "truncated": lambda content: content[: len(content) // 2],
    "without the last byte": lambda content: content[:-1],
    "zeros": lambda content: bytes(len(content)),
    "noise": lambda content: np.random.default_rng(0).bytes(len(content)),
    "one bit": with_one_bit_changed,
    "unknown class": lambda content: pickle_of_an_unknown_class(),
    "unknown class behind the version": lambda content: (
        pickle.dumps(numba.__version__) + pickle_of_an_unknown_class()
    ),
    "another version": lambda content: pickle.dumps("0.1") + content,
    "another kind": lambda content: pickle.dumps(numba.__version__) + pickle.dumps(3),
}


@pytest.fixture
def fresh_warning(monkeypatch):
    monkeypatch.setattr(_kernel_cache, "_warning", threading.Lock())


@pytest.mark.usefixtures("fresh_warning")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("which", [0, 1], ids=["index", "data"])
def test_damaged_file_is_written_again(tmp_path, damage, which, recwarn):
    assert not uses_disk(make_kernel(tmp_path))
    assert uses_disk(make_kernel(tmp_path))
    path = files(tmp_path)[which]
    path.write_bytes(damage(path.read_bytes()))
    assert not uses_disk(make_kernel(tmp_path))
    assert uses_disk(make_kernel(tmp_path))
    assert not recwarn.list


@pytest.mark.usefixtures("fresh_warning")
@pytest.mark.parametrize("which", [0, 1], ids=["index", "data"])
def test_lost_file_is_written_again(tmp_path, which):
    uses_disk(make_kernel(tmp_path))
    files(tmp_path)[which].unlink()
    assert not uses_disk(make_kernel(tmp_path))
    assert uses_disk(make_kernel(tmp_path))


@pytest.mark.usefixtures("fresh_warning")
def test_folder_in_the_place_of_a_file(tmp_path):
    uses_disk(make_kernel(tmp_path))
    path = files(tmp_path)[0]
    path.unlink()
    path.mkdir()
    with pytest.warns(RuntimeWarning, match=WARNING):
        assert not uses_disk(make_kernel(tmp_path))


def test_code_of_another_signature_is_not_taken(tmp_path):
    # Two processes start with an empty index and give both of their files one name.
    make_kernel(tmp_path)(1)
    index, data = files(tmp_path)
    first = index.read_bytes()
    index.unlink()
    make_kernel(tmp_path)(1.5)
    assert [path.name for path in tmp_path.rglob("*.nbc")] == [data.name]
    index.write_bytes(first)
    assert not uses_disk(make_kernel(tmp_path))
    assert uses_disk(make_kernel(tmp_path))
    kernel = make_kernel(tmp_path)
    assert kernel(1.5) == 3.0


def test_code_of_another_source_is_not_taken(tmp_path):
    kernel = make_kernel(tmp_path)
    assert kernel(21) == 42
    path = tmp_path / "double.py"
    path.write_text(SOURCE.replace("x + x", "x * x"))
    assert make_kernel(tmp_path)(21) == 441
    path.write_text(SOURCE)
    os.utime(path, ns=(0, 0))
    assert make_kernel(tmp_path)(21) == 42


def test_numba_reads_what_was_written(tmp_path):
    # An older release of sktopics, which has numba's own cache, may be put back.
    make_kernel(tmp_path)(21)
    kernel = make_kernel(tmp_path)
    kernel.enable_caching()
    assert uses_disk(kernel)


@pytest.mark.usefixtures("fresh_warning")
def test_one_warning_when_nothing_can_be_written(tmp_path):
    kernel = make_kernel(tmp_path)
    shutil.rmtree(tmp_path / "__pycache__")
    (tmp_path / "__pycache__").write_text("a file in the place of the folder")
    with pytest.warns(RuntimeWarning, match=WARNING) as caught:
        assert [kernel(21), kernel(1.5)] == [42, 3.0]
    assert len(caught) == 1


@pytest.mark.usefixtures("fresh_warning")
@pytest.mark.parametrize("decorator", [jit, jit_fast, jit_rows])
def test_one_warning_of_functions_without_a_file(decorator):
    functions = {}
    exec("def double(x): return x + x\ndef triple(x): return 3 * x", functions)
    with pytest.warns(RuntimeWarning, match=WARNING) as caught:
        double, triple = (decorator(functions[name]) for name in ("double", "triple"))
    assert len(caught) == 1
    assert (double(2), triple(2), double(1.5)) == (4, 6, 3)
    assert double.stats.cache_path is None


@pytest.mark.usefixtures("fresh_warning")
def test_one_warning_of_many_threads():
    barrier = threading.Barrier(8)

    def warn():
        barrier.wait()
        _kernel_cache._warn_once(OSError("no space"))

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        threads = [threading.Thread(target=warn) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(caught) == 1


def test_warning_says_which_folder_is_set(monkeypatch):
    monkeypatch.setattr(_kernel_cache, "_warning", threading.Lock())
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/full")
    with pytest.warns(
        RuntimeWarning, match=r"NUMBA_CACHE_DIR \(now '/full'\).*no room"
    ):
        _kernel_cache._warn_once(OSError("no room"))


@pytest.fixture
def package(tmp_path):
    """A copy of the package, with nothing compiled."""
    shutil.copytree(
        Path(sktopics.__file__).parent,
        tmp_path / "site" / "sktopics",
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    return tmp_path / "site"


def use_a_kernel(package, first="", **environment):
    """Call a kernel of a copy of the package in a new process, which prints JSON."""
    code = f"""
import sys
sys.path.insert(0, {str(package)!r})
def sktopics_is_here(module):
    return module.__file__.startswith({str(package)!r})
{first}
{USE_A_KERNEL}"""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"HOME", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "LOCALAPPDATA"}
    }
    kept["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**kept, **environment},
        cwd=package,
    )
    assert done.returncode == 0, done.stderr
    here, n, messages, hits = json.loads(done.stdout)
    assert here
    assert n == 48
    return messages, hits


def block(package):
    """Put a file where numba would make its folder: not even root can write there."""
    (package / "sktopics" / "kernels" / "__pycache__").write_text("")


@pytest.mark.skipif(os.name == "nt", reason="numba asks Windows for the user's folder")
@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": os.devnull},
        {"HOME": os.devnull, "NUMBA_CACHE_DIR": os.path.join(os.devnull, "cache")},
        {"HOME": "/tmp", "XDG_CACHE_HOME": os.devnull},
    ],
    ids=["home", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME"],
)
def test_no_folder_to_write_to(package, environment):
    block(package)
    messages, hits = use_a_kernel(package, **environment)
    assert len(messages) == 1
    assert WARNING in messages[0]
    assert hits == 0


def test_numba_cache_dir_is_the_way_out(package, tmp_path):
    block(package)
    folder = {"HOME": os.devnull, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    assert use_a_kernel(package, **folder) == ([], 0)
    assert use_a_kernel(package, **folder) == ([], 1)


def test_full_disk(package, tmp_path):
    pytest.importorskip("resource")
    first = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    messages, _ = use_a_kernel(package, first, NUMBA_CACHE_DIR=str(tmp_path / "cache"))
    assert len(messages) == 1
    assert WARNING in messages[0]
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root"
)
@pytest.mark.parametrize("home", [{"HOME": "/nonexistent"}, {}], ids=["home", "unset"])
def test_user_without_rights(package, home):
    # First all of numba that compiling takes: nobody may not look into root's folders.
    first = """
import os, numba, numpy
from numba import njit
from numba.extending import overload
njit(lambda n: (n + 15) // 16 * 16, nogil=True, error_model="numpy")(3)
os.setgid(65534); os.setuid(65534)
"""
    # The folders of pytest are closed to other users.
    with TemporaryDirectory() as folder:
        public = Path(folder)
        shutil.copytree(package, public, dirs_exist_ok=True)
        for path in [public, *public.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        messages, hits = use_a_kernel(public, first, **home)
    assert len(messages) == 1
    assert WARNING in messages[0]
    assert hits == 0
