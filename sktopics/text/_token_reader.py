"""Reading documents into flat arrays of term ids."""

from array import array

import numpy as np


class Reading:
    """Documents on their way in, and the ids of their terms once they are read.

    Parameters
    ----------
    documents : iterable

    Attributes
    ----------
    ids : ndarray of shape (n_tokens,), int32
        Ids of the terms, -1 where `number` did not know one.
    offsets : ndarray of shape (n_documents + 1,), int64
        Where the documents start in `ids`, and where the last ends.
    pieces : ndarray of shape (n_pieces + 1,), int64
        Where the pieces of the documents start, and where the last ends.
    terms : list
        Set by whoever learned the vocabulary: the terms by their ids.
    """

    def __init__(self, documents):
        self.documents = documents

    def read(self, analyze, number, split=None):
        """Read all documents.

        Parameters
        ----------
        analyze : callable
            Turns a document, or a piece of it, into an iterable of terms.
        number : callable
            Turns the iterable of terms into one of ids.
        split : callable, default=None
            Turns a document into its pieces.
        """
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

    def reorder(self, ngram_range):
        """Put n-grams that came size by size in the order in which they start."""
        self.ids = self.ids[reading_order(np.diff(self.pieces), ngram_range)]

    def boundaries(self):
        """Return the mask of the tokens with which a piece starts."""
        boundaries = np.zeros(len(self.ids), dtype=bool)
        starts = self.pieces[:-1]
        boundaries[starts[starts < len(self.ids)]] = True
        return boundaries


def reading_order(sizes, ngram_range):
    """Find the permutation that sorts n-grams by the place where they start.

    Parameters
    ----------
    sizes : ndarray of int of shape (n_pieces,)
        How many n-grams each piece of text has: all of the smallest size, then
        all of the next size, as scikit-learn's analyzers give them.
    ngram_range : (int, int)
        Smallest and largest size.

    Returns
    -------
    order : ndarray of shape (sizes.sum(),), int64
        ``ngrams[order]`` starts with the n-grams at the first token, from the
        smallest to the largest, and goes on with those at the second.

    Examples
    --------
    >>> ngrams = np.array(["a", "b", "c", "a b", "b c"])
    >>> ngrams[reading_order(np.array([5]), (1, 2))].tolist()
    ['a', 'a b', 'b', 'b c', 'c']
    """
    counts = _counts_by_size(sizes, ngram_range[1] - ngram_range[0] + 1)
    first = np.cumsum(sizes) - sizes
    order = np.empty(sizes.sum(), dtype=np.int64)
    before = first.copy()  # in the analyzer's order: where each size starts
    for rank, count in enumerate(counts):
        repeats = np.repeat(np.arange(len(sizes)), count)
        start = np.arange(count.sum()) - (np.cumsum(count) - count)[repeats]
        # All n-grams that start earlier come first, then the smaller ones here.
        place = first[repeats] + rank
        for other in counts:
            place += np.minimum(start, other[repeats])
        order[place] = before[repeats] + start
        before += count
    return order


def _counts_by_size(sizes, n_sizes):
    """How many of the n-grams of each piece are of the smallest size, the next, ..."""
    # m n-grams of the smallest size make m - 1 of the next, and so on down to 0:
    # solved for m, for texts long enough for all sizes and for shorter ones.
    long = (sizes + n_sizes * (n_sizes - 1) // 2) // n_sizes
    short = ((np.sqrt(8 * sizes + 1) - 1) / 2).astype(np.int64)
    smallest = np.where(long >= n_sizes, long, short)
    return [np.maximum(smallest - i, 0) for i in range(n_sizes)]


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
    """Return raw documents, unless they are one text or cannot be iterated over."""
    if isinstance(raw_documents, str):
        raise ValueError(
            "Iterable over raw text documents expected, string object received."
        )
    if not np.iterable(raw_documents):
        raise TypeError(
            "Iterable over raw text documents expected, "
            f"{type(raw_documents).__name__} received."
        )
    return raw_documents
