"""How often terms occur together in the windows of texts."""

from dataclasses import dataclass
from functools import reduce
from numbers import Integral

import numpy as np
from joblib import effective_n_jobs

from .._parallel import run_blocks
from .._reading import distinct_terms
from .._sklearn import Interval, StrOptions, validate_params
from ..kernels.ngram_windows import exact_ngram_runs, gensim_ngram_runs
from ..kernels.windows import count_runs, exact_runs, gensim_runs
from ._coherence_texts import CountMatrix, read_texts
from ._coherence_warnings import check_some_known
from ._numbered_texts import NumberedNgrams, NumberedTokens, number_texts

# Counting takes some 20 ns a token: with less to do, a second thread does not pay.
_TOKENS_PER_JOB = 2_000_000

_RUNS = {
    (NumberedTokens, "exact"): exact_runs,
    (NumberedTokens, "gensim"): gensim_runs,
    (NumberedNgrams, "exact"): exact_ngram_runs,
    (NumberedNgrams, "gensim"): gensim_ngram_runs,
}


@dataclass(frozen=True, eq=False, repr=False)
class CooccurrenceCounts:
    """In how many windows of some texts terms occur, and occur together.

    What :func:`count_cooccurrences` gives and the coherence functions take for
    `texts`. Counts of two parts of a corpus add up: ``counts_a + counts_b``.

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), dtype object
    cooccurrences : ndarray of int64 of shape (n_terms, n_terms)
        Number of windows that hold both terms; on the diagonal, that hold the term.
    n_windows : int
        Number of all windows.
    window : int or "document"
        Length of the windows in tokens, with n-grams in words (or characters).
    counting : {"exact", "gensim"}
    """

    terms: np.ndarray
    cooccurrences: np.ndarray
    n_windows: int
    window: int | str
    counting: str

    @property
    def occurrences(self) -> np.ndarray:
        """Number of windows that hold each term, ndarray of shape (n_terms,)."""
        return self.cooccurrences.diagonal()

    def __len__(self):
        return len(self.terms)

    def __repr__(self):
        return (
            f"<CooccurrenceCounts of {len(self)} terms in {self.n_windows} windows, "
            f"window={self.window!r}, counting={self.counting!r}>"
        )

    def __add__(self, other):
        if not isinstance(other, CooccurrenceCounts):
            return NotImplemented
        mine, theirs = (self.window, self.counting), (other.window, other.counting)
        if mine != theirs or not np.array_equal(self.terms, other.terms):
            raise ValueError(
                "counts add up if they are of the same terms, window and counting, "
                f"got {self!r} and {other!r}."
            )
        return CooccurrenceCounts(
            self.terms,
            self.cooccurrences + other.cooccurrences,
            self.n_windows + other.n_windows,
            *mine,
        )


