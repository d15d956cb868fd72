"""Reading documents into flat arrays of term ids."""

from array import array
from itertools import chain, islice

import numpy as np

from .._ngrams import ngram_reader, reading_order
from ._plain_words import plain_words


class Reading:
    """Documents on their way in, and the ids of their terms once they are read.

    Parameters
    ----------
    documents : iterable

    Attributes
    ----------
    ids : ndarray of shape (n_tokens,), int32
        Ids of the terms in reading order, -1 where `number` did not know one.
    offsets : ndarray of shape (n_documents + 1,), int64
        Where the documents start in `ids`, and where the last ends.
    pieces : ndarray of shape (n_pieces + 1,), int64
        Where the pieces of the documents start, and where the last ends.
    terms : list
        Set by whoever learned the vocabulary: the terms by their ids.
    """

    def __init__(self, documents):
        self.documents = documents

    def first(self, n):
        """Return the first `n` documents, before any is read, without losing them."""
        documents = iter(self.documents)
        first = list(islice(documents, n))
        self.documents = chain(first, documents)
        return first

    def read(self, analyze, number, split=None):
        """Read all documents.

        Parameters
        ----------
        analyze : callable
            Turns a document, or a piece of it, into an iterable of terms. N-grams of
            scikit-learn's analyzers are put in the order in which they start, short
            ones before long ones; other terms stay in the order in which they come.
        number : callable
            Turns the iterable of terms into one of ids, the same for a term each time.
        split : callable, default=None
            Turns a document into its pieces.
        """
        plain = plain_words(analyze) if split is None else None
        if plain is not None:
            self._read_plain(plain, number)
            return
        ngrams = ngram_reader(analyze)
        if ngrams is not None:
            analyze = ngrams
        ids, offsets = array("i"), array("q", [0])
        pieces = offsets if split is None else array("q", [0])
        for document in self.documents:
            if split is None:
                ids.extend(number(analyze(document)))
            else:
                for piece in split(document):
                    ids.extend(number(analyze(piece)))
                    pieces.append(len(ids))
            offsets.append(len(ids))
        self.ids = np.asarray(ids, dtype=np.int32)
        self.offsets = np.asarray(offsets, dtype=np.int64)
        self.pieces = np.asarray(pieces, dtype=np.int64)
        if ngrams is not None and len(set(ngrams.ngram_range)) > 1:
            self.ids = self.ids[reading_order(ngrams.counts(len(ids)))]

    def _read_plain(self, plain, number):
        """Read documents of single words, many at a time where there are many."""
        ids, offsets = array("i"), array("q", [0])
        for read, lengths in plain.read(self.documents, number):
            ends = offsets[-1] + np.cumsum(lengths, dtype=np.int64)
            offsets.frombytes(ends.tobytes())
            ids.frombytes(np.asarray(read, dtype=np.int32).tobytes())
        self.ids = np.asarray(ids, dtype=np.int32)
        self.offsets = self.pieces = np.asarray(offsets, dtype=np.int64)

    def boundaries(self):
        """Return the mask of the tokens with which a piece starts."""
        boundaries = np.zeros(len(self.ids), dtype=bool)
        starts = self.pieces[:-1]
        boundaries[starts[starts < len(self.ids)]] = True
        return boundaries


def first_occurrences(ids, offsets):
    """Return weights of 1 where a term occurs first in its document, else of 0."""
    document = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    order = np.lexsort((ids, document))  # stable: repeated tokens stay in order
    ids, document = ids[order], document[order]
    first = np.ones(len(ids), dtype=bool)
    first[1:] = (np.diff(ids) != 0) | (np.diff(document) != 0)
    weights = np.empty(len(ids), dtype=np.float32)
    weights[order] = first
    return weights


def check_iterable(raw_documents):
    """Return raw documents, unless they are one text, a table or not iterable."""
    if isinstance(raw_documents, str):
        raise ValueError(
            "Iterable over raw text documents expected, string object received."
        )
    if not np.iterable(raw_documents):
        raise TypeError(
            "Iterable over raw text documents expected, "
            f"{type(raw_documents).__name__} received."
        )
    if hasattr(raw_documents, "columns"):  # whose items are the names of its columns
        raise TypeError(
            "Iterable over raw text documents expected, "
            f"{type(raw_documents).__name__} received. Give the column of texts, for "
            'example frame["text"].'
        )
    return raw_documents
