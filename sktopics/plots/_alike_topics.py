"""How alike topics are, and orders in which similar topics are neighbours."""

from typing import Any, NamedTuple

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from .._arrays import unit_rows
from .._reading import materialized, model_of_level, read_topic_sums
from .._sparse import as_dense
from ..analysis.topic_linkage import topic_distances, what_is_near
from ..topics import TopicTable
from ._drawn_topics import table_to_draw

# An order is not made shorter by less than this: rounding would never end.
_SHORTEST_GAIN = 1e-12
# The best order of the leaves of more topics takes seconds to find.
_MOST_TURNED = 400


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
    X = None if X is None else materialized(X)  # it may be read twice
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
    """Return links of families of topics (Ward's), turned to make neighbours alike.

    Links of more than 400 topics are not turned.
    """
    condensed = squareform(lengths, checks=False)
    links = linkage(condensed, "ward")
    if len(lengths) > _MOST_TURNED:
        return links
    return optimal_leaf_ordering(links, condensed)


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
    while True:
        tour = np.concatenate([[n], order, [n]])
        turns = _worthwhile_turns(closed[tour][:, tour])
        if not turns:
            break
        for i, j in turns:
            order[i : j + 1] = order[i : j + 1][::-1].copy()
    return order if order[0] < order[-1] else order[::-1]


def _worthwhile_turns(between):
    """Return parts of an order to turn around, the best ones that do not touch.

    Parameters
    ----------
    between : ndarray of shape (n + 2, n + 2)
        Distances of the places of the order, with the closing place first and last.

    Returns
    -------
    turns : list of (int, int)
        First and last place of each part.
    """
    steps = np.diagonal(between, 1)
    gains = steps[:-1, np.newaxis] + steps[1:]
    gains -= between[:-2, 1:-1]
    gains -= between[1:-1, 2:]
    first, last = np.nonzero(np.triu(gains, k=1) > _SHORTEST_GAIN)
    is_free = np.ones(len(between), dtype=bool)
    turns = []
    for at in np.argsort(-gains[first, last], kind="stable").tolist():
        i, j = int(first[at]), int(last[at])
        if is_free[i : j + 3].all():
            is_free[i : j + 3] = False
            turns.append((i, j))
    return turns


def steps_of(order, distances):
    """Return the distance from each topic of an order to the next, (n - 1,)."""
    return distances[order[:-1], order[1:]]
