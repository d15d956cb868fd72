"""What is known of documents that are to be placed in the plane."""

from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import unit_rows
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
from ._topic_layout import places_of_topics

# Rows of shares that are read at a time.
_BLOCK = 50_000


class LayoutInput(NamedTuple):
    """What is known of documents that are to be placed.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int64
        Main topic of each document, -1 for none.
    vectors : ndarray of shape (n_documents, n_dimensions), or None
        float32, of length 1, or 0 for a document of which nothing is known. Documents
        are alike if the angles between their vectors are small. None where documents
        have a topic each, and nothing else is known of them.
    topic_places : ndarray of shape (n_topics, 2)
        NaN for empty topics.
    kind : {"embeddings", "shares"}
    """

    labels: np.ndarray
    vectors: Any
    topic_places: np.ndarray
    kind: str

    @property
    def n_topics(self):
        return len(self.topic_places)

    def topic_means(self, places):
        """Return the mean places of documents by main topic; NaN for none."""
        kept = self.labels >= 0
        labels = self.labels[kept]
        sizes = np.bincount(labels, minlength=self.n_topics)
        means = np.full((self.n_topics, 2), np.nan, dtype=np.float32)
        for axis in range(2):
            sums = np.bincount(labels, places[kept, axis], self.n_topics)
            np.divide(
                sums, sizes, out=means[:, axis], where=sizes > 0, casting="same_kind"
            )
        return means


def read_layout_input(model, X, embeddings, beside):
    """Return what is known of documents."""
    X = None if X is None else materialized(X)
    if not is_model(model):
        labels, roots, shares = _of_array(model, beside)
        if embeddings is None:
            return LayoutInput(
                labels, roots, places_of_topics(model, X, shares), "shares"
            )
        vectors = _unit(check_embeddings(embeddings, len(labels)))
        places = places_of_topics(model, X, shares, embeddings=embeddings)
        return LayoutInput(labels, vectors, places, "embeddings")
    found = training_shares(model) if X is None and not beside else None
    given = beside
    if embeddings is not None and takes_beside(model, "embeddings"):
        given = {**beside, "embeddings": embeddings}
    if found is None:
        found = document_shares(model, X, **given)
    labels = topics_by_share(found.shares)
    vectors = embeddings if embeddings is not None else read_kept_vectors(model, X)
    places = places_of_topics(model, X, found.shares, embeddings=embeddings)
    if vectors is not None:
        vectors = _unit(check_embeddings(vectors, len(labels)))
        return LayoutInput(labels, vectors, places, "embeddings")
    roots = None if found.are_clusters else _roots(found.shares)
    return LayoutInput(labels, roots, places, "shares")


def _of_array(given, beside):
    """Return labels, roots of shares, and shares of an array, read block by block."""
    if np.ndim(given) != 2 or beside:
        found = document_shares(given, **beside)
        roots = None if found.are_clusters else _roots(found.shares)
        return topics_by_share(found.shares), roots, found.shares
    if not sp.issparse(given):
        given = np.asarray(given)
    n_documents, n_topics = given.shape
    labels = np.empty(n_documents, dtype=np.int64)
    roots = np.empty((n_documents, n_topics), dtype=np.float32)
    for start in range(0, n_documents, _BLOCK):
        rows = slice(start, start + _BLOCK)
        shares = document_shares(given[rows]).shares
        labels[rows] = topics_by_share(shares)
        roots[rows] = _roots(shares)
    return labels, roots, None


def _roots(shares):
    """Return roots of shares: vectors of which near ones mean alike mixtures."""
    roots = np.sqrt(shares.toarray().astype(np.float32))
    return unit_rows(roots, out=roots)


def _unit(vectors):
    return unit_rows(vectors.astype(np.float32))
