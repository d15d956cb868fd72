"""Where vectors come from and where they are kept: files and memory."""

import os
from functools import partial
from pathlib import Path

import numpy as np

from ._word2vec_format import read_word2vec_format


class DocumentVectors:
    """Where the vectors of documents are trained and kept: in memory, or in a file.

    A context manager: what is left of a training that failed is removed at the end.

    Parameters
    ----------
    path : str, path or None
        Name of a file in NumPy's format. Training works on another file beside it.

    Attributes
    ----------
    renames : list of callables
        What gives the other file its name: to be called when the model is exchanged.
        Until then there is what was there before.
    """

    def __init__(self, path):
        self.path, self.renames = path, []
        if path is not None:
            self.path = Path(path)
            self.new = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.path is not None:
            self.new.unlink(missing_ok=True)

    def room(self, shape, before=None):
        """Make room for vectors, all 0.

        Parameters
        ----------
        shape : (n_tags, vector_size)
        before : ndarray of shape (n_before, vector_size), default=None
            What the first vectors are instead of 0.

        Returns
        -------
        vectors : ndarray or memory map of `shape`, float32
        """
        if self.path is None:
            vectors = np.zeros(shape, np.float32)
        else:
            vectors = np.lib.format.open_memmap(self.new, "w+", np.float32, shape)
        if before is not None:
            vectors[: len(before)] = before
        return vectors

    def kept(self, vectors):
        """Return trained vectors as an attribute of the model: a map of the file."""
        if self.path is None:
            return vectors
        vectors.flush()
        kept = np.load(self.new, mmap_mode="r")
        # joblib opens the map in other processes by this name, which it has soon.
        kept.filename = self.path.resolve()
        self.renames.append(partial(os.replace, self.new, self.path))
        return kept


def initial_words(model, terms, word_vectors, first=0):
    """Put the vectors that words are to start from in place; return locks.

    Parameters
    ----------
    model : Doc2Vec
        Its `init_word_vectors` and `init_lock` say what to do.
    terms : ndarray of shape (n_terms,)
    word_vectors : ndarray of shape (n_terms, vector_size)
        In and out.
    first : int, default=0
        How many words have been trained before, the first ones: they stay as they are,
        and an array `init_lock` may be of some of these alone.

    Returns
    -------
    locks : ndarray of shape (n_terms,), float32
        What the learning rate of each word's vector is multiplied by.
    """
    locks = np.ones(len(terms), np.float32)
    given, lock = model.init_word_vectors, model.init_lock
    found = np.zeros(len(terms), bool)
    if given is not None:
        names, vectors = _terms_and_vectors(given, terms)
        if vectors.shape[1] != model.vector_size:
            raise ValueError(
                f"init_word_vectors has vectors of {vectors.shape[1]} numbers, and "
                f"vector_size is {model.vector_size}."
            )
        places = {name: i for i, name in enumerate(names)}
        rows = np.array([places.get(term, -1) for term in terms], np.int64)
        found = rows >= 0
        new = first + np.flatnonzero(found[first:])
        if len(new):
            word_vectors[new] = vectors[rows[new]]
    if np.ndim(lock):
        lock = _lock_of_each(lock, len(terms), may_lack=first > 0)
        locks[: len(lock)] = lock
    else:
        locks[found] = _in_single("init_lock", lock)
    return locks


def _terms_and_vectors(given, terms):
    if isinstance(given, (str, os.PathLike)):
        given = read_word2vec_format(given, terms=terms)
    try:
        names, vectors = given
        with np.errstate(over="ignore"):
            vectors = np.asarray(vectors, np.float32)
        names = list(names)
    except (TypeError, ValueError):
        raise ValueError(
            "init_word_vectors must be a file in word2vec's format or a pair (terms, "
            f"vectors), got {type(given).__name__}."
        ) from None
    if vectors.ndim != 2 or len(names) != len(vectors):
        raise ValueError(
            f"init_word_vectors has {len(names)} terms and vectors of shape "
            f"{vectors.shape}."
        )
    if not np.isfinite(vectors).all():
        raise ValueError(
            "init_word_vectors holds numbers that are NaN or infinite in float32."
        )
    return names, vectors


def _lock_of_each(lock, n_terms, may_lack):
    lock = _in_single("init_lock", lock)
    if may_lack and lock.ndim == 1 and len(lock) < n_terms:
        return lock
    if lock.shape != (n_terms,):
        raise ValueError(
            f"init_lock must be a number or one for each of {n_terms} terms, got shape "
            f"{lock.shape}."
        )
    return lock


def _in_single(name, values):
    """Return numbers as float32, if they are finite there."""
    with np.errstate(over="ignore"):
        single = np.asarray(values, np.float32)
    if not (np.isfinite(single) & (single >= 0)).all():
        raise ValueError(f"{name} must be finite and not negative, as float32 too.")
    return single
