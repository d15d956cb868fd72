"""Where the n-grams of texts stand.

An analyzer of scikit-learn gives all n-grams of the smallest size, then all of the next
size. In the text they stand otherwise: "new york" begins where "new" stands. What
follows from the order of terms (windows, contexts, boundaries) needs their places.

The places of a text are its words (without stop words), or its characters, one after
another. An n-gram takes n of them, from its first to its last. Places are counted in
runs: n-grams do not reach from one run into the next. A run is a text, a piece of a
text that is cut at boundaries, or with `analyzer="char_wb"` a word with its two spaces.
"""

from array import array
from functools import partial

import numpy as np

from ._sklearn import analyzer_steps


class PieceAnalyzer:
    """An analyzer of texts that are cut into pieces, which it analyzes one by one.

    Parameters
    ----------
    cut : callable
        Turns a document into its pieces.
    analyze : callable
        Turns a piece into its terms.

    Examples
    --------
    >>> PieceAnalyzer(lambda text: text.split("|"), str.split)("new york|city")
    ['new', 'york', 'city']
    """

    def __init__(self, cut, analyze):
        self.cut = cut
        self.analyze = analyze

    def __call__(self, document):
        """Return the terms of a document, piece by piece."""
        return [term for piece in self.cut(document) for term in self.analyze(piece)]


class NgramReader:
    """An analyzer that notes where the n-grams stand that it gives.

    Parameters
    ----------
    analyze : callable
        Turns a document into the list of its terms, and the lengths of its runs.
    ngram_range : (int, int)
        Smallest and largest size of an n-gram.
    short_runs : bool
        Whether a run that is shorter than the smallest n-gram is a term as it is.

    Attributes
    ----------
    lengths : array of int
        Number of places in each run of the documents that were read.
    n_runs : array of int
        Number of runs of each document that was read.
    """

    def __init__(self, analyze, ngram_range, short_runs):
        self.analyze = analyze
        self.ngram_range = ngram_range
        self.short_runs = short_runs
        self.lengths = array("q")
        self.n_runs = array("q")

    def __call__(self, document):
        """Return the terms of a document in the order of scikit-learn's analyzer."""
        terms, lengths = self.analyze(document)
        self.lengths.extend(lengths)
        self.n_runs.append(len(lengths))
        return terms

    def counts(self, n_terms):
        """Return how many n-grams of each size the runs have.

        Parameters
        ----------
        n_terms : int
            Number of terms that were read.

        Returns
        -------
        counts : ndarray of int64 of shape (n_sizes, n_runs)
            No more sizes than the longest run has places.

        Raises
        ------
        ValueError
            If there are more or fewer of them than terms.
        """
        lengths = np.asarray(self.lengths, dtype=np.int64)
        smallest, largest = self.ngram_range
        largest = max(smallest, min(largest, lengths.max(initial=0)))
        sizes = np.arange(smallest, largest + 1)
        counts = np.maximum(lengths - sizes[:, np.newaxis] + 1, 0)
        if self.short_runs:
            np.maximum(counts[0], 1, out=counts[0])
        if counts.sum() != n_terms:
            raise ValueError(
                f"ngram_range={self.ngram_range} makes {counts.sum()} n-grams of "
                f"{lengths.sum()} words, and the analyzer gives {n_terms}: the "
                "tokenizer must return lists of words."
            )
        return counts


def ngram_reader(analyzer):
    """Return what reads n-grams and notes their places, for analyzers that tell them.

    Parameters
    ----------
    analyzer : callable
        Turns a document into its terms.

    Returns
    -------
    reader : NgramReader, or None
        None for an analyzer that is not scikit-learn's own: the order of its terms is
        all that is known. None for an analyzer of single words or characters, too: they
        stand in this order.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> reader = ngram_reader(CountVectorizer(ngram_range=(1, 2)).build_analyzer())
    >>> reader("in new york")
    ['in', 'new', 'york', 'in new', 'new york']
    >>> list(reader.lengths), reader.counts(5).tolist()
    ([3], [[3], [2]])
    """
    # Asked first: to take all steps apart would take a tenth of the time in which a
    # short document is made a sequence.
    if isinstance(analyzer, partial):
        vectorizer = getattr(analyzer.keywords.get("ngrams"), "__self__", None)
        if getattr(vectorizer, "ngram_range", None) == (1, 1):
            return None
    if isinstance(analyzer, PieceAnalyzer):
        inner = ngram_reader(analyzer.analyze)
        if inner is None:
            return None
        return NgramReader(
            _in_pieces(analyzer.cut, inner.analyze), inner.ngram_range, inner.short_runs
        )
    steps = analyzer_steps(analyzer)
    if steps is None:
        return None
    if steps.kind == "callable":  # which may be an analyzer of scikit-learn's
        inner = ngram_reader(steps.analyze)
        if inner is None:
            return None
        return NgramReader(
            lambda document: inner.analyze(steps.decode(document)),
            inner.ngram_range,
            inner.short_runs,
        )
    smallest, largest = steps.ngram_range
    if not 1 <= smallest <= largest or largest == 1:
        return None
    analyze = {"word": _of_words, "char": _of_text, "char_wb": _within_words}
    return NgramReader(
        analyze[steps.kind](steps), steps.ngram_range, steps.kind == "char_wb"
    )


def _of_words(steps):
    """Analyze texts as scikit-learn does, and count their words."""

    def analyze(document):
        words = steps.tokenize(steps.preprocess(steps.decode(document)))
        if steps.stop_words is not None:
            words = [word for word in words if word not in steps.stop_words]
        return steps.analyze(words), [len(words)]

    return analyze


def _of_text(steps):
    """Analyze texts as scikit-learn does, and count their characters."""

    def analyze(document):
        text = steps.preprocess(steps.decode(document))
        # As the n-grams are made, which changes nothing a second time.
        text = steps.white_spaces.sub(" ", text)
        return steps.analyze(text), [len(text)]

    return analyze


def _within_words(steps):
    """Analyze texts as scikit-learn does, and count the characters of each word."""

    def analyze(document):
        text = steps.preprocess(steps.decode(document))
        return steps.analyze(text), [len(word) + 2 for word in text.split()]

    return analyze


def _in_pieces(cut, analyze):
    """Analyze texts piece by piece."""

    def analyze_pieces(document):
        terms, lengths = [], []
        for piece in cut(document):
            found, runs = analyze(piece)
            terms += found
            lengths += runs
        return terms, lengths

    return analyze_pieces


def reading_order(counts):
    """Find the permutation that sorts n-grams by the place where they start.

    Parameters
    ----------
    counts : ndarray of int of shape (n_sizes, n_runs)
        How many n-grams of the smallest size each run has, of the next size, ...

    Returns
    -------
    order : ndarray of shape (counts.sum(),), int64
        Of n-grams that come run by run and in a run size by size, ``ngrams[order]``
        starts with those at the first place, from the smallest to the largest, and
        goes on with those at the second.

    Examples
    --------
    >>> ngrams = np.array(["a", "b", "c", "a b", "b c"])
    >>> ngrams[reading_order(np.array([[3], [2]]))].tolist()
    ['a', 'a b', 'b', 'b c', 'c']
    """
    sizes = counts.sum(axis=0)
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
