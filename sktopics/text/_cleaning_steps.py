"""The steps of a cleaner of texts: each finds what to change in a text.

A step is a function from a text to its edits, see `_text_edits`, or to a text of the
same length, in which each character stands in the place of the one before.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

# The same letter, written in one code or with marks after it.
_FORM = "NFC"
_INVISIBLE = re.compile("[\u00ad\ufeff]")
_SCRIPT = r"<(?P<name>script|style)\b.*?</(?P=name)\s*>|<!--.*?-->"
# Tags of letters stand inside of words, others between them.
_INLINE = r"</?(?:b|em|i|strong|u)>"
_TAG = re.compile(
    rf"(?P<between>{_SCRIPT})|(?P<inside>{_INLINE})|<[a-z/!?][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)[’ʼ＇`´](?=\w)")
_HYPHEN = re.compile(r"(?<=\w)[\u2010\u2011](?=\w)")
# What addresses are made of: no quotes, nor letters of scripts without spaces.
_IN_LINK = r"[^\s<>\"«»“”…\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]"
_LINK = re.compile(
    rf"""(?:https?|ftp)://(?:{_IN_LINK}*(?<=[\w/=&#%~+-]))?
    |\bwww\.{_IN_LINK}*(?<=[\w/=&#%~+-])
    |(?<![\w.+-])[\w.+-]*\w@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{{2,}}
    |(?<![\w@.-])(?:[a-z\d-]+\.)+[a-z]{{2,}}/(?:{_IN_LINK}*(?<=[\w/=&#%~+-]))?
    |(?<![\w@.-])(?:[a-z\d-]+\.)+(?:com|edu|gov|info|net|org)\b(?!['’-]?\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# What every address has, and few texts: most texts are not searched for addresses.
_HINT_OF_LINK = re.compile(r"://|www\.|@|\.[a-z\d-]", re.IGNORECASE)
_MENTION = re.compile(r"(?:\bRT\s+)?(?<![\w@/.])@\w+(?:@[\w-]+(?:\.[\w-]+)+)?")
_HASHTAG = re.compile(r"(?<![\w#&])#(?=\w)\w+")
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,:/-]\d+)*(?!\w)")
# White space within a line.
_SPACES = re.compile("[^\\S\n\r\x0b\x0c\x85\u2028\u2029]+")
# Accents of Latin, Greek and Cyrillic letters.
_MARKS = re.compile("[\u0300-\u036f]+")
_OWN_MARKS = ("GREEK", "LATIN")


def cleaning_steps(
    lowercase, markup, links, mentions, hashtags, numbers, accents, yo
) -> list:
    """Return the steps of a `TextCleaner` with these parameters, in order."""
    removed: dict[Callable[..., Any], bool] = {
        mention_edits: mentions == "remove",
        link_edits: links == "remove",
        partial(pattern_edits, _HASHTAG, " "): hashtags == "remove",
        partial(pattern_edits, _NUMBER, " "): numbers == "remove",
    }
    steps = [markup_edits, entity_edits] if markup == "remove" else []
    steps += [
        composed_edits,
        partial(pattern_edits, _INVISIBLE, ""),
        partial(_APOSTROPHE.sub, "'"),
        partial(_HYPHEN.sub, "-"),
    ]
    steps += [step for step, is_asked in removed.items() if is_asked]
    if hashtags == "word":
        steps.append(hash_edits)
    if accents == "remove":
        steps += [without_accents, partial(pattern_edits, _MARKS, "")]
    if yo:
        steps.append(without_yo)
    if lowercase:
        steps.append(small_letters)
    return [*steps, space_edits, end_edits]


def pattern_edits(pattern, replacement, text):
    """Return edits that put a replacement in the place of each match."""
    return [(*match.span(), replacement) for match in pattern.finditer(text)]


def mention_edits(text):
    """Return edits that take out names of users."""
    return pattern_edits(_MENTION, " ", text) if "@" in text else []


def link_edits(text):
    """Return edits that take out addresses of the web and of e-mail."""
    return pattern_edits(_LINK, " ", text) if _HINT_OF_LINK.search(text) else []


def markup_edits(text):
    """Return edits that take off the tags of HTML, and scripts between them."""
    if "<" not in text:
        return []
    return [
        (*match.span(), "" if match["inside"] else " ") for match in _TAG.finditer(text)
    ]


def entity_edits(text):
    """Return edits that replace HTML's names of characters: "&amp;" by "&"."""
    if "&" not in text:
        return []
    found = [(m.span(), m[0], html.unescape(m[0])) for m in _ENTITY.finditer(text)]
    return [(*span, new) for span, old, new in found if new != old]


def composed_edits(text):
    """Return edits that write letters and their marks as one character, if there is."""
    if unicodedata.is_normalized(_FORM, text):
        return []
    edits, start, cluster = [], 0, ""
    for place, character in enumerate(text + "\n"):
        joined = unicodedata.normalize(_FORM, cluster + character)
        apart = unicodedata.normalize(_FORM, cluster) + unicodedata.normalize(
            _FORM, character
        )
        if cluster and (joined != apart or unicodedata.combining(character)):
            cluster += character
            continue
        composed = unicodedata.normalize(_FORM, cluster)
        if composed != cluster:
            edits.append((start, place, composed))
        start, cluster = place, character
    return edits


def hash_edits(text):
    """Return edits that take the marks of hashtags off."""
    return [(m.start(), m.start() + 1, "") for m in _HASHTAG.finditer(text)]


def space_edits(text):
    """Return edits that make one space of all white space within a line."""
    return [edit for edit in pattern_edits(_SPACES, " ", text) if _is_wide(text, edit)]


def end_edits(text):
    """Return edits that take off the white space at both ends of a text."""
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    ends = [(0, start, ""), (max(start, stop), len(text), "")]
    return [edit for edit in ends if edit[0] < edit[1]]


def _is_wide(text, edit):
    start, stop, _ = edit
    return text[start:stop] != " "


def without_accents(text):
    """Return a text whose Latin and Greek letters have no accents.

    Letters of other scripts stay: й is no и, and signs of Hindi or Japanese belong to
    their letters.
    """
    if text.isascii():
        return text
    plain = {ord(letter): _plain_letter(letter) for letter in set(text)}
    return text.translate(plain)


def _plain_letter(letter):
    base, *marks = unicodedata.normalize("NFD", letter)
    script = unicodedata.name(base, "").split(" ")[0]
    own = script in _OWN_MARKS and all(map(unicodedata.combining, marks))
    return base if own else letter


def without_yo(text):
    """Return a text with е for ё, which Russian writes for both."""
    return text.replace("ё", "е").replace("Ё", "Е")


def small_letters(text):
    """Return a text in small letters, each in the place of its capital."""
    # The only capital whose small letter is two characters.
    return text.replace("İ", "i").lower()
