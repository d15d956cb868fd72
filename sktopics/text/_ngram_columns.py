"""The columns of n-grams, found by numbers of words rather than by joined texts."""

import numpy as np

from .._arrays import offsets_of


class NgramColumns:
    """Columns of terms that are n-grams of words without spaces.

    The first n - 1 words of an n-gram have a code, and this code with its last word is
    looked up among those that begin a term.

    Parameters
    ----------
    number : dict from str to int
        Columns of the terms; words are joined by single spaces.
    ngram_range : (int, int)
        Other terms are left out.

    Attributes
    ----------
    words : dict from str to int
        Numbers of the words that terms have.

    Examples
    --------
    >>> table = NgramColumns({"new": 0, "new york": 1}, (1, 2))
    >>> words = np.array([table.words[word] for word in ["new", "york", "new"]])
    >>> for size, columns in table.find(words, np.zeros(3)):
    ...     print(size, columns.tolist())
    1 [0, -1, 0]
    2 [1, -1]
    """

    def __init__(self, number, ngram_range):
        terms = list(number)
        columns = np.fromiter(number.values(), np.int64, len(terms))
        sizes = np.fromiter((term.count(" ") + 1 for term in terms), np.int64)
        words = " ".join(terms).split(" ")
        self.words = {word: i for i, word in enumerate(dict.fromkeys(words))}
        ids = np.fromiter(map(self.words.__getitem__, words), np.int64, len(words))
        starts = offsets_of(sizes)[:-1]
        self.smallest, self.largest = ngram_range
        codes = ids[starts] if len(terms) else starts
        self.keys, self.columns = [], [_columns(codes, sizes == 1, columns, len(words))]
        for size in range(2, self.largest + 1):
            long = np.flatnonzero(sizes >= size)
            keys = codes[long] * len(self.words) + ids[starts[long] + size - 1]
            known, codes[long] = np.unique(keys, return_inverse=True)
            exact = sizes[long] == size
            self.keys.append(known)
            self.columns.append(_columns(codes[long], exact, columns[long], len(known)))

    def find(self, words, runs):
        """Yield the columns of the n-grams of each size.

        Parameters
        ----------
        words : ndarray of shape (n_words,), int
            Numbers of words in reading order, -1 for those that no term has.
        runs : ndarray of shape (n_words,)
            The run of each word; n-grams do not reach from one into the next.

        Yields
        ------
        size : int
        columns : ndarray of shape (n_words - size + 1,), int64
            That of the n-gram which begins with each word, -1 if it is no term.
        """
        codes = words
        for size in range(1, min(self.largest, len(words)) + 1):
            if size > 1:
                last = words[size - 1 :]
                inside = runs[: len(last)] == runs[size - 1 :]
                possible = (codes[:-1] >= 0) & (last >= 0) & inside
                known = self.keys[size - 2]
                keys = codes[:-1] * len(self.words) + last
                places = np.searchsorted(known, keys)
                places[places == len(known)] = 0
                possible &= np.append(known, -1)[places] == keys
                codes = np.where(possible, places, -1)
            if size >= self.smallest:
                yield size, self.columns[size - 1][codes]


def _columns(codes, exact, columns, n):
    """Return the column of each code that is a term, -1 of others and of code -1."""
    found = np.full(n + 1, -1)
    found[codes[exact]] = columns[exact]
    return found
