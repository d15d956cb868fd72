"""Texts as numbers of those terms that are counted, for the kernels of windows."""

from typing import NamedTuple

import numpy as np

from ..kernels.ngram_windows import placed_ngrams
from ._coherence_texts import CountMatrix, NgramTexts
from ._numbered_words import number_words


class NumberedTokens(NamedTuple):
    """Tokens as numbers of terms, -1 for those that are not counted.

    Document d is ``ids[offsets[d]:offsets[d + 1]]``.
    """

    ids: np.ndarray
    offsets: np.ndarray

    @property
    def lengths(self):
        """Number of places of each document, all of which are tokens."""
        return np.diff(self.offsets)

    def documents(self, start, stop):
        """Return the documents `start` to `stop`."""
        offsets = self.offsets[start : stop + 1]
        return NumberedTokens(self.ids[offsets[0] : offsets[-1]], offsets - offsets[0])


class NumberedNgrams(NamedTuple):
    """Those n-grams that are counted as numbers of terms, by their last places.

    Of document d they are `offsets[d]` to ``offsets[d + 1]``, and its places are
    ``places[d]`` to ``places[d + 1]``.
    """

    ids: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    offsets: np.ndarray
    places: np.ndarray

    @property
    def lengths(self):
        """Number of places of each document."""
        return np.diff(self.places)

    def documents(self, start, stop):
        """Return the documents `start` to `stop`."""
        offsets = self.offsets[start : stop + 1]
        inside = slice(offsets[0], offsets[-1])
        return NumberedNgrams(
            self.ids[inside],
            self.firsts[inside],
            self.lasts[inside],
            offsets - offsets[0],
            self.places[start : stop + 1],
        )


def number_texts(texts, number):
    """Return texts as numbers of terms.

    Parameters
    ----------
    texts : list of token lists, TokenSequences, CountMatrix or NgramTexts
    number : dict from term to int

    Returns
    -------
    numbered : NumberedTokens or NumberedNgrams
        The tokens of a CountMatrix are the distinct terms of each document.
    """
    if isinstance(texts, CountMatrix):
        return _number_columns(texts, number)
    if isinstance(texts, NgramTexts):
        return _number_ngrams(texts, number)
    if isinstance(texts, list):
        return _number_lists(texts, number)
    names = texts.terms
    names = map(str, range(texts.n_terms)) if names is None else names.tolist()
    # One more: -1, a token of no known term, reads the last.
    table = np.full(texts.n_terms + 1, -1, dtype=np.int32)
    table[:-1] = number_words([list(names)], number)
    ids = table[texts.ids]
    if texts.weights is not None:
        ids[texts.weights == 0] = -1
    return NumberedTokens(ids, texts.offsets)


def _number_lists(texts, number):
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    return NumberedTokens(number_words(texts, number), offsets)


def _number_ngrams(ngrams, number):
    ids, _ = _number_lists(ngrams, number)
    reader = ngrams.reader
    return NumberedNgrams(
        *placed_ngrams(
            ids,
            reader.counts(len(ids)),
            reader.ngram_range[0],
            np.asarray(reader.lengths, dtype=np.int64),
            np.asarray(reader.n_runs, dtype=np.int64),
        )
    )


def _number_columns(counts, number):
    table = number_words([counts.names.tolist()], number)
    ids = table[counts.matrix.indices]
    known = ids >= 0
    n_known_before = np.concatenate([[0], np.cumsum(known)])
    return NumberedTokens(ids[known], n_known_before[counts.matrix.indptr])
