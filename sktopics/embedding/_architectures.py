"""The architectures of Doc2Vec: what predicts a word, and how kernels are called."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..kernels.paragraph_concat import N_WORK as N_WORK_CONCAT
from ..kernels.paragraph_concat import infer_concat, learn_concat
from ..kernels.paragraph_dbow import infer_dbow, learn_dbow, learn_dbow_words
from ..kernels.paragraph_dm import N_WORK, infer_dm, learn_dm, new_sums
from ..kernels.prediction import new_lists
from ..kernels.reading import new_read


class Weights(NamedTuple):
    """What a model has learned, and how it reads: what kernels are given.

    Attributes
    ----------
    layer : Layer
    word_vectors : ndarray of shape (n_terms, vector_size), float32
    locks : ndarray of shape (n_terms,), float32
    keep : ndarray of shape (n_terms,), uint64
    """

    layer: NamedTuple
    word_vectors: np.ndarray
    locks: np.ndarray
    keep: np.ndarray


# Kernels keep windows in 32 bits. No document is so long.
_WIDEST = 1 << 30


def architecture_of(model):
    """Return the architecture that the parameters of a model ask for."""
    if model.dm and model.dm_concat:
        return Concatenated(model.window, model.dm_tag_count)
    window = min(model.window, _WIDEST)
    span = window if model.shrink_windows else 1
    if not model.dm:
        return DbowWords(window, span) if model.dbow_words else Dbow()
    return Mixed(window, span, bool(model.dm_mean))


@dataclass(frozen=True)
class Dbow:
    """A document's vector predicts its words; their order does not matter."""

    # Whether training, and inference, forget the order of the words.
    takes_counts = infers_from_bags = True
    trains_words = False
    # Vectors that are inferred for a document, and tags that it must have.
    n_tags, required_tags = 1, None
    # For each term, words that threads learn from before they bring together what they
    # have learned: the longer it takes to learn from a word, the fewer.
    words_apart = 16

    def layer_size(self, vector_size):
        """Width of the output vectors."""
        return vector_size

    def full_windows(self):
        """Return the architecture that sees each word's whole window."""
        return self

    def learn(self, text, start, stop, alphas, number, weights, vectors, losses):
        """Learn from the documents `start` to `stop`, see `learn_dbow`."""
        room = _room(text, start, stop, weights, 1, vectors.shape[1])
        learn_dbow(
            text, start, stop, alphas, number, weights.keep, weights.layer, vectors,
            losses, *room,
        )  # fmt: skip

    def infer(self, text, alphas, number, weights, vectors, losses):
        """Infer the vectors of all documents of a text, see `infer_dbow`."""
        n = len(text.seeds)
        room = _room(text, 0, n, weights, 1, vectors.shape[1])
        infer_dbow(
            text, 0, n, alphas, number, weights.keep, weights.layer, vectors, losses,
            *room,
        )  # fmt: skip


@dataclass(frozen=True)
class DbowWords(Dbow):
    """As well as that, words predict their neighbours: skip-gram."""

    window: int
    span: int
    takes_counts = False
    trains_words = True
    words_apart = 4

    def learn(self, text, start, stop, alphas, number, weights, vectors, losses):
        """Learn from the documents `start` to `stop`, see `learn_dbow_words`."""
        room = _room(text, start, stop, weights, 1, vectors.shape[1])
        learn_dbow_words(
            text, start, stop, alphas, number, weights.keep, self.window, self.span,
            weights.layer, vectors, weights.word_vectors, weights.locks, losses, *room,
        )  # fmt: skip


@dataclass(frozen=True)
class Mixed:
    """The vectors of a document and of the words around a gap are added up."""

    window: int
    span: int
    mean: bool
    takes_counts = infers_from_bags = False
    trains_words = True
    n_tags, required_tags = 1, None
    words_apart = 12

    def layer_size(self, vector_size):
        """Width of the output vectors."""
        return vector_size

    def full_windows(self):
        """Return the architecture that sees each word's whole window."""
        return Mixed(self.window, 1, self.mean)

    def learn(self, text, start, stop, alphas, number, weights, vectors, losses):
        """Learn from the documents `start` to `stop`, see `learn_dm`."""
        size = vectors.shape[1]
        room = _room(text, start, stop, weights, N_WORK, size)
        learn_dm(
            text, start, stop, alphas, number, weights.keep, self.window, self.span,
            self.mean, weights.layer, vectors, weights.word_vectors, weights.locks,
            losses, *room, self._sums(room, size),
        )  # fmt: skip

    def infer(self, text, alphas, number, weights, vectors, losses):
        """Infer the vectors of all documents of a text, see `infer_dm`."""
        n, size = len(text.seeds), vectors.shape[1]
        room = _room(text, 0, n, weights, N_WORK, size)
        infer_dm(
            text, 0, n, alphas, number, weights.keep, self.window, self.span, self.mean,
            weights.layer, vectors, weights.word_vectors, losses, *room,
            self._sums(room, size),
        )  # fmt: skip

    def _sums(self, room, size):
        """Room for sums: windows reach no further than the longest document."""
        longest = room[0].words.size
        return new_sums(min(self.window, longest), size, np.float32)


@dataclass(frozen=True)
class Concatenated:
    """The vectors of a document and of the words around a gap stand side by side."""

    window: int
    n_tags: int
    takes_counts = infers_from_bags = False
    trains_words = True
    words_apart = 12

    @property
    def required_tags(self):
        """Number of tags that a document must have."""
        return self.n_tags

    def layer_size(self, vector_size):
        """Width of the output vectors."""
        return (self.n_tags + 2 * self.window) * vector_size

    def full_windows(self):
        """Return the architecture that sees each word's whole window."""
        return self

    def learn(self, text, start, stop, alphas, number, weights, vectors, losses):
        """Learn from the documents `start` to `stop`, see `learn_concat`."""
        width = self.layer_size(vectors.shape[1])
        room = _room(text, start, stop, weights, N_WORK_CONCAT, width)
        learn_concat(
            text, start, stop, alphas, number, weights.keep, self.window,
            weights.layer, vectors, weights.word_vectors, weights.locks, losses, *room,
        )  # fmt: skip

    def infer(self, text, alphas, number, weights, vectors, losses):
        """Infer the vectors of all documents of a text, see `infer_concat`."""
        n, width = len(text.seeds), self.layer_size(vectors.shape[1])
        room = _room(text, 0, n, weights, N_WORK_CONCAT, width)
        infer_concat(
            text, 0, n, alphas, number, weights.keep, self.window, self.n_tags,
            weights.layer, vectors, weights.word_vectors, losses, *room,
        )  # fmt: skip


def _room(text, start, stop, weights, n_rows, width):
    """Room for a kernel to work in: it makes no arrays itself."""
    work = np.zeros((n_rows, width), np.float32)
    return new_read(text, start, stop), new_lists(weights.layer), work
