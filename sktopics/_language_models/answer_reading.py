"""What language models answer: accepted only if it is what was asked for."""

import json
import re
from typing import Any, NamedTuple
from unicodedata import normalize

from .answer_schema import misfit, shown_values
from .prompt_text import is_shown

MAX_NAME = 80
# Longer answers are no answers to what is asked.
_MAX_ANSWER = 50_000
_MAX_DEPTH = 20
_MARKUP = re.compile(
    r"<(?=[A-Za-z/!?])|&(?:#\w+|[A-Za-z]+\d*);|\]\s*\(|`|\*\*|(?<!\w)__|\$\$"
    r"|^\s*(?:#{1,6}\s|[-*+>]\s|\d+[.)]\s)|\w+://|\bjavascript:|\bdata:\w+/",
    flags=re.IGNORECASE,
)
# What models think aloud before they answer; the first tag may be in the template.
_THOUGHTS = re.compile(r"^.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"^(?:topic|name|label|title)\s*(?:name|label)?\s*:\s*", re.I)
_NUMBER = re.compile(r"^\s*(?:[-*•]|(?:topic\s*)?\d+\s*[.):\-])\s*", re.I)
_QUOTES = ('""', "''", "“”", "‘’", "«»", "„“", "「」", "``")


class RefusedAnswer(ValueError):
    """An answer that is not what was asked for. The message says why, without it."""


class NamedTopic(NamedTuple):
    """What an answer says of a topic.

    Attributes
    ----------
    name : str or None
        None if a user's schema asks for no name.
    aspects : dict
        What else it says, by name.
    """

    name: str | None
    aspects: dict[str, Any]


def checked_name(name) -> str:
    """Return a name that can be shown, in one line of at most 80 characters.

    Raises
    ------
    RefusedAnswer
        If it is empty, too long, of several lines, or has mark-up or letters that do
        not show.
    """
    if not isinstance(name, str):
        raise RefusedAnswer("the name is no text")
    name = normalize("NFC", name.strip())
    if len(name.splitlines()) > 1:
        raise RefusedAnswer("the name has several lines")
    if not all(map(is_shown, name)):
        raise RefusedAnswer("the name has letters that do not show")
    if not any(letter.isalnum() for letter in name):
        raise RefusedAnswer("the name is empty")
    if len(name) > MAX_NAME:
        raise RefusedAnswer(f"the name is longer than {MAX_NAME} characters")
    if _MARKUP.search(name):
        raise RefusedAnswer("the name has mark-up")
    return " ".join(name.split())


def json_answer(text, schema) -> dict:
    """Return the JSON object of an answer that fits a schema.

    It may stand in a fence of Markdown or within other words. Of several the last one
    counts: models repeat what they were asked, and think aloud, before they answer.

    Raises
    ------
    RefusedAnswer
        If there is no object, or none that fits.
    """
    reason = "it holds no JSON object"
    fitting = None
    for found in _objects_in(_checked_text(text)):
        why_not = "it is nested too deep" if _is_deep(found) else misfit(found, schema)
        if why_not is None:
            fitting = found
        else:
            reason = why_not
    if fitting is None:
        raise RefusedAnswer(reason)
    return fitting


def named_by_json(text, schema) -> NamedTopic:
    """Return the name and the aspects that a JSON answer gives a topic.

    Properties that the schema does not name are left out.

    Raises
    ------
    RefusedAnswer
        If it does not fit the schema, or its name cannot be shown.
    """
    asked = schema.get("properties", {})
    answer = {key: v for key, v in json_answer(text, schema).items() if key in asked}
    name = None
    if isinstance(answer.get("name"), str):
        name = checked_name(answer.pop("name"))
    return NamedTopic(name, shown_values(answer))


def named_by_text(text) -> NamedTopic:
    """Return the name that a plain answer gives a topic: its first line.

    Raises
    ------
    RefusedAnswer
        If it cannot be shown.
    """
    lines = _lines_of(text)
    return NamedTopic(checked_name(_bare(lines[0]) if lines else ""), {})


def names_of_json(text, schema) -> list[str]:
    """Return the list "names" of a JSON answer, each checked."""
    return [checked_name(name) for name in json_answer(text, schema)["names"]]


def names_of_text(text, n_names) -> list[str]:
    """Return the names of a plain answer, one on a line, each checked.

    Raises
    ------
    RefusedAnswer
        If they are not `n_names`, or one cannot be shown.
    """
    names = [_bare(_NUMBER.sub("", line)) for line in _lines_of(text)]
    if len(names) != n_names:
        raise RefusedAnswer(f"it has {len(names)} lines for {n_names} names")
    return [checked_name(name) for name in names]


def _checked_text(text):
    if not isinstance(text, str):
        raise RefusedAnswer(f"it is no text but {type(text).__name__}")
    if len(text) > _MAX_ANSWER:
        raise RefusedAnswer(f"it is longer than {_MAX_ANSWER} characters")
    text = _THOUGHTS.sub("", text).strip()
    if not text:
        raise RefusedAnswer("it is empty")
    return text


def _objects_in(text):
    """Yield the JSON objects in a text that are in no other one, in their order."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    start = text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield found
        start = text.find("{", end)


def _is_deep(value):
    level, depth = [value], 0
    while level and depth <= _MAX_DEPTH:
        inner = (v.values() if isinstance(v, dict) else v for v in level)
        level = [v for of in inner for v in of if isinstance(v, dict | list)]
        depth += 1
    return bool(level)


def _refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def _lines_of(text):
    lines = (line.strip() for line in _checked_text(text).splitlines())
    return [line for line in lines if line and not line.startswith("```")]


def _bare(line):
    """Return a line without what models put around names: a title, quotes, marks."""
    before = None
    while line != before:
        before = line
        line = _TITLE.sub("", line.strip().lstrip("#").strip())
        for mark in ("**", "__", "*", "_"):
            if (
                line.startswith(mark)
                and line.endswith(mark)
                and len(line) > 2 * len(mark)
            ):
                line = line[len(mark) : -len(mark)]
        for opening, closing in _QUOTES:
            if len(line) > 2 and line[0] == opening and line[-1] == closing:
                line = line[1:-1]
    return line.removesuffix(".")
