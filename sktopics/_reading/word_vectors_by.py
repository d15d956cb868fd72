"""Vectors of chosen words, by an encoder or by whatever holds vectors of words."""

from collections.abc import Mapping

import numpy as np

from .._sparse import as_dense
from .._validation import check_embeddings
from .steps import final_model
from .word_vectors import vector_lookup


def word_vectors_by(vectors, words):
    """Return the words that have a vector, and the vectors.

    Parameters
    ----------
    vectors : encoder, Pipeline, callable, or what `vector_lookup` takes
        An encoder or callable is given all words at once, as a list.
    words : list of str
        All different.

    Returns
    -------
    known : list of str
        Without words of which `vectors` knows nothing, or zeros.
    array : ndarray of shape (n_known, n_dimensions)

    Raises
    ------
    NotFittedError
        If an estimator is not fitted.
    TypeError
        If `vectors` is no such thing.
    ValueError
        If there is not one finite vector for each word, if vectors differ in length,
        or if they were never trained.
    """
    encodes = _encodes(vectors)
    if not words:
        return [], np.zeros((0, 1))
    if not encodes:
        table, held = vector_lookup(vectors)
        words = [word for word in words if word in table]
        if not words:
            return [], np.zeros((0, 1))
        array = _stacked_vectors([held[table[word]] for word in words], words)
    elif hasattr(vectors, "transform"):
        array = vectors.transform(words)
    else:
        array = vectors(words)
    array = as_dense(array)
    _check_length(array, len(words))
    array = check_embeddings(array, len(words))
    some = array.any(axis=1)
    return [w for w, has in zip(words, some, strict=True) if has], array[some]


def _check_length(found, n_words):
    """Refuse what has not a row for each word; a row may be a vector in a column."""
    shape = getattr(found, "shape", None)
    if shape is None:
        shape = (len(found),) if hasattr(found, "__len__") else ()
    if tuple(shape[:1]) != (n_words,):
        got = type(found).__name__ if not shape else f"{shape[0]} rows"
        raise ValueError(
            "vectors must give an array of shape (n_words, n_dimensions), got "
            f"{got} for {n_words} words."
        )


def _stacked_vectors(found, words):
    """Return vectors as rows; an error names a word whose vector has another shape."""
    shapes = [np.shape(vector) for vector in found]
    for word, shape in zip(words, shapes, strict=True):
        if len(shape) != 1 or shape != shapes[0]:
            raise ValueError(
                "vectors must hold one-dimensional vectors of one length, got shape "
                f"{shapes[0]} for {words[0]!r} and {shape} for {word!r}."
            )
    return np.array(found, dtype=np.float64)


def _encodes(vectors):
    if hasattr(vectors, "fit") and not isinstance(vectors, type):
        model = final_model(vectors)
        return hasattr(model, "transform") and not hasattr(model, "word_vectors_")
    holds = hasattr(vectors, "key_to_index") or hasattr(vectors, "wv")
    holds = holds or isinstance(vectors, Mapping)
    holds = holds or (isinstance(vectors, tuple) and len(vectors) == 2)
    if isinstance(vectors, type) or not (holds or callable(vectors)):
        got = type(vectors).__name__
        if isinstance(vectors, type):
            got = f"the class {vectors.__name__}"
        raise TypeError(
            "vectors must be an encoder, a Pipeline, a callable, a fitted Doc2Vec, "
            "gensim KeyedVectors, a dict of vectors, or a tuple (terms, array), got "
            f"{got}."
        )
    return not holds
