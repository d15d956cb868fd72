"""Agreement of topics with labels that people gave to the documents."""

from numbers import Number

import numpy as np
import scipy.sparse as sp
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.utils import check_consistent_length

from .._columns import is_missing
from .._sklearn import check_array
from .._sparse import as_dense


def purity_score(labels_true, topics) -> float:
    r"""Share of documents whose label is the most frequent one of their topic.

    .. math:: \frac{1}{N} \sum_k \max_c n_{kc}

    with :math:`n_{kc}` the number of documents of label c whose topic is k.
    It never falls when a topic is split, so compare models with as many topics, or
    look at what `label_agreement` gives beside it.

    Parameters
    ----------
    labels_true : array-like of shape (n_documents,)
        Labels, numbers or strings. Documents whose label is -1, None or NaN are
        unlabelled and ignored.
    topics : array-like of shape (n_documents,) or (n_documents, n_components)
        The topic of each document, or the document-topic matrix, whose largest
        entry in each row is taken. Documents whose topic is -1 (outliers), None or
        NaN, or whose row has no positive entry, are in no topic and ignored:
        `label_agreement` tells how many are left.

    Returns
    -------
    purity : float
        From (1 / number of labels) to 1, higher is better.

    Raises
    ------
    ValueError
        If no document has both a label and a topic, if lengths differ, or if the
        document-topic matrix is not finite.

    Examples
    --------
    >>> from sktopics.metrics import purity_score
    >>> doc_topic = [[0.9, 0.1], [0.6, 0.4], [0.7, 0.3], [0.2, 0.8]]
    >>> purity_score(["sea", "sea", "tax", "tax"], doc_topic)
    0.75
    """
    return _purity(*_labels_and_topics(labels_true, topics)[:2])


def label_agreement(labels_true, topics) -> dict[str, float]:
    """Purity, NMI and ARI of topics against labels.

    Parameters
    ----------
    labels_true : array-like of shape (n_documents,)
        Labels, numbers or strings. Documents whose label is -1, None or NaN are
        unlabelled and ignored.
    topics : array-like of shape (n_documents,) or (n_documents, n_components)
        The topic of each document, or the document-topic matrix, whose largest
        entry in each row is taken. Documents whose topic is -1 (outliers), None or
        NaN, or whose row has no positive entry, are in no topic and ignored.

    Returns
    -------
    agreement : dict
        All higher is better:

        - ``"purity"``: see `purity_score`;
        - ``"nmi"``: `sklearn.metrics.normalized_mutual_info_score`;
        - ``"ari"``: `sklearn.metrics.adjusted_rand_score`;
        - ``"coverage"``: share of the labelled documents that are in a topic,
          which is to be seen beside the others: who calls the difficult documents
          outliers agrees well on the rest.

    Raises
    ------
    ValueError
        If no document has both a label and a topic, if lengths differ, or if the
        document-topic matrix is not finite.

    Examples
    --------
    >>> from sktopics.metrics import label_agreement
    >>> labels = ["sea", "sea", "tax", "tax", None]
    >>> agreement = label_agreement(labels, [0, 0, 1, -1, 1])
    >>> {name: round(value, 2) for name, value in agreement.items()}
    {'purity': 1.0, 'nmi': 1.0, 'ari': 1.0, 'coverage': 0.75}
    """
    labels, topics, coverage = _labels_and_topics(labels_true, topics)
    return {
        "purity": _purity(labels, topics),
        "nmi": float(normalized_mutual_info_score(labels, topics)),
        "ari": float(adjusted_rand_score(labels, topics)),
        "coverage": coverage,
    }


def _purity(labels, topics):
    counts = contingency_matrix(labels, topics)
    return float(counts.max(axis=0).sum() / counts.sum())


def _labels_and_topics(labels_true, topics):
    """Numbers of the labels and topics of the documents that have both."""
    labels = _numbered(labels_true, "labels_true")
    topics = topic_numbers(topics)
    check_consistent_length(labels, topics)
    labelled = labels >= 0
    known = labelled & (topics >= 0)
    if not known.any():
        raise ValueError(
            f"No document has both a label and a topic: of {len(labels)} documents, "
            f"{labelled.sum()} have a label and {(topics >= 0).sum()} a topic."
        )
    return labels[known], topics[known], float(known.sum() / labelled.sum())


def topic_numbers(topics):
    """Return the number of each document's topic, -1 for none."""
    if np.ndim(topics) == 1 and not sp.issparse(topics):
        return _numbered(topics, "topics")
    doc_topic = check_array(as_dense(topics, "topics"), input_name="topics")
    best = doc_topic.argmax(axis=1)
    best[doc_topic.max(axis=1) <= 0] = -1
    return best


def _numbered(labels, name):
    """Give labels numbers in the order of appearance; -1 for -1, None, NaN and NA."""
    values = np.asarray(labels, dtype=object)
    if values.ndim != 1:
        raise ValueError(f"{name} must be one label a document, got {values.ndim}D.")
    numbers = {}
    return np.array(
        [
            -1 if is_unlabelled(v) else numbers.setdefault(v, len(numbers))
            for v in values
        ],
        dtype=np.intp,
    )


def is_unlabelled(label):
    """Whether a label stands for none: -1, None, NaN or NA."""
    return is_missing(label) or (isinstance(label, Number) and label == -1)
