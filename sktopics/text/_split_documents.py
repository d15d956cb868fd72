"""Long documents in parts."""

from numbers import Integral

import numpy as np

from .._part_spans import part_spans
from .._sklearn import Interval, StrOptions, validate_params
from .._validation import check_documents


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
        found = part_spans(text, by, overlap)
        parts += [text[start:stop] for start, stop in found]
        documents_of += [owner] * len(found)
        spans += found
    owners = np.array(documents_of, dtype=np.int64)
    if not return_spans:
        return parts, owners
    return parts, owners, np.array(spans, dtype=np.int64).reshape(-1, 2)
