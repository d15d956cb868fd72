"""Where the characters of changed text come from.

Origins are two arrays with an entry for each character of the changed text and one
more for its end: the first character of the original that it comes from, and the one
after the last. A character that comes from nowhere has the start of the next one and
the stop of the one before.
"""

import re
import unicodedata
from difflib import SequenceMatcher

import numpy as np

# What stays in one piece when texts are aligned: a word, or a single mark.
_CHUNK = re.compile(r"\w+|[^\w\s]")
_LETTER = re.compile(r"\w")


def origins_by_character(text, changed, change):
    """Align text with what a function of single characters has made of it.

    Parameters
    ----------
    text : str
    changed : str
        The text as a whole, changed.
    change : callable
        From str to str.

    Returns
    -------
    origins : (ndarray, ndarray) of shape (len(changed) + 1,), int64, or None
        None if the whole was changed otherwise than its characters one by one.

    Examples
    --------
    >>> starts, stops = origins_by_character("İl", "i̇l", str.lower)
    >>> starts.tolist(), stops.tolist()
    ([0, 0, 1, 2], [1, 1, 2, 2])
    """
    parts = {character: change(character) for character in set(text)}
    # Greek has a small sigma of its own for the ends of words.
    if changed.replace("ς", "σ") != "".join(map(parts.get, text)).replace("ς", "σ"):
        return None
    starts, stops = _extents(text, parts)
    return np.append(starts, len(text)), np.append(stops, len(text))


def _extents(text, parts):
    """Start and stop in a text of each character that its characters turn into."""
    if all(len(part) == 1 for part in parts.values()):
        starts = np.arange(len(text))
        return starts, starts + 1
    sizes = np.fromiter((len(parts[character]) for character in text), np.int64)
    starts = np.repeat(np.arange(len(text)), sizes)
    stops = starts + 1
    # An accent that was taken off belongs to its letter.
    before = np.cumsum(sizes)
    for i in np.flatnonzero(sizes == 0):
        if before[i] and unicodedata.combining(text[i]):
            stops[before[i] - 1] = i + 1
    return starts, stops


def origins_by_word(text, changed):
    """Align text with what has become of it, word by word.

    Words are the same that differ in nothing but case and accents. What is between
    two such words in one text comes from what is between them in the other: where its
    words occur there, or else word from word if they are as many, or else as a whole.

    Parameters
    ----------
    text, changed : str

    Returns
    -------
    origins : (ndarray, ndarray) of shape (len(changed) + 1,), int64

    Examples
    --------
    >>> starts, stops = origins_by_word("<b>He</b> didn't", "he did not")
    >>> int(starts[0]), int(stops[1])
    (3, 5)
    >>> int(starts[3]), int(stops[5])  # "did", and then "not"
    (10, 13)
    >>> int(starts[7]), int(stops[9])
    (13, 16)
    """
    old, new = _Chunks(text), _Chunks(changed)
    starts = np.full(len(new.plain), -1)
    stops = np.full(len(new.plain), -1)
    for found in _matched(old.words, new.words):
        for source, target, exact in _origins_of_words(old, new, *found):
            first, last = source
            here = slice(*target)
            if exact:
                starts[here] = old.starts[first:last]
                stops[here] = old.stops[first:last]
            else:
                starts[here] = old.starts[first]
                stops[here] = old.stops[last - 1]
    return _by_character(starts, stops, new.starts, len(text), len(changed))


def spans_in_order(text, parts):
    """Find parts of a text one after another, if they leave out none of its words.

    Parameters
    ----------
    text : str
    parts : list of str

    Returns
    -------
    spans : list of (int, int), or None
        None where a part is not found, or a letter or digit is in none.

    Examples
    --------
    >>> spans_in_order("to be, or not", ["to", "be", "or", "not"])
    [(0, 2), (3, 5), (7, 9), (10, 13)]
    >>> spans_in_order("to be, or not", ["to", "not"])
    """
    spans, place = [], 0
    for part in parts:
        start = text.find(part, place)
        if start < 0 or _LETTER.search(text, place, start):
            return None
        place = start + len(part)
        spans.append((start, place))
    return None if _LETTER.search(text, place) else spans


class _Chunks:
    """The words and marks of a text without regard to case and accents.

    `plain` is the text without these, `starts` and `stops` where its characters are in
    the text, `spans` where its `words` are in `plain`.
    """

    def __init__(self, text):
        parts = {character: _plain(character) for character in set(text)}
        self.plain = "".join(map(parts.get, text))
        self.starts, self.stops = _extents(text, parts)
        self.spans = [match.span() for match in _CHUNK.finditer(self.plain)]
        self.words = [self.plain[slice(*span)] for span in self.spans]


def _plain(character):
    letters = unicodedata.normalize("NFKD", character).casefold()
    letters = unicodedata.normalize("NFKD", letters)
    return "".join(c for c in letters if not unicodedata.combining(c))


def _matched(old, new):
    """Opcodes that turn one list of words into another, deletions left out."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    if same:
        yield "equal", 0, same, 0, same
    old, new = old[same:], new[same:]
    # A mark alone, which there may be anywhere, is no ground to align texts on; nor,
    # where there are others, is a word that is one in a hundred.
    matcher = SequenceMatcher(_is_mark, old, new, autojunk=len(set(new)) > 200)
    for kind, *bounds in matcher.get_opcodes():
        if kind in ("equal", "replace"):
            yield kind, *(bound + same for bound in bounds)


def _is_mark(chunk):
    return not (chunk[0].isalnum() or chunk[0] == "_")


def _origins_of_words(old, new, kind, i, i_end, j, j_end):
    """Source, target, and whether these are the same characters, for each word."""
    sources, targets = old.spans[i:i_end], new.spans[j:j_end]
    words = new.words[j:j_end]
    if kind == "equal":
        return [(s, t, True) for s, t in zip(sources, targets, strict=True)]
    place, last = sources[0][0], sources[-1][1]
    found = []
    for word in words:
        start = old.plain.find(word, place, last)
        if start < 0:
            break
        place = start + len(word)
        found.append((start, place))
    if len(found) < len(words) and len(sources) == len(words):
        return [(s, t, False) for s, t in zip(sources, targets, strict=True)]
    end = last if len(found) == len(words) else place
    whole = zip(found, _whole_words(found, sources, end), targets, strict=False)
    origins = [(word, target, word == part) for part, word, target in whole]
    if place < last:
        rest = targets[len(found) :]
        origins += [((place, last), target, False) for target in rest]
    return origins


def _whole_words(found, words, end):
    """Extend what was found at the start of a word, and alone in it, to all of it.

    So that a stem has the place of its word.
    """
    stops = dict(words)
    following = [start for start, _ in found[1:]] + [end]
    for (start, stop), after in zip(found, following, strict=True):
        whole = stops.get(start, stop)
        yield (start, whole if stop < whole <= after else stop)


def _by_character(starts, stops, places, n_text, n_changed):
    """Origins of the characters of a text, from those of its plain characters."""
    first, last = np.full(n_changed + 1, n_text), np.zeros(n_changed + 1, np.int64)
    placed = starts >= 0
    np.minimum.at(first, places[placed], starts[placed])
    np.maximum.at(last, places[placed], stops[placed])
    last[-1] = n_text
    return np.minimum.accumulate(first[::-1])[::-1], np.maximum.accumulate(last)
