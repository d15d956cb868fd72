"""Training of Doc2Vec: where it starts, passes over documents, what is left of them."""

from dataclasses import dataclass

import numpy as np

from .._parallel import (
    count_sharing,
    document_blocks,
    placed,
    run_blocks,
    share_blocks,
)
from ..kernels.huffman import grafted_tree, no_tree
from ..kernels.noise import keep_thresholds, noise_table
from ..kernels.prediction import Layer
from ..kernels.reading import fill_uniformly
from ._architectures import Weights, architecture_of
from ._flat_documents import (
    check_tag_count,
    check_unchanged,
    number_tags,
    part_of,
    tagged,
)
from ._parallel_training import count_stretches, learn_apart

# Fewer tokens at a time are learned by one thread, and so are bit by bit the same
# whatever `n_jobs`: threads would not be through sooner.
LEAST_SHARED = 1 << 16
# Fewest tokens that are worth a block of their own where vectors are inferred.
SMALLEST_BLOCK = 4096
# What is added to the seed of a model for each of its matrices.
_WORDS, _OUTPUTS, _NODES = 1 << 32, 2 << 32, 3 << 32


@dataclass
class State:
    """What is learned of words and of the tags of documents.

    Attributes
    ----------
    word_vectors : ndarray of shape (n_terms, vector_size)
    output_vectors : ndarray of shape (n_terms, layer_size) or None
    node_vectors : ndarray of shape (n_terms - 1, layer_size) or None
    document_vectors : ndarray of shape (n_tags, vector_size)
    term_counts : ndarray of shape (n_terms,)
    tree_counts : ndarray of shape (n_terms,) or None
    tree_size : int or None
        See `grafted_tree`.
    """

    word_vectors: np.ndarray
    output_vectors: np.ndarray
    node_vectors: np.ndarray
    document_vectors: np.ndarray
    term_counts: np.ndarray
    tree_counts: np.ndarray
    tree_size: int

    @classmethod
    def new(cls, model, architecture, counts, document_vectors, seed):
        """Where training starts: documents at 0, everything else close to it.

        gensim starts from random documents and outputs at 0. The other way round a
        document's first steps are along a random projection of its words, not away
        from noise of its own, which short documents never leave behind.
        """
        first = _first_vectors(model, architecture, seed, 0, len(counts))
        tree_counts = counts.copy() if model.hs else None
        tree_size = len(counts) if model.hs else None
        return cls(*first, document_vectors, counts, tree_counts, tree_size)

    @classmethod
    def fitted(cls, model, copy=False):
        """Return the state of a fitted model; copied, what training is to change."""
        words, trained = model.word_vectors_, architecture_of(model).trains_words
        values = (model.output_vectors_, model.node_vectors_)
        if copy:
            words = words.copy() if trained else words
            values = (None if v is None else v.copy() for v in values)
        counts, tree_counts = model.term_counts_, model.tree_counts_
        return cls(words, *values, None, counts, tree_counts, tree_size_of(model))

    def add_words(self, model, counts):
        """Make room for words that have come since, which start as in `new`.

        Parameters
        ----------
        model : Doc2Vec
        counts : ndarray of shape (n_terms,)
            How often each word occurred since. There are more than before.
        """
        n_before, seed = len(self.term_counts), model.random_seed_
        architecture = architecture_of(model)
        new = _first_vectors(model, architecture, seed, n_before, len(counts))
        names = ("word_vectors", "output_vectors", "node_vectors")
        for name, vectors in zip(names, new, strict=True):
            before = getattr(self, name)
            if before is not None and vectors is not None:
                setattr(self, name, np.concatenate([before, vectors]))
        n_new = len(counts) - n_before
        self.term_counts = np.concatenate([self.term_counts, np.zeros(n_new)])
        if self.tree_counts is not None:
            self.tree_counts = np.concatenate([self.tree_counts, counts[n_before:]])

    def changed(self, model):
        """Return the matrices that training changes."""
        words = self.word_vectors if architecture_of(model).trains_words else None
        outputs = self.output_vectors if model.negative else None
        nodes = self.node_vectors if model.hs else None
        found = (self.document_vectors, words, outputs, nodes)
        return [matrix for matrix in found if matrix is not None]

    def weights(self, model, locks):
        """Return what kernels are given."""
        n_terms, size = self.word_vectors.shape
        width = architecture_of(model).layer_size(size)
        outputs = self.output_vectors if model.negative else None
        nodes = self.node_vectors if model.hs else None
        for given, asked, name in (
            (outputs, model.negative, "negative"),
            (nodes, model.hs, "hs"),
        ):
            if asked and (given is None or given.shape[1] != width):
                raise ValueError(
                    f"The model was fitted with another architecture: with {name}="
                    f"{asked} and its other parameters it should have vectors of "
                    f"{width} numbers, and has {_width_of(given)}. Fit it again."
                )
        tree = no_tree(n_terms)
        if nodes is not None:
            tree = grafted_tree(self.tree_counts, self.tree_size)
        negative = 0 if outputs is None else model.negative
        noise = noise_table(self.term_counts, model.ns_exponent, negative)
        none = np.empty((0, width), np.float32)
        layer = Layer(
            noise,
            none if outputs is None else outputs,
            tree,
            none if nodes is None else nodes,
        )
        keep = keep_thresholds(self.term_counts, model.sample)
        return Weights(layer, self.word_vectors, locks, keep)


def _width_of(vectors):
    return "none" if vectors is None else vectors.shape[1]


