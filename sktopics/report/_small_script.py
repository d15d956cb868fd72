"""Scripts of a report with fewer letters: the file has no room for their comments."""

import re
from typing import NamedTuple

_TOKENS = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
  | (?P<template>`)
  | (?P<space>\s+)
  | (?P<word>[\w$\#]+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
# After these words, and after all signs but ) ] }, a slash begins a regular expression.
_BEFORE_REGEX = {"return", "typeof", "case", "in", "of", "await", "yield", "else"}


class _Token(NamedTuple):
    text: str
    kind: str
    gap: str  # the space before it


def small_script(text):
    """Return a script that does the same with fewer letters.

    Comments go. Spaces go where two tokens cannot run into each other, and line breaks
    where JavaScript ends no statement by them. ``const`` becomes ``let``, and neighbors
    become one. Private names become short. Strings, templates and regular expressions
    stay as they are.

    Parameters
    ----------
    text : str
        JavaScript in which a regular expression does not follow ``)``, ``]`` or ``}``,
        statements end in semicolons and are not empty, and templates hold no private
        names.
    """
    tokens = _merged_declarations(list(_tokens_of(text)))
    parts = []
    for i, token in enumerate(tokens):
        last = tokens[i - 1] if i else None
        if last and token.gap:
            parts.append(_gap_between(last, token))
        if last and _says_nothing(last.text, token.text, tokens[i - 2].text):
            parts = parts[: parts.index(last.text, len(parts) - 2)]
        parts.append(token.text)
    return "".join(parts)


def _says_nothing(sign, after, before):
    """Whether a comma or semicolon may go: in `[,]` a comma says something."""
    if sign == ";":
        return after == "}"
    return sign == "," and after in ("}", "]", ")") and before not in (",", "[")


def _tokens_of(text):
    at, gap, before, private = 0, "", "", {}
    while at < len(text):
        token, kind = _token_at(text, at, before)
        at += len(token)
        if kind in ("space", "comment"):
            gap += token if kind == "space" else " "
            continue
        gap, before, last_gap = "", token, gap
        if kind == "word" and token[0] == "#":
            token = private.setdefault(token, f"#{_short_name(len(private))}")
        yield _Token("let" if token == "const" else token, kind, last_gap)


def _short_name(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    more, rest = divmod(number, len(letters))
    return (_short_name(more - 1) if more else "") + letters[rest]


def _token_at(text, at, before):
    """Return the token that begins at a place, and its kind."""
    match = _TOKENS.match(text, at)
    kind = match.lastgroup
    if kind == "template":
        return text[at : _end_of_template(text, at)], kind
    if match[0] == "/" and _may_be_regex(before):
        return _REGEX.match(text, at)[0], "regex"
    return match[0], kind


def _may_be_regex(before):
    if _is_word(before[-1:]):
        return before in _BEFORE_REGEX
    return before[-1:] not in (")", "]", "}", '"', "'", "`")


def _end_of_template(text, at):
    """Return the place behind a template, which may hold expressions and templates."""
    at += 1
    while text[at] != "`":
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = _end_of_expression(text, at + 2)
        else:
            at += 1
    return at + 1


def _end_of_expression(text, at):
    depth, before = 1, "{"
    while depth:
        token, kind = _token_at(text, at, before)
        depth += {"{": 1, "}": -1}.get(token, 0)
        at += len(token)
        before = before if kind in ("space", "comment") else token
    return at


def _merged_declarations(tokens):
    """Write ``let a=1;let b=2`` as ``let a=1,b=2``."""
    found, is_declaring, begins = [], [False], True
    for i, token in enumerate(tokens):
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if begins:
            is_declaring[-1] = token.text == "let"
        if token.text in ("(", "[", "{"):
            is_declaring.append(False)
        elif token.text in (")", "]", "}") and len(is_declaring) > 1:
            is_declaring.pop()
        begins = token.text in (";", "{", "}")
        merges = token.text == ";" and is_declaring[-1] and after == "let"
        if merges:
            found.append(_Token(",", "sign", ""))
        elif not (
            token.text == "let" and found and i and _was_merged(found, tokens[i - 1])
        ):
            found.append(token)
    return found


def _was_merged(found, last):
    return last.text == ";" and found[-1].text == ","


def _gap_between(last, token):
    """Return what has to stay of the space between two tokens."""
    left, right = last.text[-1], token.text[0]
    is_line = "\n" in token.gap
    if _is_word(left) and _is_word(right):
        return "\n" if is_line else " "
    # `a + +b` and `a - -b` are other tokens without a space.
    if left == right and left in "+-/":
        return " "
    ends = _is_word(left) or left in ")]}\"'`+-/"
    begins = _is_word(right) or right in "([{\"'`+-/*"
    return "\n" if is_line and ends and begins else ""


def _is_word(letter):
    return letter.isalnum() or letter in ("_", "$", "#")
