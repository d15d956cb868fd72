"""What `show_versions` prints for a report of a problem."""

import platform
from importlib import metadata

import pytest

import sktopics
from sktopics import _show_versions


@pytest.fixture
def printed(capsys):
    sktopics.show_versions()
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "package",
    ["joblib", "numba", "numpy", "scikit-learn", "scipy", "threadpoolctl"],
)
def test_requirements_and_their_versions(printed, package):
    assert f"\n  {package}: {metadata.version(package)}\n" in printed


def test_sktopics_python_and_the_machine(printed):
    assert f"\n  sktopics: {sktopics.__version__}\n" in printed
    assert f"  python: {platform.python_version()}" in printed
    assert f"  machine: {platform.machine()}\n" in printed


def test_extras_of_users_and_no_others(printed):
    assert f"pandas {metadata.version('pandas')}" in printed
    assert "hypothesis" not in printed
    assert "sphinx" not in printed


def test_numba_and_threads(printed):
    assert "threading layer: " in printed
    assert "\n  blas: " in printed


def test_missing_packages(monkeypatch, capsys):
    requirements = ["numpy>=2.0", 'absent-package[x]>=1; extra == "plots"']
    monkeypatch.setattr(_show_versions.metadata, "requires", lambda name: requirements)
    sktopics.show_versions()
    assert "\n  plots: absent-package (not installed)\n" in capsys.readouterr().out


def test_a_folder_that_is_not_installed(monkeypatch, capsys):
    def requires(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(_show_versions.metadata, "requires", requires)
    sktopics.show_versions()
    assert f"\n  sktopics: {sktopics.__version__}\nExtras\n" in capsys.readouterr().out
