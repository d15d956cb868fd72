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
_WORD = re.compile(r"( ?[^\W_]{2,}|[^\x00-\x7f])")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Characters of texts for which a list of words is worth its place.
FEWEST_CODED = 100_000
# Characters in which words are counted: a sample tells which are frequent.
_MOST_COUNTED = 12_000_000


def frequent_words(blocks):
    """Return the words that have bytes, the most frequent first, as a list.

    All characters that are not ASCII are among them.

    Parameters
    ----------
    blocks : list of list of str

    Returns
    -------
    words : list of str, or None
        None where texts are short, or there are more such characters than bytes.
    """
    length = sum(len(text) for texts in blocks for text in texts)
    if length < FEWEST_CODED:
        return None
    counts, characters = Counter(), set()
    every = -(-length // _MOST_COUNTED)
    for number, texts in enumerate(blocks):
        text = _as_json(texts)
        if not text.isascii():
            characters.update(
                character for character in set(text) if character > "\x7f"
            )
        if number % every == 0:
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


class TextCoder(dict):
    """Writes texts with bytes for words: a dict from words to characters of Latin-1.

    Parameters
    ----------
    words : list of str
        From `frequent_words`.
    """

    def __init__(self, words):
        super().__init__((word, _code(number)) for number, word in enumerate(words))

    def __missing__(self, word):
        """Return a word that has no bytes: its characters, or bytes of these."""
        coded = word
        if not word.isascii():
            coded = "".join(self.get(character, character) for character in word)
        self[word] = coded
        return coded

    def packed(self, texts):
        """Return a list of texts as a part."""
        pieces = _WORD.split(_as_json(texts))
        pieces[1::2] = [self[word] for word in pieces[1::2]]
        return packed_bytes("".join(pieces).encode("latin-1"))


def _as_json(texts):
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub("?", text)


def _code(number):
    """Return the bytes of a word, as characters of Latin-1."""
    if number < N_SHORT:
        return chr(128 + number)
    high, low = divmod(number - N_SHORT, 256)
    return chr(_FIRST_LONG + high) + chr(low)
