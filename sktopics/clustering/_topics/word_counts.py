"""The words of topics: how often they occur, over one vocabulary or two."""

import copy
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._arrays import sum_rows
from ..._part_output import called, part_counts
from ..._reading import column_names, pipeline_steps
from ..._sparse import checked_csr
from .._steps.batches import learn_counts
from .read_words import warn_of_no_words


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
        return self._replace(
            topics=_not_negative(topics), outliers=_not_negative(outliers)
        )

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

    def read(self, vectorizer, documents, changes):
        """Let the vectorizer learn a batch, before its topics are known.

        Parameters
        ----------
        vectorizer : vectorizer that learns from batches
            Unfitted; learns the first batch that has any text.
        documents : list of str
        changes : dict
            Parameters of the vectorizer that have been set since the batch before.

        Returns
        -------
        batch : BatchWords or None
            None, if no batch has had any word.
        """
        if self.vectorizer is None and not any(map(str.strip, documents)):
            return None
        known = vectorizer if self.vectorizer is None else self.vectorizer
        vectorizer = copy.deepcopy(known)
        if changes:
            vectorizer.set_params(**changes)
        try:
            X = learn_counts(vectorizer, documents)
        except ValueError as error:
            if self.vectorizer is None and "empty vocabulary" in str(error):
                warn_of_no_words(vectorizer, documents, error)
                return None
            raise
        whom = called("vectorizer", vectorizer)
        return BatchWords(vectorizer, part_counts(X, len(documents), whom))

    def grown(self, batch, labels, n_topics):
        """Add the counts of a batch.

        Parameters
        ----------
        batch : BatchWords or None
        labels : ndarray of shape (n_documents,), int
            Topics, -1 for outliers.
        n_topics : int
        """
        if batch is None:
            return self._replace(topics=sp.csr_array((n_topics, 0)))
        vectorizer, X = batch
        # Outliers are the first row, so that rows of new topics are the last.
        new = sum_rows(sp.csr_array(X, dtype=np.float64), labels + 1, n_topics + 1)
        old = sp.csr_array(sp.vstack([self.outliers, self.topics]))
        last = _last(vectorizer)
        if hasattr(last, "add_counts"):
            counts = last.add_counts(old, self.terms, new)
        else:
            old.resize(new.shape)
            counts = sp.csr_array(old + new)
        terms = vectorizer_terms(vectorizer, counts.shape[1])
        return WordCounts(vectorizer, counts[1:], counts[:1], terms)


class BatchWords(NamedTuple):
    """What a vectorizer has learned of a batch.

    Attributes
    ----------
    vectorizer : fitted vectorizer
    counts : csr_array of shape (n_documents, n_terms)
    """

    vectorizer: object
    counts: sp.csr_array


def no_words(n_topics):
    """Return the counts of documents without text: of images alone, or of none."""
    topics, outliers = sp.csr_array((n_topics, 0)), sp.csr_array((1, 0))
    return WordCounts(None, topics, outliers, np.empty(0, dtype=object))


def sum_words(read, labels, n_topics):
    """Sum up the terms of documents by topic.

    Parameters
    ----------
    read : DocumentCounts or None
        Counts of the documents; None if they have no words.
    labels : ndarray of shape (n_documents,), int
        Topics, -1 for outliers.
    n_topics : int

    Returns
    -------
    counts : WordCounts
    """
    if read is None:
        return no_words(n_topics)
    classes = np.where(labels < 0, n_topics, labels)
    # Of floats of 64 bits, so that their weights are.
    counts = sp.csr_array(read.by_class(classes, n_topics + 1), dtype=np.float64)
    terms = vectorizer_terms(read.fitted, counts.shape[1])
    return WordCounts(read.fitted, counts[:n_topics], counts[n_topics:], terms)


def vectorizer_terms(vectorizer, n_terms):
    """Return names of columns; their numbers, where the vectorizer knows no names."""
    names = column_names(vectorizer)
    if names is None:
        return np.array([str(i) for i in range(n_terms)], dtype=object)
    if names.shape != (n_terms,):
        raise ValueError(
            f"{called('vectorizer', vectorizer)} must name the {n_terms} columns of "
            f"its counts, and its get_feature_names_out returned {names.size} names."
        )
    return names


def _total(counts):
    """Return the sum of all rows, as one row."""
    return sum_rows(counts, np.zeros(counts.shape[0], dtype=np.int64), 1)


def _not_negative(counts):
    """Return counts after some were subtracted.

    Counts that have decayed, and words that a document had in another vocabulary, are
    fewer than the document has: no topic has less than none of a word.
    """
    counts = sp.csr_array(counts)
    counts.data = np.maximum(counts.data, 0)
    counts.eliminate_zeros()
    return counts


def _in_columns(counts, columns, n_columns):
    """Return counts whose column i is column ``columns[i]`` of more."""
    cells = counts.tocoo()
    place = cells.row, columns[cells.col]
    return sp.csr_array((cells.data, place), (counts.shape[0], n_columns))


def _united_vectorizer(first, second, vocabulary, columns):
    """Return a vectorizer that knows the terms of both, and how often they came."""
    vectorizer = second if first is None else first
    if vectorizer is None or not hasattr(_last(vectorizer), "vocabulary_"):
        return vectorizer
    vectorizer = copy.deepcopy(vectorizer)
    last = _last(vectorizer)
    last.vocabulary_ = vocabulary
    if hasattr(last, "term_counts_"):
        counts = np.zeros(len(vocabulary))
        mine = getattr(_last(first), "term_counts_", np.empty(0))
        counts[: len(mine)] = mine
        counts[columns] += getattr(_last(second), "term_counts_", 0)
        last.term_counts_ = counts
    return vectorizer


def _last(vectorizer):
    """Return the step that makes the counts, of a vectorizer or of a Pipeline."""
    return None if vectorizer is None else pipeline_steps(vectorizer)[-1]
