"""A report from a file: what is written, said and printed as Python."""

import os
import re

import joblib
import numpy as np
import pytest
from command_files import (
    program_of,
    run,
    talks,
    topics_inside,
    write_csv,
    write_json_lines,
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = talks()
    rows[3]["speech"] = ""
    write_csv("talks.csv", rows)
    return tmp_path


def test_everything_at_once(here, capsys):
    (here / "names.json").write_text('{"0": "Zero =", "1": "One"}')
    options = "--date year --class party --metadata speaker --n-topics 2 --seed 3"
    code, out, err = run(
        capsys, "report", "talks.csv", "--text", "speech", *options.split(),
        "--names", "names.json", "--tables", "tables", "--save-model", "m.joblib",
        "--title", "Talks", "--out", "new.html",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "40 read from talks.csv; 1 left out, which have no text" in out
    assert "LatentDirichletAllocation, 2 topics" in out
    assert "year (dates), party (classes), speaker (metadata)" in out
    assert "Zero =: " in out
    page = (here / "new.html").read_text("utf-8")
    assert page.startswith("<!")
    assert "<title>Talks" in page
    heads = {
        name: (here / "tables" / name).read_text("utf-8").splitlines()
        for name in ("topics.csv", "documents.csv", "over_time.csv", "per_class.csv")
    }
    assert heads["documents.csv"][4].startswith("4,")  # the row of the file
    assert heads["per_class.csv"][0].startswith("topic,label,class,frequency,share")
    assert len(heads["over_time.csv"]) == 1 + 2 * 10
    assert not [name for name in os.listdir(here) if name.startswith(".")]
    model = joblib.load("m.joblib")
    # The printed lines do the same.
    program = program_of(out)
    os.remove("new.html")
    names = {}
    exec(program, names)
    assert np.array_equal(names["model"][-1].components_, model[-1].components_)
    assert names["names"] == {0: "Zero =", 1: "One"}
    assert names["documents"] == [row["speech"] for row in talks()[:3] + talks()[4:]]
    assert (here / "new.html").stat().st_size == pytest.approx(len(page), rel=0.01)


@pytest.mark.parametrize(
    "options",
    [
        "--model bertopic --embeddings e.npy --min-topic-size 5 --sample 30",
        "--model bertopic --n-topics 2",
        "--model authors --authors speaker --n-topics 2 --tables t",
        "--model contextual-top2vec --min-topic-size 5",
        "--model hierarchical --n-topics 4",
        "--model nmf --n-topics 2 --ngrams 2 --stop-words speech --class party",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_models(here, capsys, options):
    np.save("e.npy", np.random.default_rng(0).normal(size=(40, 4)).astype("f4"))
    code, out, err = run(capsys, "report", "talks.csv", *options.split())
    assert code == 0, err
    assert "speech (texts: no other column looks like texts)" in out
    shown = topics_inside(here / "talks.html")
    for topic in shown:
        assert f"{topic['index']:>5}  {topic['share']:>6.1%}" in out
    (here / "talks.html").unlink()
    exec(program_of(out), {})
    assert topics_inside(here / "talks.html") == shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--model authors", r"needs the column of names: say --authors COLUMN"),
        ("--authors speaker", r"--authors is for --model authors, .* --class COLUMN"),
        ("--embeddings e.npy", r"--embeddings is for bertopic and top2vec, .* lda"),
        ("--encoder x", r"--encoder is for models of clusters, and lda counts words"),
        ("--lemmas --language none", r"--lemmas needs a language"),
        ("--out no/a.html", r"no folder .*no for --out: make it first"),
        ("--out talks.csv", r"--out would overwrite talks\.csv: name another file"),
        ("--save-model .", r"--save-model must be a file, and \. is a folder"),
        ("--tables talks.csv", r"--tables must be a folder, and talks\.csv is a file"),
        ("--save-model talks.html", r"--save-model would overwrite talks\.html"),
        ("--names n.json --out n.json", r"--out would overwrite n\.json: name another"),
        ("--out topics.csv --tables .", r"--tables \(topics\.csv\) would overwrite"),
        ("--min-topic-size 5", r"--min-topic-size is for models of clusters"),
        ("--date-format %d", r"--date-format needs the column of dates"),
        ("--separator ;", r"--separator needs a column"),
        ("--n-topics 99", r"--n-topics 99 is more than .*, which is 39: say fewer"),
        ("--min-df 90", r"--max-df corresponds to < documents than --min-df"),
        ("--model bertopic --embeddings e.npy", r"each of the 40 rows .* \(3, 2\)"),
        ("--model bertopic --embeddings talks.csv", r"cannot be read as an array"),
        ("--names talks.csv", r"talks\.csv cannot be read as JSON"),
        ("--names bad.json", r"topics are named by their numbers, and 'one' is none"),
        ("--language xx", r"no stop words for language='xx'"),
    ],
)
def test_what_cannot_be_done_is_said(here, capsys, options, message):
    pytest.importorskip("stopwordsiso")
    np.save("e.npy", np.ones((3, 2)))
    (here / "bad.json").write_text('{"one": "x"}')
    (here / "n.json").write_text('{"0": "x"}')
    code, out, err = run(
        capsys, "report", "talks.csv", "--n-topics", "2", *options.split()
    )
    assert (code, out) == (2, "")
    assert err.startswith("sktopics: ")
    assert err.count("\n") == 1
    assert re.search(message, err), err
    assert not (here / "talks.html").exists()


def test_the_number_of_topics_is_searched(here, capsys):
    code, out, _ = run(capsys, "report", "talks.csv", "--model", "plsa")
    assert code == 0
    assert "The number was searched on 39 documents." in out
    assert "Only 5 topics were tried: say --n-topics." in out
    assert "PLSA(5, random_state=0)" in program_of(out)


def test_input_is_not_overwritten_by_tables(here, capsys):
    os.rename("talks.csv", "documents.csv")
    code, _, err = run(capsys, "report", "documents.csv", "--tables", ".")
    assert code == 2
    assert "--tables (documents.csv) would overwrite documents.csv" in err


def test_files_that_cannot_be_written_are_named(here, capsys, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    code, _, err = run(capsys, "report", "talks.csv", "--n-topics", 2)
    assert code == 2
    assert err == ("sktopics: talks.html cannot be written: No space left on device.\n")
    monkeypatch.setattr("os.access", lambda *args: False)
    _, _, err = run(capsys, "report", "talks.csv", "--n-topics", 2)
    assert "--out: you have no right to write to the folder" in err


def test_texts_of_another_language_are_noted(here, capsys):
    rows = [{"text": f"das Schiff und die See und der Hafen {i}"} for i in range(20)]
    write_csv("de.csv", rows)
    options = "--n-topics", 1, "--max-df", "1.0"
    _, _, err = run(capsys, "report", "de.csv", *options)
    assert "note: only 12% of the words are English stop words" in err
    _, _, err = run(capsys, "report", "de.csv", *options, "--language", "none")
    assert err == ""


def test_topics_fit_the_terminal(here, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    _, out, _ = run(capsys, "report", "talks.csv", "--n-topics", 2)
    lines = out.split("  words\n")[1].splitlines()[:2]
    assert all(len(line) <= 40 for line in lines)
    assert not any("…" in line for line in lines)


def test_quiet_says_nothing(here, capsys):
    rows = [{"text": row["speech"], "n": i} for i, row in enumerate(talks())]
    write_json_lines(here / "a.jsonl", rows)
    (here / "a.html").write_text("old")
    assert run(capsys, "report", "a.jsonl", "--n-topics", 2, "--quiet") == (0, "", "")
    assert (here / "a.html").read_text("utf-8") != "old"


def test_open(here, capsys, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    run(capsys, "report", "talks.csv", "--n-topics", 2, "--open")
    assert opened == [(here / "talks.html").resolve().as_uri()]
