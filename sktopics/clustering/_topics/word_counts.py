"""The words of topics: how often they occur, over one vocabulary or two."""

import copy
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._arrays import sum_rows
from ..._sklearn import under_default_configuration
from ..._sparse import checked_csr
from ...text import class_counts


class WordCounts(NamedTuple):
    """How often terms occur in the documents of topics.

    Attributes
    ----------
    vectorizer : fitted vectorizer, or None if no document has any text
    topics : csr_array of shape (n_topics, n_terms)
    outliers : csr_array of shape (1, n_terms)
    terms : ndarray of shape (n_terms,), dtype object
    """

    vectorizer: object
    topics: sp.csr_array
    outliers: sp.csr_array
    terms: np.ndarray

    def merged(self, into, n_topics):
        """Return the counts after topics have become others, -1 for outliers."""
        topics = sp.csr_array(sum_rows(self.topics, into, n_topics))
        removed = self.topics[np.flatnonzero(into < 0)]
        outliers = self.outliers
        if removed.nnz:
            outliers = sp.csr_array(outliers + _total(removed))
        return self._replace(topics=topics, outliers=outliers)

    def moved(self, counts, before, after):
        """Return counts after documents with the words `counts` have changed topics."""
        n_topics = self.topics.shape[0]
        counts = checked_csr(counts, "What the vectorizer returns")
        counts = sp.csr_array(counts, dtype=self.topics.dtype)
        topics = self.topics + sum_rows(counts, np.asarray(after), n_topics)
        topics = sp.csr_array(topics - sum_rows(counts, np.asarray(before), n_topics))
        outliers = self.outliers + _total(counts[np.flatnonzero(after < 0)])
        outliers = outliers - _total(counts[np.flatnonzero(before < 0)])
        topics.eliminate_zeros()
        outliers = sp.csr_array(outliers)
        outliers.eliminate_zeros()
        return self._replace(topics=topics, outliers=outliers)

    def united(self, other, into, n_topics):
        """Add the counts of another model, over the terms of both.

        The terms of this model come first, in their order.

        Parameters
        ----------
        other : WordCounts
        into : ndarray of shape (n_parts,), int
            The topic that each topic becomes, of this model, then of the other.
        n_topics : int
        """
        column = {term: i for i, term in enumerate(self.terms)}
        new = [term for term in other.terms.tolist() if term not in column]
        n_known = len(column)
        column.update((term, n_known + i) for i, term in enumerate(new))
        own = np.arange(n_known)
        columns = np.array([column[term] for term in other.terms], dtype=np.int64)
        both = sp.vstack(
            [
                _in_columns(self.topics, own, len(column)),
                _in_columns(other.topics, columns, len(column)),
            ]
        )
        outliers = _in_columns(self.outliers, own, len(column)) + _in_columns(
            other.outliers, columns, len(column)
        )
        return WordCounts(
            _united_vectorizer(self.vectorizer, other.vectorizer, column, columns),
            sp.csr_array(sum_rows(sp.csr_array(both), into, n_topics)),
            sp.csr_array(outliers),
            np.array([*self.terms.tolist(), *new], dtype=object),
        )

    def grown(self, vectorizer, documents, labels, n_topics):
        """Let the vectorizer learn a batch, and add its counts.

        Parameters
        ----------
        vectorizer : vectorizer with `partial_fit`
            Unfitted; learns the first batch that has any text.
        documents : list of str
        labels : ndarray of shape (n_documents,), int
            Topics, -1 for outliers.
        n_topics : int
        """
        if self.vectorizer is None and not any(map(str.strip, documents)):
            return self._replace(topics=sp.csr_array((n_topics, 0)))
        known = vectorizer if self.vectorizer is None else self.vectorizer
        vectorizer = copy.deepcopy(known)
        if hasattr(vectorizer, "partial_fit_transform"):
            X = vectorizer.partial_fit_transform(documents)
        else:
            X = vectorizer.partial_fit(documents).transform(documents)
        X = checked_csr(X, "What the vectorizer returns")
        # Outliers are the first row, so that rows of new topics are the last.
        new = sum_rows(sp.csr_array(X, dtype=np.float64), labels + 1, n_topics + 1)
        old = sp.csr_array(sp.vstack([self.outliers, self.topics]))
        if hasattr(vectorizer, "add_counts"):
            counts = vectorizer.add_counts(old, self.terms, new)
        else:
            old.resize(new.shape)
            counts = sp.csr_array(old + new)
        terms = vectorizer_terms(vectorizer, counts.shape[1])
        return WordCounts(vectorizer, counts[1:], counts[:1], terms)


def no_words(n_topics):
    """Return the counts of documents without text: of images alone, or of none."""
    topics, outliers = sp.csr_array((n_topics, 0)), sp.csr_array((1, 0))
    return WordCounts(None, topics, outliers, np.empty(0, dtype=object))


@under_default_configuration
def count_words(vectorizer, documents, labels, n_topics):
    """Learn the vocabulary of documents, and count its terms in each topic.

    Parameters
    ----------
    vectorizer : vectorizer
        Cloned and fitted.
    documents : list of str
    labels : ndarray of shape (n_documents,), int
        Topics, -1 for outliers.
    n_topics : int

    Returns
    -------
    counts : WordCounts
    """
    if not any(map(str.strip, documents)):
        return no_words(n_topics)
    classes = np.where(labels < 0, n_topics, labels)
    vectorizer, counts = class_counts(
        vectorizer, documents, classes, n_topics + 1, learn=True
    )
    # Of floats of 64 bits, so that their weights are.
    counts = sp.csr_array(counts, dtype=np.float64)
    terms = vectorizer_terms(vectorizer, counts.shape[1])
    return WordCounts(vectorizer, counts[:n_topics], counts[n_topics:], terms)


def vectorizer_terms(vectorizer, n_terms):
    """Return names of columns; their numbers, where the vectorizer knows no names."""
    if hasattr(vectorizer, "get_feature_names_out"):
        return np.asarray(vectorizer.get_feature_names_out(), dtype=object)
    return np.array([str(i) for i in range(n_terms)], dtype=object)


def _total(counts):
    """Return the sum of all rows, as one row."""
    return sum_rows(counts, np.zeros(counts.shape[0], dtype=np.int64), 1)


def _in_columns(counts, columns, n_columns):
    """Return counts whose column i is column ``columns[i]`` of more."""
    cells = counts.tocoo()
    place = cells.row, columns[cells.col]
    return sp.csr_array((cells.data, place), (counts.shape[0], n_columns))


def _united_vectorizer(first, second, vocabulary, columns):
    """Return a vectorizer that knows the terms of both, and how often they came."""
    vectorizer = second if first is None else first
    if vectorizer is None or not hasattr(vectorizer, "vocabulary_"):
        return vectorizer
    vectorizer = copy.deepcopy(vectorizer)
    vectorizer.vocabulary_ = vocabulary
    if hasattr(vectorizer, "term_counts_"):
        counts = np.zeros(len(vocabulary))
        mine = getattr(first, "term_counts_", np.empty(0))
        counts[: len(mine)] = mine
        counts[columns] += getattr(second, "term_counts_", 0)
        vectorizer.term_counts_ = counts
    return vectorizer
