"""What a corpus tells about topics: their shares in documents, typical documents."""

from functools import partial

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows, top_columns
from .._sparse import as_dense, checked_csr
from .content import content_keys, distinct_of_ranked
from .steps import final_model, model_input
from .traits import traits_of


def topic_shares(model, X, components, columns=slice(None), **beside):
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
    **beside : dict
        What `transform` of the model takes beside `X`, such as embeddings or authors.

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
    kind = traits_of(final).shares
    if kind == "clusters":
        doc_topic = topic_probabilities(final, data, **beside)
    else:
        doc_topic = final.transform(data, **beside)
    # Frames of Polars lie column by column, which sums would be rounded by.
    doc_topic = np.asarray(as_dense(doc_topic), dtype=np.float64, order="C")
    n_topics, n_terms = components.shape
    if doc_topic.ndim != 2 or doc_topic.shape[1] != n_topics:
        raise ValueError(
            f"{type(final).__name__}.transform gave an array of shape "
            f"{doc_topic.shape}, and components_ has {n_topics} topics."
        )
    if kind == "clusters":
        return doc_topic, document_lengths(data, n_terms, columns)
    if kind == "factors":
        # A factorisation, X ≈ W H, is the same for any scale of a topic in W as
        # long as H has the inverse: what it explains of a document is W · sum H.
        doc_topic = doc_topic * components.sum(axis=1)
    return normalized_rows(doc_topic), document_lengths(data, n_terms, columns)


def topic_probabilities(model, data, **beside):
    """Return the probabilities of topics in documents, by a model of clusters.

    `transform` of such a model may be on another scale: similarities, whose rows do
    not tell how probable it is that a document has no topic. So `predict_proba` is
    asked where there is one.

    Parameters
    ----------
    model : estimator
        A fitted model, no Pipeline.
    data : object
        What it takes.
    **beside : dict
        What it takes beside `data`.

    Returns
    -------
    probabilities : array-like of shape (n_documents, n_topics)
        Rows sum to at most 1: the rest is the probability of having no topic.
    """
    method = model.predict_proba if hasattr(model, "predict_proba") else model.transform
    return method(data, **beside)


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
