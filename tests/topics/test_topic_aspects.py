"""Aspects of topics: kept, frozen, shown; and topics looked up by number."""

import copy
import dataclasses
import json
import pickle

import numpy as np
import pytest

from sktopics._frozen import FrozenMapping, thawed
from sktopics.topics import Topic, TopicTable

ASPECTS = {
    "nouns": ["sea", "ship"],
    "summary": "Ships <b>at</b> sea & in harbours.",
    "data": {"kind": "place", "tags": ["blue", "wet"]},
    "media": [{"row": 3, "share": 0.5}, {"row": 8, "share": 0.25}],
    "rows": np.array([4, 2]),
    "level": 2,
}
THAWED = ASPECTS | {"rows": [4, 2]}


def topic(index=0, **aspects):
    return Topic(index, None, None, ("sea",), (1.0,), aspects=aspects)


def test_no_aspects_by_default():
    one = Topic(0, None, None, ("sea",), (1.0,))
    assert one.aspects == {}
    assert one == topic()
    assert hash(one) == hash(topic())


def test_aspects_are_copied_and_cannot_be_changed():
    words, data = ["sea"], {"tags": ["blue"]}
    one = topic(nouns=words, data=data)
    words.append("ship")
    data["tags"].append("wet")
    assert one.aspects["nouns"] == ("sea",)
    assert one.aspects["data"] == {"tags": ("blue",)}
    for mapping in (one.aspects, one.aspects["data"]):
        with pytest.raises(TypeError):
            mapping["nouns"] = ()
        with pytest.raises(AttributeError, match="cannot be changed"):
            mapping.other = 1
        with pytest.raises(AttributeError, match="cannot be changed"):
            mapping._items = {}
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.aspects = {}


@pytest.mark.parametrize("again", [pickle.loads, copy.deepcopy, dataclasses.replace])
def test_equal_hashed_and_pickled(again):
    one = topic(**ASPECTS)
    other = again(pickle.dumps(one) if again is pickle.loads else one)
    assert other == one
    assert hash(other) == hash(one)
    assert TopicTable([other]) == TopicTable([one])
    assert isinstance(other.aspects, FrozenMapping)
    assert one != topic(**ASPECTS | {"level": 3})
    assert one != topic()


def test_the_order_of_aspects_makes_no_difference():
    one, other = topic(a="x", b="y"), topic(b="y", a="x")
    assert one == other
    assert hash(one) == hash(other)
    assert list(one.aspects) == ["a", "b"]


def test_what_cannot_be_hashed_can_be_kept():
    one = topic(image=bytearray(b"png"))
    assert one == topic(image=bytearray(b"png"))
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


@pytest.mark.parametrize("aspects", [None, ["sea"], "sea", 3])
def test_aspects_are_a_mapping(aspects):
    with pytest.raises(TypeError, match="aspects must be a mapping"):
        Topic(0, None, None, (), (), aspects=aspects)


def test_plain_data_for_files():
    assert thawed(topic(**ASPECTS).aspects) == THAWED
    assert json.loads(json.dumps(thawed(topic(**ASPECTS).aspects))) == THAWED


def test_text():
    lines = repr(topic(**ASPECTS)).split("\n")
    assert lines[2:] == [
        "  nouns: sea, ship",
        "  summary: Ships <b>at</b> sea & in harbours.",
        "  data: kind: place; tags: blue, wet",
        "  media: row: 3; share: 0.5 | row: 8; share: 0.25",
        "  rows: 4, 2",
        "  level: 2",
    ]
    long = repr(topic(summary="a line\n" * 100_000)).split("\n")
    assert len(long) == 3
    assert len(long[2]) == 88
    assert long[2].startswith(r"  summary: a line\na line\n")
    assert long[2].endswith("…")
    assert "nouns" not in repr(TopicTable([topic(**ASPECTS)]))


def test_html():
    html = TopicTable([topic(**ASPECTS), topic(1, nouns="x", **{"<i>": "y"})])
    html = html._repr_html_()
    for name in ("nouns", "summary", "data", "media", "rows", "level", "&lt;i&gt;"):
        assert html.count(f"<th>{name}</th>") == 1
    assert "<td>sea, ship</td>" in html
    assert "<td>Ships &lt;b&gt;at&lt;/b&gt; sea &amp; in harbours.</td>" in html
    assert html.count("<td></td>") == 6  # what the one or the other has not
    assert "<b>" not in html
    assert "<th>" in TopicTable([topic()])._repr_html_()


def test_long_aspects_are_folded_in_html():
    text = "<sea> " * 100
    html = TopicTable([topic(summary=text)])._repr_html_()
    summary, rest = html.split("<details><summary>")[1].split("</summary>")
    assert summary.endswith("…")
    assert len(summary) < len(rest)
    assert rest.count("&lt;sea&gt;") == 100
    assert "<sea>" not in html


def test_frame():
    table = TopicTable([topic(**ASPECTS), topic(1, label="a label", nouns=["tax"])])
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert list(frame.columns)[7:] == [*ASPECTS, "aspect label"]
    assert frame["nouns"].tolist() == [["sea", "ship"], ["tax"]]
    assert frame["data"].tolist() == [ASPECTS["data"], None]
    assert frame["media"].tolist() == [ASPECTS["media"], None]
    assert frame["aspect label"].isna().tolist() == [True, False]
    assert frame["aspect label"][1] == "a label"
    assert frame["label"].tolist() == ["sea", "sea"]


# --- by number ---


@pytest.fixture
def table():
    """As sorted by size."""
    return TopicTable([topic(2, name="c"), topic(0, name="a"), topic(1, name="b")])


@pytest.mark.parametrize("number", [0, 1, 2, np.int64(1), np.int32(2)])
def test_topics_by_number(table, number):
    assert table.topic(number).index == number
    assert table.topic(number) in list(table)
    assert table[:2].topic(0).index == 0


def test_documents_without_a_topic_have_no_row(table):
    for labels in (-1, np.array([-1])[0]):
        with pytest.raises(IndexError, match="documents without a topic have no row"):
            table.topic(labels)


def test_there_is_no_such_topic(table):
    with pytest.raises(IndexError, match=r"no topic 3 .* 3 topics \(numbers: 0 to 2\)"):
        table.topic(3)
    with pytest.raises(IndexError, match="no topic -2"):
        table.topic(-2)
    with pytest.raises(IndexError, match="no topic 1"):
        table[:2].topic(1)
    with pytest.raises(IndexError, match=r"0 topics \(numbers: none\)"):
        table[:0].topic(0)


@pytest.mark.parametrize("number", ["0", 1.0, None, True, np.array([1]), [1]])
def test_numbers_only(table, number):
    with pytest.raises(TypeError, match="number of a topic is an int"):
        table.topic(number)
