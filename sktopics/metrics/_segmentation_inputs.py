"""Reading segmentations: whatever tells where the segments of documents start."""

from typing import NamedTuple

import numpy as np

from .._arrays import offsets_of
from .._columns import items_of
from ..sequences import TokenSequences
from ..sequences.shared_arrays import check_arrays
from ._borders_in_words import borders_in_words


class Segmentations(NamedTuple):
    """Two segmentations of the same documents.

    Attributes
    ----------
    true, pred : ndarray of shape (n_tokens,), bool
        True for a token with which a segment starts, all documents one after
        another; the first token of a document always starts one.
    offsets : ndarray of shape (n_documents + 1,), int64
        Document `d` has tokens ``offsets[d]`` to ``offsets[d + 1]``.
    """

    true: np.ndarray
    pred: np.ndarray
    offsets: np.ndarray

    @property
    def lengths(self):
        """Number of tokens of each document."""
        return np.diff(self.offsets)

    @property
    def n_segments(self):
        """Number of true segments of each document, 0 of an empty one."""
        return count_starts(self.true, self.offsets)


def count_starts(starts, offsets):
    """Return the number of segments of each document, 0 of an empty one."""
    before = np.concatenate([[0], np.cumsum(starts)])
    return np.diff(before[offsets])


def read_segmentations(y_true, y_pred, lengths=None, texts=None):
    """Return `Segmentations` of what the caller gave.

    Parameters are those of `pk_error`, and so are the errors.
    """
    given = {"y_true": y_true, "y_pred": y_pred}
    if texts is not None:
        if lengths is not None:
            raise TypeError("lengths are those of texts, where texts are given.")
        given, lengths = borders_in_words(given, texts)
    for y in given.values():
        if isinstance(y, TokenSequences):
            check_arrays(y)
    one, lengths = _documents(given, lengths)
    if not len(lengths):
        raise ValueError("There are no documents in y_true.")
    offsets = offsets_of(lengths)
    starts = [_starts(name, y, one, offsets) for name, y in given.items()]
    return Segmentations(*starts, offsets)


def _documents(given, lengths):
    """Whether there is one document only, and the lengths of all."""
    if lengths is not None:
        one = np.ndim(lengths) == 0
        return one, _checked_lengths(lengths)
    for name, y in given.items():
        if isinstance(y, TokenSequences):
            return False, y.lengths
        if not np.iterable(y):
            raise TypeError(f"{name} must be a list or an array, got {y!r:.60}.")
        documents = list(items_of(y))
        if documents and np.ndim(documents[0]) == 0:
            if _is_flags(documents):
                return True, np.array([len(documents)])
        elif any(_is_flags(document) for document in documents):
            # Among flags, what is empty is a document without tokens.
            return False, np.array([len(document) for document in documents])
    raise ValueError(
        "Positions of borders do not tell where a document ends: pass the numbers of "
        "tokens as lengths, or one of y_true and y_pred as booleans or TokenSequences."
    )


def _checked_lengths(lengths):
    lengths = np.atleast_1d(lengths)
    if lengths.ndim != 1 or (lengths.size and lengths.dtype.kind not in "iu"):
        raise TypeError(
            "lengths must be the number of tokens of one document or a list of such "
            f"numbers, got {lengths.ndim}-d {lengths.dtype}."
        )
    if lengths.size and lengths.min() < 0:
        raise ValueError(f"lengths must not be negative, got {lengths.min()}.")
    return lengths.astype(np.int64)


def _is_flags(document):
    values = np.asarray(document)
    return values.dtype == bool and values.ndim == 1 and len(values) > 0


def _starts(name, y, one, offsets):
    """Flat flags of the tokens with which segments start."""
    if isinstance(y, TokenSequences):
        return _boundaries_of(name, y, offsets)
    documents = [y] if one else list(items_of(y))
    if len(documents) != len(offsets) - 1:
        raise ValueError(
            f"{name} has {len(documents)} documents, and there are {len(offsets) - 1}."
        )
    starts = np.zeros(offsets[-1], dtype=bool)
    starts[offsets[:-1][np.diff(offsets) > 0]] = True
    for d, document in enumerate(documents):
        tokens = starts[offsets[d] : offsets[d + 1]]
        tokens[_positions(f"{name}, document {d}", document, len(tokens))] = True
    return starts


def _boundaries_of(name, X, offsets):
    if X.boundaries is None:
        raise ValueError(
            f"{name} is TokenSequences without boundaries: these tell where segments "
            "start."
        )
    if not np.array_equal(X.offsets, offsets):
        raise ValueError(
            f"{name} has {len(X)} documents of {X.lengths.tolist()[:5]}... tokens, and "
            f"the other segmentation or lengths has {len(offsets) - 1} of "
            f"{np.diff(offsets).tolist()[:5]}..."
        )
    return X.boundaries


def _positions(name, document, n_tokens):
    """Where segments start in one document, as an index of its tokens."""
    values = np.asarray(document)
    if values.ndim != 1:
        raise ValueError(
            f"{name}: a document is a list of flags or of positions, got an array of "
            f"shape {values.shape}."
        )
    if values.dtype == bool:
        if len(values) != n_tokens:
            raise ValueError(
                f"{name} has {len(values)} flags for {n_tokens} tokens: there is one "
                "for each token."
            )
        return values
    if not len(values):
        return values.astype(np.int64)
    if values.dtype.kind not in "iu":
        raise TypeError(
            f"{name}: borders are booleans, one for each token, or integer positions, "
            f"got {values.dtype}."
        )
    if values[0] < 0 or values[-1] >= n_tokens or (np.diff(values) <= 0).any():
        raise ValueError(
            f"{name}: positions must rise and be those of its {n_tokens} tokens, 0 to "
            f"{n_tokens - 1}, got {_shown(values)}. Flags, one for each token, must be "
            "booleans."
        )
    return values.astype(np.int64)


def _shown(values):
    shown = ", ".join(map(str, values[:6]))
    return f"[{shown}{', ...' if len(values) > 6 else ''}]"
