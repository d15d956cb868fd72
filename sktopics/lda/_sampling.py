"""Sampled topics: documents whose tokens each have one topic."""

from contextlib import ExitStack
from typing import NamedTuple

import numpy as np

from .._parallel import CorpusBlocks, document_blocks, run_blocks
from ..kernels.sampling import (
    count_assignments,
    draw_uniformly,
    sample_documents,
    sample_topics,
    seed_documents,
)

# A word that a document repeats more often shares its topics among this many tokens.
MOST_TOKENS = 10
SMALLEST_BLOCK = 16384
# See `sample_documents`: of a longer document, this many tokens speak for the whole.
FLATTEN = 5.0


def document_seeds(X, random_state):
    """Seeds of the documents' own random numbers, uint64, from their content."""
    seeds = np.empty(X.shape[0], np.uint64)
    seed = random_state.randint(np.iinfo(np.int32).max)
    seed_documents(X.indptr, X.indices, X.data, np.uint64(seed), seeds)
    return seeds


class Tokens(NamedTuple):
    """The tokens of the documents of a block, as the kernels want them.

    Attributes
    ----------
    offsets : ndarray of shape (n_documents + 1,), int64
    words : ndarray of shape (n_tokens,), int32
    weights : ndarray of shape (n_tokens,)
    seeds : ndarray of shape (n_documents,), uint64
    """

    offsets: np.ndarray
    words: np.ndarray
    weights: np.ndarray
    seeds: np.ndarray

    def __reduce__(self):
        # As a rule all tokens count for 1, which need not be sent to other processes.
        weights = None if (self.weights == 1).all() else self.weights
        return _restored, (*self[:2], weights, self.seeds, self.weights.dtype)


def _restored(offsets, words, weights, seeds, dtype):
    """Tokens that were pickled."""
    weights = np.ones(len(words), dtype) if weights is None else weights
    return Tokens(offsets, words, weights, seeds)


class SampledTopics:
    """The tokens of a corpus and the topics drawn for them.

    Topics are redrawn with the topics' words held fixed within a sweep (stochastic
    EM, in the "embarrassingly parallel" form of Zaheer et al. 2016, with the
    documents' mixtures integrated out). The random numbers of a document come from
    its content: results depend neither on the order of the documents nor on threads,
    and a document of weight 2 is the same as two documents.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    sample_weight : ndarray of shape (n_documents,)
    seeds : ndarray of shape (n_documents,)
        See `document_seeds`.
    topics : Topics
        Tells the number of topics.
    """

    def __init__(self, X, sample_weight, seeds, topics):
        n_tokens = np.minimum(np.ceil(X.data), MOST_TOKENS).astype(np.intp)
        self.words = np.repeat(X.indices, n_tokens).astype(np.int32, copy=False)
        self.weights = np.repeat(X.data / n_tokens.astype(X.dtype), n_tokens)
        ends = np.concatenate(([0], np.cumsum(n_tokens)))
        self.offsets = ends[X.indptr].astype(np.int64)
        self.lengths = np.diff(self.offsets)
        self.document_weights = sample_weight
        self.counted = self.weights * np.repeat(sample_weight, self.lengths)
        self.order = np.argsort(self.words, kind="stable")
        n_uses = np.bincount(self.words, minlength=X.shape[1])
        self.word_offsets = np.concatenate(([0], np.cumsum(n_uses))).astype(np.int64)
        # Few short documents among long ones should not cost tables of all terms.
        self.terms = np.flatnonzero(n_uses)
        self.words = (np.cumsum(n_uses > 0) - 1).astype(np.int32)[self.words]
        self.shape = topics.counts.shape
        self.n_topics = topics.n_components
        self.seeds = seeds
        self.assignments = np.empty(self.words.size, np.int32)
        draw_uniformly(self.offsets, seeds, self.n_topics, self.assignments)
        bounds = document_blocks(self.offsets, SMALLEST_BLOCK)
        self.blocks = CorpusBlocks(bounds, [self._tokens(*block) for block in bounds])

    def _tokens(self, start, stop):
        first, last = self.offsets[start], self.offsets[stop]
        return Tokens(
            self.offsets[start : stop + 1] - first,
            self.words[first:last],
            self.weights[first:last],
            self.seeds[start:stop],
        )

    def place(self, places, n_jobs):
        """Place the tokens until the `ExitStack` is closed, or they are not needed."""
        self.places = places.enter_context(ExitStack())
        self.blocks = self.places.enter_context(self.blocks.placed(n_jobs))

    def sweep(self, number, topics, n_jobs):
        """Redraw the topic of every token."""
        phi = np.ascontiguousarray(topics.phi()[self.terms, : self.n_topics])
        cumulative = np.cumsum(phi * topics.doc_topic_prior[: self.n_topics], axis=1)
        self._redraw(_sample_topics, (number, phi, cumulative), n_jobs)

    def sweep_documents(self, number, topics, n_jobs):
        """Redraw one topic for all tokens of each document."""
        phi = np.ascontiguousarray(topics.phi()[self.terms, : self.n_topics])
        filled = self.lengths > 0
        first = self.assignments[self.offsets[:-1][filled]]
        shares = 1 + np.bincount(
            first, self.document_weights[filled], minlength=self.n_topics
        )
        arguments = (
            number,
            np.log(phi),
            np.log(shares).astype(phi.dtype),
            phi.dtype.type(FLATTEN),
        )
        self._redraw(_sample_documents, arguments, n_jobs)

    def _redraw(self, function, arguments, n_jobs):
        if not self.assignments.size:
            return
        tasks = [
            (
                documents,
                self.assignments[self.offsets[start] : self.offsets[stop]],
                *arguments,
            )
            for start, stop, documents in self.blocks
        ]
        self.assignments = np.concatenate(list(run_blocks(function, tasks, n_jobs)))

    def word_counts(self):
        """Weight of each term in each topic, (n_terms, n_padded)."""
        counts = np.empty(self.shape, self.weights.dtype)
        count_assignments(
            self.word_offsets, self.order, self.assignments, self.counted, counts
        )
        return counts

    def document_counts(self):
        """Weight of each topic in each document, (n_documents, n_padded)."""
        n_documents, n_padded = len(self.seeds), self.shape[1]
        cells = (
            np.repeat(np.arange(n_documents), self.lengths) * n_padded
            + self.assignments
        )
        counts = np.bincount(cells, self.weights, n_documents * n_padded)
        return counts.reshape(n_documents, n_padded).astype(self.weights.dtype)


def _sample_topics(documents, assignments, *arguments):
    """`sample_topics` for the documents of a block."""
    assignments = assignments.copy()
    sample_topics(*documents, *arguments, assignments)
    return assignments


def _sample_documents(documents, assignments, *arguments):
    """`sample_documents` for the documents of a block."""
    assignments = assignments.copy()
    sample_documents(*documents, *arguments, assignments)
    return assignments
