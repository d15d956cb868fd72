"""How alike topics are, and orders in which similar topics are neighbours."""

from typing import Any, NamedTuple

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from .._arrays import unit_rows
from .._reading import model_of_level, read_topic_sums
from .._sparse import as_dense
from ..analysis.topic_linkage import topic_distances, what_is_near
from ..topics import TopicTable
from ._drawn_topics import table_to_draw

# An order is not made shorter by less than this: rounding would never end.
_SHORTEST_GAIN = 1e-12


class AlikeTopics(NamedTuple):
    """Topics that have words, and how far they are from each other.

    Attributes
    ----------
    table : TopicTable
        All topics.
    numbers : ndarray of shape (n_alike,), int
        Topics that have words, in the order of their numbers.
    distances : ndarray of shape (n_alike, n_alike)
    measure : str
        What `distances` are, for people.
    """

    table: TopicTable
    numbers: np.ndarray
    distances: np.ndarray
    measure: str

    @property
    def lengths(self):
        """`distances` as lengths in a space, whose squares can be added up."""
        is_cosine = self.measure.startswith("cosine")
        return np.sqrt(2 * self.distances) if is_cosine else self.distances

    def among(self, rows):
        """Return the same of some topics, and those that have no words, as a count."""
        wanted = [row.index for row in rows]
        places = np.flatnonzero(np.isin(self.numbers, wanted))
        distances = self.distances[places][:, places]
        some = self._replace(numbers=self.numbers[places], distances=distances)
        return some, len(wanted) - len(places)


def alike_topics(
    model, X=None, *, on="auto", labels=None, level=None, embeddings=None, **beside
) -> AlikeTopics:
    """Compare the topics of a model or a table with each other.

    Parameters
    ----------
    model : TopicTable, estimator, Pipeline or search
        Topics of a table are compared by the cosines of their top terms.
    X, embeddings, **beside : object
        As of `read_topic_sums`.
    on : {"auto", "embeddings", "words"}, default="auto"
        As of `hierarchical_topics`.
    labels : dict, list or TopicTable, default=None
    level : int, default=None
        Of a hierarchy of models.
    """
    if isinstance(model, TopicTable):
        table = table_to_draw(
            model, X, labels=labels, level=level, embeddings=embeddings, **beside
        )
        table = TopicTable(sorted(table, key=_index), table.outliers)
        vectors, distance = _words_of_table(table), "cosine"
        measure = "cosine of top words"
    else:
        if level is not None:
            model = model_of_level(model, level)
        sums = read_topic_sums(model, X, embeddings=embeddings, **beside)
        table = table_to_draw(model, X, labels=labels)
        vectors, distance = what_is_near(sums, on, "auto")
        of = "words" if vectors is sums.weights else "embeddings"
        measure = (
            "Hellinger distance of words"
            if distance == "hellinger"
            else f"cosine of {of}"
        )
    numbers = np.array([row.index for row in table], dtype=np.int64)
    empty = np.array([row.is_empty for row in table], dtype=bool)
    vectors = np.asarray(as_dense(vectors), dtype=np.float64)
    rows = np.flatnonzero(vectors.any(axis=1) & ~empty)
    distances = squareform(topic_distances(vectors[rows], distance).clip(0))
    if len(rows) < 2:
        distances = np.zeros((len(rows), len(rows)))
    return AlikeTopics(table, numbers[rows], distances, measure)


def _index(topic):
    return topic.index


def _words_of_table(table):
    """Return weights of the top terms of topics, (n_topics, n_terms)."""
    columns: dict[Any, int] = {}
    for row in table:
        for term in row.terms:
            columns.setdefault(term, len(columns))
    vectors = np.zeros((len(table), len(columns)))
    for i, row in enumerate(table):
        for term, weight in zip(row.terms, row.weights, strict=True):
            vectors[i, columns[term]] = max(weight, 0)
    return unit_rows(vectors)


def family_links(lengths):
    """Return links of families of topics (Ward's), turned to make neighbours alike."""
    condensed = squareform(lengths, checks=False)
    return optimal_leaf_ordering(linkage(condensed, "ward"), condensed)


def family_order(links):
    """Return topics in the order of the leaves of links."""
    return leaves_list(links) if len(links) else np.arange(1)


def shortest_order(distances):
    """Return an order of topics in which the steps from each to the next are short.

    The best order of leaves of a hierarchy [1]_ gives the start. Then parts of the
    order are turned around as long as that makes the way shorter (2-opt [2]_).

    Parameters
    ----------
    distances : ndarray of shape (n, n)
        Symmetric.

    Returns
    -------
    order : ndarray of shape (n,), int

    References
    ----------
    .. [1] Z. Bar-Joseph, D. Gifford, T. Jaakkola, "Fast optimal leaf ordering for
       hierarchical clustering", Bioinformatics 17, 2001.
    .. [2] G. Croes, "A method for solving traveling-salesman problems", Operations
       Research 6, 1958.
    """
    n = len(distances)
    if n < 3:
        return np.arange(n)
    order = family_order(family_links(distances))
    # A place that is at 0 from all closes the way, so that both ends are free.
    closed = np.zeros((n + 1, n + 1))
    closed[:n, :n] = distances
    first, last = np.triu_indices(n, k=1)
    while True:
        tour = np.concatenate([[n], order, [n]])
        before, after = tour[first], tour[last + 2]
        start, end = tour[first + 1], tour[last + 1]
        gain = (
            closed[before, start]
            + closed[end, after]
            - closed[before, end]
            - closed[start, after]
        )
        best = gain.argmax()
        if gain[best] <= _SHORTEST_GAIN:
            break
        i, j = first[best], last[best]
        order[i : j + 1] = order[i : j + 1][::-1].copy()
    return order if order[0] < order[-1] else order[::-1]


def steps_of(order, distances):
    """Return the distance from each topic of an order to the next, (n - 1,)."""
    return distances[order[:-1], order[1:]]
