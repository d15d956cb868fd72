"""Batches of documents and their authors, as online learning wants them."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._groups import Groups
from ._authors import (
    author_blocks,
    documents_by_author,
    even_shares,
    smallest_block,
    with_own_authors,
    words_by_author,
)


class BatchAuthors(NamedTuple):
    """Who wrote the documents of a batch.

    Attributes
    ----------
    ids : ndarray of shape (n_named,)
        Rows of `Authors` of those who are named.
    groups : Groups
        Of these authors, and then of one author for each document without any.
    multiplicity : ndarray of shape (n_here,)
        How many authors each stands for.
    here : ndarray of shape (n_named,), float64
        Weight of the documents of each.
    n_words : ndarray of shape (n_here,)
        See `words_by_author`.
    """

    ids: np.ndarray
    groups: Groups
    multiplicity: np.ndarray
    here: np.ndarray
    n_words: np.ndarray


def batch_authors(X, groups, sample_weight):
    """Find out who wrote the documents of a batch; return `BatchAuthors`."""
    ids, places = np.unique(groups.indices, return_inverse=True)
    groups = groups._replace(names=groups.names[ids], indices=places.astype(np.int32))
    here = documents_by_author(groups, sample_weight)
    groups, multiplicity = with_own_authors(groups, sample_weight)
    n_words = words_by_author(X, groups, sample_weight, multiplicity)
    return BatchAuthors(ids, groups, multiplicity, here, n_words)


def start_of_authors(batch, authors, topics, training, *, count=False):
    """Return where the authors of a batch start, and how far it moves them.

    Parameters
    ----------
    batch : BatchAuthors
    authors : Authors
    topics : DirichletTopics
    training : AuthorTraining
    count : bool
        Whether the documents count as further ones of their authors.

    Returns
    -------
    gamma : ndarray of shape (n_here, n_padded)
        Where they start: from what is known of them.
    how_far : dict
        The `rate` and the `scale` of `learn_authors`.
    """
    ids, here = batch.ids, batch.here
    if count:
        authors.documents[ids] += here
    known = authors.seen[ids] > 0
    authors.seen[ids] += here
    gamma = even_shares(batch.n_words, topics)
    gamma[: len(ids)][known] = authors.gamma[ids[known]]
    rate, scale = np.ones((2, len(gamma), 1))
    rate[: len(ids), 0] = (here / authors.seen[ids]) ** training.learning_decay
    scale[: len(ids), 0] = authors.documents[ids] / here
    return gamma, {"rate": rate, "scale": scale}


@dataclass(frozen=True)
class AuthorBatch:
    """A batch that is gone through in every pass, and what does not change.

    Attributes
    ----------
    documents : (X, groups, sample_weight)
        As they were given.
    terms : ndarray
        The words that occur in it: the rows of the topics that it needs.
    X : CSR array of shape (n_documents, n_terms)
        Of these words.
    authors : BatchAuthors
    blocks : list of Block
    """

    documents: tuple
    terms: np.ndarray
    X: sp.csr_array
    authors: BatchAuthors
    blocks: list

    @classmethod
    def of(cls, X, groups, sample_weight, n_padded):
        """Find out what a batch is like, for topics of so many columns."""
        terms, indices = np.unique(X.indices, return_inverse=True)
        shape = X.shape[0], len(terms)
        rows = sp.csr_array((X.data, indices.astype(np.int32), X.indptr), shape)
        authors = batch_authors(X, groups, sample_weight)
        blocks = author_blocks(rows, authors.groups, n_padded, smallest_block(rows))
        return cls((X, groups, sample_weight), terms, rows, authors, blocks)

    def topics(self, topics):
        """Return the topics of its words; `known_totals` are of all words."""
        prior = topics.topic_word_prior
        prior = prior if len(prior) == 1 else prior[self.terms]
        counts = topics.counts[self.terms]
        return replace(topics, counts=counts, topic_word_prior=prior)
