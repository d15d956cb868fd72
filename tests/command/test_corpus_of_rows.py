"""Columns as texts, dates, classes and authors, with the places of what is wrong."""

import numpy as np
import pytest
from command_files import talks, write_csv, write_json_lines

from sktopics._command._arguments import read_arguments
from sktopics._command._corpus_of_rows import corpus_of_rows
from sktopics._command._read_files import read_files
from sktopics._command._user_errors import UserError


def corpus_of(path, *options):
    return corpus_of_rows(read_files(path), read_arguments(["report", path, *options]))


def test_rows_without_a_text_are_dropped(tmp_path):
    rows = talks()
    rows[1]["speech"] = rows[4]["speech"] = "  "
    path = write_csv(tmp_path / "talks.csv", rows)
    corpus = corpus_of(path, "--date", "year", "--class", "party")
    assert (corpus.n_read, corpus.n_dropped, len(corpus.documents)) == (40, 2, 38)
    assert corpus.kept[:4] == [0, 2, 3, 5]
    assert corpus.beside["times"][:2] == ["2000", "2002"]
    assert corpus.text == "speech"
    assert corpus.is_guessed


def test_a_sample_is_the_same_each_time(tmp_path):
    path = write_csv(tmp_path / "talks.csv", talks())
    kept = corpus_of(path, "--sample", "7").kept
    assert len(kept) == 7
    assert kept == sorted(kept) == corpus_of(path, "--sample", "7").kept
    assert kept != corpus_of(path, "--sample", "7", "--seed", "1").kept


def test_the_column_of_texts(tmp_path):
    rows = [{**row, "title": f"On the ships, {i}"} for i, row in enumerate(talks())]
    path = write_csv(tmp_path / "talks.csv", rows)
    message = r"2 columns hold texts: 'speech', 'title'\. Say .* --text COLUMN"
    with pytest.raises(UserError, match=message):
        corpus_of(path)
    assert corpus_of(path, "--metadata", "title").text == "speech"
    with pytest.raises(UserError, match=r"no column 'speach'\. Did you mean 'speech'"):
        corpus_of(path, "--text", "speach")
    rows = [{"n": "1", "m": "2"}]
    with pytest.raises(UserError, match="no column looks like texts among 'n', 'm'"):
        corpus_of(write_csv(tmp_path / "n.csv", rows))
    rows = [{"text": "a b c d", "n": 1}, {"text": 3, "n": 2}]
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    with pytest.raises(UserError, match=r"line 2, column 'text': 3 is no text"):
        corpus_of(path, "--text", "text")
    rows = [{"text": None}, {"text": ""}]
    with pytest.raises(UserError, match="no row has a text in the column 'text'"):
        corpus_of(write_json_lines(tmp_path / "a.jsonl", rows))


@pytest.mark.parametrize(
    ("dates", "options", "message"),
    [
        (["2001-02-03", "soon"], [], r"line 5, column 'year': 'soon' cannot be read"),
        (["03/04/2001", "05/04/2001"], [], r"line 2, .*whether the day or the month"),
        (
            ["03/04/2001", "x"],
            ["--date-format", "%d/%m/%Y"],
            r"line 5, column 'year': 'x' is no date in the format '%d/%m/%Y'",
        ),
        (["", ""], [], "the column 'year' holds no date"),
    ],
)
def test_bad_dates_say_their_row(tmp_path, dates, options, message):
    rows = talks()[:4]
    rows[1]["speech"] = ""  # so that rows of documents are not those of the file
    for row, date in zip(rows, (dates[0], "x", "", dates[1]), strict=True):
        row["year"] = date
    path = write_csv(tmp_path / "talks.csv", rows)
    with pytest.raises(UserError, match=message):
        corpus_of(path, "--text", "speech", "--date", "year", *options)


def test_dates_of_other_kinds(tmp_path):
    rows = [{"text": "a b c d", "t": 2001}, {"text": "e f g h", "t": "x"}]
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    with pytest.raises(UserError, match=r"line 2, .*'x' .* of another kind"):
        corpus_of(path, "--date", "t")
    rows[1]["t"] = 10**30
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    with pytest.raises(UserError, match=r"a\.jsonl, column 't': .* too large"):
        corpus_of(path, "--date", "t")
    rows[1]["t"] = None
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    assert corpus_of(path, "--date", "t").beside["times"] == [2001, None]
    rows = [{"text": "a b c d", "t": "03.04.2001"}, {"text": "e f g h", "t": ""}]
    path = write_csv(tmp_path / "a.csv", rows)
    times = corpus_of(path, "--date", "t", "--date-format", "%m.%d.%Y").beside["times"]
    assert times[0].month == 3
    assert times[1] is None


def test_classes_and_authors(tmp_path):
    path = write_csv(tmp_path / "talks.csv", talks())
    corpus = corpus_of(path, "--class", "speaker", "--authors", "speaker")
    assert corpus.beside["classes"][0] == "Ann 0; Bo 0"
    assert corpus.beside["authors"][0] == ["Ann 0", "Bo 0"]
    corpus = corpus_of(path, "--class", "speaker", "--separator", ";")
    assert corpus.beside["classes"][0] == ["Ann 0", "Bo 0"]
    rows = [{"text": "a b c d", "c": ["x", "y"]}, {"text": "e f g h", "c": None}]
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    assert corpus_of(path, "--class", "c").beside["classes"] == [["x", "y"], None]
    rows[1]["c"] = {"z": 1}
    path = write_json_lines(tmp_path / "a.jsonl", rows)
    with pytest.raises(UserError, match=r"line 2, column 'c': .* neither a name nor"):
        corpus_of(path, "--class", "c")
    rows = [{"text": "a b c d", "c": " "}]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(UserError, match="the column 'c' is empty in all rows"):
        corpus_of(path, "--class", "c")


def test_a_column_may_be_several_things(tmp_path):
    path = write_csv(tmp_path / "talks.csv", talks())
    options = "--date year --class year --metadata year --metadata speech"
    corpus = corpus_of(path, "--text", "speech", *options.split())
    assert corpus.roles == {
        "year": ["dates", "classes", "metadata"],
        "speech": ["metadata"],
    }


def test_files_of_a_folder_are_metadata(tmp_path):
    (tmp_path / "a.txt").write_text("sea and ship")
    (tmp_path / "b.txt").write_text("")
    corpus = corpus_of(str(tmp_path))
    assert corpus.metadata == {"file": ["a.txt"]}
    assert np.array_equal(corpus.kept, [0])
