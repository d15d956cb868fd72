"""The command line as a whole: help, versions, exit codes, interrupts."""

import io
import os
import subprocess
import sys

import pytest
from command_files import run, talks, write_csv

import sktopics
from sktopics.__main__ import main


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "sktopics", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{sktopics.__version__}\n"


def test_terminals_that_know_few_letters(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [{"text": f"Größe und Wärme {i}", "n": "1"} for i in range(12)]
    write_csv("a.csv", rows)
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii_only)
    options = ["--text", "text", "--n-topics", "1", "--min-df", "1", "--max-df", "1.0"]
    assert main(["report", "a.csv", *options]) == 0
    assert rb"gr\xf6\xdfe" in ascii_only.buffer.getvalue()


def test_help_teaches(capsys):
    assert run(capsys, "--help")[:2] == run(capsys)[:2]
    code, out, _ = run(capsys, "report", "--help")
    assert code == 0
    assert "sktopics report talks.csv --text speech --date year --class party" in out
    assert "contextual-top2vec  several topics in a document" in out
    assert "sktopics: " in run(capsys, "show-versions")[1]


def test_example_data_is_what_the_help_says(tmp_path, capsys):
    out = tmp_path / "talks.csv"
    code, said, _ = run(capsys, "example-data", out)
    assert code == 0
    assert said.startswith("4,303 speeches in ")
    assert out.read_text("utf-8").startswith("speech,year,party,president\n")
    code, _, err = run(capsys, "example-data", out)
    assert code == 2
    assert "exists already" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reprot"], "invalid choice: 'reprot'"),
        (["reprot"], "Did you mean 'report'?"),
        (["report"], "the following arguments are required: FILE"),
        (
            ["report", "a.csv", "--modell", "lda"],
            "'--modell' is not understood. Did you",
        ),
        (["report", "a.csv", "--model", "bertopics"], "Did you mean 'bertopic'?"),
        (["report", "a.csv", "--n-topics", "many"], "neither auto nor a whole number"),
        (["report", "a.csv", "--min-df", "1.5"], "neither a number of texts"),
        (
            ["report", "a.csv", "--sample", "0"],
            "'0' is not a whole number of at least 1",
        ),
        (["report", "a.csv", "--n-jobs", "0"], "'0' is neither a number of threads"),
        (["report", "a.csv", "--seed", "4294967296"], "is not below 4294967296"),
        (["report", "a.csv", "--delimiter", ";;"], "';;' is not one character"),
        (["report", "absent.csv"], "There is no file absent.csv."),
    ],
)
def test_errors_are_one_line(capsys, monkeypatch, tmp_path, arguments, message):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("sktopics: ")
    assert err.count("\n") == 1
    assert message in err


def test_a_traceback_is_shown_if_asked_for(capsys):
    assert "Traceback" not in run(capsys, "report", "absent.csv")[2]
    assert "Traceback" in run(capsys, "report", "absent.csv", "--traceback")[2]


@pytest.mark.parametrize(
    "where", ["os.replace", "sktopics.LatentDirichletAllocation.fit"]
)
def test_an_interrupt_leaves_files_as_they_were(tmp_path, monkeypatch, capsys, where):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    write_csv("talks.csv", talks())
    (tmp_path / "talks.html").write_text("old")
    monkeypatch.setattr(where, interrupted)
    code, out, err = run(capsys, "report", "talks.csv", "--n-topics", 2)
    assert (code, out) == (130, "")
    assert err.startswith("sktopics: interrupted")
    assert (tmp_path / "talks.html").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["talks.csv", "talks.html"]


def test_progress_is_for_terminals(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_csv("talks.csv", talks())
    name = "sktopics._command._progress_lines.is_terminal"
    monkeypatch.setattr(name, lambda stream: True)
    arguments = "report", "talks.csv", "--n-topics", 2
    _, out, err = run(capsys, *arguments)
    for step in (
        "Reading talks.csv",
        "Fitting lda to 40 documents",
        "Writing talks.ht",
    ):
        assert f"{step}" in err
    assert "Fitting" not in out
    assert run(capsys, *arguments, "--quiet")[2] == ""