def tree_size_of(model):
    """Return how many words a fitted tree was built from at once, None without one."""
    if model.tree_counts_ is None:
        return None
    return getattr(model, "tree_size_", len(model.tree_counts_))  # of older pickles


def _first_vectors(model, architecture, seed, first, n_terms):
    """Return where words from `first` on, their outputs and their nodes start.

    The start of a word does not hang on how many others there are.
    """
    size, outputs, nodes = model.vector_size, None, None
    width = architecture.layer_size(size)
    if model.negative:
        outputs = random_vectors(seed + _OUTPUTS, first, n_terms, width, size)
    if model.hs:
        # A word brings a node, except for the first word.
        before, after = max(first - 1, 0), max(n_terms - 1, 0)
        nodes = random_vectors(seed + _NODES, before, after, width, size)
    words = random_vectors(seed + _WORDS, first, n_terms, size, size)
    return words, outputs, nodes


def random_vectors(seed, start, stop, width, size):
    """Vectors number `start` to `stop`, with numbers from -1 / size to 1 / size."""
    vectors = np.empty((stop - start, width), np.float32)
    fill_uniformly(np.uint64(seed), start, np.float32(1 / size), vectors)
    return vectors


@dataclass(frozen=True)
class Course:
    """How far training goes, and how fast.

    Attributes
    ----------
    alpha, min_alpha : float
    epochs : int
    first : int
        Number of the first pass, which random numbers hang on.
    n_jobs : int or None
    """

    alpha: float
    min_alpha: float
    epochs: int
    first: int
    n_jobs: int

    def rates(self, done, offsets, n_tokens):
        """Learning rate of each document, `done` tokens of all passes made before."""
        share = (done + offsets[:-1]) / max(self.epochs * n_tokens, 1)
        return (self.alpha - (self.alpha - self.min_alpha) * share).astype(np.float32)


def passes(documents, survey, numbering, architecture, course, weights, vectors):
    """Return a generator that makes one pass at a time and yields its mean loss.

    Parameters
    ----------
    documents : Documents
    survey : Survey
    numbering : tuple
        The last but one and the last argument of `number_tags`, without the number of
        documents: row of the first document, and places of names.
    architecture, course, weights
    vectors : ndarray of shape (n_tags, vector_size)
    """
    first, places = numbering
    for epoch in range(course.epochs):
        loss, done, row = np.zeros(2), epoch * survey.n_tokens, first
        for text, groups in documents.texts():
            n_documents = len(text.seeds)
            n_read = row - first + n_documents
            n_columns = len(vectors) if places is None else None
            check_unchanged(groups, survey, n_read, n_columns)
            check_tag_count(groups, architecture.required_tags)
            text = tagged(text, *number_tags(groups, row, n_documents, places))
            rates = course.rates(done, text.offsets, survey.n_tokens)
            number = course.first + epoch
            loss += _learn(
                text, rates, number, architecture, course.n_jobs, weights, vectors
            )
            done, row = done + len(text.ids), row + n_documents
        yield loss[0] / loss[1] if loss[1] else 0.0


def _learn(text, rates, number, architecture, n_jobs, weights, vectors):
    """Learn from a batch; return the sum of its losses, and of what was predicted."""
    n_documents = len(text.seeds)
    losses = np.zeros((n_documents, 2))

    def learn(start, stop, weights):
        architecture.learn(text, start, stop, rates, number, weights, vectors, losses)

    if count_sharing(n_jobs) == 1 or len(text.ids) < LEAST_SHARED:
        learn(0, n_documents, weights)
        return losses.sum(axis=0)
    n_stretches = count_stretches(
        text, len(weights.word_vectors), architecture.words_apart
    )
    if n_stretches:
        learn_apart(learn, text, n_stretches, weights, architecture.trains_words)
    else:
        blocks = document_blocks(text.offsets, LEAST_SHARED // 8)
        share_blocks(learn, [(*block, weights) for block in blocks], n_jobs)
    return losses.sum(axis=0)


def infer_vectors(text, rates, number, architecture, n_jobs, weights, start=None):
    """Infer vectors of documents, each by itself.

    Parameters
    ----------
    text : Text
    rates : ndarray of shape (n_passes,), float32
    number : int
    architecture, n_jobs, weights
    start : ndarray of shape (n_documents * n_tags, vector_size), default=None
        Where inference starts; by default at 0.

    Returns
    -------
    vectors : ndarray of shape (n_documents * n_tags, vector_size)
    losses : ndarray of shape (n_documents, 2)
        Sum of the losses of the last pass, and weight of what was predicted.
    """
    n_tags = architecture.n_tags
    bounds = document_blocks(text.offsets, SMALLEST_BLOCK)
    # Weights are the whole model, and each task needs them.
    with placed([weights], n_jobs, n_tasks=len(bounds)) as (weights,):
        arguments = [
            (
                part_of(text, first, last),
                rates,
                number,
                architecture,
                weights,
                None if start is None else start[first * n_tags : last * n_tags],
            )
            for first, last in bounds
        ]
        parts = list(run_blocks(_infer_block, arguments, n_jobs))
    return tuple(map(np.concatenate, zip(*parts, strict=True)))


def _infer_block(text, rates, number, architecture, weights, start):
    n_documents, size = len(text.seeds), weights.word_vectors.shape[1]
    if start is None:
        vectors = np.zeros((n_documents * architecture.n_tags, size), np.float32)
    else:
        vectors = start.copy()
    losses = np.zeros((n_documents, 2))
    architecture.infer(text, rates, number, weights, vectors, losses)
    return vectors, losses
