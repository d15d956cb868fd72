"""What a corpus tells about topics: their shares in documents, typical documents."""

from functools import partial

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows, top_columns
from .._sparse import as_dense, checked_csr
from .steps import final_model, model_input
from .traits import traits_of

EXCERPT_LENGTH = 120


def materialized(X):
    """Return `X`, or the list of its items if it can be read only once."""
    return X if hasattr(X, "__len__") or hasattr(X, "shape") else list(X)


def topic_shares(model, X, components, columns=slice(None)):
    """Share of topics in documents, and the length of the documents.

    Parameters
    ----------
    model : estimator
        A fitted model or Pipeline.
    X : object
        What `model.transform` takes.
    components : ndarray of shape (n_components, n_terms)
    columns : slice or ndarray of int, default=slice(None)
        Terms whose counts make up the lengths.

    Returns
    -------
    shares : ndarray of shape (n_documents, n_components)
        Rows sum to 1, or to 0 for a document in which the model finds nothing; with
        a model of clusters to less than 1, where a document may be an outlier.
    lengths : ndarray of shape (n_documents,) or None
        Sum of the document's counts; None if the model is given no counts.
    """
    final = final_model(model)
    data = model_input(model, X)
    doc_topic = final.transform(data)
    doc_topic = np.asarray(as_dense(doc_topic), dtype=np.float64)
    n_topics, n_terms = components.shape
    if doc_topic.ndim != 2 or doc_topic.shape[1] != n_topics:
        raise ValueError(
            f"{type(final).__name__}.transform gave an array of shape "
            f"{doc_topic.shape}, and components_ has {n_topics} topics."
        )
    kind = traits_of(final).shares
    if kind == "clusters":
        return doc_topic, document_lengths(data, n_terms, columns)
    if kind == "factors":
        # A factorisation, X ≈ W H, is the same for any scale of a topic in W as
        # long as H has the inverse: what it explains of a document is W · sum H.
        doc_topic = doc_topic * components.sum(axis=1)
    return normalized_rows(doc_topic), document_lengths(data, n_terms, columns)


def document_lengths(data, n_terms, columns=slice(None)):
    """Row sums of counts in some of `n_terms` columns; None if `data` are no counts."""
    if hasattr(data, "to_counts"):
        data = data.to_counts()
    data = checked_csr(data)
    if not sp.issparse(data):
        data = np.asarray(data, dtype=None if hasattr(data, "shape") else object)
        if data.dtype == object:
            try:
                data = np.asarray(data.tolist(), dtype=np.float64)
            except (TypeError, ValueError):
                return None  # text
        if data.dtype.kind not in "biuf":
            return None
    if data.ndim != 2 or data.shape[1] != n_terms:
        return None
    return np.asarray(data[:, columns].sum(axis=1, dtype=np.float64)).ravel()


def representative_rows(shares, lengths, n, X=None):
    """Documents with the highest share of each topic, without the empty ones.

    Of documents in `X` that say the same, the first stands for all.

    Returns
    -------
    rows : list of ndarray
        Row numbers, highest share first, ties by row number; at most `n`.
    """
    possible = shares > 0
    if lengths is not None:
        possible &= (lengths > 0)[:, None]
    key_of = content_keys(X)

    def best(topic, n):
        row, kept = shares.T[[topic]], possible.T[[topic]]
        return top_columns(row, n, possible=kept)[0]

    found = top_columns(shares.T, n, possible=possible.T)
    return [
        distinct_of_ranked(rows, partial(best, topic), n, key_of)
        for topic, rows in enumerate(found)
    ]


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


def wording(text):
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
        return wording(document) or row
    if isinstance(document, list | tuple):
        return " ".join(map(str, document))
    return row


def _cells(counts, row):
    """Columns and counts of a row, whatever their order."""
    inside = slice(counts.indptr[row], counts.indptr[row + 1])
    columns, values = counts.indices[inside], counts.data[inside]
    return tuple(sorted(zip(columns.tolist(), values.tolist(), strict=True)))


def excerpts(X, rows):
    """First words of some of the documents `X`, {row: excerpt}; {} if no text."""
    if len(getattr(X, "shape", (0,))) != 1:
        return {}
    documents = X if isinstance(X, list | tuple | np.ndarray) else list(X)
    found = {row: documents[row] for row in rows}
    if not all(isinstance(text, str) for text in found.values()):
        return {}
    return {row: shorten(text) for row, text in found.items()}


def shorten(text, length=EXCERPT_LENGTH):
    """Collapse white space and cut `text` after a word, at most `length` long."""
    text = " ".join(text[: 20 * length].split())
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at_word, _, _ = head.rpartition(" ")
    return (at_word if len(at_word) > length // 2 else head) + "…"
