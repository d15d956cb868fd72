"""Windows of documents, by an encoder of tokens or by token vectors that are given."""

import numpy as np

from ...embedding import check_token_vectors
from .._steps.nothing_known import are_blank
from .pooled_windows import PooledWindows, pool_windows, repeated_windows, window_cutter


def encode_windows(encoder, documents, unit, window, stride):
    """Encode documents and keep the mean vectors of their windows.

    Blank documents are not encoded, and of equal documents only one is.

    Parameters
    ----------
    encoder : object with `encode_tokens`
    documents : list of str
    unit : {"window", "sentence"}
    window, stride : int

    Returns
    -------
    windows : PooledWindows
    """
    said = np.flatnonzero(~are_blank(documents))
    number = {}
    places = [number.setdefault(documents[row], len(number)) for row in said]
    distinct = list(number)
    windows = pool_windows(
        distinct, tokens_of(encoder, distinct), window_cutter(unit, window, stride)
    )
    windows = repeated_windows(windows, np.array(places, dtype=np.int64))
    return of_all_documents(windows, said, len(documents))


def given_windows(token_vectors, documents, unit, window, stride, n_dimensions=None):
    """Return the windows of documents whose token vectors are given.

    Parameters
    ----------
    token_vectors : iterable of (vectors, spans)
    documents : list of str
    unit, window, stride
        As for `encode_windows`.
    n_dimensions : int, default=None
        How long vectors are to be.

    Returns
    -------
    windows : PooledWindows
    """
    tokens = check_token_vectors(token_vectors, documents, n_dimensions=n_dimensions)
    return pool_windows(documents, tokens, window_cutter(unit, window, stride))


def tokens_of(encoder, documents):
    """Stream the checked token vectors of documents.

    Parameters
    ----------
    encoder : object with `encode_tokens`
    documents : list of str
        None is blank.

    Returns
    -------
    tokens : iterator of TokenVectors
    """
    if not documents:
        return iter(())
    return check_token_vectors(encoder.encode_tokens(documents), documents)


def of_all_documents(windows, rows, n_documents):
    """Return windows of some documents as those of all; the others have none."""
    spans = windows.spans.copy()
    spans[:, 0] = rows[spans[:, 0]]
    return PooledWindows(windows.vectors, spans, n_documents)
