"""What a report of a problem has to say about the machine."""

import platform
import re
import sys
from importlib import metadata

# What these extras bring is for those who work on sktopics, not for those who use it.
_FOR_DEVELOPERS = {"all", "benchmarks", "docs", "test", "typing"}


def show_versions() -> None:
    """Print versions and threads: what a report of a problem should contain.

    Python and the machine, sktopics with the packages that it needs, the packages of
    its extras, numba's settings, and the libraries whose threads compute (BLAS,
    OpenMP).

    Examples
    --------
    >>> import sktopics
    >>> sktopics.show_versions()  # doctest: +ELLIPSIS
    System
      python: 3...
    """
    for title, lines in (
        ("System", _system()),
        ("sktopics and what it needs", _requirements()),
        ("Extras", _extras()),
        ("numba", _numba()),
        ("Threads", _threads()),
    ):
        print(title)
        for line in lines:
            print(f"  {line}")


def _system():
    yield f"python: {sys.version}".replace("\n", " ")
    yield f"executable: {sys.executable}"
    yield f"platform: {platform.platform()}"
    yield f"machine: {platform.machine()}"


def _requirements():
    yield f"sktopics: {sys.modules[__package__].__version__}"
    for name, extra in _required():
        if extra is None:
            yield f"{name}: {_version(name)}"


def _extras():
    extras = {}
    for name, extra in _required():
        if extra is not None and extra not in _FOR_DEVELOPERS:
            extras.setdefault(extra, []).append(f"{name} {_version(name)}")
    for extra, names in sorted(extras.items()):
        yield f"{extra}: {', '.join(names)}"


def _required():
    """Yield (package, extra) of what the installed sktopics requires."""
    try:
        requirements = metadata.requires("sktopics") or []
    except metadata.PackageNotFoundError:  # a folder on the path, not installed
        requirements = []
    for requirement in requirements:
        name = re.match(r"[\w.-]+", requirement).group()
        extra = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", requirement)
        yield name, extra and extra.group(1)


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _numba():
    import numba

    config = numba.config
    yield f"compiles: {'no (NUMBA_DISABLE_JIT)' if config.DISABLE_JIT else 'yes'}"
    yield f"cache: {config.CACHE_DIR or 'beside the package'}"
    yield f"threads: {config.NUMBA_NUM_THREADS}"
    yield f"threading layer: {config.THREADING_LAYER}"


def _threads():
    from threadpoolctl import threadpool_info

    for library in threadpool_info():
        yield (
            f"{library['user_api']}: {library['prefix']} {library['version'] or ''}, "
            f"{library['num_threads']} threads"
        )
