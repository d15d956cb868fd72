"""Every model fitted once, so that nothing is left to compile."""

import warnings

import pytest

from sktopics.__main__ import main
from sktopics._command import _warm_kernels
from sktopics._command._warm_kernels import _works, count_compiled, kernel_folder
from sktopics.kernels import phases

NAMES = list(_works())


@pytest.fixture(scope="module")
def corpus():
    return _works()["vectorizers"](None)


@pytest.mark.parametrize("name", NAMES[1:])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_nothing_is_left_to_compile(name, corpus):
    _works()[name](corpus)
    before = count_compiled()
    _works()[name](corpus)
    assert count_compiled() == before


def test_the_table_of_the_command(capsys, monkeypatch):
    works = _works()
    few = {name: works[name] for name in ("vectorizers", "ThetalessARTM")}
    monkeypatch.setattr(_warm_kernels, "_works", lambda: few)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["warm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["fitted", *few]
    compiled = sum(int(line.split()[-1]) for line in lines[1:3])
    assert lines[3] == (
        f"{compiled} functions were compiled. They are kept in {kernel_folder()}."
    )


def test_kernels_that_cannot_be_kept(monkeypatch):
    monkeypatch.setattr(phases, "sample_phase", len)
    assert kernel_folder() == "memory alone, for this process"
