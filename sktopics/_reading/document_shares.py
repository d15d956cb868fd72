"""Shares of topics in documents, by any fitted model or as given."""

from inspect import signature
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._sparse import as_dense, checked_csr
from .corpus import topic_shares
from .forms import materialized
from .steps import final_model, is_model, model_input
from .traits import traits_of
from .weights import read_weights, shape_of_weights

# More than these are no numbers of topics, but of documents, say.
_MOST_TOPICS = 100_000


class DocumentShares(NamedTuple):
    """Shares of topics in documents.

    Attributes
    ----------
    shares : csr_array of shape (n_documents, n_topics), float64
        Rows sum to 1, or to 0 for a document without a topic. Of clusters, 1 for the
        topic of a document.
    lengths : ndarray of shape (n_documents,) or None
        Sums of the counts of documents; None if they are unknown.
    are_clusters : bool
        Whether each document has one topic or none.
    """

    shares: sp.csr_array
    lengths: np.ndarray | None
    are_clusters: bool


def document_shares(model, X=None, **beside) -> DocumentShares:
    """Return the shares of topics in documents.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model, a Pipeline or a search; or labels of shape (n_documents,), -1
        for none; or shares of shape (n_documents, n_topics), dense or sparse.
    X : object, default=None
        What `model.transform` takes. The training documents of a model of clusters have
        the topics that they have in the model, whatever their texts.
    **beside : dict
        What `transform` or `predict` takes beside `X`, such as embeddings or authors.

    Returns
    -------
    found : DocumentShares

    Raises
    ------
    TypeError
        If there is a model and no `X`, if `beside` names what it does not take, or if
        `model` is neither a model nor an array.
    ValueError
        If given labels are no whole numbers, or given shares are negative, not finite
        or not two-dimensional.
    """
    if not is_model(model):
        _refuse_beside(beside)
        return _given_shares(model)
    if X is None and not beside:
        raise TypeError("X must be the documents, or what else the model takes.")
    final = final_model(model)
    X = None if X is None else materialized(X)
    n_topics = shape_of_weights(model)[0]  # which refuses other models
    _check_beside(final, beside)
    if traits_of(final).shares == "clusters":
        labels = training_labels(model, X, **beside)
        if labels is None:
            labels = final.predict(model_input(model, X), **beside)
        return DocumentShares(one_hot_labels(labels, n_topics), None, True)
    weights = read_weights(model)
    shares, lengths = topic_shares(model, X, weights, **beside)
    if lengths is not None:
        shares = np.where(lengths[:, np.newaxis] > 0, shares, 0)
    return DocumentShares(sp.csr_array(shares), lengths, False)


def _refuse_beside(beside):
    """Refuse what a model takes beside the corpus, where there is none."""
    if beside:
        raise TypeError(
            f"{next(iter(beside))}= is no option of this function, and labels or "
            "shares without a model take nothing beside X."
        )


def _check_beside(model, beside):
    """Refuse options that a model does not take beside the corpus."""
    if not beside:
        return
    parameters = signature(model.transform).parameters.values()
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return
    takes = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL][1:]
    for name in beside:
        if name not in takes:
            known = f", which takes {', '.join(takes)} beside X" if takes else ""
            raise TypeError(
                f"{name}= is no option of this function, nor of "
                f"{type(model).__name__}.transform{known}."
            )


def training_labels(model, X=None, **beside):
    """Return the topics that a model of clusters gave its training documents.

    Parameters
    ----------
    model : estimator
        A fitted model, a Pipeline or a search.
    X : object, default=None
        What `model.transform` takes.
    **beside : dict
        What `transform` takes beside `X`.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int, or None
        -1 for none. None if these are other documents, if nobody can say, or if the
        model is of no clusters. No document is encoded.
    """
    final = final_model(model)
    if not hasattr(final, "__training_labels__"):
        return None
    return final.__training_labels__(model_input(model, X), **beside)


def training_shares(estimator) -> DocumentShares | None:
    """Return the shares of topics in the training documents that a model keeps.

    They are its `doc_topic_`, or follow from its `labels_`.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted.

    Returns
    -------
    found : DocumentShares or None
        None if the model keeps neither.
    """
    final = final_model(estimator)
    shares = getattr(final, "doc_topic_", None)
    if shares is not None:
        return _given_shares(shares)
    labels = getattr(final, "labels_", None)
    if labels is None:
        return None
    n_topics = shape_of_weights(estimator)[0]
    return DocumentShares(one_hot_labels(labels, n_topics), None, True)


def one_hot_labels(labels, n_topics):
    """Return shares of 1 for the topic of each document, 0 for documents of -1."""
    labels = np.asarray(labels)
    rows = np.flatnonzero(labels >= 0)
    cells = (np.ones(len(rows)), (rows, labels[rows]))
    return sp.csr_array(cells, shape=(len(labels), n_topics))


def main_topics(shares):
    """Return the topic with the largest share of each row, -1 for rows of zeros.

    NumPy equivalent: ``np.where(dense.any(axis=1), dense.argmax(axis=1), -1)``. The
    `argmax` of scipy takes rows one by one.

    Parameters
    ----------
    shares : csr_array of shape (n_documents, n_topics)
        Not negative.

    Returns
    -------
    topics : ndarray of shape (n_documents,), int64
        Of equal shares the first.
    """
    shares = shares.copy()
    shares.sum_duplicates()
    shares.eliminate_zeros()
    topics = np.full(shares.shape[0], -1, dtype=np.int64)
    rows = np.flatnonzero(np.diff(shares.indptr))
    if not len(rows):
        return topics
    largest = np.maximum.reduceat(shares.data, shares.indptr[rows])
    row_of = np.repeat(np.arange(len(rows)), np.diff(shares.indptr)[rows])
    best = np.flatnonzero(shares.data == largest[row_of])
    _, first = np.unique(row_of[best], return_index=True)
    topics[rows] = shares.indices[best[first]]
    return topics


def _given_shares(given):
    if isinstance(given, (str, bytes)) or not np.ndim(given):
        raise TypeError(
            "Topics come from a fitted model, from labels of documents or from shares "
            f"of topics, and {given!r:.60} is none of them."
        )
    given = checked_csr(given)
    if not sp.issparse(given):
        given = np.asarray(given)
    if given.ndim == 1:
        if given.dtype.kind not in "iu":
            raise ValueError(
                "Labels of documents must be whole numbers, -1 for no topic; got an "
                f"array of {given.dtype}."
            )
        if given.min(initial=-1) < -1:
            raise ValueError(f"There is no topic {given.min()}: -1 stands for none.")
        if given.max(initial=0) >= max(_MOST_TOPICS, 2 * len(given)):
            raise ValueError(
                "Labels of documents are numbers of topics from 0 on, and "
                f"{given.max()} among {len(given)} labels is none: number them 0, 1, "
                "2, ..."
            )
        labels = given.astype(np.int64)
        shares = one_hot_labels(labels, int(labels.max(initial=-1)) + 1)
        return DocumentShares(shares, None, True)
    if given.ndim != 2:
        raise ValueError(
            "Shares of topics must have a row for each document and a column for each "
            f"topic; got an array of {given.ndim} dimensions."
        )
    dense = np.asarray(as_dense(given), dtype=np.float64)
    if not np.isfinite(dense).all() or dense.min(initial=0) < 0:
        raise ValueError("Shares of topics must be finite and not negative.")
    return DocumentShares(sp.csr_array(dense), None, False)
