"""Terms of documents and the places where they stand, for windows over words.

The places of a document are its words, stop words and unknown ones included, one after
another. A term has the place of its word. An n-gram goes from its first word to its
last, with the stop words between them.
"""

from array import array
from itertools import repeat
from typing import NamedTuple

import numpy as np

from .._ngrams import PieceAnalyzer
from .._reading import rewound
from .._sklearn import analyzer_steps
from ._ngram_columns import NgramColumns

__all__ = ["PlacedTerms", "TermPlacer"]

# In place of the number of a stop word: n-grams reach over it.
_STOP = -2


class PlacedTerms(NamedTuple):
    """Known terms of documents, by their last places.

    Attributes
    ----------
    ids : ndarray of shape (n_terms_read,), int32
        Columns of the terms.
    firsts, lasts : ndarray of shape (n_terms_read,), int64
        Places of their first and last words, counted over all documents.
    places : ndarray of shape (n_documents + 1,), int64
        The places of document d are ``places[d]`` to ``places[d + 1] - 1``.
    """

    ids: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    places: np.ndarray

    @classmethod
    def of_words(cls, ids, places):
        """Return single words: `ids` has one for each place, -1 for unknown ones."""
        known = np.flatnonzero(ids >= 0)
        return cls(ids[known], known, known, places)

    def documents(self, start, stop):
        """Return the documents `start` to `stop`."""
        places = self.places[start : stop + 1]
        inside = slice(*np.searchsorted(self.lasts, places[[0, -1]]))
        return PlacedTerms(
            self.ids[inside],
            self.firsts[inside] - places[0],
            self.lasts[inside] - places[0],
            places - places[0],
        )


