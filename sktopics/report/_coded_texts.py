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
_MOST_COUNTED = 8_000_000
# Longer pieces of texts are seldom twice the same.
_LONGEST_KEPT = 60
# As JSON writes it, so that no word begins with this "n".
_LINE_END = r"\n"


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
    first, others, characters = Counter(), Counter(), set()
    every = -(-length // _MOST_COUNTED)
    for number, texts in enumerate(blocks):
        text = _as_json(texts)
        if not text.isascii():
            characters.update(
                character for character in set(text) if character > "\x7f"
            )
        if number % every == 0:
            for line in text.split(_LINE_END):
                pieces = line.split(" ")
                first[pieces[0]] += 1
                others.update(pieces[1:])
    counts = Counter()
    for before, pieces in (("", first), (" ", others)):
        for piece, count in pieces.items():
            for word in _WORD.findall(before + piece):
                counts[word] += count
    if len(characters) > N_CODES:
        return None
    saved = {
        word: count * (len(word) - 2) for word, count in counts.items() if len(word) > 2
    }
    best = sorted(saved, key=lambda word: (-saved[word], word))
    words = [word for word in best[: N_CODES - len(characters)] if counts[word] > 1]
    words += sorted(characters)
    return sorted(words, key=lambda word: (-counts[word], word))


class TextCoder:
    """Writes texts with bytes for words.

    Parameters
    ----------
    words : list of str
        From `frequent_words`.
    """

    def __init__(self, words):
        code_of = {word: _code(number) for number, word in enumerate(words)}
        self.first, self.others = _Pieces("", code_of), _Pieces(" ", code_of)

    def packed(self, texts):
        """Return a list of texts as a part."""
        lines, code_of = [], self.others.__getitem__
        for line in _as_json(texts).split(_LINE_END):
            first, *others = line.split(" ")
            lines.append(self.first[first] + "".join(map(code_of, others)))
        return packed_bytes(_LINE_END.join(lines).encode("latin-1"))


class _Pieces(dict):
    """What stands between two spaces, and how it is coded, as characters of Latin-1.

    Most of a text is only looked up.

    Parameters
    ----------
    before : {"", " "}
        What stands before the pieces, which is coded with them.
    code_of : dict from str to str
        Bytes of words.
    """

    def __init__(self, before, code_of):
        super().__init__()
        self.before, self.code_of = before, code_of

    def __missing__(self, piece):
        parts = _WORD.split(self.before + piece)
        parts[1::2] = [self._word(word) for word in parts[1::2]]
        coded = "".join(parts)
        if len(piece) <= _LONGEST_KEPT:
            self[piece] = coded
        return coded

    def _word(self, word):
        """Return the bytes of a word, or its characters, or bytes of these."""
        code = self.code_of.get(word)
        if code is not None:
            return code
        if word.isascii():
            return word
        return "".join(self.code_of.get(character, character) for character in word)


def _as_json(texts):
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub("?", text)


def _code(number):
    """Return the bytes of a word, as characters of Latin-1."""
    if number < N_SHORT:
        return chr(128 + number)
    high, low = divmod(number - N_SHORT, 256)
    return chr(_FIRST_LONG + high) + chr(low)
