"""Counts of terms in documents and in classes of these, read in batches."""

import copy
from array import array
from collections.abc import Sized
from itertools import islice, repeat
from numbers import Integral

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from .._part_output import called, part_counts
from .._sklearn import check_parameters
from ._growing import column_sums, count_terms, growing_vocabulary
from ._min_count import frequent_enough
from ._online_vectorizer import OnlineCountVectorizer

__all__ = [
    "ClassSums",
    "DocumentCounts",
    "EmptyVocabularyError",
    "check_class_numbers",
    "held_terms",
    "reader_of",
]

# Methods by which a CountVectorizer learns and counts. If a subclass has others, it
# is fitted and asked, whatever it does.
_METHODS = ("fit", "fit_transform", "transform", "_count_vocab", "_limit_features")


class EmptyVocabularyError(ValueError):
    """A vectorizer has found no term in documents, before it leaves any out."""


class DocumentCounts:
    """Counts of the terms of documents, read before classes of these are known.

    They are held in batches, in the smallest type that they fit in, which takes less
    room than the texts themselves.

    Parameters
    ----------
    vectorizer : estimator with `fit` and `transform`
        Turns documents into counts. It stays as it is.
    documents : list of str
    batch_size : int, default=500
        How many documents are read at a time.

    Attributes
    ----------
    fitted : estimator
        A fitted clone of `vectorizer`.
    n_documents : int
    n_terms : int
    n_found : int or None
        The number of terms before some were left out, if it is known.

    Raises
    ------
    EmptyVocabularyError
        If there are no terms in the documents.
    ValueError
        If the vectorizer refuses the documents, or leaves out all terms.

    Examples
    --------
    >>> documents = ["rain and rain", "snow", "rain"]
    >>> counts = DocumentCounts(CountVectorizer(), documents)
    >>> counts.by_class([0, 1, 0], 2).toarray()
    array([[1, 3, 0],
           [0, 0, 1]])
    >>> counts.by_document().toarray()
    array([[1, 2, 0],
           [0, 0, 1],
           [0, 1, 0]], dtype=uint8)
    """

    def __init__(self, vectorizer, documents, *, batch_size=500):
        self._reader = reader_of(vectorizer, documents, True)
        self._batches = [_compact(X) for X in self._reader.read(batch_size)]
        self.n_documents = sum(X.shape[0] for X in self._batches)
        self._reader.learn(self.n_documents)
        self.fitted = self._reader.fitted
        self.n_found = self._reader.n_found
        kept = self._reader.kept
        self.n_terms = self._batches[-1].shape[1] if kept is None else len(kept)

    def by_class(self, labels, n_classes) -> sp.csr_array:
        """Sum up the counts of each class; see `class_counts`."""
        return self._summed(labels, n_classes, self._batches)

    def by_document(self) -> sp.csr_array:
        """Return the counts of each document, (n_documents, n_terms)."""
        n_columns = self._batches[-1].shape[1]
        batches = [sp.csr_array(X) for X in self._batches]
        for X in batches:
            X.resize(X.shape[0], n_columns)
        counts = sp.csr_array(sp.vstack(batches, format="csr"))
        return self._reader.columns_kept(counts)

    def counts_and_holders(
        self, labels, n_classes
    ) -> tuple[sp.csr_array, sp.csr_array]:
        """Sum up the counts of each class, and count the documents that hold terms.

        Parameters
        ----------
        labels : array-like of int of shape (n_documents,)
            As of `class_counts`.
        n_classes : int

        Returns
        -------
        counts, holders : csr_array of shape (n_classes, n_terms), float64
        """
        # As the two parts of complex numbers, both are summed up in one pass.
        both = (_with_data(X, X.data + 1j * (X.data > 0)) for X in self._batches)
        sums = self._summed(labels, n_classes, both)
        counts = _with_data(sums.copy(), sums.data.real.copy())
        holders = _with_data(sums, sums.data.imag.copy())
        holders.eliminate_zeros()
        return counts, holders

    def _summed(self, labels, n_classes, batches):
        labels, sums, start = check_class_numbers(labels), ClassSums(n_classes), 0
        for X in batches:
            sums.add(X, labels[start : start + X.shape[0]])
            start += X.shape[0]
        return self._reader.columns_kept(sums.total())


def _with_data(X, data):
    """Return a matrix that has other numbers in the cells of `X`."""
    return sp.csr_array((data, X.indices, X.indptr), shape=X.shape)


def held_terms(X):
    """Return which terms documents hold: 1 for counts above 0, a CSR array of int8."""
    return _with_data(X, (X.data > 0).astype(np.int8))


