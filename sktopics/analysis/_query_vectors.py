"""What users look for: a text, words, a vector or an image."""

import numpy as np

from .._columns import items_of
from .._part_output import called, part_vectors
from .._reading import read_encoder
from .._validation import check_embeddings
from ..embedding import as_encoder
from ..embedding.known_texts import known_vectors

# What a query may be, in the order in which messages name them.
KINDS = ("query", "words", "vector", "image")


def kind_of_query(given, *, none_is_allowed=False):
    """Return which of several kinds of queries is given, or None.

    Parameters
    ----------
    given : dict from kind to object or None
    none_is_allowed : bool, default=False

    Raises
    ------
    ValueError
        If there are several, or none and there must be one.
    """
    kinds = [kind for kind in KINDS if given.get(kind) is not None]
    if len(kinds) > 1:
        raise ValueError(f"Give one of {', '.join(KINDS)}, and not {len(kinds)}.")
    if not kinds and not none_is_allowed:
        raise ValueError(
            f"There is nothing to look for: give one of {', '.join(KINDS)}."
        )
    return kinds[0] if kinds else None


def check_words(words):
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
            raise TypeError(f"words must be a list of str, and has {word!r:.60}.")
    if not words:
        raise ValueError("words must hold at least one word, and is empty.")
    return words


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


def query_vector(kind, query, model, encoder, n_dimensions):
    """Return the vector of a text, an image or a given vector, (n_dimensions,).

    Raises
    ------
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If the vector has another length, or if nothing is known of the text.
    """
    if kind == "vector":
        vector = check_embeddings(np.reshape(query, (1, -1)), 1)
    else:
        vector = _encoded(kind, query, encoder_of(model, encoder))
    if vector.shape[1] != n_dimensions:
        raise ValueError(
            f"The vector of the query has {vector.shape[1]} dimensions, and what it is "
            f"compared with has {n_dimensions}."
        )
    if not vector.any():
        raise ValueError(
            f"Nothing is known of the query {query!r:.60}: its vector is zeros."
        )
    return vector[0]


def _encoded(kind, query, encoder):
    if kind == "image":
        if not hasattr(encoder, "transform_images"):
            raise TypeError(
                f"{type(encoder).__name__} encodes no images: give an encoder with "
                "transform_images, such as a SentenceEncoder of an image-text model."
            )
        vectors = encoder.transform_images([query])
        return part_vectors(vectors, 1, called("encoder", encoder))
    if not isinstance(query, str):
        raise TypeError(f"query must be a text, a str; got {type(query).__name__}.")
    return known_vectors(encoder, [query], by_text=True)
