"""Parts of long documents, and how much each of them counts."""

from itertools import chain
from numbers import Integral
from typing import NamedTuple

import numpy as np

from .._part_spans import part_spans, token_places


class DocumentParts(NamedTuple):
    """The parts of documents.

    Attributes
    ----------
    texts : list of str
    owners : ndarray of shape (n_parts,), int64
        The document of each; they ascend.
    spans : ndarray of shape (n_parts, 2), int64
        Part i is ``documents[owners[i]][start:stop]``.
    weights : ndarray of shape (n_parts,), float64
        Tokens of each. A token that is in several parts counts for a share in each.
    """

    texts: list
    owners: np.ndarray
    spans: np.ndarray
    weights: np.ndarray


def divided(documents, chunk, overlap, limit=None):
    """Return the `DocumentParts` of documents.

    Parameters
    ----------
    documents : list of str
    chunk : int, {"sentence", "paragraph"} or callable
    overlap : float
    limit : PieceLimit, default=None
        Parts that are longer are cut.
    """
    texts, owners, spans, weights = [], [], [], []
    done = {}
    for owner, text in enumerate(documents):
        if text not in done:
            found = _spans_of(text, owner, chunk, overlap, limit)
            done[text] = found, token_shares(text, found)
        found, shares = done[text]
        texts += [text[start:stop] for start, stop in found]
        owners += [owner] * len(found)
        spans.append(np.array(found, dtype=np.int64).reshape(-1, 2))
        weights.append(shares)
    owners = np.array(owners, dtype=np.int64)
    return DocumentParts(texts, owners, np.vstack(spans), np.concatenate(weights))


def check_overlap(chunk, overlap):
    """Refuse an overlap that is none of such parts."""
    if callable(chunk):
        return
    if isinstance(chunk, Integral):
        if overlap >= 1:
            raise ValueError(
                f"overlap={overlap} is a share of a part of chunk={chunk} tokens, and "
                "must be smaller than 1, such as 0.5."
            )
    elif overlap >= 1 and overlap != int(overlap):
        raise ValueError(
            f"overlap={overlap} is a number of units of chunk={chunk!r}, and must be "
            "whole."
        )


def token_shares(text, spans):
    """Return how many tokens of a text each span has.

    A token that is in m spans counts 1/m in each. So the sum is the number of tokens
    that are in any, and the mean of vectors of spans by these weights is the mean over
    tokens of the mean vector of the spans that a token is in. A token that a span cuts
    counts by its letters.

    Parameters
    ----------
    text : str
    spans : list of (int, int)

    Returns
    -------
    shares : ndarray of shape (n_spans,), float64

    Examples
    --------
    >>> token_shares("one two three", [(0, 8), (4, 13)])
    array([1.5, 1.5])
    """
    if not spans:
        return np.zeros(0)
    starts, stops = np.array(spans, dtype=np.int64).T
    # Between two edges next to each other all places are in the same spans.
    edges = np.unique(np.concatenate((starts, stops)))
    first, last = np.searchsorted(edges, starts), np.searchsorted(edges, stops)
    opened = np.bincount(first, minlength=len(edges))
    closed = np.bincount(last, minlength=len(edges))
    n_spans = np.cumsum(opened - closed)[:-1]
    places = token_places(text)
    numbers = np.arange(len(places))
    before = np.interp(
        edges,
        np.concatenate(([0], places.ravel(), [len(text)])),
        np.concatenate(
            ([0], np.column_stack((numbers, numbers + 1)).ravel(), [len(places)])
        ),
    )
    n_tokens = np.diff(before)
    each = np.divide(n_tokens, n_spans, out=np.zeros_like(n_tokens), where=n_spans > 0)
    up_to = np.concatenate(([0], np.cumsum(each)))
    return up_to[last] - up_to[first]


def _spans_of(text, row, chunk, overlap, limit):
    """Return start and stop of the parts of a document, none of them blank."""
    if callable(chunk):
        spans = _spans_by(chunk, text, row)
    elif isinstance(chunk, Integral):
        n_shared = min(round(overlap * chunk), chunk - 1)
        spans = part_spans(text, chunk, n_shared)
    else:
        spans = part_spans(text, chunk, int(overlap))
    if limit is not None:
        spans = list(chain.from_iterable(_cut(text, span, limit) for span in spans))
    return [(start, stop) for start, stop in spans if text[start:stop].strip()]


def _cut(text, span, limit):
    """Return the spans of the parts of a part that a model reads to their ends."""
    first = span[0]
    pieces = limit.cut(text[slice(*span)])
    return [(first + start, first + stop) for start, stop in pieces]


def _spans_by(chunk, text, row):
    """Return the spans that a function of the user's gives, checked."""
    if not text.strip():
        return []
    found, spans, after = chunk(text), [], 0
    if isinstance(found, str) or not np.iterable(found):
        raise TypeError(
            "chunk must return a list of str or of (start, stop), and returned "
            f"{found!r:.60} for document {row}."
        )
    for part in found:
        if isinstance(part, str):
            start = text.find(part, after)
            if start < 0:
                raise ValueError(
                    f"chunk returned {part!r:.60} for document {row}, which is not in "
                    "the document after the start of the part before it: return parts "
                    "in their order and as they stand in the text, or their places "
                    "(start, stop)."
                )
            span = start, start + len(part)
            after = start + 1
        else:
            span = _checked_span(part, text, row)
        spans.append(span)
    return spans


def _checked_span(part, text, row):
    """Return (start, stop) as two int, or say that they are no place in the text."""
    is_pair = np.iterable(part) and len(part) == 2
    if not is_pair or not all(isinstance(place, Integral) for place in part):
        raise TypeError(
            "chunk must return a list of str or of (start, stop), and one of those for "
            f"document {row} is {part!r:.60}."
        )
    start, stop = map(int, part)
    if not 0 <= start <= stop <= len(text):
        raise ValueError(
            f"chunk returned the place ({start}, {stop}) for document {row}, which has "
            f"{len(text)} characters: 0 <= start <= stop <= {len(text)} is needed."
        )
    return start, stop