def _compact(X):
    """Return integer counts in the smallest type that they fit in."""
    if X.dtype.kind in "iu" and X.data.min(initial=0) >= 0:
        data = X.data.astype(np.min_scalar_type(int(X.data.max(initial=0))))
        return sp.csr_array((data, X.indices, X.indptr), shape=X.shape)
    return X


def reader_of(vectorizer, documents, learn):
    """Return what reads documents, and learns from them if it is to."""
    if _counts_alone(vectorizer):
        if learn:
            return _LearningReader(vectorizer, documents)
        if hasattr(vectorizer, "vocabulary_"):
            return _KnowingReader(vectorizer, documents, False)
    return _Reader(vectorizer, documents, learn)


def _counts_alone(vectorizer):
    """Whether `count_terms` counts what the vectorizer would."""
    bases = (OnlineCountVectorizer, CountVectorizer)
    base = next((base for base in bases if isinstance(vectorizer, base)), None)
    return base is not None and all(
        getattr(type(vectorizer), name) is getattr(base, name) for name in _METHODS
    )


class _Reader:
    """Reads documents by the transform of a vectorizer, fitted before where it has to.

    Attributes
    ----------
    fitted : vectorizer
    kept : ndarray or None
        The columns that stay, in their order, where some are left out at the end.
    n_found : int or None
        Number of terms before that.
    """

    kept = n_found = None

    def __init__(self, vectorizer, documents, learn):
        self.documents = documents
        self.whom = called("vectorizer", vectorizer)
        if not learn:
            self.fitted = copy.copy(vectorizer)  # a given vocabulary becomes its own
            return
        self.documents = documents if isinstance(documents, Sized) else list(documents)
        try:
            self.fitted = clone(vectorizer, safe=False).fit(self.documents)
        except ValueError as error:
            if "empty vocabulary" in str(error):
                raise EmptyVocabularyError(str(error)) from error
            raise

    def read(self, batch_size):
        """Yield the counts of batches."""
        documents = iter(self.documents)
        while batch := list(islice(documents, batch_size)):
            yield part_counts(self.count(batch), len(batch), self.whom)

    def count(self, batch):
        """Return the counts of a batch."""
        return self.fitted.transform(batch)

    def learn(self, n_documents):
        """Learn from what was read; called when all documents are."""

    def columns_kept(self, counts):
        """Return counts over the terms that stay."""
        if self.kept is None:
            return counts
        counts = counts[:, self.kept]
        counts.sort_indices()
        return counts


class _KnowingReader(_Reader):
    """Counts the terms of a vocabulary that is known, faster than `transform`."""

    def read(self, batch_size):
        """Yield the counts of batches."""
        if isinstance(self.fitted, OnlineCountVectorizer):
            check_parameters(self.fitted)
        check = getattr(self.fitted, "_check_documents", _refuse_str)
        self.documents = check(self.documents)
        self.analyze = self.fitted.build_analyzer()
        yield from super().read(batch_size)

    def count(self, batch):
        """Return the counts of a batch."""
        find, unknown = self.fitted.vocabulary_.get, repeat(-1)
        columns, ends = array("q"), [0]
        for document in batch:
            columns.extend(map(find, self.analyze(document), unknown))
            ends.append(len(columns))
        columns = np.asarray(columns, dtype=np.int64)
        known = columns >= 0
        indptr = np.concatenate(([0], np.cumsum(known)))[ends]
        ones = np.ones(indptr[-1], dtype=self.fitted.dtype)
        shape = len(batch), len(self.fitted.vocabulary_)
        counts = sp.csr_array((ones, columns[known], indptr), shape=shape)
        counts.sum_duplicates()
        if self.fitted.binary:
            counts.data.fill(1)
        return counts


