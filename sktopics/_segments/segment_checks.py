"""Checks of what users say of segments: numbers, places and spans."""

from numbers import Integral

import numpy as np


def check_numbers(n_segments, n_documents):
    """Return the number of segments of each document, None for any."""
    if isinstance(n_segments, (bool, np.bool_)):
        raise ValueError(f"n_segments must be a whole number, got {n_segments}.")
    if isinstance(n_segments, Integral) and n_segments < 1:
        raise ValueError(f"n_segments must be 1 or more, got {n_segments}.")
    if n_segments is None or isinstance(n_segments, Integral):
        return [n_segments] * n_documents
    numbers = np.asarray(n_segments)
    if numbers.shape != (n_documents,) or numbers.dtype.kind not in "iu":
        raise ValueError(
            f"n_segments must be one int for each of the {n_documents} documents, got "
            f"an array of {numbers.dtype} of shape {numbers.shape}."
        )
    if n_documents and numbers.min() < 1:
        raise ValueError(f"n_segments must be 1 or more, got {numbers.min()}.")
    return numbers.tolist()


def check_allowed(allowed, n_tokens):
    """Where borders may be, (n_tokens,) bool."""
    allowed = np.asarray(allowed)
    if allowed.shape != (n_tokens,) or allowed.dtype != bool:
        raise ValueError(
            f"allowed must be a bool for each of the {n_tokens} tokens, got an array "
            f"of {allowed.dtype} of shape {allowed.shape}."
        )
    return allowed


def check_spans(spans, lengths):
    """Spans as an array, each within its document."""
    spans = np.asarray(spans)
    if spans.ndim != 2 or spans.shape[1] != 3 or spans.dtype.kind not in "iu":
        raise ValueError(
            "spans must be rows of three int, (document, start, stop), got an array of "
            f"{spans.dtype} of shape {spans.shape}."
        )
    spans = spans.astype(np.int64)
    document, start, stop = spans.T
    inside = (document >= 0) & (document < len(lengths))
    length = lengths[np.where(inside, document, 0)]
    bad = np.flatnonzero(~(inside & (start >= 0) & (start < stop) & (stop <= length)))
    if len(bad):
        raise ValueError(
            f"span {bad[0]}, {tuple(spans[bad[0]].tolist())}, is empty or reaches out "
            "of its document."
        )
    return spans