class TermPlacer:
    """Reads documents as an analyzer does, and notes the places of the terms.

    Parameters
    ----------
    analyzer : callable
        What `build_analyzer` of a vectorizer gives. If it is not scikit-learn's own,
        each of its terms has a place, in the order in which they come.
    number : dict from str to int
        Columns of the terms.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> vectorizer = CountVectorizer(ngram_range=(1, 2), stop_words=["of"])
    >>> number = {"state": 0, "union": 1, "state union": 2}
    >>> placer = TermPlacer(vectorizer.build_analyzer(), number)
    >>> read = placer.read(["State of the Union", "state of union"])
    >>> read.ids.tolist(), read.firsts.tolist(), read.lasts.tolist()
    ([0, 1, 0, 1, 2], [0, 3, 4, 6, 4], [0, 3, 4, 6, 6])
    """

    def __init__(self, analyzer, number):
        self.cut = None
        if isinstance(analyzer, PieceAnalyzer):
            self.cut, analyzer = analyzer.cut, analyzer.analyze
        self.analyze, self.number = analyzer, number
        self.steps = _innermost(analyzer)
        kind = "unknown" if self.steps is None else self.steps.kind
        self.stop_words = frozenset()
        if kind == "word":
            self.stop_words = frozenset(self.steps.stop_words or ())
            self.sizes = self.steps.ngram_range
        self.kind = "single" if kind == "word" and self.sizes == (1, 1) else kind
        self.table = None  # made when it is needed
        if self.kind == "single":
            # A stop word is no term, even if a given vocabulary has it.
            stop_words = self.stop_words.intersection(number)
            self.number = {**number, **dict.fromkeys(stop_words, -1)}
        # Whether the vectorizer itself makes words, and not an analyzer that it has.
        own = analyzer_steps(analyzer)
        self.has_own_words = own is not None and own.kind == "word"

    def words(self, document):
        """Return the words of a document, one for each of its places."""
        if self.cut is None:
            return self._words(document)
        return [word for piece in self.pieces(document) for word in self._words(piece)]

    def pieces(self, document):
        """Return the pieces of a document which n-grams do not cross."""
        return [document] if self.cut is None else self.cut(document)

    def read(self, documents):
        """Return the known terms of documents with their places.

        Parameters
        ----------
        documents : iterable

        Returns
        -------
        placed : PlacedTerms
        """
        if self.is_single:
            return self.number_words(map(self.words, documents))
        if self.kind == "word":
            return self._read_ngrams(list(documents))
        return self._read_by_piece(documents)

    def _read_ngrams(self, documents):
        """Read n-grams of words, which are joined only where words have spaces."""
        if self.table is None:
            self.table = NgramColumns(self.number, self.sizes)
        number = {**self.table.words, **dict.fromkeys(self.stop_words, _STOP)}.get
        ids, runs, places = array("q"), array("q"), array("q", [0])
        for document in documents:
            for piece in self.pieces(document):
                words = self._words(piece)
                if " ".join(words).count(" ") != max(len(words) - 1, 0):
                    return self._read_by_piece(rewound(documents))
                ids.extend(map(number, words, repeat(-1)))
                runs.append(len(ids))
            places.append(len(ids))
        ids = np.asarray(ids, dtype=np.int64)
        run = np.repeat(np.arange(len(runs)), np.diff(runs, prepend=0))
        place = np.flatnonzero(ids != _STOP)
        found, firsts, lasts = [], [], []
        for size, columns in self.table.find(ids[place], run[place]):
            known = np.flatnonzero(columns >= 0)
            found.append(columns[known])
            firsts.append(place[known])
            lasts.append(place[known + size - 1])
        return _by_last_place(found, firsts, lasts, np.asarray(places))

    def _read_by_piece(self, documents):
        """Read n-grams of each piece as scikit-learn makes them."""
        place = {"word": self._place_words, "char_wb": self._place_within_words}
        place = place.get(self.kind, self._place_characters)
        ids, firsts, lasts = array("i"), array("q"), array("q")
        places = array("q", [0])
        for document in documents:
            n = places[-1]
            for piece in self.pieces(document):
                n = place(piece, n, ids, firsts, lasts)
            places.append(n)
        read = [np.asarray(values, np.int64) for values in (ids, firsts, lasts)]
        known = np.flatnonzero(read[0] >= 0)
        return _by_last_place(*([values[known]] for values in read), np.asarray(places))

    def _words(self, piece):
        if self.kind in ("single", "word"):
            steps = self.steps
            return list(steps.tokenize(steps.preprocess(steps.decode(piece))))
        if self.kind in ("char", "char_wb"):
            return self.steps.preprocess(self.steps.decode(piece)).split()
        return list(self.analyze(piece))

    @property
    def is_single(self):
        """Whether each term is a word, and has its place."""
        return self.kind in ("single", "unknown")

    def number_words(self, documents):
        """Return the terms of documents, given their words, where terms are words.

        Parameters
        ----------
        documents : iterable of list of str
        """
        ids, places = array("i"), array("q", [0])
        for words in documents:
            ids.extend(map(self.number.get, words, repeat(-1)))
            places.append(len(ids))
        return PlacedTerms.of_words(np.asarray(ids, np.int32), np.asarray(places))

    def _place_words(self, piece, start, ids, firsts, lasts):
        """Note the n-grams of words of a piece; return where the next one starts."""
        words = self._words(piece)
        stop_words = self.stop_words
        kept = [i for i, word in enumerate(words) if word not in stop_words]
        left = [words[i] for i in kept]
        places = [start + i for i in kept]
        smallest, largest = self.sizes
        for size in range(smallest, min(largest, len(left)) + 1):
            terms = left
            if size > 1:
                rest = (left[i:] for i in range(size))
                terms = map(" ".join, zip(*rest, strict=False))
            ids.extend(map(self.number.get, terms, repeat(-1)))
            n = len(left) - size + 1
            firsts.extend(places[:n])
            lasts.extend(places[size - 1 :])
        return start + len(words)

    def _place_within_words(self, piece, start, ids, firsts, lasts):
        """Note the n-grams of the characters of each word."""
        words = self._words(piece)
        for place, word in enumerate(words, start):
            found = list(map(self.number.get, self.steps.analyze(word), repeat(-1)))
            ids.extend(found)
            firsts.extend(repeat(place, len(found)))
            lasts.extend(repeat(place, len(found)))
        return start + len(words)

    def _place_characters(self, piece, start, ids, firsts, lasts):
        """Note the n-grams of characters, from the word they begin in to their last."""
        steps = self.steps
        text = steps.preprocess(steps.decode(piece))
        text = steps.white_spaces.sub(" ", text)
        n_words = len(text.split())
        if not n_words:
            return start
        # A space belongs to the word before it.
        spaces = np.array([character == " " for character in text])
        word = np.clip(np.cumsum(spaces) - spaces - spaces[0], 0, n_words - 1) + start
        ids.extend(map(self.number.get, steps.analyze(text), repeat(-1)))
        smallest, largest = steps.ngram_range
        for size in range(smallest, min(largest, len(text)) + 1):
            n = len(text) - size + 1
            firsts.extend(word[:n].tolist())
            lasts.extend(word[size - 1 :].tolist())
        return start + n_words


def _by_last_place(ids, firsts, lasts, places):
    """Return what lists of arrays hold as `PlacedTerms`."""
    none = np.empty(0, np.int64)
    ids, firsts, lasts = (np.concatenate([none, *a]) for a in (ids, firsts, lasts))
    order = np.argsort(lasts, kind="stable")
    return PlacedTerms(ids[order].astype(np.int32), firsts[order], lasts[order], places)


def _innermost(analyzer):
    """Return the steps of scikit-learn's analyzer; None of any other.

    A vectorizer may have an analyzer of scikit-learn's as its own.
    """
    steps = analyzer_steps(analyzer)
    if steps is None or steps.kind != "callable":
        return steps
    inner = analyzer_steps(steps.analyze)
    if inner is None or inner.kind == "callable":
        return None
    # Which reads what the outer one has decoded.
    return inner._replace(decode=lambda doc: inner.decode(steps.decode(doc)))
