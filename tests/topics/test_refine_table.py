"""Aspects: descriptions of topics beside their own words."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from sktopics.topics import (
    RepresentationContext,
    Topic,
    TopicTable,
    check_representation,
    refine_table,
)

TABLE = TopicTable(
    [
        Topic(0, None, 0.6, ("sea", "ship"), (0.6, 0.4), aspects={"old": "kept"}),
        Topic(3, "Money", 0.4, ("tax", "debt"), (0.7, 0.3)),
    ],
    Topic(-1, None, 0.0, ("the",), (1.0,)),
)
CONTEXT = RepresentationContext(TABLE, np.eye(2), np.array(["sea", "tax"]))


def turned(table, context):
    return TopicTable(
        replace(t, terms=t.terms[::-1], weights=t.weights[::-1]) for t in table
    )


def first(table, context):
    return TopicTable(replace(t, terms=t.terms[:1], weights=[1.0]) for t in table)


def named(table, context):
    return table.with_labels([f"about {topic.terms[0]}" for topic in table])


def fails(table, context):
    raise RuntimeError("no connection")


def refined(*steps, errors="raise"):
    return refine_table(TABLE, list(steps), CONTEXT, errors=errors)


def test_aspects_stand_beside_the_words_of_a_topic():
    table = refined({"turned": turned, "first": [turned, first], "own": []})
    assert table.top_words == TABLE.top_words
    assert table.labels == TABLE.labels
    assert table.outliers == TABLE.outliers
    assert table[0].aspects == {
        "old": "kept",
        "turned": ("ship", "sea"),
        "first": ("ship",),
        "own": ("sea", "ship"),
    }


def test_an_aspect_is_of_the_table_at_its_point():
    table = refined({"before": first}, turned, {"after": first})
    assert table[0].aspects["before"] == ("sea",)
    assert table[0].aspects["after"] == ("ship",)
    assert table[0].terms == ("ship", "sea")


def test_a_representation_that_only_names_gives_names():
    table = refined({"name": named, "first": [first, named]})
    assert [t.aspects["name"] for t in table] == ["about sea", "about tax"]
    assert [t.aspects["first"] for t in table] == [("sea",), ("tax",)]
    assert table.labels == TABLE.labels


def test_topics_that_were_not_named_have_no_such_aspect():
    def largest(table, context):
        return table.with_labels({0: "the largest"})

    plain = TopicTable(replace(topic, label=None) for topic in TABLE)
    table = refine_table(plain, {"name": largest}, CONTEXT)
    assert table[0].aspects["name"] == "the largest"
    assert "name" not in table[1].aspects


def test_what_is_said_beside_words_has_names_of_its_own():
    def described(table, context):
        return TopicTable(
            replace(t, label="x", aspects={"text": t.terms[0]}) for t in table
        )

    table = refined({"llm": described})
    assert table[1].aspects == {"text": "tax", "llm": "x"}
    assert table[0].aspects["old"] == "kept"


def test_an_error_costs_one_aspect():
    with pytest.warns(UserWarning, match="fails failed"):
        table = refined({"bad": fails, "good": first}, turned, errors="warn")
    assert "bad" not in table[0].aspects
    assert table[0].aspects["good"] == ("sea",)
    assert table[0].terms == ("ship", "sea")
    with pytest.warns(UserWarning, match="fails failed"):
        table = refined({"half": [fails, first]}, errors="warn")
    assert table[0].aspects["half"] == ("sea",)
    with pytest.raises(RuntimeError, match="no connection"):
        refined({"bad": fails})


class Needy:
    needs = ("documents",)

    def refine(self, table, context):
        return table


def test_needs_of_aspects():
    with pytest.warns(UserWarning, match="Needy needs documents"):
        table = refined({"needy": Needy()}, errors="warn")
    assert "needy" not in table[0].aspects
    with pytest.raises(ValueError, match="Needy needs documents"):
        refined({"needy": Needy()})


WRONG = {
    "main": ({"Main": first}, ValueError, r"\[representation, \{"),
    "number": ({3: first}, TypeError, "name of an aspect must be a str, got 3"),
    "empty name": ({"": first}, TypeError, "name of an aspect must be a str"),
    "nested": ({"a": {"b": first}}, TypeError, "'a' must be a representation"),
    "nested list": ({"a": [{"b": first}]}, TypeError, "'a' must be a representation"),
    "no step": ({"a": 3}, TypeError, "callable or have a method refine"),
    "class": ({"a": Needy}, TypeError, "callable or have a method refine"),
}


@pytest.mark.parametrize(("steps", "error", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_aspect(steps, error, message):
    for given in (steps, [first, steps]):
        with pytest.raises(error, match=message):
            check_representation(given)


def test_aspects_are_not_changed():
    given = {"first": [first], "own": None}
    before = copy.copy(given)
    refined(given)
    assert given == before


def test_columns_of_aspects():
    pytest.importorskip("pandas")
    frame = refined({"first": first}).to_frame()
    assert [list(words) for words in frame["first"]] == [["sea"], ["tax"]]
