"""ClusterTopics: all that is known of topics that are clusters of documents."""

import operator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._arrays import sum_rows
from .._labels import OUTLIER, renumbered, without_own_numbers
from .._steps.nothing_known import are_known, rows_taken
from .table_rows import with_later_documents
from .topic_parts import (
    changed_means,
    first_of_parts,
    joined,
    kept_descriptions,
    labels_of_known,
    later_documents,
    merged_means,
    most_typical,
    own_shares,
    stacked_probabilities,
    topic_means,
    topic_sizes,
    with_removed,
)
from .word_counts import WordCounts


class Representative(NamedTuple):
    """A document that stands for its topic: its row, its share, its full text."""

    index: int
    share: float
    text: str


@dataclass(frozen=True, eq=False)
class ClusterTopics:
    """All that is known of topics, counted so that it can be added up.

    A record is never changed: each operation returns the next one.

    Parameters
    ----------
    labels : ndarray of shape (n_documents,), int64
        Topic of each document, -1 for outliers.
    sizes : ndarray of shape (n_topics,), int64
        Numbers of documents.
    n_outliers : int
    means : ndarray of shape (n_topics, n_dimensions)
        Mean embeddings.
    names : tuple of str or None
        Names that users gave to topics.
    classes : tuple or None
        The user's label of each topic, where topics are learned from labels.
    words : WordCounts or None
        None until words have been counted.
    probabilities : ndarray of shape (n_documents,) or (n_documents, n_topics), or None
        None until documents have been placed.
    representatives : tuple of lists of Representative
    typical_outliers : list of Representative
        Documents that stand for the outliers.
    descriptions : tuple of list or None
        How a representation has described each topic, as `topic_to_row` gives it; None
        for a topic that has changed since.
    n_known : ndarray of shape (n_topics,), int64
        Numbers of documents of which something is known: the means are theirs. A topic
        may have others, by the labels of users.
    """

    labels: np.ndarray
    sizes: np.ndarray
    n_outliers: int
    means: np.ndarray
    names: tuple[str | None, ...]
    classes: tuple | None
    words: WordCounts | None
    probabilities: np.ndarray | None
    representatives: tuple[list[Representative], ...]
    typical_outliers: list[Representative]
    descriptions: tuple[list | None, ...]
    n_known: np.ndarray

    @classmethod
    def found(cls, labels, vectors, names, classes=None):
        """Topics of documents that have just been given labels."""
        n_topics = len(names)
        known = labels_of_known(labels, vectors)
        return cls(
            labels=labels,
            sizes=topic_sizes(labels, n_topics),
            n_outliers=int((labels < 0).sum()),
            means=topic_means(vectors, known, n_topics),
            names=tuple(names),
            classes=None if classes is None else tuple(classes),
            words=None,
            probabilities=None,
            representatives=((),) * n_topics,
            typical_outliers=[],
            descriptions=(None,) * n_topics,
            n_known=topic_sizes(known, n_topics),
        )

    @property
    def n_topics(self):
        """Number of topics, those without documents too."""
        return len(self.sizes)

    @property
    def has_place(self):
        """Topics that documents may have: those with documents, (n_topics,) of bool."""
        return self.sizes > 0

    @property
    def own_shares(self):
        """Probability of each document's own topic, 0 for outliers."""
        return own_shares(self.probabilities, self.labels)

    def among(self, rows):
        """Topics of some documents alone, whose means are of all."""
        if len(rows) == len(self.labels):
            return self
        labels = self.labels[rows]
        return replace(
            self,
            labels=labels,
            sizes=topic_sizes(labels, self.n_topics),
            n_outliers=int((labels < 0).sum()),
        )

    def one_hot(self):
        """Shares of topics in documents: 1 for the label, a csr_array of 0 and 1."""
        rows = np.flatnonzero(self.labels >= 0)
        cells = (np.ones(len(rows)), (rows, self.labels[rows]))
        return sp.csr_array(cells, shape=(len(self.labels), self.n_topics))

    def merged(self, into, n_topics):
        """Let topics become others: renumber, merge or remove them.

        Parameters
        ----------
        into : ndarray of shape (n_topics,), int
            What each topic becomes. Topics that become the same are merged; the name
            and the class are those of the largest part that has one. The documents of
            a topic that becomes -1 become outliers.
        n_topics : int
            Numbers below it that no topic becomes are topics without documents.
        """
        by_size = np.argsort(-self.sizes, kind="stable")
        removed = into < 0
        probabilities = self.probabilities
        if probabilities is not None and probabilities.ndim == 2:
            probabilities = np.ascontiguousarray(
                sum_rows(np.ascontiguousarray(probabilities.T), into, n_topics).T
            )
        elif probabilities is not None and self.sizes[removed].any():
            probabilities = np.where(
                renumbered(self.labels, into) < 0, 0, probabilities
            )
        classes = self.classes
        if classes is not None:
            classes = first_of_parts(classes, into, n_topics, by_size)
        return replace(
            self,
            labels=renumbered(self.labels, into),
            sizes=sum_rows(self.sizes, into, n_topics),
            n_outliers=self.n_outliers + int(self.sizes[removed].sum()),
            means=merged_means(self.means, self.n_known, into, n_topics),
            names=first_of_parts(self.names, into, n_topics, by_size),
            classes=classes,
            words=None if self.words is None else self.words.merged(into, n_topics),
            probabilities=probabilities,
            representatives=joined(self.representatives, into, n_topics),
            typical_outliers=with_removed(
                self.typical_outliers, self.representatives, removed
            ),
            descriptions=kept_descriptions(
                self.descriptions, self.sizes, into, n_topics
            ),
            n_known=sum_rows(self.n_known, into, n_topics),
        )

    def removed(self, topics):
        """Remove topics; their documents become outliers, the others move up.

        Returns
        -------
        topics : ClusterTopics
        into : ndarray of shape (n_topics,), int64
            The new number of each topic, -1 for those removed.
        """
        kept = np.ones(self.n_topics, dtype=bool)
        kept[topics] = False
        into = np.where(kept, np.cumsum(kept) - 1, OUTLIER)
        return self.merged(into, int(kept.sum())), into

    def added(self, other, into, words, n_representative):
        """Add topics of other documents: a batch's, or another model's.

        Parameters
        ----------
        other : ClusterTopics
        into : ndarray of shape (other.n_topics,), int
            The topic that each of the others becomes; numbers from `n_topics` on are
            new topics.
        words : WordCounts
            Of both, since vocabularies may have to be brought together.
        n_representative : int

        Returns
        -------
        topics : ClusterTopics
            With `probabilities` of each document's own topic, if both have any, else
            of the documents of before alone: see `placed`.
        """
        n_topics = max(int(into.max(initial=-1)) + 1, self.n_topics)
        both = np.concatenate([np.arange(self.n_topics), into])
        sizes = np.concatenate([self.sizes, other.sizes])
        n_known = np.concatenate([self.n_known, other.n_known])
        labels = np.concatenate([self.labels, renumbered(other.labels, into)])
        descriptions = with_later_documents(other.descriptions, len(self.labels))
        probabilities = self.probabilities
        if other.probabilities is not None:
            probabilities = np.concatenate([self.own_shares, other.own_shares])
        classes = None
        if self.classes is not None or other.classes is not None:
            classes = (*self._all_classes, *other._all_classes)
            classes = first_of_parts(classes, both, n_topics)
        names = first_of_parts((*self.names, *other.names), both, n_topics)
        documents = [
            *self.representatives,
            *later_documents(other.representatives, len(self.labels)),
        ]
        (outliers,) = later_documents([other.typical_outliers], len(self.labels))
        return replace(
            self,
            labels=labels,
            sizes=sum_rows(sizes, both, n_topics),
            n_outliers=self.n_outliers + other.n_outliers,
            means=merged_means(
                np.vstack([self.means, other.means]), n_known, both, n_topics
            ),
            names=without_own_numbers(names, classes),
            classes=classes,
            words=words,
            probabilities=probabilities,
            representatives=most_typical(
                joined(documents, both, n_topics), n_representative
            ),
            typical_outliers=most_typical(
                [[*self.typical_outliers, *outliers]], n_representative
            )[0],
            descriptions=kept_descriptions(
                (*self.descriptions, *descriptions), sizes, both, n_topics
            ),
            n_known=sum_rows(n_known, both, n_topics),
        )

    def placed(self, probabilities, representatives, outliers, n_representative):
        """Add what the placement of the last documents tells.

        Parameters
        ----------
        probabilities : ndarray of shape (n_last,) or (n_last, n_topics)
        representatives : sequence of lists of Representative
        outliers : list of Representative
            Rows are counted from the first of the last documents.
        n_representative : int
        """
        first_row = len(self.labels) - len(probabilities)
        probabilities = stacked_probabilities(
            self.probabilities, probabilities, self.labels[:first_row], self.n_topics
        )
        later = later_documents([*representatives, outliers], first_row)
        known = map(list, [*self.representatives, self.typical_outliers])
        *representatives, outliers = most_typical(
            map(operator.add, known, later), n_representative
        )
        return replace(
            self,
            probabilities=probabilities,
            representatives=tuple(representatives),
            typical_outliers=outliers,
        )

    def moved(self, rows, topics, vectors, counts):
        """Move documents to other topics, or out of all.

        Parameters
        ----------
        rows : ndarray of shape (n_moved,), int
            Rows of documents, all different.
        topics : ndarray of shape (n_moved,), int
            Where they go; -1 makes a document an outlier.
        vectors : ndarray of shape (n_moved, n_dimensions)
            Their embeddings; zeros where nothing is known of a document.
        counts : csr_array of shape (n_moved, n_terms)
            Their counts of words.

        Returns
        -------
        topics : ClusterTopics
            `probabilities` are what they were: the model has to place documents again.
        """
        before, labels = self.labels[rows], self.labels.copy()
        labels[rows] = topics
        known = np.flatnonzero(are_known(vectors))
        some = rows_taken(vectors, known)
        left, came = before[known], np.asarray(topics)[known]
        n_known = self.n_known + topic_sizes(came, self.n_topics)
        n_known -= topic_sizes(left, self.n_topics)
        changed = {*before.tolist(), *np.asarray(topics).tolist()}
        gone = set(np.asarray(rows)[before != topics].tolist())
        return replace(
            self,
            labels=labels,
            sizes=topic_sizes(labels, self.n_topics),
            n_outliers=int((labels < 0).sum()),
            means=changed_means(self.means, self.n_known, n_known, some, left, came),
            words=self.words.moved(counts, before, topics),
            representatives=tuple(
                [document for document in of if document.index not in gone]
                for of in self.representatives
            ),
            typical_outliers=[
                document
                for document in self.typical_outliers
                if document.index not in gone
            ],
            descriptions=tuple(
                None if topic in changed else description
                for topic, description in enumerate(self.descriptions)
            ),
            n_known=n_known,
        )

    @property
    def _all_classes(self):
        """Classes; None for each topic, where there are none."""
        return (None,) * self.n_topics if self.classes is None else self.classes
