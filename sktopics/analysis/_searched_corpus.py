"""The documents among which users look, and all that is known of them."""

from functools import cached_property

import numpy as np

from .._columns import items_of
from .._reading import (
    DocumentShares,
    document_shares,
    excerpts,
    final_model,
    full_texts,
    kept_texts,
    main_topics,
    materialized,
    model_input,
    read_encoder,
    read_kept_vectors,
    shorten,
    takes_beside,
    training_shares,
    traits_of,
)
from .._sklearn import _safe_indexing
from .._validation import check_embeddings
from ..embedding.known_texts import known_vectors
from ._query_vectors import encoder_of


class SearchedCorpus:
    """Documents to look among: their vectors, shares of topics, ids and texts.

    Parameters
    ----------
    model : estimator
        A fitted model of topics.
    X : object or None
        What `model.transform` takes. None stands for the training documents, of a model
        that keeps their vectors.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        As users give them.
    encoder : object, default=None
        As users give it.
    ids : array-like of shape (n_documents,), default=None
    beside : dict, default=None
        What `transform` of the model takes beside `X`.

    Raises
    ------
    TypeError
        If there is no `X`, and the model keeps no vectors.
    ValueError
        If there are not as many embeddings or ids as documents.
    """

    def __init__(
        self, model, X, *, embeddings=None, encoder=None, ids=None, beside=None
    ):
        if isinstance(X, str):
            raise TypeError(
                f"X must be the documents, and is a text, {X!r:.60}: give what you "
                "look for as query=."
            )
        self.model, self.encoder = model, encoder
        self.X = X = None if X is None else materialized(X)
        self.are_clusters = traits_of(final_model(model)).shares == "clusters"
        self.beside = dict(beside or {})
        self.kept = None
        if embeddings is None and self._may_keep():
            self.kept = read_kept_vectors(model, X)
        if X is not None:
            self.n_documents = X.shape[0] if hasattr(X, "shape") else len(X)
        elif embeddings is not None:
            self.n_documents = len(embeddings)
        elif self.kept is not None:
            self.n_documents = len(self.kept)
        else:
            raise TypeError(
                f"X must be the documents: {_name(model)} keeps no vectors of its "
                "training documents."
            )
        self.given = None
        if embeddings is not None:
            self.given = check_embeddings(embeddings, self.n_documents)
            if self.are_clusters:
                self.beside["embeddings"] = self.given
        self._ids = None if ids is None else _checked_ids(ids, self.n_documents)

    def _may_keep(self):
        """Whether vectors that the model keeps are of the encoder that is asked for."""
        if self.X is None or self.encoder is None:
            return True
        return read_encoder(self.model) is None

    @property
    def ids(self):
        """What users call the documents, a list; None if they have rows alone."""
        if self._ids is not None:
            return self._ids
        index = index_of(self.X)
        return None if index is None else index.tolist()

    def ids_of(self, rows):
        """Return what users call some documents, a list."""
        if self._ids is not None:
            return [self._ids[row] for row in rows.tolist()]
        index = index_of(self.X)
        return rows.tolist() if index is None else index[rows].tolist()

    @property
    def has_vectors(self):
        """Whether there are vectors of documents, or something that makes them."""
        there = (self.given, self.kept, self.encoder, read_encoder(self.model))
        return any(each is not None for each in there)

    @cached_property
    def vectors(self):
        """Vectors of all documents, (n_documents, n_dimensions)."""
        if self.given is not None:
            return self.given
        if self.kept is not None:
            return self.kept
        return self._encoded(self.X)

    def vectors_of(self, rows):
        """Return vectors of some documents, of which no others are encoded."""
        known = self.given is not None or self.kept is not None
        if known or "vectors" in vars(self):
            return self.vectors[rows]
        return self._encoded(self._some(rows))

    def shares_of(self, rows):
        """Return the shares of topics in some documents, of which no others are read.

        Returns
        -------
        shares : ndarray of shape (n_rows, n_topics)
        """
        if self.kept is not None or self.beside or "found" in vars(self):
            return self.found.shares[rows].toarray()
        return document_shares(self.model, self._some(rows)).shares.toarray()

    def _some(self, rows):
        """Return some of the documents, as they came."""
        X = list(self.X) if isinstance(self.X, tuple) else self.X
        return _safe_indexing(X, rows.tolist())

    def _encoded(self, X):
        """Return vectors of documents, by their texts, which an encoder reads."""
        texts = model_input(self.model, X) if self.are_clusters else X
        texts = list(items_of(texts))
        return known_vectors(encoder_of(self.model, self.encoder), texts)

    @cached_property
    def found(self) -> DocumentShares:
        """Shares of topics in the documents."""
        found = None if self.kept is None else training_shares(self.model)
        if found is not None:
            return found
        beside = self.beside_known() if self.X is None else self.beside
        return document_shares(self.model, self.X, **beside)

    @cached_property
    def topics(self):
        """The topic with the largest share of each document, -1 without any."""
        return main_topics(self.found.shares)

    def beside_known(self):
        """Return what the model is given beside `X`, with vectors that are kept."""
        if self.kept is None or not takes_beside(self.model, "embeddings"):
            return self.beside
        return {"embeddings": self.kept, **self.beside}

    def rows_of_texts(self, texts):
        """Return the rows of documents that have one of some texts."""
        wanted = set(texts)
        if self.X is None:
            known, _ = kept_texts(self.model)
            known = known or {}
            return [row for row, text in known.items() if text in wanted]
        known = full_texts(self.model, self.X)
        return [row for row, text in enumerate(known or ()) if text in wanted]

    def excerpts(self, rows):
        """Return the first words of some documents by row, where they are known."""
        if self.X is not None:
            return excerpts(self.model, self.X, rows)
        known, _ = ({}, 0) if self.kept is None else kept_texts(self.model)
        known = known or {}
        return {row: shorten(known[row]) for row in rows if row in known}


def index_of(X):
    """Return the index of a pandas object, None of anything else."""
    return X.index if hasattr(X, "iloc") else None


def _name(model):
    return type(final_model(model)).__name__


def _checked_ids(ids, n_documents):
    if isinstance(ids, str) or not np.iterable(ids):
        raise TypeError(
            "ids must hold what to call each document, such as a column of a frame; "
            f"got {ids!r:.60}."
        )
    ids = list(items_of(ids))
    if len(ids) != n_documents:
        raise ValueError(
            f"ids must hold one for each document: got {len(ids)} for {n_documents} "
            "documents."
        )
    return ids
