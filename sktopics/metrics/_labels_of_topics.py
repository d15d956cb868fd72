"""Topics of documents as numbers, which measures of words are given beside texts."""

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows
from .._reading import one_hot_labels
from .._sklearn import check_array
from .._sparse import as_dense


def check_topic_shares(labels, mixtures, n_documents, n_topics):
    """Return the shares of topics in documents, of labels or of mixtures.

    Parameters
    ----------
    labels : array-like of shape (n_documents,) or (n_documents, n_topics), or None
    mixtures : array-like of shape (n_documents, n_topics), or None
    n_documents, n_topics : int

    Returns
    -------
    shares : csr_array of shape (n_documents, n_topics)
        Without stored zeros. Rows sum to 1, or to 0 for a document without a topic.
    """
    if (labels is None) == (mixtures is None):
        given = "neither" if labels is None else "both"
        raise TypeError(
            "Give labels, the topic of each document, or mixtures, the shares of "
            f"topics in documents; got {given}."
        )
    if mixtures is None:
        labels = check_topic_labels(labels, n_documents, n_topics)
        return one_hot_labels(labels, n_topics)
    mixtures = check_array(as_dense(mixtures, "mixtures"), input_name="mixtures")
    if mixtures.shape != (n_documents, n_topics):
        raise ValueError(
            f"mixtures must have a row for each of the {n_documents} texts and a "
            f"column for each of the {n_topics} topics, and has the shape "
            f"{mixtures.shape}."
        )
    if mixtures.min() < 0:
        raise ValueError(
            f"mixtures must hold shares of topics, from 0 on, got {mixtures.min()}."
        )
    if not mixtures.any():
        raise ValueError(f"None of the {n_documents} texts has a topic: all are 0.")
    return sp.csr_array(normalized_rows(mixtures.astype(np.float64)))


def check_topic_labels(labels, n_documents, n_topics):
    """Return the topics of documents, -1 for none, (n_documents,)."""
    labels = _of_shares(labels, n_topics) if _is_matrix(labels) else np.asarray(labels)
    if labels.shape != (n_documents,):
        raise ValueError(
            f"labels must hold the topic of each of the {n_documents} texts, and has "
            f"the shape {labels.shape}."
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            "labels must be numbers of topics, 0 for the first (-1 for none), got "
            f"{labels.dtype}: labels that people gave are for label_agreement."
        )
    wrong = np.flatnonzero((labels < -1) | (labels >= n_topics))
    if len(wrong):
        raise ValueError(
            f"labels[{wrong[0]}] is {labels[wrong[0]]}, and there are {n_topics} "
            f"topics: 0 to {n_topics - 1}, and -1 for documents without one."
        )
    if not (labels >= 0).any():
        raise ValueError(f"None of the {n_documents} texts has a topic: all are -1.")
    return labels


def _is_matrix(labels):
    return sp.issparse(labels) or np.ndim(labels) == 2


def _of_shares(shares, n_topics):
    shares = check_array(as_dense(shares, "labels"), input_name="labels")
    if shares.shape[1] != n_topics:
        raise ValueError(
            f"labels must have a column for each of the {n_topics} topics, and has the "
            f"shape {shares.shape}."
        )
    return np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), -1)
