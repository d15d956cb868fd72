"""Names that users give to topics of a table, and titles."""

from itertools import pairwise

import pytest

from sktopics.plots._figure_options import line_mark, names_with_labels, title_of_choice
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


def test_titles_say_how_many_are_shown():
    assert title_of_choice("T", 2, 2) == "T"
    assert title_of_choice("T", 2, 9) == "T: the 2 largest of 9 topics"
    assert title_of_choice("T", 2, 9, [4, 5]) == "T: 2 of 9 topics"


def test_lines_are_told_apart_by_symbol_or_colour():
    marks = [line_mark(i) for i in range(56)]
    assert len({(mark.color, mark.symbol) for mark in marks}) == 56
    assert all(a.symbol != b.symbol for a, b in pairwise(marks))
