"""A layout of many documents by some of them, the landmarks.

Landmarks are placed by who their neighbours are, and any other document among the
landmarks that are nearest to it: its place depends on it and on the landmarks alone.
"""

import numpy as np
import scipy.sparse as sp

from .._arrays import unit_rows
from .._neighbors import nearest
from ._neighbor_descent import neighbor_descent
from ._neighbor_weights import N_NEIGHBORS, neighbor_weights

# So many landmarks take a second. Up to here every document is one.
MAX_LANDMARKS = 3000
# Neighbours in one topic count so many times as much as others.
_OWN_TOPIC = 3
# Islands are a little denser than those of t-SNE.
_PULL = 2
# A document stands between this many landmarks, nearly at the nearest.
_N_NEAREST, _SHARPNESS = 5, 8
_BLOCK = 8192
# Of the start: its size, and how far equal starts are moved from each other.
_START_SIZE, _JITTER = 0.1, 0.01


def choose_landmarks(vectors, labels, rows, rng):
    """Return some documents that stand for all.

    They are evenly spread over the topics and, within each topic, over a direction
    that is drawn. Which documents they are does not depend on the order of rows.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    labels : ndarray of shape (n_documents,), int64
    rows : ndarray of shape (n_rows,), int64
        Documents that may be chosen, with vectors that are all different.
    rng : RandomState

    Returns
    -------
    chosen : ndarray of shape (n_landmarks,), int64
        Some of `rows`, in an order of their own.
    """
    direction = rng.standard_normal(vectors.shape[1])
    keys = np.empty(len(rows))
    for start in range(0, len(rows), _BLOCK):
        block = vectors[rows[start : start + _BLOCK]].astype(np.float64)
        # Not by BLAS, which may round equal rows in different ways.
        keys[start : start + _BLOCK] = np.einsum("ij,j->i", block, direction)
    ordered = rows[np.lexsort((keys, labels[rows]))]
    if len(ordered) <= MAX_LANDMARKS:
        return ordered
    steps = (np.arange(MAX_LANDMARKS) + 0.5) * (len(ordered) / MAX_LANDMARKS)
    return ordered[steps.astype(np.int64)]


def place_landmarks(vectors, labels, start, rng):
    """Return places of landmarks, neighbours near each other.

    Parameters
    ----------
    vectors : ndarray of shape (n, n_dimensions)
        Of length 1.
    labels : ndarray of shape (n,), int64
        Their topics, -1 for none.
    start : ndarray of shape (n, 2)
        Where they would be by their topics alone.
    rng : RandomState

    Returns
    -------
    places : ndarray of shape (n, 2), float32
    """
    n = len(vectors)
    if n < 2:
        return np.zeros((n, 2), dtype=np.float32)
    neighbors, distances = nearest(vectors, vectors, N_NEIGHBORS, own=np.arange(n))
    graph = neighbor_weights(neighbors, distances)
    rows = np.repeat(np.arange(n), np.diff(graph.indptr))
    one_topic = (labels[rows] == labels[graph.indices]) & (labels[rows] >= 0)
    weights = graph.data * np.where(one_topic, 1, 1 / _OWN_TOPIC)
    graph = sp.csr_array(
        (weights / weights.sum(), graph.indices, graph.indptr), shape=graph.shape
    )
    size = np.sqrt(start.var(axis=0).sum()) or 1.0
    start = start / size + _JITTER * rng.standard_normal((n, 2))
    return neighbor_descent(graph, _START_SIZE * start, pull=_PULL, gather=True)


def place_among_landmarks(vectors, labels, landmarks, landmark_labels, places):
    """Return places of documents among the landmarks that are nearest to them.

    Parameters
    ----------
    vectors : ndarray of shape (n, n_dimensions)
        Of length 1.
    labels : ndarray of shape (n,), int64
    landmarks : ndarray of shape (n_landmarks, n_dimensions)
        Of length 1.
    landmark_labels : ndarray of shape (n_landmarks,), int64
    places : ndarray of shape (n_landmarks, 2), float32

    Returns
    -------
    placed : ndarray of shape (n, 2), float32
    """
    placed = np.empty((len(vectors), 2), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        own = labels[rows, np.newaxis]
        found, distances = nearest(vectors[rows], landmarks, _N_NEAREST)
        least = np.maximum(distances[:, :1], np.finfo(np.float32).eps)
        weights = (least / np.maximum(distances, least)) ** _SHARPNESS
        elsewhere = (landmark_labels[found] != own) & (own >= 0)
        weights *= np.where(elsewhere, 1 / _OWN_TOPIC, 1)
        weights /= weights.sum(axis=1, keepdims=True)
        placed[rows] = np.einsum("ij,ijk->ik", weights, places[found])
    return placed


def unit_vectors(vectors, rows):
    """Return some vectors with length 1, float32."""
    return unit_rows(vectors[rows]).astype(np.float32, copy=False)
