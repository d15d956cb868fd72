"""Vectors and shares of topics of documents that others are to be like."""

import numpy as np

from ..embedding.known_texts import known_vectors
from ._query_shares import query_shares
from ._query_vectors import check_comparable, encoder_of, named_queries


def liked_vectors(liked, corpus, model, encoder, n_dimensions) -> np.ndarray:
    """Return the vectors of documents, (n_documents, n_dimensions).

    Parameters
    ----------
    liked : LikedDocuments
    corpus : SearchedCorpus or None
        In which the rows are.
    model : estimator
    encoder : object
        As users give it, or None.
    n_dimensions : int
        Of what they are compared with.

    Raises
    ------
    ValueError
        If nothing is known of one, or if there is no encoder of texts.
    """
    parts = []
    if len(liked.rows):
        vectors = corpus.vectors_of(liked.rows)
        named = [f"document {row}" for row in liked.rows.tolist()]
        check_comparable(vectors, n_dimensions, named)
        parts.append(vectors)
    if liked.texts:
        encoder = encoder_of(model, encoder)
        vectors = known_vectors(encoder, liked.texts, by_text=True)
        check_comparable(vectors, n_dimensions, named_queries(liked.texts))
        parts.append(vectors)
    return np.concatenate(parts)


def liked_shares(liked, corpus, model) -> np.ndarray:
    """Return the shares of topics in documents, (n_documents, n_topics).

    Parameters
    ----------
    liked : LikedDocuments
    corpus : SearchedCorpus or None
        In which the rows are.
    model : estimator

    Raises
    ------
    ValueError
        If nothing is known of one.
    """
    parts = []
    if len(liked.rows):
        shares = corpus.shares_of(liked.rows)
        nothing = np.flatnonzero(~shares.any(axis=1))
        if len(nothing):
            row = liked.rows[nothing[0]]
            raise ValueError(f"Nothing is known of document {row}: it has no topic.")
        parts.append(shares)
    if liked.texts:
        parts.append(query_shares(model, liked.texts))
    return np.concatenate(parts)
