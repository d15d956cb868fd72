"""What documents say: documents that say the same stand for a topic once."""

import numpy as np
import scipy.sparse as sp

from .._sparse import checked_csr


def distinct_of_ranked(ranked, best, n, key_of):
    """Return the `n` first of ranked documents that differ from those before.

    Parameters
    ----------
    ranked : ndarray of int
        The best `n`.
    best : callable
        Returns as many of the best as it is asked for, or all.
    n : int
    key_of : callable
        Returns a key of what a document says.
    """
    n_asked = n
    while True:
        seen = {}
        for row in ranked:
            seen.setdefault(key_of(row), row)
        if len(seen) >= n or len(ranked) < n_asked:
            return np.array(list(seen.values())[:n], dtype=np.int64)
        n_asked *= 2
        ranked = best(n_asked)


def folded_text(text):
    """Return what texts have in common that differ in case and white space alone."""
    return " ".join(text.split()).casefold()


def content_keys(X):
    """Return a function from rows of `X` to keys of what the documents say."""
    if hasattr(X, "to_counts"):
        X = X.to_counts()
    if sp.issparse(X) and X.ndim == 2:
        X = checked_csr(X).tocsr()
        return lambda row: _cells(X, row)
    if isinstance(X, np.ndarray) and X.ndim == 2:
        return lambda row: X[row].tobytes() if X.dtype != object else int(row)
    if X is None or len(getattr(X, "shape", (0,))) != 1:
        return int
    documents = X if isinstance(X, list | tuple | np.ndarray) else list(X)
    return lambda row: _document_key(documents[row], int(row))


def _document_key(document, row):
    """Key of a text or of a list of tokens; for anything else its row."""
    if isinstance(document, str):
        return folded_text(document) or row
    if isinstance(document, list | tuple):
        return " ".join(map(str, document))
    return row


def _cells(counts, row):
    """Columns and counts of a row, whatever their order."""
    inside = slice(counts.indptr[row], counts.indptr[row + 1])
    columns, values = counts.indices[inside], counts.data[inside]
    return tuple(sorted(zip(columns.tolist(), values.tolist(), strict=True)))
