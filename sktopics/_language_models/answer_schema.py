"""JSON schemas of answers: the part of the language that structured answers use."""

import math
import re
from numbers import Integral, Real

from .prompt_text import shown_line

# What our own prompt asks for. Small models leave a description out, and a name alone
# is of use.
NAME_SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "description": {"type": "string"},
        "coherence": {"enum": ["coherent", "mixed", "unclear"]},
    },
    "required": ["name"],
}
# The longest text of an answer but for names; what is longer is no description.
_MAX_LETTERS = 2000

_TYPES = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: _is_number(value, Real),
    "integer": lambda value: (
        _is_number(value, Integral) or (isinstance(value, float) and value.is_integer())
    ),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_ANNOTATIONS = {"$schema", "$id", "title", "description", "default", "examples"}
# Of each keyword, whether a value breaks it, and what is said then.
_BOUNDS = {
    "minimum": (Real, lambda value, bound: value < bound, "is less than {}"),
    "maximum": (Real, lambda value, bound: value > bound, "is more than {}"),
    "minLength": (str, lambda value, bound: len(value) < bound, "is shorter than {}"),
    "maxLength": (str, lambda value, bound: len(value) > bound, "is longer than {}"),
    "minItems": (list, lambda value, bound: len(value) < bound, "has fewer than {}"),
    "maxItems": (list, lambda value, bound: len(value) > bound, "has more than {}"),
}


def _is_number(value, kind):
    return isinstance(value, kind) and not isinstance(value, bool)


def _is_pattern(value):
    try:
        re.compile(value)
    except (TypeError, re.error):
        return False
    return isinstance(value, str)


def _is_count(value):
    return _is_number(value, Integral) and value >= 0


def _is_list_of(value, fits):
    return isinstance(value, list | tuple) and all(map(fits, value))


def _is_text(value):
    return isinstance(value, str)


# Of each keyword, what its value must be, and whether it is.
_NUMBER = "a number", lambda value: _is_number(value, Real)
_COUNT = "a number from 0 on", _is_count
_VALUES = {
    "type": (
        f"one of {', '.join(_TYPES)}, or a list of them",
        lambda value: _is_list_of(
            value if isinstance(value, list) else [value],
            lambda kind: isinstance(kind, str) and kind in _TYPES,
        ),
    ),
    "properties": ("a dict", lambda value: isinstance(value, dict)),
    "required": ("a list of str", lambda value: _is_list_of(value, _is_text)),
    "additionalProperties": ("a bool", lambda value: isinstance(value, bool)),
    "enum": ("a list", lambda value: _is_list_of(value, lambda item: True)),
    "pattern": ("a regular expression", _is_pattern),
    **{
        keyword: _NUMBER if kind is Real else _COUNT
        for keyword, (kind, *_) in _BOUNDS.items()
    },
}
_KNOWN = {"items", *_VALUES}


def check_schema(schema, where="schema"):
    """Refuse a JSON schema that `misfit` would not understand.

    Parameters
    ----------
    schema : dict
    where : str, default="schema"
        What messages call it.

    Raises
    ------
    TypeError
        If it is no dict.
    ValueError
        If it has other keywords, or values that these cannot have, or its outermost
        type is no object.
    """
    if not isinstance(schema, dict):
        raise TypeError(
            f"{where} must be a JSON schema as a dict, got {schema!r:.100}."
        )
    unknown = sorted(set(schema) - _KNOWN - _ANNOTATIONS, key=str)
    if unknown:
        raise ValueError(
            f"{where} has {', '.join(map(repr, unknown))}, and answers are checked for "
            f"these keywords alone: {', '.join(sorted(_KNOWN))}."
        )
    if where == "schema" and schema.get("type") != "object":
        raise ValueError(
            f'schema must have the type "object", and has {schema.get("type")!r}: an '
            "answer is an object whose properties become aspects of the topic."
        )
    for keyword, value in schema.items():
        needed, fits = _VALUES.get(keyword, (None, None))
        if fits is not None and not fits(value):
            raise ValueError(f"{where}.{keyword} must be {needed}, got {value!r:.100}.")
    for name, inner in schema.get("properties", {}).items():
        check_schema(inner, f"{where}.properties[{name!r}]")
    if "items" in schema:
        check_schema(schema["items"], f"{where}.items")


def _types_of(schema):
    kinds = schema.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def misfit(value, schema, where="the answer") -> str | None:
    """Say why a value does not fit a schema, None if it does.

    Parameters
    ----------
    value : object
        What JSON knows.
    schema : dict
        That `check_schema` has passed.
    where : str, default="the answer"
        What the reason calls the value.

    Returns
    -------
    reason : str or None
        In words of the schema, none of the answer.
    """
    kinds = _types_of(schema)
    if kinds and not any(_TYPES[kind](value) for kind in kinds):
        return f"{where} is no {' or '.join(kinds)}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} is none of {', '.join(map(repr, schema['enum']))}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{where} is no finite number"
    for keyword, (kind, breaks, reason) in _BOUNDS.items():
        bounded = isinstance(value, kind) and not isinstance(value, bool)
        if keyword in schema and bounded and breaks(value, schema[keyword]):
            return f"{where} {reason.format(schema[keyword])}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return f"{where} does not match {schema['pattern']!r}"
        if len(value) > _MAX_LETTERS:
            return f"{where} is longer than {_MAX_LETTERS}"
    return _misfit_within(value, schema, where)


def _misfit_within(value, schema, where):
    """Say why items or properties do not fit."""
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            if reason := misfit(item, schema["items"], f"{where}[{i}]"):
                return reason
    if not isinstance(value, dict):
        return None
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            return f"{where} has no {name!r}"
    for name, inner in properties.items():
        if name in value and (reason := misfit(value[name], inner, f"{name!r}")):
            return reason
    if schema.get("additionalProperties", True) is False and set(value) - {*properties}:
        return f"{where} has more properties than {', '.join(map(repr, properties))}"
    return None


def shown_values(value):
    """Return an answer whose texts are on one line, of letters that show."""
    if isinstance(value, str):
        return shown_line(value)
    if isinstance(value, list):
        return [shown_values(item) for item in value]
    if isinstance(value, dict):
        return {shown_line(name): shown_values(item) for name, item in value.items()}
    return value
