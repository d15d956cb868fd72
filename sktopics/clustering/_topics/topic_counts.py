"""Numbers that are counted by topic and for the outliers, and follow the topics."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._arrays import sum_rows


class TopicCounts(NamedTuple):
    """What has been counted in the documents of topics, and of outliers.

    Attributes
    ----------
    topics : csr_array of shape (n_topics, n_columns)
    outliers : csr_array of shape (1, n_columns)
    """

    topics: sp.csr_array
    outliers: sp.csr_array

    @classmethod
    def nothing(cls, n_topics, n_columns=0):
        """Return counts of no documents."""
        return cls(sp.csr_array((n_topics, n_columns)), sp.csr_array((1, n_columns)))

    @classmethod
    def of_rows(cls, rows):
        """Return the counts of which the row of outliers is the first."""
        return cls(rows[1:], rows[:1])

    @classmethod
    def summed(cls, counts, labels, n_topics):
        """Sum up the counts of documents by their topics, -1 for outliers."""
        counts = sp.csr_array(counts, dtype=np.float64)
        return cls.of_rows(sum_rows(counts, labels + 1, n_topics + 1))

    @property
    def rows(self):
        """All counts, of outliers first, so that rows of new topics are the last."""
        return sp.csr_array(sp.vstack([self.outliers, self.topics]))

    def merged(self, into, n_topics):
        """Return the counts after topics have become others, -1 for outliers."""
        removed = self.topics[np.flatnonzero(into < 0)]
        outliers = self.outliers
        if removed.nnz:
            outliers = sp.csr_array(outliers + _total(removed))
        return TopicCounts(
            sp.csr_array(sum_rows(self.topics, into, n_topics)), outliers
        )

    def moved(self, counts, before, after):
        """Return the counts after documents that have `counts` have changed topics."""
        n_topics = self.topics.shape[0]
        counts = sp.csr_array(counts, dtype=self.topics.dtype)
        topics = self.topics + sum_rows(counts, np.asarray(after), n_topics)
        topics = sp.csr_array(topics - sum_rows(counts, np.asarray(before), n_topics))
        outliers = self.outliers + _total(counts[np.flatnonzero(after < 0)])
        outliers = outliers - _total(counts[np.flatnonzero(before < 0)])
        return TopicCounts(_not_negative(topics), _not_negative(outliers))

    def without_outliers(self, counts):
        """Return the counts after outliers that have `counts` have gone."""
        counts = sp.csr_array(counts, dtype=self.outliers.dtype)
        outliers = sp.csr_array(self.outliers - _total(counts))
        return self._replace(outliers=_not_negative(outliers))

    def united(self, other, own, columns, n_columns, into, n_topics):
        """Add the counts of another model, over the columns of both.

        Parameters
        ----------
        other : TopicCounts
        own, columns : ndarray of int
            The new column of each column, of these counts and of the others.
        n_columns : int
        into : ndarray of shape (n_parts,), int
            The topic that each topic becomes, of this model, then of the other.
        n_topics : int
        """
        topics = [
            _in_columns(self.topics, own, n_columns),
            _in_columns(other.topics, columns, n_columns),
        ]
        outliers = _in_columns(self.outliers, own, n_columns)
        outliers = outliers + _in_columns(other.outliers, columns, n_columns)
        topics = sum_rows(sp.csr_array(sp.vstack(topics)), into, n_topics)
        return TopicCounts(sp.csr_array(topics), sp.csr_array(outliers))


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
