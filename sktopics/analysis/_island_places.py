"""Places of documents between the places of topics."""

import numpy as np

from .._arrays import first_equal_rows
from ._rim_places import rim_places

_GOLDEN = np.pi * (3 - np.sqrt(5))
_SHARPNESS = 20
_BLOCK = 20_000


def island_places(read, random_state):
    """Return places of documents."""
    labels, vectors = read.labels, read.vectors
    topics = np.nan_to_num(read.topic_places)
    places = np.zeros((len(labels), 2), dtype=np.float32)
    if vectors is None:
        known = np.flatnonzero(labels >= 0)
        places[known] = topics[labels[known]]
        _spread(places, known, labels[known], topics)
        return rim_places(places, known)
    known = np.flatnonzero(vectors.any(axis=1))
    if read.kind == "shares":
        centers = np.eye(vectors.shape[1], dtype=np.float32)
    else:
        centers = np.zeros((read.n_topics, vectors.shape[1]), np.float32)
        np.add.at(centers, labels[labels >= 0], vectors[labels >= 0])
        norms = np.linalg.norm(centers, axis=1, keepdims=True)
        centers /= np.where(norms > 0, norms, 1)
    for start in range(0, len(known), _BLOCK):
        rows = known[start : start + _BLOCK]
        if not len(topics):
            continue
        scores = vectors[rows] @ centers.T
        scores -= scores.max(axis=1, keepdims=True)
        weights = np.exp(_SHARPNESS * scores)
        weights /= weights.sum(axis=1, keepdims=True)
        places[rows] = weights @ topics
    first = first_equal_rows(vectors[known])
    _spread(places, known, first, topics)
    return rim_places(places, known)


def _spread(places, rows, groups, topics):
    """Spread documents of one place over a disc, in the order of their rows."""
    if not len(rows):
        return
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sizes = np.diff(np.r_[starts, len(ordered)])
    rank = np.arange(len(ordered)) - np.repeat(starts, sizes)
    extent = np.ptp(topics, axis=0).max(initial=0) or 1.0
    radius = 0.5 * extent * np.sqrt(rank / len(rows))
    angle = _GOLDEN * rank
    disc = radius[:, np.newaxis] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    places[rows[order]] += disc.astype(np.float32)
