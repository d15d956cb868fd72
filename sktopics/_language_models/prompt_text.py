"""Prompts from templates: what documents say is data, and can never leave its place."""

import re
from hashlib import sha256
from unicodedata import category

# What a template may ask for.
PLACES = ("KEYWORDS", "DOCUMENTS", "SIBLINGS", "CHILDREN", "TOPICS", "FORMAT")
_PLACE = re.compile(rf"\[({'|'.join(PLACES)})\]")
# Joiners that Persian, Hindi and others write within words.
_JOINERS = "\u200c\u200d"
_TAG_LENGTH = 8
_TAG_OF_NOTHING = "0" * _TAG_LENGTH


def is_shown(letter) -> bool:
    """Whether a letter is one that readers see, and no mark that turns text around."""
    return category(letter) not in ("Cc", "Cf", "Cs") or letter in _JOINERS


def shown_line(text) -> str:
    """Return a text on one line, without letters that do not show.

    Line breaks become spaces. Controls, marks that change the direction of text, and
    halves of surrogate pairs are left out: they could hide what a document says.
    """
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(letter for letter in text if is_shown(letter))


def tag_of(texts) -> str:
    """Return a code that none of the texts holds.

    It depends on the texts alone, so that the same prompt is made again, and nobody who
    writes a document can know it.
    """
    everything = "\n".join(texts)
    tag, salt = _TAG_OF_NOTHING, 0
    while tag == _TAG_OF_NOTHING or tag in everything:
        salted = f"{salt}\n{everything}".encode("utf-8", "surrogatepass")
        tag, salt = sha256(salted).hexdigest()[:_TAG_LENGTH], salt + 1
    return tag


def data_block(kind, lines, tag) -> str:
    """Return lines of data between two tags.

    Each line begins with a dash: a line of a document can be no tag.
    """
    lines = [f"- {line}" for line in lines] or ["(none)"]
    return "\n".join([f"<{kind} {tag}>", *lines, f"</{kind} {tag}>"])


def filled_in(template, values) -> str:
    """Return a template with a value in each of its places.

    All places are filled at once, so that a document which holds "[KEYWORDS]" keeps it.

    Parameters
    ----------
    template : str
    values : dict from str to str
        By the names of places; others are "".
    """
    return _PLACE.sub(lambda place: values.get(place[1], ""), template)


def places_of(template) -> set[str]:
    """Return the names of the places that a template has."""
    return set(_PLACE.findall(template))


def with_system(prompt, system) -> str:
    """Return a prompt after the system prompt, for models that take one text."""
    return f"{system}\n\n{prompt}" if system else prompt


_AGAIN = """\


An earlier answer could not be used: {reason}. Answer exactly as described."""
# The longest reason that a second prompt gives.
_REASON_LETTERS = 100


def asked_again(prompt, reason) -> str:
    """Return the prompt of a second try, which says why the first was of no use."""
    return prompt + _AGAIN.format(reason=reason[:_REASON_LETTERS])


LONGEST_AGAIN = asked_again("", "x " * _REASON_LETTERS)
