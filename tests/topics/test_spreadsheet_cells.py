"""Texts of tables that a spreadsheet would take for formulas."""

import csv
import io

import pytest

from sktopics.topics import Topic, TopicTable
from sktopics.topics._representatives import RepresentativeDocument
from sktopics.topics._spreadsheet_cells import shown_as_text
from sktopics.topics._topic import TopicAuthor

pytest.importorskip("pandas")
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "\xa0\u3000=1",
    "\ufeff=1",
    "\u200b\u202e@a",
    "\x00-1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "﹣1",
    "\N{MINUS SIGN}1",
]
TEXTS = ["", "sea", "1", "'=1", "a=b", "a -1", "été", " sea", "#1", "日本", "(=1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_get_an_apostrophe(text):
    assert shown_as_text(text) == f"'{text}"
    assert shown_as_text({text: [text, ("a", text)]}) == {
        f"'{text}": [f"'{text}", ["a", f"'{text}"]]
    }


@pytest.mark.parametrize("value", [*TEXTS, -1, -1.5, None, True])
def test_others_stay_as_they_are(value):
    assert shown_as_text(value) is value


def cells_of(frame):
    return [cell for row in csv.reader(io.StringIO(frame.to_csv())) for cell in row]


def test_frames():
    text = "=1+1"
    topic = Topic(
        text,
        text,
        0.5,
        (text, "sea"),
        (0.2, 0.1),
        documents=[RepresentativeDocument(0, 0.5, text)],
        authors=[TopicAuthor(text, 0.5)],
        aspects={text: text, "words": [text], "terms": {text: text}},
    )
    table = TopicTable([topic])
    plain = table.to_frame()
    assert plain.loc[text, "label"] == text
    assert text in cells_of(plain)
    frame = table.to_frame(safe_for_spreadsheets=True)
    exploded = frame.explode(["terms", "weights"]).explode(["authors", "excerpts"])
    for cell in (*cells_of(frame), *cells_of(exploded)):
        assert not cell.startswith("=")
    assert exploded["terms"].tolist() == ["'=1+1", "sea"]
    assert frame.index.tolist() == ["'=1+1"]
    assert frame.shape == plain.shape
    numbers = ["size", "weights", "documents", "document_shares", "author_shares"]
    assert frame[numbers].values.tolist() == plain[numbers].values.tolist()


def test_harmless_frames_are_the_same():
    table = TopicTable([Topic(0, "sea", 0.5, ("ship",), (0.2,), aspects={"a": ["b"]})])
    frame = table.to_frame(safe_for_spreadsheets=True)
    assert frame.equals(table.to_frame())
    assert frame.index.equals(table.to_frame().index)
    assert frame.index.name == "topic"
    assert len(TopicTable([]).to_frame(safe_for_spreadsheets=True)) == 0
