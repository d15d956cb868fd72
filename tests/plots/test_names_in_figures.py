"""Names and marks of topics in figures."""

from itertools import pairwise

import pytest

from sktopics.plots._figure_style import OKABE_ITO, line_mark
from sktopics.plots._names_in_figures import (
    marks_by_topic,
    names_with_labels,
    numbered,
)
from sktopics.topics import Topic, TopicTable

NAMES = {3: "c", 5: "e", -1: "none"}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (None, NAMES),
        (["x", "y"], {3: "x", 5: "y", -1: "none"}),
        (list("abcdef"), {3: "d", 5: "f", -1: "none"}),
        ({5: "y", 9: "z", -1: "n"}, {3: "c", 5: "y", -1: "n"}),
        (TopicTable([Topic(5, "y", None, (), ())]), {3: "c", 5: "y", -1: "none"}),
    ],
    ids=["none", "of the table", "of the model", "dict", "table"],
)
def test_labels_replace_names(labels, expected):
    assert names_with_labels(NAMES, labels) == expected


def test_labels_that_are_none():
    with pytest.raises(ValueError, match="1 names for 2 topics"):
        names_with_labels(NAMES, ["x"])
    with pytest.raises(TypeError, match="by their numbers"):
        names_with_labels(NAMES, {"x": "y"})


def test_labels_that_are_empty_change_nothing():
    assert names_with_labels(NAMES, {3: None, 5: ""}) == NAMES
    assert names_with_labels(NAMES, [None, "y"]) == {**NAMES, 5: "y"}


def test_names_come_after_numbers():
    assert numbered(3, "sea") == "3: sea"
    assert numbered(3, "topic 3") == numbered(3, "3") == "topic 3"
    assert numbered(-1, "outliers") == "outliers"


def test_a_topic_has_the_same_mark_in_all_figures():
    assert marks_by_topic([5, 2])[5] == marks_by_topic(range(8))[5]
    few = marks_by_topic([40, 90, 7])
    assert [few[t].color for t in (40, 90, 7)] == list(OKABE_ITO[:3])
    lines = marks_by_topic([40, 90], lines=True)
    assert lines[40].symbol != lines[90].symbol
    assert lines[-1].color == "#8C8C8C"


def test_lines_are_told_apart_by_symbol_or_colour():
    marks = [line_mark(i) for i in range(56)]
    assert len({(mark.color, mark.symbol) for mark in marks}) == 56
    assert all(a.symbol != b.symbol for a, b in pairwise(marks))
