"""What is known of documents that are to be placed in the plane."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from .._reading import (
    document_shares,
    is_model,
    materialized,
    read_kept_vectors,
    takes_beside,
    topics_by_share,
    training_shares,
)
from .._validation import check_embeddings
from ._given_places import given_topic_places
from ._topic_layout import places_of_topics
from ._vector_places import mean_directions

# Rows of shares that are read at a time.
_BLOCK = 50_000


class LayoutInput(NamedTuple):
    """What is known of documents that are to be placed.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int64
        Main topic of each document, -1 for none.
    vectors : ndarray of shape (n_documents, n_dimensions), or None
        Documents are alike if the angles between their vectors are small; zeros say
        that nothing is known. None where documents have a topic each, and nothing else
        is known of them.
    topic_places : ndarray of shape (n_topics, 2)
        NaN for empty topics.
    topic_vectors : ndarray of shape (n_topics, n_dimensions), or None
        Directions of topics among `vectors`; None where these are roots of shares.
    rest : tuple of (ndarray of shape (n_rest,), csr_array)
        Topics that are the main topic of no document, and their shares in documents.
    kind : {"embeddings", "shares"}
    """

    labels: np.ndarray
    vectors: Any
    topic_places: np.ndarray
    topic_vectors: Any
    rest: tuple
    kind: str

    def places_among(self, places):
        """Return where topics are among their documents.

        Parameters
        ----------
        places : ndarray of shape (n_documents, 2)

        Returns
        -------
        topics : ndarray of shape (n_topics, 2), float32
            Medians of the documents with this main topic, or means of all by their
            squared shares where there are none; NaN for topics without documents.
        """
        topics = np.full(self.topic_places.shape, np.nan, dtype=np.float32)
        order = np.argsort(self.labels, kind="stable")
        bounds = np.searchsorted(self.labels[order], np.arange(len(topics) + 1))
        for topic, (start, stop) in enumerate(pairwise(bounds.tolist())):
            if start < stop:
                topics[topic] = np.median(places[order[start:stop]], axis=0)
        numbers, shares = self.rest
        weights = shares**2
        totals = weights.sum(axis=0)
        kept = np.flatnonzero(totals > 0)
        sums = weights.T @ places.astype(np.float64)
        topics[numbers[kept]] = sums[kept] / totals[kept, np.newaxis]
        return topics


def read_layout_input(model, X, embeddings, topic_coordinates, beside, random_state):
    """Return what is known of documents, a `LayoutInput`.

    Parameters
    ----------
    model, X, embeddings, topic_coordinates : object
        As of `document_layout`.
    beside : dict
    random_state : int, RandomState instance or None
        For the places of topics.
    """
    X = None if X is None else materialized(X)
    if not is_model(model):
        labels, roots, shares = _of_array(model, beside)
        vectors = embeddings
    else:
        if embeddings is not None and takes_beside(model, "embeddings"):
            beside = {**beside, "embeddings": embeddings}
        found = training_shares(model) if X is None and not beside else None
        found = document_shares(model, X, **beside) if found is None else found
        shares = found.shares
        labels = topics_by_share(shares)
        roots = None if found.are_clusters else _roots(shares)
        vectors = read_kept_vectors(model, X) if embeddings is None else embeddings
    rest = _shares_of_rest(labels, roots, shares)
    if vectors is not None:
        vectors = check_embeddings(vectors, len(labels))
    if topic_coordinates is None:
        places = places_of_topics(
            model, X, shares, roots, random_state, embeddings=embeddings
        )
    else:
        least = roots.shape[1] if shares is None else shares.shape[1]
        places = given_topic_places(topic_coordinates, least, roots is None)
    n_topics = len(places)
    if vectors is not None:
        directions = mean_directions(vectors, labels, n_topics)
        return LayoutInput(labels, vectors, places, directions, rest, "embeddings")
    return LayoutInput(labels, roots, places, None, rest, "shares")


def _of_array(given, beside):
    """Return labels, roots of shares, and shares where they are of clusters."""
    if np.ndim(given) != 2 or beside:
        found = document_shares(given, **beside)
        return topics_by_share(found.shares), None, found.shares
    if not sp.issparse(given):
        given = np.asarray(given)
    n_documents, n_topics = given.shape
    labels = np.empty(n_documents, dtype=np.int64)
    roots = np.empty((n_documents, n_topics), dtype=np.float32)
    # In blocks: float64 and indices of all shares would take six times the memory.
    for start in range(0, n_documents, _BLOCK):
        rows = slice(start, start + _BLOCK)
        shares = document_shares(given[rows]).shares
        labels[rows] = topics_by_share(shares)
        roots[rows] = _roots(shares)
    return labels, roots, None


def _roots(shares):
    """Return the roots of shares: near ones are of mixtures that are alike."""
    roots = shares.astype(np.float32).toarray()
    return np.sqrt(roots, out=roots)


def _shares_of_rest(labels, roots, shares):
    """Return the topics that are nowhere the main one, and their shares."""
    n_topics = roots.shape[1] if shares is None else shares.shape[1]
    sizes = np.bincount(labels[labels >= 0], minlength=n_topics)
    rest = np.flatnonzero(sizes == 0)
    if shares is None:
        return rest, sp.csr_array(roots[:, rest] ** 2)
    return rest, sp.csr_array(shares[:, rest])
