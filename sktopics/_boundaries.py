"""Splitting text into the pieces between which contexts do not reach."""

import re
from itertools import pairwise

# A blank line: two line ends with nothing but white space between them.
_BLANK_LINE = re.compile(r"\n\s*\n|\r\s*\r\n?|\u2029")

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
