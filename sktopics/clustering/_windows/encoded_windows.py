"""Windows of documents, by an encoder of tokens or by token vectors that are given."""

import numpy as np

from ...embedding import TokenVectors
from ...embedding.check_token_vectors import check_token_vectors
from .._steps.nothing_known import are_blank
from .pooled_windows import pool_windows, repeated_windows, window_cutter


def encode_windows(encoder, documents, unit, window, stride, n_dimensions=None):
    """Encode documents and keep the mean vectors of their windows.

    Blank documents are not encoded, and of equal documents only one is.

    Parameters
    ----------
    encoder : object with `encode_tokens`
    documents : list of str
    unit : {"window", "sentence"}
    window, stride : int
    n_dimensions : int, default=None
        How long vectors are to be.

    Returns
    -------
    windows : PooledWindows
    """
    said = np.flatnonzero(~are_blank(documents))
    number = {}
    places = [number.setdefault(documents[row], len(number)) for row in said]
    distinct = list(number)
    tokens = tokens_of(encoder, distinct, n_dimensions)
    windows = pool_windows(distinct, tokens, window_cutter(unit, window, stride))
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
        As for `encode_windows`.

    Returns
    -------
    windows : PooledWindows
    """
    tokens = check_token_vectors(token_vectors, documents, n_dimensions=n_dimensions)
    return pool_windows(documents, tokens, window_cutter(unit, window, stride))


def tokens_of(encoder, documents, n_dimensions=None):
    """Stream the checked token vectors of documents.

    Parameters
    ----------
    encoder : object with `encode_tokens`
    documents : list of str
        None is blank.
    n_dimensions : int, default=None
        How long vectors are to be.

    Returns
    -------
    tokens : iterator of TokenVectors
    """
    if not documents:
        return iter(())
    tokens = encoder.encode_tokens(documents)
    return check_token_vectors(tokens, documents, n_dimensions=n_dimensions)


def tokens_of_all(encoder, documents, n_dimensions):
    """Stream the token vectors of documents; blank ones are not encoded.

    Parameters
    ----------
    encoder : object with `encode_tokens`
    documents : list of str
    n_dimensions : int

    Yields
    ------
    tokens : TokenVectors
    """
    blank = are_blank(documents)
    said = [documents[row] for row in np.flatnonzero(~blank)]
    tokens = tokens_of(encoder, said, n_dimensions)
    vectors = np.empty((0, n_dimensions), np.float32)
    spans = np.empty((0, 2), np.int64)
    for is_blank in blank:
        yield TokenVectors(vectors, spans) if is_blank else next(tokens)


def of_all_documents(windows, rows, n_documents):
    """Return windows of some documents as those of all; the others have none."""
    spans = windows.spans.copy()
    spans[:, 0] = rows[spans[:, 0]]
    return windows._replace(spans=spans, n_documents=n_documents)
