"""Which objects of other libraries encode, and how: known by what they have.

No library is imported to know its objects.
"""

import inspect
from collections.abc import Callable
from functools import partial

from ._client_embeddings import ClientEmbeddings
from ._library_objects import (
    MeanOfWords,
    VectorsByMethod,
    VectorsOfDocs,
    VectorsOfSentences,
)
from ._word_vectors import WordVectors

__all__ = ["library_vectors"]


def library_vectors(encoder) -> Callable | None:
    """Return what makes a function from texts to vectors of another library's object.

    Parameters
    ----------
    encoder : object

    Returns
    -------
    make : callable or None
        ``make(encoder)`` is a `TextFunction`. None if it is none of the objects that
        are known.

    Examples
    --------
    >>> from sktopics.embedding.library_vectors import library_vectors
    >>> class Lengths:
    ...     def embed_documents(self, texts):
    ...         return [[len(text)] for text in texts]
    >>> lengths = Lengths()
    >>> library_vectors(lengths)(lengths)(["rain", "", "hailstone"])
    array([[4.],
           [0.],
           [9.]], dtype=float32)
    """
    if isinstance(encoder, type):
        return None
    has_words = hasattr(encoder, "wv") and not hasattr(encoder, "infer_vector")
    if isinstance(encoder, WordVectors) or has_words:
        return MeanOfWords
    if hasattr(encoder, "key_to_index") and hasattr(encoder, "get_vector"):
        return MeanOfWords
    if all(hasattr(encoder, name) for name in ("pipe", "make_doc", "vocab")):
        return VectorsOfDocs
    if hasattr(encoder, "embed") and _is_of_flair(encoder):
        return VectorsOfSentences
    for method in ("embed_documents", "embed"):
        if _is_method(encoder, getattr(encoder, method, None)):
            return partial(VectorsByMethod, method=method)
    if hasattr(getattr(encoder, "embeddings", None), "create"):
        return ClientEmbeddings
    return None


def _is_method(encoder, value):
    """Whether a value encodes, and is no layer of a network that is a function."""
    return inspect.isroutine(value) or (callable(value) and not callable(encoder))


def _is_of_flair(encoder):
    modules = (cls.__module__.partition(".")[0] for cls in type(encoder).__mro__)
    return hasattr(encoder, "embedding_length") or "flair" in modules
