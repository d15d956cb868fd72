"""Vectors of chosen words, by an encoder or by whatever holds vectors of words."""

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
        If there is not one finite vector for each word.
    """
    if not _encodes(vectors):
        table, held = vector_lookup(vectors)
        words = [word for word in words if word in table]
        if not words:
            return [], np.zeros((0, 1))
        array = np.array([held[table[word]] for word in words], dtype=np.float64)
    elif hasattr(vectors, "transform"):
        array = vectors.transform(words)
    else:
        array = vectors(words)
    array = check_embeddings(as_dense(array), len(words))
    some = array.any(axis=1)
    return [w for w, has in zip(words, some, strict=True) if has], array[some]


def _encodes(vectors):
    if hasattr(vectors, "fit"):
        model = final_model(vectors)
        return hasattr(model, "transform") and not hasattr(model, "word_vectors_")
    holds = hasattr(vectors, "key_to_index") or hasattr(vectors, "wv")
    return callable(vectors) and not holds
