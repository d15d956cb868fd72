"""Splitting text into pieces: paragraphs, sentences, words."""

import re
from itertools import pairwise
from numbers import Integral

import numpy as np

# A blank line: two line ends with nothing but white space between them.
_BLANK_LINE = re.compile(r"\n\s*\n|\r\s*\r\n?|\u2029")

# A word is what stands between white space. Chinese and Japanese have none between
# words: there each character is one.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_CONTENT = re.compile(r"\S")

# Where a sentence may end: at marks that are followed by white space (Latin,
# Greek, Cyrillic, Arabic, Devanagari, Armenian, Ethiopic, Burmese, Khmer), or at
# the full-width marks of Chinese and Japanese, which need none.
_END = re.compile(
    r"""[.!?…‼⁇⁈⁉؟۔।॥։።፧။៕]+["'”’»›)\]}]*(?=\s)"""
    r"""|[。！？｡]+[”’」』）》】"]*"""
)
# What precedes a full stop that ends no sentence: single letters (initials,
# "U.S.", "e.g."), titles and other common abbreviations.
_ABBREVIATED = re.compile(
    r"""\b([^\W\d_]|adm|al|approx|bros|bzw|capt|cf|cmdr|dept|dr|eds?|eq|etc|figs?|gen
    |gov|hon|hr|jr|lt|maj|messrs|mlle|mme|mrs?|ms|mt|núm|pp|pres|prof|rep|rev|sen|sgt
    |sra?|srta|st|vgl|vol|vs)\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def split_paragraphs(text):
    r"""Split text at blank lines.

    Parameters
    ----------
    text : str

    Returns
    -------
    pieces : list of str
        At least one; the blank lines themselves are left out.

    Examples
    --------
    >>> split_paragraphs("One line,\nand another.\n\nA second paragraph.")
    ['One line,\nand another.', 'A second paragraph.']
    """
    return _BLANK_LINE.split(text)


def split_sentences(text):
    """Split text after the punctuation that ends a sentence, and at blank lines.

    A rule of thumb for many languages, not a parser: a sentence ends with one or
    more of ``. ! ? …`` or their like in other scripts, closing quotes and
    brackets included, before white space (after ``。！？`` also without), unless
    what follows starts with a small letter or a full stop ends an initial
    ("J. Smith", "U.S. Congress") or a common abbreviation ("Dr. Smith").

    Parameters
    ----------
    text : str

    Returns
    -------
    pieces : list of str
        At least one.

    Examples
    --------
    >>> split_sentences('Dr. No asked: "Why?" Nobody knew... or said. 是的。不是。')
    ['Dr. No asked: "Why?"', ' Nobody knew... or said.', ' 是的。', '不是。']
    """
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for sentence in _sentences(paragraph)
    ]


def paragraph_ends(text):
    """Return where blank lines stand in a text, a list of int."""
    return [match.start() for match in _BLANK_LINE.finditer(text)]


def sentence_ends(text):
    """Return where the sentences of a text end but the last, a list of int.

    They are those of `split_sentences`.
    """
    ends, start = [], 0
    for match in _BLANK_LINE.finditer(text):
        ends += [start + end for end in _ends_in(text[start : match.start()])]
        ends.append(match.start())
        start = match.end()
    return ends + [start + end for end in _ends_in(text[start:])]


def _sentences(text):
    edges = [0, *_ends_in(text), len(text)]
    return [text[start:stop] for start, stop in pairwise(edges)]


def _ends_in(paragraph):
    """Return where the sentences of a paragraph end but the last."""
    return [
        match.end()
        for match in _END.finditer(paragraph)
        if match.end() < len(paragraph) and _ends(paragraph, match)
    ]


def _ends(text, match):
    """Whether the mark is the end of a sentence."""
    follows = text[match.end() : match.end() + 40].lstrip()
    if follows.lstrip("\"'“‘«‹([{¿¡")[:1].islower():
        return False
    if match.group() != ".":
        return True
    return not _ABBREVIATED.search(text, max(0, match.start() - 10), match.start())


def word_spans(text):
    """Return start and stop of the words of a text, (n_words, 2), int64.

    Words are what stands between white space, and single characters of Chinese and
    Japanese.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def part_spans(text, by, overlap=0):
    """Return start and stop of each part of a text, a list of pairs.

    Parameters
    ----------
    text : str
    by : {"paragraph", "sentence"} or int
        What parts are; a number is that of words in a part.
    overlap : int, default=0
        How many of the paragraphs, sentences or words before it a part begins with.

    Returns
    -------
    spans : list of (int, int)
        White space belongs to what stands before it. A blank text has no part.
    """
    starts = _unit_starts(text, by)
    if not starts:
        return []
    edges = [*starts, len(text)]
    n = len(starts)
    if isinstance(by, Integral):
        step = by - overlap
        # A part that holds nothing but what the one before it has is none.
        first = range(0, max(n - overlap, 1), step)
        return [(edges[i], edges[min(i + by, n)]) for i in first]
    return [(edges[max(i - overlap, 0)], edges[i + 1]) for i in range(n)]


def _unit_starts(text, by):
    """Return where paragraphs, sentences or words start, the first one at 0."""
    if isinstance(by, Integral):
        starts = [match.start() for match in _WORD.finditer(text)]
    else:
        ends = paragraph_ends(text) if by == "paragraph" else sentence_ends(text)
        found = (_CONTENT.search(text, end) for end in [0, *ends])
        starts = sorted({match.start() for match in found if match})
    return [0, *starts[1:]] if starts else []
