"""What users look for, and what they do not want: texts, words, vectors, images."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import gen_batches

from .._arrays import unit_rows
from .._columns import items_of, stacked
from .._part_output import called, part_vectors
from .._reading import read_encoder
from .._validation import check_embeddings
from ..embedding import as_encoder
from ..embedding.known_texts import known_vectors

# What is left of unit vectors that cancel each other out, by rounding.
_CANCELLED = 1e-6
# Vectors that are scaled to length 1 at a time: copies of more would cost memory.
_SCALED_AT_A_TIME = 1 << 16


class Query(NamedTuple):
    """What is looked for.

    Attributes
    ----------
    kind : str or None
        The name of the parameter that holds it.
    positive : object
        What to be like.
    negative : object
        What not to be like, of the same kind; None without.
    """

    kind: str | None
    positive: object
    negative: object


def read_query(given, negative=None, *, none_is_allowed=False) -> Query:
    """Return which of several kinds of queries is given.

    Parameters
    ----------
    given : dict from kind to object or None
        In the order in which messages name the kinds.
    negative : object, default=None
        What not to be like. An empty collection is none.
    none_is_allowed : bool, default=False

    Raises
    ------
    ValueError
        If there are several, or none and there must be one; or if there is only
        something not to be like, whose kind nobody knows.
    """
    kinds = [kind for kind, value in given.items() if value is not None]
    if len(kinds) > 1:
        raise ValueError(f"Give one of {', '.join(given)}, and not {len(kinds)}.")
    if negative is not None and _is_empty(negative):
        negative = None
    if not kinds and negative is not None:
        raise ValueError(
            "negative= is of the kind of what is looked for, and there is nothing to "
            f"look for: give one of {', '.join(given)}, too."
        )
    if not kinds and not none_is_allowed:
        raise ValueError(
            f"There is nothing to look for: give one of {', '.join(given)}."
        )
    kind = kinds[0] if kinds else None
    return Query(kind, given.get(kind), negative)


def check_words(words, name="words"):
    """Return words as a list of str, of a single str or of several.

    Raises
    ------
    TypeError
        If they are none.
    ValueError
        If there are none.
    """
    if isinstance(words, str):
        return [words]
    words = list(items_of(words)) if np.iterable(words) else [words]
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"{name} must be a list of str, and has {word!r:.60}.")
    if not words:
        raise ValueError(f"{name} must hold at least one word, and is empty.")
    return words


def texts_of_query(query):
    """Return the texts of a query, a list of str; or None if it is something else.

    Raises
    ------
    ValueError
        If there are none.
    """
    if isinstance(query, str):
        return [query]
    if not np.iterable(query) or len(getattr(query, "shape", (0,))) != 1:
        return None
    texts = list(items_of(query))
    if not texts:
        raise ValueError("query must hold at least one text, and is empty.")
    return texts if all(isinstance(text, str) for text in texts) else None


def encoder_of(model, encoder):
    """Return what makes vectors: as given, or the encoder of the model.

    Raises
    ------
    ValueError
        If there is neither.
    """
    if encoder is not None:
        return as_encoder(encoder)
    found = read_encoder(model)
    if found is None:
        raise ValueError(
            "A text or an image is looked for by its vector, and the model has no "
            "encoder: give encoder=, or the vector as vector=."
        )
    return found


def query_vectors(kind, given, model, encoder, n_dimensions):
    """Return the vectors of texts, of images, or those that are given.

    Parameters
    ----------
    kind : {"query", "vector", "image"}
    given : object
        One or several. A list or tuple holds several images.
    model : estimator
    encoder : object
        As users give it, or None.
    n_dimensions : int
        Of what the vectors are compared with.

    Returns
    -------
    vectors : ndarray of shape (n_given, n_dimensions)

    Raises
    ------
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If vectors have another length, or if nothing is known of a text.
    """
    if kind == "vector":
        vectors = _given_vectors(given)
        shown = vectors.tolist()
    elif kind == "image":
        shown = list(given) if isinstance(given, (list, tuple)) else [given]
        vectors = _encoded_images(shown, encoder_of(model, encoder))
    else:
        shown = texts_of_query(given)
        if shown is None:
            raise TypeError(f"query must be a text, a str; got {type(given).__name__}.")
        encoder = encoder_of(model, encoder)
        vectors = known_vectors(encoder, shown, by_text=True)
    check_comparable(vectors, n_dimensions, named_queries(shown))
    return vectors


def named_queries(queries):
    """Return what messages call the texts, images or vectors of a query."""
    return [f"the query {query!r:.60}" for query in queries]


def check_comparable(vectors, n_dimensions, named):
    """Refuse vectors of queries that nothing can be compared with.

    Parameters
    ----------
    vectors : ndarray of shape (n_given, n_given_dimensions)
    n_dimensions : int
        Of what they are compared with.
    named : list of str
        What messages call each of them.

    Raises
    ------
    ValueError
        If they have another length, or if one is zeros.
    """
    if vectors.shape[1] != n_dimensions:
        raise ValueError(
            f"The vector of the query has {vectors.shape[1]} dimensions, and what it "
            f"is compared with has {n_dimensions}."
        )
    for row in np.flatnonzero(~vectors.any(axis=1)):
        raise ValueError(f"Nothing is known of {named[row]}: its vector is zeros.")


def direction_of(positive, negative=None):
    """Return the direction in which what is looked for lies.

    It is the mean of the positive vectors, each scaled to length 1, minus the mean of
    the negative ones. So one negative vector counts as much as all positive ones. The
    cosine of a unit vector with it is, up to a factor, the mean of the cosines with
    the positive vectors minus the mean of those with the negative ones.

    Parameters
    ----------
    positive : ndarray of shape (n_positive, n_dimensions)
    negative : ndarray of shape (n_negative, n_dimensions), default=None

    Returns
    -------
    direction : ndarray of shape (n_dimensions,)
        Of length 1.

    Raises
    ------
    ValueError
        If they cancel each other out.
    """
    if len(positive) == 1 and negative is None:
        return unit_rows(positive[0])
    direction = unit_rows(positive).mean(axis=0)
    if negative is not None:
        direction = direction - unit_rows(negative).mean(axis=0)
    if np.linalg.norm(direction) < _CANCELLED:
        raise ValueError(
            "What you look for cancels itself out: the mean of the positive vectors "
            "is that of the negative ones, or zeros. Leave out what is in both."
        )
    return unit_rows(direction)


def cosines_with(vectors, direction):
    """Return the cosines of vectors with a direction of length 1, (n_vectors,)."""
    parts = [
        unit_rows(vectors[block]) @ direction
        for block in gen_batches(len(vectors), _SCALED_AT_A_TIME)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _is_empty(collection):
    """Whether a collection, which is no text, holds nothing."""
    if hasattr(collection, "shape"):
        return 0 in collection.shape
    return isinstance(collection, (list, tuple, set)) and not collection


def _given_vectors(given):
    """Return given vectors as rows of an array."""
    vectors = stacked(given, "vector")
    if np.ndim(vectors) < 2:
        vectors = np.reshape(vectors, (1, -1))
    return check_embeddings(vectors, len(vectors))


def _encoded_images(images, encoder):
    if not hasattr(encoder, "transform_images"):
        raise TypeError(
            f"{type(encoder).__name__} encodes no images: give an encoder with "
            "transform_images, such as a SentenceEncoder of an image-text model."
        )
    vectors = encoder.transform_images(images)
    return part_vectors(vectors, len(images), called("encoder", encoder))
