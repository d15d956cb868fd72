"""The words of topics: how often they occur, over one vocabulary or two."""

import copy
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._part_output import called, part_counts
from ..._reading import column_names, pipeline_steps
from ..._sparse import checked_csr
from ...text.document_counts import held_terms
from .._steps.batches import learn_counts
from .read_words import warn_of_no_words
from .topic_counts import TopicCounts


class WordCounts(NamedTuple):
    """How often terms occur in the documents of topics, and how many hold them.

    Attributes
    ----------
    vectorizer : fitted vectorizer, or None if no document has any text
    occurrences : TopicCounts
        How often each term occurs.
    holders : TopicCounts
        How many documents hold each term.
    documents : TopicCounts
        How many documents there are, in a single column: they decay as counts do.
    terms : ndarray of shape (n_terms,), dtype object
    """

    vectorizer: object
    occurrences: TopicCounts
    holders: TopicCounts
    documents: TopicCounts
    terms: np.ndarray

    def merged(self, into, n_topics):
        """Return the counts after topics have become others, -1 for outliers."""
        return self._replace(
            occurrences=self.occurrences.merged(into, n_topics),
            holders=self.holders.merged(into, n_topics),
            documents=self.documents.merged(into, n_topics),
        )

    def moved(self, counts, before, after):
        """Return counts after documents with the words `counts` have changed topics."""
        counts = checked_csr(counts, "What the vectorizer returns")
        counts = sp.csr_array(counts)
        return self._replace(
            occurrences=self.occurrences.moved(counts, before, after),
            holders=self.holders.moved(held_terms(counts), before, after),
            documents=self.documents.moved(_one_each(len(before)), before, after),
        )

    def without_outliers(self, counts):
        """Return counts after outliers with the words `counts` have gone."""
        return self._replace(
            occurrences=self.occurrences.without_outliers(counts),
            holders=self.holders.without_outliers(held_terms(counts)),
            documents=self.documents.without_outliers(_one_each(counts.shape[0])),
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
        places = own, columns, len(column), into, n_topics
        one = np.zeros(1, dtype=np.int64)
        return WordCounts(
            _united_vectorizer(self.vectorizer, other.vectorizer, column, columns),
            self.occurrences.united(other.occurrences, *places),
            self.holders.united(other.holders, *places),
            self.documents.united(other.documents, one, one, 1, into, n_topics),
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
        new = TopicCounts.summed(_one_each(len(labels)), labels, n_topics)
        last = None if batch is None else _last(batch.vectorizer)
        decay = (getattr(last, "decay", None) or 0) if _decays(last) else 0
        documents = _added(self.documents.rows * (1 - decay), new.rows)
        if batch is None:
            nothing = TopicCounts.nothing(n_topics)
            return self._replace(
                occurrences=nothing, holders=nothing, documents=documents
            )
        vectorizer, X = batch
        parts = (self.occurrences, X), (self.holders, held_terms(X))
        occurrences, holders = (
            self._with_batch(last, known, TopicCounts.summed(counts, labels, n_topics))
            for known, counts in parts
        )
        terms = vectorizer_terms(vectorizer, occurrences.topics.shape[1])
        return WordCounts(vectorizer, occurrences, holders, documents, terms)

    def _with_batch(self, last, known, new):
        """Add counts of terms over the vocabulary of a batch."""
        if _decays(last):
            return TopicCounts.of_rows(
                last.add_counts(known.rows, self.terms, new.rows)
            )
        return _added(known.rows, new.rows)


class BatchWords(NamedTuple):
    """What a vectorizer has learned of a batch.

    Attributes
    ----------
    vectorizer : fitted vectorizer
    counts : csr_array of shape (n_documents, n_terms)
    """

    vectorizer: object
    counts: sp.csr_array


def no_words(labels, n_topics):
    """Return the counts of documents without text: of images alone, or of none."""
    nothing = TopicCounts.nothing(n_topics)
    documents = TopicCounts.summed(_one_each(len(labels)), labels, n_topics)
    return WordCounts(None, nothing, nothing, documents, np.empty(0, dtype=object))


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
    counts = no_words(labels, n_topics)
    if read is None:
        return counts
    # Of floats of 64 bits, so that their weights are.
    occurrences, holders = map(
        TopicCounts.of_rows, read.counts_and_holders(labels + 1, n_topics + 1)
    )
    terms = vectorizer_terms(read.fitted, occurrences.topics.shape[1])
    return WordCounts(read.fitted, occurrences, holders, counts.documents, terms)


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


def _added(old, new):
    """Return the counts `old`, of no more rows and columns, and `new` together."""
    old = sp.csr_array(old)
    old.resize(new.shape)
    return TopicCounts.of_rows(sp.csr_array(old + new))


def _one_each(n_documents):
    """Return what each document is counted as, a column."""
    return sp.csr_array(np.ones((n_documents, 1)))


def _decays(last):
    """Whether a vectorizer adds counts up itself, since those of before may decay."""
    return hasattr(last, "add_counts")


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
