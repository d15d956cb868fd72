"""Outliers that get the topic which speaks for them most, and how many of them did."""

import operator
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import overload

import numpy as np
import scipy.sparse as sp

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._sparse import as_dense, checked_csr
from .._validation import levels_to_caller
from .outlier_thresholds import check_thresholds

# Scores of which as many numbers are held at a time.
_BLOCK_NUMBERS = 1 << 21
# Scores of equal documents differ by less, however they were rounded.
_ROUNDING = 1e-6
# What a share of documents may lack to a whole number of them.
_SHARE_ROUNDING = 1e-9


@dataclass(frozen=True)
class OutlierStep:
    """What one strategy has done, a row of an `OutlierReduction`.

    Parameters
    ----------
    strategy : str
        What the scores are.
    threshold : float
        The least score with which documents have moved.
    n_outliers : int
        Number of documents without a topic before.
    n_moved : int
        How many of them have got a topic.
    """

    strategy: str
    threshold: float
    n_outliers: int
    n_moved: int

    @property
    def n_left(self) -> int:
        """Number of documents that still have no topic."""
        return self.n_outliers - self.n_moved


@dataclass(frozen=True, eq=False, repr=False)
class OutlierReduction(ColumnsMixin, FrozenArrays, Sequence[OutlierStep]):
    """How outliers have got topics: a row for each strategy, in their order.

    A sequence of `OutlierStep`: ``reduction[0]`` is the first of them, and
    ``reduction[:1]`` is what there was after it.

    Parameters
    ----------
    steps : tuple of OutlierStep
    labels : ndarray of shape (n_documents,), int64
        The topic of each document afterwards, -1 for none.
    moved : ndarray of shape (n_moved,), int64
        Rows of the documents that have got a topic, ascending.
    scores : ndarray of shape (n_moved,)
        Their scores for this topic.
    step_of_moved : ndarray of shape (n_moved,), int64
        Which of the steps it was.
    """

    steps: tuple[OutlierStep, ...]
    labels: np.ndarray
    moved: np.ndarray
    scores: np.ndarray
    step_of_moved: np.ndarray

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, key: int) -> OutlierStep: ...

    @overload
    def __getitem__(self, key: slice) -> "OutlierReduction": ...

    def __getitem__(self, key):
        if not isinstance(key, slice):
            return self.steps[operator.index(key)]
        chosen = np.arange(len(self))[key]
        kept = np.isin(self.step_of_moved, chosen)
        labels = self.labels.copy()
        labels[self.moved[~kept]] = -1
        place = np.zeros(len(self), dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        return OutlierReduction(
            self.steps[key],
            labels,
            self.moved[kept],
            self.scores[kept],
            place[self.step_of_moved[kept]],
        )

    def __iter__(self) -> Iterator[OutlierStep]:
        return iter(self.steps)

    @property
    def n_moved(self) -> int:
        """Number of documents that have got a topic."""
        return len(self.moved)

    @property
    def n_left(self) -> int:
        """Number of documents that still have no topic."""
        return int((self.labels < 0).sum())

    def _columns(self):
        names = ("strategy", "threshold", "n_outliers", "n_moved", "n_left")
        return {name: [getattr(step, name) for step in self.steps] for name in names}

    def __repr__(self):
        n, n_before = len(self.labels), self.n_left + self.n_moved
        head = f"OutlierReduction: {n_before} of {n} documents were outliers"
        if not n_before:
            return f"OutlierReduction: none of {n} documents is an outlier"
        lines = [f"{head}, {self.n_left} are left"]
        if self.steps:
            width = max(8, *(len(step.strategy) for step in self.steps))
            lines.append(f"{'strategy':{width}}  threshold  outliers    moved     left")
            lines += [
                f"{step.strategy:{width}}  {step.threshold:9.3f}  {step.n_outliers:8d}"
                f"  {step.n_moved:7d}  {step.n_left:7d}"
                for step in self.steps
            ]
        return "\n".join(lines)


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
    OutlierReduction: 3 of 5 documents were outliers, 2 are left
    strategy  threshold  outliers    moved     left
    votes         0.700         3        1        2
    """
    labels = _check_labels(labels)
    given = scores if isinstance(scores, Mapping) else {"scores": scores}
    readers = {
        str(name): _reader(each, labels, str(name)) for name, each in given.items()
    }
    thresholds = check_thresholds(threshold, list(readers))
    fewest = _n_allowed(target_share, len(labels))
    found, steps, parts = labels.copy(), [], []
    for (name, read), least in zip(readers.items(), thresholds, strict=True):
        rows = np.flatnonzero(found < 0)
        topics, best = _best_topics(read, rows)
        needed = max(len(rows) - fewest, 0)
        moves, least = _surest(best, least, needed)
        found[rows[moves]] = topics[moves]
        steps.append(OutlierStep(name, float(least), len(rows), int(moves.sum())))
        parts.append((rows[moves], best[moves]))
    _warn_of_more(found, target_share, fewest)
    moved = np.concatenate([np.empty(0, np.int64), *(rows for rows, _ in parts)])
    scored = np.concatenate([np.empty(0), *(values for _, values in parts)])
    step_of = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
    order = np.argsort(moved, kind="stable")
    return OutlierReduction(
        tuple(steps), found, moved[order], scored[order], step_of[order]
    )


def _surest(best, threshold, needed):
    """Return which documents move, and the least score with which they do."""
    possible = (best > 0) & (best >= threshold)
    if np.count_nonzero(possible) <= needed:
        return possible, threshold
    if not needed:
        return np.zeros(len(best), dtype=bool), threshold
    bar = np.partition(best[possible], -needed)[-needed]
    threshold = max(threshold, bar * (1 - _ROUNDING))
    return possible & (best >= threshold), bar


def _best_topics(read, rows):
    """Return the topic with the largest score of each row, and the score."""
    topics, best = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
    start, n = 0, 256
    while start < len(rows):
        scores = read(rows[start : start + n])
        end = start + len(scores)
        if scores.shape[1]:
            topics[start:end] = scores.argmax(axis=1)
            best[start:end] = scores[np.arange(len(scores)), topics[start:end]]
        start, n = end, max(_BLOCK_NUMBERS // max(scores.shape[1], 1), 1)
    return topics, best


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


def _n_allowed(target_share, n_documents):
    """Return how many documents may stay outliers."""
    if target_share is None:
        return 0
    if isinstance(target_share, bool) or not isinstance(target_share, Real):
        raise TypeError(
            "target_share must be a share of the documents, such as 0.05, or None; got "
            f"{target_share!r:.100}."
        )
    if not 0 <= target_share <= 1:
        raise ValueError(
            "target_share must be a share of the documents, from 0 to 1, got "
            f"{target_share}."
        )
    return int(target_share * n_documents + _SHARE_ROUNDING)


def _warn_of_more(labels, target_share, fewest):
    n_left = int((labels < 0).sum())
    if target_share is not None and n_left > fewest:
        warnings.warn(
            f"{n_left} of {len(labels)} documents stay outliers, more than "
            f"target_share={target_share} allows: no topic has a score in them that is "
            "above 0 and not below the threshold. Lower the threshold, or name another "
            "strategy.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
