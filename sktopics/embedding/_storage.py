"""Where vectors come from and where they are kept: files and memory."""

import os
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ._word2vec_format import read_word2vec_format


@contextmanager
def document_vectors(path, shape, before=None):
    """Make room for the vectors of documents, all 0, in memory or in a file.

    Parameters
    ----------
    path : str, path or None
        Name of a file in NumPy's format. It appears at the end of the block; after an
        error there is what was there before.
    shape : (n_tags, vector_size)
    before : ndarray of shape (n_before, vector_size), default=None
        What the first vectors are instead of 0.

    Yields
    ------
    vectors : ndarray or memory map of `shape`, float32
    """
    if path is None:
        vectors = np.zeros(shape, np.float32)
        if before is not None:
            vectors[: len(before)] = before
        yield vectors
        return
    path = Path(path)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    vectors = np.lib.format.open_memmap(new, "w+", np.float32, shape)
    try:
        if before is not None:
            vectors[: len(before)] = before
        yield vectors
        vectors.flush()
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def kept_vectors(path, vectors):
    """Return vectors of documents as an attribute of the model: a map of the file."""
    return vectors if path is None else np.load(path, mmap_mode="r")


def initial_words(model, terms, word_vectors):
    """Put the vectors that words are to start from in place; return locks.

    Parameters
    ----------
    model : Doc2Vec
        Its `init_word_vectors` and `init_lock` say what to do.
    terms : ndarray of shape (n_terms,)
    word_vectors : ndarray of shape (n_terms, vector_size)
        In and out.

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
        word_vectors[found] = vectors[rows[found]]
    if np.ndim(lock):
        locks[:] = _lock_of_each(lock, len(terms))
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


def _lock_of_each(lock, n_terms):
    lock = _in_single("init_lock", lock)
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