@validate_params(
    {
        "window": [
            Interval(Integral, 1, None, closed="left"),
            StrOptions({"document"}),
        ],
        "counting": [StrOptions({"exact", "gensim"})],
        "analyzer": [callable, None],
        "n_jobs": [Integral, None],
    },
    prefer_skip_nested_validation=True,
)
def count_cooccurrences(
    texts,
    terms,
    *,
    window: int | str = 10,
    counting="exact",
    analyzer=None,
    feature_names=None,
    n_jobs=None,
) -> CooccurrenceCounts:
    """Count the windows of texts in which terms occur together.

    Counting is most of the work of a coherence measure. Counts of the terms of
    many sets of topics are taken once and given to the coherence functions in
    the place of `texts`.

    Parameters
    ----------
    texts : iterable of str, iterable of token lists, TokenSequences, or \
            {ndarray, sparse matrix, DataFrame} of shape (n_documents, n_features)
        Raw texts, tokenised texts, or counts. Of counts, the order of tokens is
        not known: `window` must be "document".
    terms : list of terms, or list of lists of terms
        What to count, for example the topics of several models. The counts take
        8 bytes for each pair of distinct terms.
    window : int or "document", default=10
        Length of the sliding window in tokens. A document of n tokens has
        max(1, n - window + 1) windows; "document" makes each document one window.
        With an analyzer of n-grams it is the length in words (or characters), and
        a window holds the n-grams that lie wholly in it, see `coherence_score`.
    counting : {"exact", "gensim"}, default="exact"
        "gensim" counts as gensim does, which loses words that a window holds
        twice when the first of them leaves it.
    analyzer : callable, default=None
        Makes a raw text a list of tokens; by default that of `CountVectorizer`. See
        `coherence_score` for the places of n-grams.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, where `texts` are counts without column names.
    n_jobs : int, default=None
        Number of threads among which documents are divided. None means 1. The
        counts do not depend on it.

    Returns
    -------
    counts : CooccurrenceCounts

    Raises
    ------
    ValueError
        If there are no texts or no terms, if no term occurs in the texts, or if
        `texts` are counts and `window` is a number.

    Examples
    --------
    >>> from sktopics.metrics import count_cooccurrences
    >>> texts = [["rain", "and", "snow"], ["rain", "and", "more", "rain"]]
    >>> counts = count_cooccurrences(texts, ["rain", "snow"], window=3)
    >>> counts.n_windows
    3
    >>> counts.cooccurrences
    array([[3, 1],
           [1, 1]])
    """
    texts = read_texts(texts, analyzer=analyzer, feature_names=feature_names)
    terms = _listed_terms(terms)
    counts = count_windows(texts, terms, window, counting, n_jobs)
    unknown = [] if counts.occurrences.any() else terms
    check_some_known(terms, unknown, texts, "the terms to count")
    return counts


def _listed_terms(terms):
    """Return the distinct terms of one or many lists of terms."""
    if isinstance(terms, (str, bytes)) or not np.iterable(terms):
        raise TypeError(f"terms must be a list of terms, got {terms!r}.")
    nested = ([t] if isinstance(t, str) or not np.iterable(t) else t for t in terms)
    terms = distinct_terms(nested)
    if not terms:
        raise ValueError("terms must hold at least one term, got none.")
    return terms


def count_windows(texts, terms, window, counting, n_jobs=None):
    """Count `terms` in texts that `read_texts` has read.

    Parameters
    ----------
    texts : list of token lists, TokenSequences, CountMatrix or NgramTexts
    terms : list of distinct terms
    window : int or "document"
    counting : {"exact", "gensim"}
    n_jobs : int, default=None

    Returns
    -------
    counts : CooccurrenceCounts
    """
    if isinstance(texts, CountMatrix) and window != "document":
        why = f", since {texts.why}" if texts.why else ""
        raise ValueError(
            f"window={window!r} needs the order of tokens, and texts are counts"
            f'{why}: give texts or TokenSequences, or window="document".'
        )
    numbered = number_texts(texts, {term: i for i, term in enumerate(terms)})
    offsets, lengths = numbered.offsets, numbered.lengths
    # A window as long as the longest document holds every document whole.
    size = max(int(lengths.max()), 1) if window == "document" else int(window)
    runs = _RUNS[type(numbered), counting]
    n_tokens = len(numbered.ids)
    n_jobs = min(effective_n_jobs(n_jobs), n_tokens // _TOKENS_PER_JOB + 1)
    cuts = np.searchsorted(offsets, np.linspace(0, n_tokens, n_jobs + 1)[1:-1])
    parts = np.split(np.arange(len(lengths)), cuts)
    arguments = [
        (runs, *numbered.documents(part[0], part[-1] + 1), len(terms), size)
        for part in parts
        if len(part)
    ]
    # Unlike `sum`, this does not copy the counts of a single part.
    both = reduce(np.add, run_blocks(_count_part, arguments, n_jobs))
    names = np.empty(len(terms), dtype=object)
    names[:] = terms
    return CooccurrenceCounts(
        names,
        both,
        int(np.maximum(lengths - size + 1, 1).sum()),
        window if window == "document" else size,
        counting,
    )


def _count_part(runs, *arguments):
    *_, n_terms, _ = arguments
    return count_runs(*runs(*arguments), n_terms)
