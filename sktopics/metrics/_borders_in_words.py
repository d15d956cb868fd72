"""Borders in characters of texts as borders between words."""

import numpy as np

from .._columns import items_of
from .._part_spans import token_places
from .._validation import check_documents
from ..sequences import TokenSequences


def borders_in_words(given, texts):
    """Return segmentations in characters as positions of words.

    Parameters
    ----------
    given : dict from str to segmentation
        By the names of the parameters of the caller.
    texts : str or iterable of str
        One document or many.

    Returns
    -------
    found : dict
        With the rising positions of words, for each document.
    lengths : int or list of int
        Numbers of words.

    Raises
    ------
    TypeError, ValueError
        If borders are no rising positions in the texts, one list for each.
    """
    one = isinstance(texts, str)
    texts = [texts] if one else check_documents(texts, whom="texts")
    words = [token_places(text) for text in texts]
    found = {}
    for name, y in given.items():
        if isinstance(y, TokenSequences):
            raise TypeError(
                f"{name} is TokenSequences, whose boundaries are between tokens: with "
                "texts, borders are positions of characters, a list for each text."
            )
        documents = [y] if one else list(items_of(y))
        if len(documents) != len(texts):
            raise ValueError(
                f"{name} has {len(documents)} documents, and there are {len(texts)} "
                "texts."
            )
        positions = [
            _words_after(f"{name}, document {d}", borders, len(text), spans)
            for d, (borders, text, spans) in enumerate(
                zip(documents, texts, words, strict=True)
            )
        ]
        found[name] = positions[0] if one else positions
    lengths = [len(spans) for spans in words]
    return found, lengths[0] if one else lengths


def _words_after(name, borders, length, spans):
    """Return the words before which the borders of a document stand."""
    borders = np.asarray(borders)
    if not borders.size:
        return np.empty(0, np.int64)
    if borders.ndim != 1 or borders.dtype.kind not in "iu":
        raise TypeError(
            f"{name}: with texts, borders are positions of characters, a list of int, "
            f"got an array of {borders.dtype} of shape {borders.shape}."
        )
    borders = borders.astype(np.int64)
    if borders[0] < 0 or borders[-1] >= length or (np.diff(borders) <= 0).any():
        shown = ", ".join(map(str, borders[:6].tolist()))
        raise ValueError(
            f"{name}: borders must rise and be positions of its {length} characters, "
            f"got [{shown}{', ...' if len(borders) > 6 else ''}]."
        )
    words = np.searchsorted(spans[:, 1], borders, side="right")
    # What stands after the last word separates nothing.
    return np.unique(words[words < len(spans)])


def n_segments_of(borders, texts):
    """Return how many segments borders in characters make of each text, 1 at least."""
    found, _ = borders_in_words({"borders": borders}, texts)
    return n_of_positions(found["borders"])


def n_of_positions(borders):
    """Return how many segments positions make of each document, 1 at least."""
    return np.array([1 + np.count_nonzero(np.asarray(places)) for places in borders])
