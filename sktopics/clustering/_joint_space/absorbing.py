"""The hierarchy of Top2Vec: the smallest topic is absorbed by its nearest, again."""

import numpy as np

from ..._arrays import unit_rows


def absorbing_links(means, sizes, weights, documents=None):
    """Merge the smallest topic into the nearest one, until one is left.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
        Vectors of topics.
    sizes : ndarray of shape (n_topics,), int
        Numbers of documents, by which the smallest is found.
    weights : ndarray of shape (n_topics,)
        By which two vectors become one, such as the sizes of dense areas.
    documents : ndarray of shape (n_documents, n_dimensions), default=None
        If given, every document is of the nearest topic, and sizes are counted again
        after each merge. None: the sizes of two topics are added up.

    Returns
    -------
    links : ndarray of shape (n_topics - 1, 4)
        As of :func:`scipy.cluster.hierarchy.linkage`: two nodes, their cosine distance,
        and the number of topics in the new node. In the order of the merges, whose
        distances may rise and fall.

    Notes
    -----
    Of equally small topics the lower number is absorbed, and of equally near ones the
    lower number absorbs. The vector of the two is their mean, weighted by `weights`.

    References
    ----------
    .. [1] D. Angelov, "Top2Vec: distributed representations of topics",
       arXiv:2008.09470, 2020, section 2.6.
    """
    n_topics = len(means)
    vectors = unit_rows(means.astype(np.float64))
    sums = means.astype(np.float64) * np.asarray(weights, np.float64)[:, np.newaxis]
    sizes, weights = np.array(sizes, dtype=np.int64), np.array(weights, np.float64)
    nearest = None if documents is None else _Nearest(documents, vectors)
    nodes, counts = np.arange(n_topics), np.ones(n_topics, dtype=np.int64)
    alive, links = np.ones(n_topics, dtype=bool), np.zeros((n_topics - 1, 4))
    for step in range(n_topics - 1):
        if nearest is not None:
            sizes = nearest.sizes()
        small = int(np.where(alive, sizes, np.iinfo(np.int64).max).argmin())
        cosines = np.where(alive, vectors @ vectors[small], -np.inf)
        cosines[small] = -np.inf
        large = int(cosines.argmax())
        distance = max(1 - float(cosines[large]), 0.0)
        pair = sorted((nodes[small], nodes[large]))
        counts[large] += counts[small]
        links[step] = *pair, distance, counts[large]
        nodes[large] = n_topics + step
        alive[small] = False
        sizes[large] += sizes[small]
        sums[large] += sums[small]
        weights[large] += weights[small]
        if weights[large] > 0:
            vectors[large] = unit_rows(sums[large][np.newaxis])[0]
        if nearest is not None:
            nearest.absorb(small, large, vectors, alive)
    return links


class _Nearest:
    """The nearest topic of each document, followed while topics are absorbed."""

    def __init__(self, documents, vectors):
        known = documents[documents.any(axis=1)]
        self.documents = unit_rows(known.astype(np.float32, copy=False))
        self.n_topics = len(vectors)
        self.best = np.zeros(len(known), dtype=np.int64)
        self.cosines = np.full(len(known), -np.inf, dtype=np.float32)
        self._search(np.arange(len(known)), vectors, np.ones(len(vectors), bool))

    def sizes(self):
        """Return the number of documents of each topic."""
        return np.bincount(self.best, minlength=self.n_topics)

    def absorb(self, small, large, vectors, alive):
        """Give documents the nearest topic, after one has absorbed another."""
        lost = np.flatnonzero((self.best == small) | (self.best == large))
        self._search(lost, vectors, alive)
        cosines = self.documents @ vectors[large].astype(np.float32)
        nearer = cosines > self.cosines
        self.best[nearer] = large
        self.cosines[nearer] = cosines[nearer]

    def _search(self, rows, vectors, alive):
        topics = np.flatnonzero(alive)
        units = vectors[topics].astype(np.float32)
        step = max((1 << 22) // max(len(topics), 1), 1)
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            cosines = self.documents[some] @ units.T
            places = cosines.argmax(axis=1)
            self.best[some] = topics[places]
            self.cosines[some] = cosines[np.arange(len(some)), places]
