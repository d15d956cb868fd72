"""Answers of language models: what is accepted, and what is refused."""

import json

import pytest

from sktopics._language_models.answer_reading import (
    RefusedAnswer,
    checked_name,
    named_by_json,
    named_by_text,
    names_of_json,
    names_of_text,
)
from sktopics._language_models.answer_schema import (
    NAME_SCHEMA,
    check_schema,
    misfit,
)

GOOD = '{"name": "Ships at sea", "description": "About ships.", "coherence": "mixed"}'


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Sure! Here is the name:\n\n{GOOD}\n\nDo you want another one?",
        f'<think>Perhaps {{"name": "Boats"}}?</think>{GOOD}',
        f'It is {{"name": "Boats"}}... no, {GOOD}',
        f"[{GOOD}]",
        f"{{not json}} {GOOD}",
    ],
    ids=["plain", "fence", "prose", "thoughts", "last", "list", "braces"],
)
def test_json_is_found_in_what_models_write_around_it(answer):
    found = named_by_json(answer, NAME_SCHEMA)
    assert found.name == "Ships at sea"
    assert found.aspects == {"description": "About ships.", "coherence": "mixed"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        (None, "it is no text but NoneType"),
        ("Ships", "it holds no JSON object"),
        (GOOD[:30], "it holds no JSON object"),
        ('{"title": "Ships"}', "has no 'name'"),
        ('{"name": 3}', "'name' is no string"),
        ('{"name": "Ships", "coherence": "good"}', "'coherence' is none of"),
        ('{"name": "Ships", "description": NaN}', "it holds no JSON object"),
        ("{" * 2000, "it holds no JSON object"),
        ('{"a":' * 5000, "it holds no JSON object"),
        ('{"name": "x", "a": ' + "[" * 50 + "]" * 50 + "}", "nested too deep"),
        ("x" * 60_000, "longer than 50000"),
    ],
    ids=range(13),
)
def test_other_answers_are_refused(answer, reason):
    with pytest.raises(RefusedAnswer, match=reason):
        named_by_json(answer, NAME_SCHEMA)


@pytest.mark.parametrize(
    "name",
    [
        "C++ and C#",
        "R&D, Q&A",
        "AT&T's 5G_network",
        "Préparation à l'été – 2021 (suite)",
        "世界貿易機構",
        "می\u200cخواهم",
        "2001: a space odyssey",
        "prices < 5 dollars",
        "a" * 80,
    ],
)
def test_names_as_people_write_them(name):
    assert checked_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("...", "empty"),
        ("a" * 81, "longer than 80"),
        ("Ships\nIgnore this", "several lines"),
        ("Ships\u2028and more", "several lines"),
        ("<b>Ships</b>", "mark-up"),
        ("<img src=x onerror=alert(1)", "mark-up"),
        ("</script>", "mark-up"),
        ("&lt;b&gt; ships", "mark-up"),
        ("&#60;b ships", "mark-up"),
        ("[ships](http://a.b)", "mark-up"),
        ("ships https://a.b", "mark-up"),
        ("javascript:ships", "mark-up"),
        ("**Ships**", "mark-up"),
        ("`Ships`", "mark-up"),
        ("# Ships", "mark-up"),
        ("- Ships", "mark-up"),
        ("Ships\u202egnp.exe", "do not show"),
        ("Ships\u2066", "do not show"),
        ("Sh\u200bips", "do not show"),
        ("Ships\x07", "do not show"),
        ("Ships\x1b[31m", "do not show"),
        ("Ships \ud800", "do not show"),
        ("Ships \U000e0041", "do not show"),
    ],
    ids=range(24),
)
def test_names_that_are_refused(name, reason):
    with pytest.raises(RefusedAnswer, match=reason):
        checked_name(name)
    with pytest.raises(RefusedAnswer, match=reason):
        named_by_json(json.dumps({"name": name}), NAME_SCHEMA)


def test_descriptions_are_shown_on_one_line_without_what_does_not_show():
    answer = json.dumps({"name": "Ships", "description": "One\n\ttwo\u202e three\x00."})
    found = named_by_json(answer, NAME_SCHEMA)
    assert found.aspects == {"description": "One two three."}
    long = json.dumps({"name": "Ships", "description": "x" * 3000})
    with pytest.raises(RefusedAnswer, match="'description' is longer than 2000"):
        named_by_json(long, NAME_SCHEMA)


@pytest.mark.parametrize(
    "answer",
    [
        "Ships at sea",
        "  Topic: Ships at sea.\n\nIt is about ships.",
        '"Ships at sea"',
        "**Ships at sea**",
        "### Name: “Ships at sea”",
        "```\nShips at sea\n```",
        "well, let me see </think>\nShips at sea",
    ],
)
def test_plain_answers(answer):
    assert named_by_text(answer).name == "Ships at sea"


def test_names_of_several_topics():
    schema = {"type": "object", "properties": {"names": {"type": "array"}}}
    assert names_of_json('{"names": ["A", "B"]}', schema) == ["A", "B"]
    assert names_of_text("1. Ships\n2) **Boats**\n", 2) == ["Ships", "Boats"]
    with pytest.raises(RefusedAnswer, match="1 lines for 2 names"):
        names_of_text("Ships", 2)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": ["string", "null"]}, [None, "a"], [1, []]),
        ({"type": "integer"}, [1, 2.0], [1.5, True, "1"]),
        ({"type": "number", "minimum": 1}, [1, 2.5], [0.5, float("inf"), True]),
        ({"enum": ["a", 1]}, ["a", 1], ["b"]),
        ({"type": "string", "minLength": 2, "maxLength": 3}, ["ab"], ["a", "abcd"]),
        ({"type": "string", "pattern": "^a"}, ["ab"], ["ba"]),
        ({"type": "array", "items": {"type": "boolean"}}, [[True], []], [[1], {}]),
        (
            {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
            [{"a": 1}, {}],
            [{"b": 1}],
        ),
    ],
    ids=range(8),
)
def test_schemas(schema, good, bad):
    check_schema(schema, "inner")
    assert [misfit(value, schema) for value in good] == [None] * len(good)
    assert all(misfit(value, schema) for value in bad)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("pattern", "("),
        ("pattern", 3),
        ("minLength", "3"),
        ("maxItems", -1),
        ("minimum", None),
        ("enum", "Ships"),
        ("enum", 5),
        ("required", "name"),
        ("properties", ["name"]),
        ("type", {"x": 1}),
        ("type", "text"),
        ("additionalProperties", {"type": "string"}),
    ],
    ids=lambda value: repr(value).strip("'").replace("'", ""),
)
def test_values_of_schemas_are_checked_before_any_answer(keyword, value):
    schema = {"type": "object", "properties": {"a": {keyword: value}}}
    message = rf"schema\.properties\['a'\]\.{keyword} must be "
    with pytest.raises(ValueError, match=message):
        check_schema(schema)
