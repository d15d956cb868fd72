"""AreaTopics: topics that are dense areas of a space, and documents near to them."""

from dataclasses import dataclass, replace

import numpy as np

from .._labels import OUTLIER, renumbered
from .._topics.cluster_topics import ClusterTopics
from .._topics.topic_parts import topic_means, topic_sizes


@dataclass(frozen=True, eq=False)
class AreaTopics(ClusterTopics):
    """Topics whose vectors are the means of dense areas.

    A document may have the nearest topic without being in its area. Such documents say
    nothing of where the topic is: `means` and `n_known` are of the areas alone.

    Parameters
    ----------
    areas : ndarray of shape (n_documents,), int64
        The topic in whose area each document is, -1 for none.
    """

    areas: np.ndarray | None = None

    @classmethod
    def of_clusters(cls, topics):
        """Return topics whose documents are those of their areas."""
        return cls(**vars(topics), areas=topics.labels)

    def with_numbers(self, areas):
        """Return topics with areas whose means are known already."""
        n_known = topic_sizes(areas, self.n_topics)
        return replace(self, areas=areas, n_known=n_known)

    @property
    def has_place(self):
        """Topics that documents may have: those with an area, (n_topics,) of bool."""
        return self.n_known > 0

    def merged(self, into, n_topics):
        """Let topics become others; see `ClusterTopics`."""
        merged = super().merged(into, n_topics)
        return replace(merged, areas=renumbered(self.areas, into))

    def moved(self, rows, topics, vectors, counts):
        """Give documents other topics; the areas, and so the means, stay.

        Parameters
        ----------
        rows, topics, counts
            As for `ClusterTopics`.
        vectors : ndarray of shape (n_moved, n_dimensions)
            Not looked at.
        """
        moved = super().moved(rows, topics, np.zeros_like(vectors), counts)
        return replace(moved, means=self.means, n_known=self.n_known)

    def added(self, other, into, words, n_representative):
        """Add topics of other documents; see `ClusterTopics`."""
        added = super().added(other, into, words, n_representative)
        areas = np.concatenate([self.areas, renumbered(other.areas, into)])
        return replace(added, areas=areas)

    def with_areas(self, areas, vectors):
        """Return topics with other areas, and the means of these.

        Parameters
        ----------
        areas : ndarray of shape (n_documents,), int64
        vectors : ndarray of shape (n_documents, n_dimensions)

        Notes
        -----
        A topic whose area has no document left keeps its mean.
        """
        n_known = topic_sizes(areas, self.n_topics)
        means = topic_means(vectors, areas, self.n_topics)
        means[n_known == 0] = self.means[n_known == 0]
        return replace(self, areas=areas, means=means, n_known=n_known)

    def without(self, rows, counts):
        """Return topics without some documents, whose means stay.

        Parameters
        ----------
        rows : ndarray of shape (n_gone,), int
        counts : csr_array of shape (n_gone, n_terms)
            Their counts of words.
        """
        outliers = np.full(len(rows), OUTLIER)
        nowhere = np.zeros((len(rows), self.means.shape[1]), self.means.dtype)
        moved = self.moved(rows, outliers, nowhere, counts)
        kept = np.ones(len(self.labels), dtype=bool)
        kept[rows] = False
        place = np.cumsum(kept) - 1

        def followed(documents):
            return [
                each._replace(index=int(place[each.index]))
                for each in documents
                if kept[each.index]
            ]

        probabilities = self.probabilities
        return replace(
            moved,
            labels=moved.labels[kept],
            n_outliers=int((moved.labels[kept] < 0).sum()),
            words=moved.words.without_outliers(counts),
            areas=moved.areas[kept],
            probabilities=None if probabilities is None else probabilities[kept],
            representatives=tuple(map(followed, moved.representatives)),
            typical_outliers=followed(moved.typical_outliers),
        )
