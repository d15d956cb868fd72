"""Places of documents by their vectors, or by their topics where they have none."""

import numpy as np
from sklearn.utils import check_random_state

from .._arrays import first_equal_rows, unit_rows
from ._landmarks import (
    choose_landmarks,
    place_among_landmarks,
    place_landmarks,
    unit_vectors,
)
from ._rim_places import rim_places, spread_equal

# How much the most similar topics count at the start.
_SHARPNESS = 20
# Beside its topics, the directions in which documents differ most count this much.
_DIRECTIONS = 0.3
_BLOCK = 8192


def places_of_documents(read, random_state):
    """Return the places of documents.

    Parameters
    ----------
    read : LayoutInput
    random_state : int, RandomState instance or None

    Returns
    -------
    places : ndarray of shape (n_documents, 2), float32
    """
    places = np.zeros((len(read.labels), 2), dtype=np.float32)
    if read.vectors is None:
        has_place = np.isfinite(read.topic_places).all(axis=1)
        known = np.flatnonzero(read.labels >= 0)
        known = known[has_place[read.labels[known]]]
        groups = read.labels[known]
        places[known] = read.topic_places[groups]
    else:
        known = np.flatnonzero(read.vectors.any(axis=1))
        groups = _place_by_vectors(places, known, read, random_state)
    spread_equal(places, known, groups)
    return rim_places(places, known)


def _place_by_vectors(places, known, read, random_state):
    """Write the places of documents; return numbers that equal vectors share."""
    vectors, labels = read.vectors, read.labels
    rng = check_random_state(random_state)
    some = vectors if len(known) == len(vectors) else vectors[known]
    first = known[first_equal_rows(some)]
    distinct = known[first == known]
    chosen = choose_landmarks(vectors, labels, distinct, rng)
    landmarks, topics = unit_vectors(vectors, chosen), labels[chosen]
    start = _start_of(landmarks, read)
    placed = place_landmarks(landmarks, topics, start, rng)
    places[chosen] = placed
    is_left = np.zeros(len(places), dtype=bool)
    is_left[distinct] = True
    is_left[chosen] = False
    left = np.flatnonzero(is_left)
    for begin in range(0, len(left), _BLOCK):
        rows = left[begin : begin + _BLOCK]
        block = unit_vectors(vectors, rows)
        places[rows] = place_among_landmarks(
            block, labels[rows], landmarks, topics, placed
        )
    places[known] = places[first]
    return first


def _start_of(landmarks, read):
    """Return where landmarks would be by the places of similar topics."""
    start = _main_directions(landmarks)
    there = np.flatnonzero(np.isfinite(read.topic_places).all(axis=1))
    if not len(there):
        return start
    if read.topic_vectors is None:
        scores = landmarks[:, there]
    else:
        scores = landmarks @ read.topic_vectors[there].T
    scores = scores - scores.max(axis=1, keepdims=True)
    weights = np.exp(_SHARPNESS * scores)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ read.topic_places[there] + _DIRECTIONS * start


def _main_directions(vectors):
    """Return the two main components of vectors; they vary by about 1."""
    start = np.zeros((len(vectors), 2))
    if len(vectors) < 2:
        return start
    centered = vectors.astype(np.float64)
    centered -= centered.mean(axis=0)
    n_found = min(2, vectors.shape[1])
    _, axes = np.linalg.eigh(centered.T @ centered)
    start[:, :n_found] = centered @ axes[:, ::-1][:, :n_found]
    size = np.sqrt(start.var(axis=0).sum())
    return start / size if size > 0 else start


def mean_directions(vectors, labels, n_topics):
    """Return the directions of the mean vectors of topics, zeros for none.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    labels : ndarray of shape (n_documents,), int64
    n_topics : int

    Returns
    -------
    directions : ndarray of shape (n_topics, n_dimensions), float32
    """
    sums = np.zeros((n_topics, vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(labels), _BLOCK):
        rows = np.flatnonzero(labels[start : start + _BLOCK] >= 0) + start
        np.add.at(sums, labels[rows], unit_vectors(vectors, rows))
    return unit_rows(sums)
