"""Texts with bytes for their frequent words, which deflate a quarter smaller.

Bytes below 128 are ASCII. Others stand for a word, with the space before it, or for a
character that is not ASCII. The first 16 have a byte of their own, 128 to 143, and the
rest two bytes, the first of which is 144 or more.
"""

import json
import re
from collections import Counter

from ._parts import packed_bytes

N_SHORT = 16
_FIRST_LONG = 128 + N_SHORT
N_CODES = N_SHORT + (256 - _FIRST_LONG) * 256
_WORD = re.compile(r" ?[^\W_]{2,}|[^\x00-\x7f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Words that are counted: those of a sample tell which are frequent.
_MOST_COUNTED = 20_000_000


def frequent_words(blocks):
    """Return the words that have bytes, the most frequent first, as a list.

    All characters that are not ASCII are among them.

    Parameters
    ----------
    blocks : list of list of str

    Returns
    -------
    words : list of str, or None
        None where there are more such characters than bytes for them.
    """
    counts, characters, n = Counter(), set(), 0
    for texts in blocks:
        text = _as_json(texts)
        if not text.isascii():
            characters.update(character for character in text if character > "\x7f")
        if n < _MOST_COUNTED:
            n += len(text)
            counts.update(_WORD.findall(text))
    if len(characters) > N_CODES:
        return None
    saved = {
        word: count * (len(word) - 2) for word, count in counts.items() if len(word) > 2
    }
    best = sorted(saved, key=lambda word: (-saved[word], word))
    words = [word for word in best[: N_CODES - len(characters)] if counts[word] > 1]
    words += sorted(characters)
    return sorted(words, key=lambda word: (-counts[word], word))


def packed_texts(texts, words):
    """Return texts as a part.

    Parameters
    ----------
    texts : list of str
    words : list of str
        From `frequent_words`.
    """
    code_of = {word: _code(number) for number, word in enumerate(words)}

    def coded(match):
        word = match[0]
        if word in code_of:
            return code_of[word]
        return "".join(code_of.get(character, character) for character in word)

    return packed_bytes(_WORD.sub(coded, _as_json(texts)).encode("latin-1"))


def _as_json(texts):
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub("?", text)


def _code(number):
    """Return the bytes of a word, as characters of Latin-1."""
    if number < N_SHORT:
        return chr(128 + number)
    high, low = divmod(number - N_SHORT, 256)
    return chr(_FIRST_LONG + high) + chr(low)
