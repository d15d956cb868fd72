"""Segments of documents whose parts have topics: runs of one topic, or best cuts."""

import itertools
from typing import NamedTuple

import numpy as np

from .borders import borders_of, root_shares
from .runs import merge_runs, smoothed
from .spans import spans_between

# What a part's own topic has ahead of others, where a mean over neighbours is a tie.
_OWN = 1e-9


class TopicRuns(NamedTuple):
    """Segments of documents, in units of their parts.

    Attributes
    ----------
    runs : ndarray of shape (n_segments, 3), int64
        Number of the document, first part, and the part after the last one.
    topics : ndarray of shape (n_segments,), int64
        -1 where nothing is known of any part.
    shares : ndarray of shape (n_segments,), float64
        Mean share of the topic in the parts of the segment.
    """

    runs: np.ndarray
    topics: np.ndarray
    shares: np.ndarray


def topic_runs(shares, offsets, *, smoothing=1, n_segments=None, penalty=None):
    """Return segments of documents by the topics of their parts.

    Parameters
    ----------
    shares : csr_array of shape (n_parts, n_topics)
        Shares of topics in parts; zeros where nothing is known of a part.
    offsets : ndarray of shape (n_documents + 1,), int
        Document d has the parts ``offsets[d]:offsets[d + 1]``.
    smoothing : int, default=1
        Over how many neighbouring parts shares are averaged first.
    n_segments : list of n_documents int or None, default=None
        How many segments each document has. Dynamic programming finds them.
    penalty : float, default=None
        For each border, as in `borders_of`. Without it and without numbers, there is a
        border wherever the topic changes.

    Returns
    -------
    found : TopicRuns
    """
    found = [(np.empty((0, 3), np.int64), np.empty(0, np.int64), np.empty(0))]
    for d, (first, last) in enumerate(itertools.pairwise(offsets)):
        if first == last:
            continue
        own = shares[first:last].toarray()
        means = smoothed(own, smoothing)
        number = None if n_segments is None else n_segments[d]
        if number is None and penalty is None:
            runs, topics = merge_runs(_filled(_main_topics(means, own)))
        else:
            runs = spans_between([_best_cut(means, number, penalty)], [len(own)])
            sums = np.array([means[a:b].sum(axis=0) for _, a, b in runs])
            topics = _main_topics(sums, 0)
        share = [
            own[a:b, t].mean() if t >= 0 else 0.0
            for (_, a, b), t in zip(runs, topics, strict=True)
        ]
        runs[:, 0] = d
        found.append((runs, topics, np.array(share)))
    return TopicRuns(*map(np.concatenate, zip(*found, strict=True)))


def _main_topics(means, own):
    """Return the topic of the largest share of each row, -1 for a row of zeros."""
    if not means.shape[1]:
        return np.full(len(means), -1)
    return np.where(means.any(axis=1), (means + _OWN * own).argmax(axis=1), -1)


def _filled(topics):
    """Return topics in which parts of no topic have that of the part before them.

    The first parts have that of the first part that has one.
    """
    known = np.flatnonzero(topics >= 0)
    if not len(known):
        return topics
    before = np.searchsorted(known, np.arange(len(topics)), side="right") - 1
    return topics[known[np.maximum(before, 0)]]


def _best_cut(means, n_segments, penalty):
    """Return the borders of one document; parts of no topic count for nothing."""
    weights = means.any(axis=1).astype(np.float64)
    penalty = 1.0 if penalty is None else penalty
    return borders_of(root_shares(means), n_segments, penalty=penalty, weights=weights)
