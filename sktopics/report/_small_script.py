"""Scripts without comments and needless spaces: a report has no room for them."""

import re

# Tokens of JavaScript that are kept as they are, and what may go between tokens.
_TOKENS = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
  | (?P<template>`)
  | (?P<space>\s+)
  | (?P<word>[\w$#\x80-\U0010ffff]+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
# After these words, and after all signs but ) ] }, a slash begins a regular expression.
_BEFORE_REGEX = {"return", "typeof", "case", "in", "of", "await", "yield", "else"}


def small_script(text):
    """Return a script that does the same with fewer letters.

    Comments go. Spaces go where two tokens cannot run into each other. A line break
    stays where JavaScript may end a statement by it. Strings, templates and regular
    expressions stay as they are.

    Parameters
    ----------
    text : str
        JavaScript in which a regular expression does not follow ``)``, ``]`` or ``}``.
    """
    parts, gap, at = [], "", 0
    while at < len(text):
        token, kind = _token_at(text, at, parts[-1] if parts else "")
        at += len(token)
        if kind in ("space", "comment"):
            gap += token if kind == "space" else " "
            continue
        if parts and gap:
            parts.append(_gap_between(parts[-1], token, gap))
        parts.append(token)
        gap = ""
    return "".join(parts)


def _token_at(text, at, before):
    """Return the token that begins at a place, and its kind."""
    match = _TOKENS.match(text, at)
    kind = match.lastgroup
    if kind == "template":
        return text[at : _end_of_template(text, at)], kind
    if kind == "sign" and match[0] == "/" and _may_be_regex(before):
        return _REGEX.match(text, at)[0], "regex"
    return match[0], kind


def _may_be_regex(before):
    last = before.rstrip()[-1:]
    if last.isalnum() or last in ("_", "$"):
        return before in _BEFORE_REGEX
    return last not in (")", "]", "}", '"', "'", "`")


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
        before = before if kind == "space" else token
    return at


def _gap_between(before, after, gap):
    """Return what has to stay of the space between two tokens."""
    left, right = before[-1], after[0]
    if _is_word(left) and _is_word(right):
        return "\n" if "\n" in gap else " "
    # `a + +b` and `a - -b` are other tokens without a space.
    if left == right and left in "+-/":
        return " "
    ends = _is_word(left) or left in ")]}\"'`+-/"
    begins = _is_word(right) or right in "([{\"'`+-/#*"
    return "\n" if "\n" in gap and ends and begins else ""


def _is_word(letter):
    return letter.isalnum() or letter in "_$#" or letter > "\x7f"