class _LearningReader(_Reader):
    """Learns a vocabulary and counts in one pass, and leaves terms out at the end."""

    def __init__(self, vectorizer, documents):
        self.whom = called("vectorizer", vectorizer)
        fitted = self.fitted = clone(vectorizer)
        # What fit_transform does before it reads.
        fitted._validate_params()
        fitted._validate_ngram_range()
        fitted._warn_for_unused_params()
        fitted._validate_vocabulary()
        if not fitted.fixed_vocabulary_:
            fitted.vocabulary_ = growing_vocabulary()
        check = getattr(fitted, "_check_documents", _refuse_str)
        self.documents = check(documents)
        self.frequencies = self.occurrences = np.zeros(0)

    def count(self, batch):
        """Return the counts of a batch, and add them up by term."""
        X = count_terms(self.fitted, batch)
        in_documents = np.bincount(X.indices, minlength=X.shape[1])
        self.frequencies = _add_longer(self.frequencies, in_documents)
        self.occurrences = _add_longer(self.occurrences, column_sums(X))
        return X

    def learn(self, n_documents):
        """Choose the terms that stay, and give their columns the order of terms."""
        fitted, occurrences = self.fitted, self.occurrences
        if not fitted.fixed_vocabulary_:
            if not fitted.vocabulary_:
                raise EmptyVocabularyError(
                    "empty vocabulary; perhaps the documents only contain stop words"
                )
            self.n_found = len(fitted.vocabulary_)
            kept = _kept_terms(fitted, self.frequencies, occurrences, n_documents)
            terms = list(fitted.vocabulary_)
            fitted.vocabulary_ = {terms[old]: new for new, old in enumerate(kept)}
            self.kept, occurrences = kept, occurrences[kept]
        if isinstance(fitted, OnlineCountVectorizer):
            fitted.term_counts_ = occurrences


def _kept_terms(vectorizer, frequencies, occurrences, n_documents):
    """Return the columns, in the order of first sight, that stay, sorted by term.

    Parameters
    ----------
    vectorizer : CountVectorizer
    frequencies : ndarray of shape (n_terms,)
        In how many documents each term occurs.
    occurrences : ndarray of shape (n_terms,)
        How often each term occurs.
    n_documents : int
    """
    highest, lowest = (
        limit if isinstance(limit, Integral) else limit * n_documents
        for limit in (vectorizer.max_df, vectorizer.min_df)
    )
    if highest < lowest:
        raise ValueError("max_df corresponds to < documents than min_df")
    terms = list(vectorizer.vocabulary_)
    order = np.array(sorted(range(len(terms)), key=terms.__getitem__))
    order = order[frequent_enough(vectorizer, occurrences[order])]
    frequencies = frequencies[order]
    kept = order[(frequencies >= lowest) & (frequencies <= highest)]
    limit = vectorizer.max_features
    if limit is not None and len(kept) > limit:
        # Which of equally frequent terms stay is up to a sort that is not stable:
        # it must get the very array, in its type, that CountVectorizer sorts.
        empty = sp.csr_array((1, 1), dtype=vectorizer.dtype)
        totals = occurrences[kept].astype(empty.sum(axis=0).dtype)
        kept = kept[np.sort((-totals).argsort()[:limit])]
    if not len(kept):
        raise ValueError(
            "After pruning, no terms remain. Try a lower min_df or a higher max_df."
        )
    return kept


class ClassSums:
    """Sums of the rows of batches by label, over columns that may become more.

    Attributes
    ----------
    parts : list of csr_array
        Each has more than twice as many entries as the next, so that few are held,
        and an entry is added up about as often as the logarithm of their number.
    """

    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.parts = []

    def add(self, X, labels):
        """Add the rows of a batch to the classes that `labels` name."""
        whole = X.dtype.kind in "iub"
        dtype = np.int64 if whole else np.result_type(X.dtype, np.float64)
        counted = np.flatnonzero((labels >= 0) & (labels < self.n_classes))
        ones = np.ones(len(counted), dtype=dtype)
        shape = self.n_classes, X.shape[0]
        indicator = sp.csr_array((ones, (labels[counted], counted)), shape=shape)
        sums = indicator @ X.astype(dtype)
        sums.sort_indices()  # sums of sorted matrices need no sorting
        self.parts.append(sums)
        while len(self.parts) > 1 and self.parts[-2].nnz <= 2 * self.parts[-1].nnz:
            self._merge()

    def total(self):
        """Return the sums as a canonical CSR array."""
        while len(self.parts) > 1:
            self._merge()
        return self.parts[0]

    def _merge(self):
        """Add the last part to the one before it, whose columns are no more."""
        last = self.parts.pop()
        self.parts[-1].resize(last.shape)
        self.parts[-1] = self.parts[-1] + last


def check_class_numbers(labels):
    """Return the classes of documents as an array of integers."""
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError("labels must be integers, one for each document.")
    return labels


def _refuse_str(documents):
    if isinstance(documents, str):
        raise ValueError(
            "Iterable over raw text documents expected, string object received."
        )
    return documents


def _add_longer(short, long):
    """Return `long` with `short`, a vector that is no longer, added to its start."""
    long[: len(short)] += short.astype(long.dtype, copy=False)
    return long
