"""Long documents in parts."""

import re
from numbers import Integral

import numpy as np

from .._sklearn import Interval, StrOptions, validate_params
from .._validation import check_documents
from ._boundaries import paragraph_ends, sentence_ends

# A token is what stands between white space. Chinese and Japanese have none between
# words: there each character is one.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_CONTENT = re.compile(r"\S")


@validate_params(
    {
        "by": [
            StrOptions({"paragraph", "sentence"}),
            Interval(Integral, 1, None, closed="left"),
        ],
        "overlap": [Interval(Integral, 0, None, closed="left")],
        "return_spans": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def split_documents(
    documents, by: str | int = "paragraph", *, overlap=0, return_spans=False
) -> tuple:
    r"""Split long documents into parts, and tell whose they are.

    Models of sentences read a few hundred words of a document and leave out the rest,
    and a model of clusters gives a document one topic. Parts are short enough for
    both. :func:`~sktopics.analysis.aggregate` joins their shares of topics.

    Parameters
    ----------
    documents : iterable of str
    by : {"paragraph", "sentence"} or int, default="paragraph"
        Paragraphs end with a blank line. Sentences end with punctuation of many
        scripts, but not after initials and common abbreviations, and with paragraphs.
        A number is that of tokens in a part: words between white space, and single
        characters of Chinese and Japanese.
    overlap : int, default=0
        How many of the paragraphs, sentences or tokens before it a part begins with.
        Of tokens, less than `by`.
    return_spans : bool, default=False
        Whether to return the places of the parts, too.

    Returns
    -------
    parts : list of str
        Without `overlap`, the parts of a document joined are the document. A blank
        document has no part.
    owners : ndarray of shape (n_parts,), int64
        The document of each part; they ascend.
    spans : ndarray of shape (n_parts, 2), int64
        If asked for: part i is ``documents[owners[i]][start:stop]`` with
        ``start, stop = spans[i]``.

    Raises
    ------
    TypeError
        If documents are no texts.
    ValueError
        If there are no documents, or if `overlap` leaves a part nothing of its own.

    See Also
    --------
    sktopics.analysis.aggregate : Joins the shares of topics of parts.

    Examples
    --------
    >>> from sktopics.text import split_documents
    >>> documents = ["Mr. Hay paid $2.50. Then he left.", "", "Rain!\n\nSnow."]
    >>> parts, owners = split_documents(documents, by="sentence")
    >>> parts
    ['Mr. Hay paid $2.50. ', 'Then he left.', 'Rain!\n\n', 'Snow.']
    >>> owners
    array([0, 0, 2, 2])
    >>> split_documents(["one two three four five"], by=3, overlap=1)
    (['one two three ', 'three four five'], array([0, 0]))
    """
    documents = check_documents(documents, whom="split_documents")
    if isinstance(by, Integral) and overlap >= by:
        raise ValueError(
            f"overlap={overlap} leaves parts of by={by} tokens nothing of their own: "
            "it must be smaller."
        )
    parts, documents_of, spans = [], [], []
    for owner, text in enumerate(documents):
        found = _spans(text, by, overlap)
        parts += [text[start:stop] for start, stop in found]
        documents_of += [owner] * len(found)
        spans += found
    owners = np.array(documents_of, dtype=np.int64)
    if not return_spans:
        return parts, owners
    return parts, owners, np.array(spans, dtype=np.int64).reshape(-1, 2)


def _spans(text, by, overlap):
    """Return start and stop of each part of a text."""
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
