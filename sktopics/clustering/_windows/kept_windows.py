"""Windows of a fit that failed after it had encoded: nobody encodes for hours twice."""

from contextlib import contextmanager
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from sklearn.base import clone

from .._placement.known_documents import text_keys
from .._steps.parameters import changed_parameters
from .pooled_windows import PooledWindows

# Not an attribute: a fit that fails leaves its model as it was, and windows are not to
# be pickled with it.
_FAILED = WeakKeyDictionary()


class _Encoded(NamedTuple):
    """What an encoder was given, and what came of it."""

    given: object  # the parameter
    encoder: object  # a copy, since parameters may be set
    how: tuple
    keys: np.ndarray
    windows: PooledWindows


class KeptWindows:
    """The windows of the last fit of a model, if it has failed.

    Parameters
    ----------
    known : _Encoded or None
    """

    def __init__(self, known=None):
        self.known = known

    def encoded(self, given, encoder, documents, how, encode):
        """Return the windows of documents, those of before if they are the same.

        Parameters
        ----------
        given : object
            The parameter `encoder`.
        encoder : object with `encode_tokens`
            What is made of it.
        documents : list of str
        how : tuple
            How windows are cut.
        encode : callable
            As `encode_windows`.
        """
        keys, known = text_keys(documents), self.known
        if known is None or not (
            _same(known.given, given)
            and known.how == how
            and np.array_equal(known.keys, keys)
            and not _changed(encoder, known.encoder)
        ):
            windows = encode(encoder, documents, *how)
            known = _Encoded(given, clone(encoder, safe=False), how, keys, windows)
        self.known = known
        return known.windows


@contextmanager
def keeping_windows(model):
    """Keep the windows of documents for the next fit of a model, if this one fails.

    Parameters
    ----------
    model : ContextualTop2Vec

    Yields
    ------
    kept : KeptWindows
    """
    kept = KeptWindows(_FAILED.pop(model, None))
    try:
        yield kept
    except BaseException as error:
        if kept.known is not None:
            _FAILED[model] = kept.known
            error.add_note(
                f"The windows of the {kept.known.windows.n_documents} documents are "
                "kept: if you fit this model once more, with the same encoder, "
                "documents, window, stride and unit, they are not encoded again."
            )
        raise


def _same(one, other):
    """Whether encoders that were given are the same: equal names, or one object."""
    return one is other or (isinstance(one, str) and one == other)


def _changed(encoder, earlier):
    """Whether parameters of an encoder have been set since."""
    return hasattr(encoder, "get_params") and bool(changed_parameters(encoder, earlier))
