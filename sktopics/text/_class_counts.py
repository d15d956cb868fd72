"""Counts of terms in classes of documents, without the matrix of all documents."""

import copy
from collections.abc import Sized
from itertools import islice
from numbers import Integral

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, clone
from sklearn.feature_extraction.text import CountVectorizer

from .._sparse import checked_csr
from ._growing import column_sums, count_terms, growing_vocabulary
from ._online_vectorizer import OnlineCountVectorizer

# Methods by which a CountVectorizer learns and counts. If a subclass has others, it
# is fitted and asked, whatever it does.
_METHODS = ("fit", "fit_transform", "transform", "_count_vocab", "_limit_features")


def class_counts(
    vectorizer, documents, labels, n_classes, *, learn, batch_size=500
) -> tuple[BaseEstimator, sp.csr_array]:
    """Count the terms of classes of documents.

    The counts are those of ``vectorizer.fit_transform(documents)``, summed up by
    label, whatever its `min_df`, `max_df` and `max_features`, but documents are read
    in batches, each once, and nothing is held but a batch's counts and the sums. Of
    vectorizers that are neither `CountVectorizer` nor `OnlineCountVectorizer`, only
    the transform is in batches: `fit` sees all documents, which are read twice.

    Parameters
    ----------
    vectorizer : estimator with `fit` and `transform`
        Turns documents into a matrix of counts (or of other weights) or into
        `TokenSequences`. It stays as it is.
    documents : iterable of str
    labels : array-like of int of shape (n_documents,)
        The class of each document. Documents whose label is none of 0 to
        ``n_classes - 1``, outliers say, are learned from but not counted.
    n_classes : int
    learn : bool
        Whether to learn the vocabulary from the documents, all of them; else
        `vectorizer` is fitted or needs no fit.
    batch_size : int, default=500
        How many documents are read at a time.

    Returns
    -------
    fitted : estimator
        A fitted clone of `vectorizer`; if not `learn`, one that shares what
        `vectorizer` has learned.
    counts : csr_array of shape (n_classes, n_terms)
        int64, float64 if the vectorizer gives floats.

    Raises
    ------
    ValueError
        If there are more or fewer labels than documents, or the vectorizer refuses
        the documents.

    Examples
    --------
    >>> documents = ["rain and rain", "snow", "rain"]
    >>> vectorizer, counts = class_counts(
    ...     CountVectorizer(), documents, [0, 1, 0], 2, learn=True
    ... )
    >>> vectorizer.get_feature_names_out()
    array(['and', 'rain', 'snow'], dtype=object)
    >>> counts.toarray()
    array([[1, 3, 0],
           [0, 0, 1]])
    """
    labels = _check_labels(labels)
    if isinstance(documents, Sized) and len(documents) != len(labels):
        raise ValueError(f"{len(labels)} labels for {len(documents)} documents.")
    if not learn:
        fitted = copy.copy(vectorizer)  # a given vocabulary is made an attribute
    elif _counts_alone(vectorizer):
        return _learn_and_count(vectorizer, documents, labels, n_classes, batch_size)
    else:
        documents = documents if isinstance(documents, Sized) else list(documents)
        fitted = clone(vectorizer).fit(documents)
    sums = _Sums(n_classes)
    for batch, batch_labels in _batches(documents, labels, batch_size):
        sums.add(fitted.transform(batch), batch_labels)
    return fitted, sums.total()


def _counts_alone(vectorizer):
    """Whether `count_terms` counts what the vectorizer would."""
    bases = (OnlineCountVectorizer, CountVectorizer)
    base = next((base for base in bases if isinstance(vectorizer, base)), None)
    return base is not None and all(
        getattr(type(vectorizer), name) is getattr(base, name) for name in _METHODS
    )


def _learn_and_count(vectorizer, documents, labels, n_classes, batch_size):
    """Learn a vocabulary and count in one pass, and leave terms out at the end."""
    fitted = clone(vectorizer)
    # What fit_transform does before it reads.
    fitted._validate_params()
    fitted._validate_ngram_range()
    fitted._warn_for_unused_params()
    fitted._validate_vocabulary()
    if not fitted.fixed_vocabulary_:
        fitted.vocabulary_ = growing_vocabulary()
    check = getattr(fitted, "_check_documents", _refuse_str)
    sums = _Sums(n_classes)
    frequencies = occurrences = np.zeros(0)
    for batch, batch_labels in _batches(check(documents), labels, batch_size):
        X = count_terms(fitted, batch)
        sums.add(X, batch_labels)
        in_documents = np.bincount(X.indices, minlength=X.shape[1])
        frequencies = _add_longer(frequencies, in_documents)
        occurrences = _add_longer(occurrences, column_sums(X))
    counts = sums.total()
    if not fitted.fixed_vocabulary_:
        if not fitted.vocabulary_:
            raise ValueError(
                "empty vocabulary; perhaps the documents only contain stop words"
            )
        kept = _kept_terms(fitted, frequencies, occurrences, len(labels))
        terms = list(fitted.vocabulary_)
        fitted.vocabulary_ = {terms[old]: new for new, old in enumerate(kept)}
        counts, occurrences = counts[:, kept], occurrences[kept]
        counts.sort_indices()
    if isinstance(fitted, OnlineCountVectorizer):
        fitted.term_counts_ = occurrences
    return fitted, counts


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


class _Sums:
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
        X = X.to_counts() if hasattr(X, "to_counts") else X
        X = sp.csr_array(checked_csr(X, "What the vectorizer returns"))
        dtype = np.int64 if X.dtype.kind in "iub" else np.float64
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


def _batches(documents, labels, batch_size):
    """Yield lists of documents and arrays of their labels."""
    documents = iter(documents)
    start = 0
    while batch := list(islice(documents, batch_size)):
        end = start + len(batch)
        if end > len(labels):
            raise ValueError(f"There are more documents than {len(labels)} labels.")
        yield batch, labels[start:end]
        start = end
    if start < len(labels) or not start:
        raise ValueError(f"{len(labels)} labels for {start} documents.")


def _check_labels(labels):
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
