"""Token vectors that users made elsewhere: looked at while they are read."""

from collections.abc import Iterator

import numpy as np

from .._columns import is_unordered, items_of, stacked
from .._magnitudes import LARGEST_COORDINATE
from ._token_vectors import TokenVectors

__all__ = ["check_token_vectors"]

_NEEDED = (
    "token_vectors must hold a pair (vectors, spans) for each document, such as "
    "encode_tokens of a TokenEncoder yields"
)


def check_token_vectors(
    token_vectors, documents, *, n_dimensions=None
) -> Iterator[TokenVectors]:
    """Check vectors of tokens that were made elsewhere, while they are read.

    Parameters
    ----------
    token_vectors : iterable of (vectors, spans)
        For each document a `TokenVectors` or a pair. `vectors` of shape (n_tokens,
        n_dimensions): an array, a list or a tensor of numbers. `spans` of shape
        (n_tokens, 2): start and stop of each token in the characters of the document,
        whole numbers in ascending order. A generator is read once.
    documents : list of str
        The raw texts.
    n_dimensions : int, default=None
        How long vectors should be, by default as long as the first one.

    Returns
    -------
    tokens : iterator of TokenVectors
        float32 vectors and int64 spans, one for each document, in order. The caller's
        arrays themselves, where they are that. All `vectors` have `n_dimensions`
        columns, where there are no tokens too; documents without tokens that come
        before all others wait for the first one that has some.

    Raises
    ------
    TypeError
        If they are no collection in an order; while they are read, if one is no pair of
        arrays of numbers.
    ValueError
        If they are more or fewer than the documents; while they are read, if vectors
        are not of one length, NaN, infinite or beyond 1e15, or if a span is empty, not
        in the text, or before the span of the token before it.

    Examples
    --------
    >>> from sktopics.embedding.check_token_vectors import check_token_vectors
    >>> pairs = [([[1, 0], [0, 1]], [(0, 4), (6, 10)]), ([], [])]
    >>> for tokens in check_token_vectors(pairs, ["Rain, snow", "?"]):
    ...     print(tokens.vectors.shape, tokens.spans.tolist())
    (2, 2) [[0, 4], [6, 10]]
    (0, 2) []
    """
    given = items_of(token_vectors)
    if is_unordered(given) or hasattr(given, "columns") or not np.iterable(given):
        raise TypeError(f"{_NEEDED}, and is {token_vectors!r:.60}.")
    if isinstance(given, TokenVectors):
        raise TypeError(f"{_NEEDED}, and is the TokenVectors of one: put it in a list.")
    if hasattr(given, "__len__") and len(given) != len(documents):
        raise _wrong_number(len(given), len(documents))
    return _checked(iter(given), documents, n_dimensions)


def _checked(given, documents, n_dimensions):
    """Yield the token vectors of documents, all of one length."""
    waiting = []  # spans of documents without tokens, while no width is known
    for i, document in enumerate(documents):
        try:
            pair = next(given)
        except StopIteration:
            raise _wrong_number(i, len(documents)) from None
        vectors, spans = _checked_pair(pair, document, i)
        width = vectors.shape[1] if vectors.ndim == 2 else 0
        if n_dimensions is None and width:
            n_dimensions = width
            for none in waiting:
                yield TokenVectors(np.zeros((0, width), np.float32), none)
            waiting = []
        if len(vectors) == 0 and n_dimensions is None:
            waiting.append(spans)
            continue
        if len(vectors) == 0:
            vectors = np.zeros((0, n_dimensions), dtype=np.float32)
        elif width != n_dimensions:
            raise ValueError(
                f"token_vectors of document {i} have {width} dimensions, and "
                f"{n_dimensions} are needed: all vectors must be of one length, that "
                "of the first document or of the model."
            )
        yield TokenVectors(vectors, spans)
    for none in waiting:
        yield TokenVectors(np.zeros((0, n_dimensions or 0), np.float32), none)
    if next(given, None) is not None:
        raise _wrong_number("more", len(documents))


def _checked_pair(pair, document, i):
    """Return the vectors and spans of one document as arrays."""
    try:
        vectors, spans = pair
    except (TypeError, ValueError):
        raise TypeError(f"{_NEEDED}; that of document {i} is {pair!r:.60}.") from None
    vectors, spans = _numbers(vectors, i), _places(spans, i)
    if len(vectors) != len(spans):
        raise ValueError(
            f"token_vectors of document {i} have {len(vectors)} vectors and "
            f"{len(spans)} spans: there must be one span for each vector."
        )
    _refuse_spans(spans, document, i)
    return vectors, spans


def _numbers(vectors, i):
    """Return the vectors of one document as an array of float32."""
    array = np.asarray(stacked(vectors, f"token_vectors of document {i}"))
    if array.size == 0 and array.ndim in (1, 2):
        return array.astype(np.float32)
    if array.ndim != 2 or array.dtype.kind not in "biuf":
        raise TypeError(
            f"token_vectors of document {i} must have vectors that are an array of "
            f"numbers of shape (n_tokens, n_dimensions), and have {array.dtype} of "
            f"shape {array.shape}."
        )
    largest = max(float(array.max()), -float(array.min()))
    if not largest <= LARGEST_COORDINATE:
        row = np.flatnonzero(~(np.abs(array) <= LARGEST_COORDINATE).all(axis=1))[0]
        raise ValueError(
            f"token_vectors of document {i} have NaN, infinity or a number beyond "
            f"{LARGEST_COORDINATE:g} in the vector of token {row}."
        )
    return array.astype(np.float32, copy=False)


def _places(spans, i):
    """Return the spans of one document as an array of shape (n_tokens, 2)."""
    array = np.asarray(stacked(spans, f"the spans of document {i}"))
    if array.size == 0:
        return np.zeros((0, 2), dtype=np.int64)
    if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "iu":
        raise TypeError(
            f"token_vectors of document {i} must have spans that are whole numbers of "
            f"shape (n_tokens, 2), start and stop of each token, and have "
            f"{array.dtype} of shape {array.shape}."
        )
    return array.astype(np.int64, copy=False)


def _refuse_spans(spans, document, i):
    """Raise the error of the first span that is not in a text or in order."""
    empty = spans[:, 0] >= spans[:, 1]
    outside = (spans[:, 0] < 0) | (spans[:, 1] > len(document))
    back = np.zeros(len(spans), dtype=bool)
    back[1:] = (np.diff(spans, axis=0) < 0).any(axis=1)
    wrong = np.flatnonzero(empty | outside | back)
    if not len(wrong):
        return
    token = wrong[0]
    span = tuple(spans[token].tolist())
    if outside[token]:
        why = f"is not in the text, which has {len(document)} characters"
    elif empty[token]:
        why = "holds no character: leave special tokens such as [CLS] out"
    else:
        why = (
            f"comes before {tuple(spans[token - 1].tolist())}, the span of the token "
            "before it: put tokens in the order of the text"
        )
    raise ValueError(f"token_vectors of document {i}: the span {span} {why}.")


def _wrong_number(n_given, n_documents):
    return ValueError(
        f"token_vectors must hold a pair for each document: got {n_given} for "
        f"{n_documents} documents."
    )
