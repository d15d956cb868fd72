"""Outliers get the topic that the largest score speaks for."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import scipy.sparse as sp

from .._sparse import as_dense, checked_csr
from ._outlier_reduction import OutlierReduction
from .outlier_steps import (
    best_of_scores,
    check_target,
    check_thresholds,
    reduced_outliers,
)


def reassign_outliers(
    labels, scores, *, threshold=0, target_share=None
) -> OutlierReduction:
    """Give each outlier the topic that has the largest score in it.

    Documents that have a topic keep it. A score of 0 or less says nothing: documents
    without a score above 0 stay outliers.

    Parameters
    ----------
    labels : array-like of shape (n_documents,), int
        The topic of each document, -1 for none.
    scores : array-like or sparse matrix of shape (n_documents, n_topics), \
            callable, or dict
        How much speaks for each topic in each document, such as a probability or a
        cosine. A callable is given rows of documents, an array of int, and returns
        their scores, of shape (n_rows, n_topics), so that few are held at a time. A
        dict has several of them by the names of the strategies: what the first leaves
        goes to the next.
    threshold : float or list of float, default=0
        The least score with which a document moves: one number, or one for each
        strategy.
    target_share : float, default=None
        The share of all documents that may stay outliers. No more documents move than
        it takes: the outliers with the least scores stay. By default all move that
        have a score above 0 and not below the threshold.

    Returns
    -------
    reduction : OutlierReduction
        The new labels, and what each strategy has done.

    Raises
    ------
    TypeError
        If labels are no whole numbers, or a threshold or the share is no number.
    ValueError
        If scores are not finite or of another shape, a threshold is negative, or the
        share is not from 0 to 1.

    Warns
    -----
    UserWarning
        If more outliers are left than `target_share` says.

    See Also
    --------
    sktopics.clustering.BERTopic.reduce_outliers : The same in a fitted model.

    Notes
    -----
    With `target_share`, documents with almost equal scores move together, so that
    equal documents get one answer: fewer than the share may be left.

    Examples
    --------
    >>> from sktopics.analysis import reassign_outliers
    >>> labels = [0, 1, -1, -1, -1]
    >>> scores = [[1, 0], [0, 1], [0.2, 0.7], [0.4, 0.1], [0, 0]]
    >>> reduction = reassign_outliers(labels, scores, threshold=0.3)
    >>> reduction.labels
    array([ 0,  1,  1,  0, -1])
    >>> reassign_outliers(labels, {"votes": scores}, target_share=0.4)
    OutlierReduction: 3 outliers among 5 documents, 2 left
    strategy  threshold  outliers    moved     left
    votes         0.700         3        1        2
    """
    labels = _check_labels(labels)
    given = scores if isinstance(scores, Mapping) else {"scores": scores}
    given = {str(name): each for name, each in given.items()}
    readers = {name: _reader(each, labels, name) for name, each in given.items()}
    return reduced_outliers(
        labels,
        {name: partial(best_of_scores, read) for name, read in readers.items()},
        check_thresholds(threshold, list(readers)),
        check_target(target_share),
    )


def _check_labels(labels):
    labels = np.asarray(labels)
    if not labels.size:
        labels = labels.astype(np.int64)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise TypeError(
            "labels must be a whole number for each document, -1 for no topic; got an "
            f"array of {labels.dtype} of the shape {labels.shape}."
        )
    if labels.min(initial=-1) < -1:
        row = int(np.argmin(labels))
        raise ValueError(
            f"labels[{row}] is {labels[row]}, and there is no such topic: -1 stands "
            "for none."
        )
    return labels.astype(np.int64)


def _reader(scores, labels, name):
    """Return a function from rows of documents to their scores, which are checked."""
    least_topics = int(labels.max(initial=-1)) + 1
    if callable(scores):

        def read(rows):
            found = _check_scores(scores(rows), name, least_topics)
            if len(found) != len(rows):
                raise ValueError(
                    f"scores of {name!r} must have a row for each of the {len(rows)} "
                    f"documents that they were asked for, and have {len(found)}."
                )
            return found

        return read
    scores = checked_csr(scores, "scores")
    if not sp.issparse(scores):
        scores = np.asarray(scores)
    if scores.ndim != 2 or scores.shape[0] != len(labels):
        raise ValueError(
            f"scores of {name!r} must have a row for each of the {len(labels)} "
            "documents and a column for each topic, and have the shape "
            f"{scores.shape}. The probability of each document's own topic alone says "
            "nothing of others."
        )
    _check_scores(scores[:0], name, least_topics)
    return lambda rows: _check_scores(scores[rows], name, least_topics)


def _check_scores(scores, name, least_topics):
    if sp.issparse(scores):
        scores = as_dense(scores)
    scores = np.asarray(scores)
    if scores.ndim != 2 or scores.dtype.kind not in "biuf":
        raise ValueError(
            f"scores of {name!r} must be numbers, a row for each document; got an "
            f"array of {scores.dtype} of the shape {scores.shape}."
        )
    if scores.shape[1] < least_topics:
        raise ValueError(
            f"scores of {name!r} are of {scores.shape[1]} topics, and labels know "
            f"topic {least_topics - 1}."
        )
    if not np.isfinite(scores).all():
        raise ValueError(f"scores of {name!r} must be finite, and hold NaN or inf.")
    return scores
