"""Where the parts of a long text start and stop."""

import re
from numbers import Integral

import numpy as np

from ._boundaries import paragraph_ends, sentence_ends

# A token is what stands between white space. Chinese and Japanese have none between
# words: there each character is one.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_CONTENT = re.compile(r"\S")


def part_spans(text, by, overlap=0):
    """Return start and stop of each part of a text.

    Parameters
    ----------
    text : str
    by : {"paragraph", "sentence"} or int
        What a part is; a number is that of tokens in a part.
    overlap : int, default=0
        How many of the paragraphs, sentences or tokens before it a part begins with.
        Of tokens, less than `by`.

    Returns
    -------
    spans : list of (int, int)
        Without `overlap`, the parts joined are the text. A blank text has no part.

    Examples
    --------
    >>> part_spans("one two three four five", by=3, overlap=1)
    [(0, 14), (8, 23)]
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


def token_places(text):
    """Return start and stop of each token of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    places : ndarray of shape (n_tokens, 2), int64

    Examples
    --------
    >>> token_places("rain and 雪")
    array([[ 0,  4],
           [ 5,  8],
           [ 9, 10]])
    """
    places = [match.span() for match in _TOKEN.finditer(text)]
    return np.array(places, dtype=np.int64).reshape(-1, 2)


def _unit_starts(text, by):
    """Return where paragraphs, sentences or tokens start, the first one at 0.

    White space belongs to what stands before it. A blank text has none.
    """
    if isinstance(by, Integral):
        starts = [match.start() for match in _TOKEN.finditer(text)]
    else:
        ends = paragraph_ends(text) if by == "paragraph" else sentence_ends(text)
        found = (_CONTENT.search(text, end) for end in [0, *ends])
        starts = sorted({match.start() for match in found if match})
    return [0, *starts[1:]] if starts else []
