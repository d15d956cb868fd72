"""Vectors of a fit that failed after it had encoded: nobody encodes for hours twice."""

from contextlib import contextmanager
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from .._placement.known_documents import text_keys
from .._steps.embeddings import documents_taken
from .._steps.nothing_known import in_rows
from .._steps.parameters import changed_parameters

# Not an attribute: a fit that fails leaves its model as it was, and vectors are not
# to be pickled with it.
_FAILED = WeakKeyDictionary()


class _Encoded(NamedTuple):
    """What an encoder was given, and what it made of it."""

    given: object  # the parameter, in which a function may be wrapped
    encoder: object
    keys: np.ndarray
    images: list | None
    vectors: np.ndarray


class KeptVectors:
    """The vectors of the last fit of a model, if it has failed.

    Parameters
    ----------
    known : _Encoded or None
    """

    def __init__(self, known=None):
        self.known = known
        self.used = False

    def encoded(self, given, encoder, corpus, fit_encode):
        """Return a fitted encoder and vectors, those of before if they are the same.

        Parameters
        ----------
        given : object
            The parameter `encoder`.
        encoder : transformer
            What is made of it. Fitted in place, where it has to encode.
        corpus : Corpus
        fit_encode : callable
            Takes an encoder, documents and images; returns the encoder and vectors.
            It is not given blank documents, whose vectors are zeros.
        """
        keys, known = text_keys(corpus.documents), self.known
        if known is None or not (
            _same(known.given, given)
            and not changed_parameters(encoder, known.encoder)
            and np.array_equal(known.keys, keys)
            and _same_images(known.images, corpus.images)
        ):
            said = np.flatnonzero(~corpus.blank)
            encoder, vectors = fit_encode(encoder, *documents_taken(corpus, said))
            vectors = in_rows(vectors, said, len(corpus))
            known = _Encoded(given, encoder, keys, corpus.images, vectors)
        self.known, self.used = known, True
        return known.encoder, known.vectors


@contextmanager
def keeping_vectors(model):
    """Keep the vectors of documents for the next fit of a model, if this one fails.

    Parameters
    ----------
    model : BERTopic

    Yields
    ------
    kept : KeptVectors
    """
    kept = KeptVectors(_FAILED.pop(model, None))
    try:
        yield kept
    except BaseException as error:
        if kept.known is not None:
            _FAILED[model] = kept.known
        if kept.used:
            _tell(error, kept.known.vectors)
        raise


def _tell(error, vectors):
    """Give an error the vectors, and say so."""
    error.embeddings = vectors
    error.add_note(
        f"The vectors of the {len(vectors)} documents are kept: if you fit this "
        "model once more, with the same encoder and documents, they are not encoded "
        "again. They are also in the attribute `embeddings` of this error, to be given "
        "as embeddings=."
    )


def _same(one, other):
    """Whether encoders that were given are the same: equal names, or one object."""
    return one is other or (isinstance(one, str) and one == other)


def _same_images(one, other):
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(map(_same, one, other))
