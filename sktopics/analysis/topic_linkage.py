"""Distances between topics, and the order in which the nearest ones are merged.

Functions on arrays, and on what is read of topics. Links are those of
:func:`scipy.cluster.hierarchy.linkage`: row i holds two nodes that become node
n_topics + i, their distance, and the number of topics in the new node.
"""

from heapq import heappush, heappushpop

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import is_valid_linkage, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.metrics.pairwise import cosine_similarity

from .._arrays import first_equal_rows, normalized_rows, unit_rows
from .._sparse import as_dense

__all__ = [
    "LINKAGES",
    "cut_links",
    "cut_links_at",
    "link_heights",
    "link_topics",
    "topic_distances",
    "what_is_near",
]

LINKAGES = {
    "average",
    "centroid",
    "complete",
    "median",
    "single",
    "ward",
    "weighted",
}
# Lengths of vectors between which squares are numbers of float32.
_SHORT, _LONG = 1e-15, 1e15
# Squares of distances that rounding of a product of matrices may have made.
_NEAR = 1e-6


def topic_distances(vectors, distance="cosine"):
    """Return the distances of all pairs of topics.

    Parameters
    ----------
    vectors : {ndarray, csr_array} of shape (n_topics, n_dimensions)
        Means of embeddings, or weights of words.
    distance : {"cosine", "euclidean", "hellinger"} or callable, default="cosine"
        A callable is given `vectors`, and returns a matrix of distances or its upper
        triangle, row by row.

    Returns
    -------
    distances : ndarray of shape (n_topics * (n_topics - 1) / 2,)
        The upper triangle, row by row, as :func:`scipy.spatial.distance.pdist`. A
        cosine distance of equal vectors may be a little below 0, by rounding.

    Raises
    ------
    ValueError
        If what a callable returns are no distances of these topics, or if vectors with
        negative numbers are to be distributions.
    """
    if vectors.shape[0] < 2:
        return np.empty(0)
    if callable(distance):
        return _given_distances(distance(vectors), vectors.shape[0])
    if distance == "euclidean":
        return pdist(as_dense(vectors))
    if distance == "hellinger":
        return _hellinger_distances(as_dense(vectors))
    upper = np.triu_indices(vectors.shape[0], k=1)
    if vectors.shape[1] == 0:
        return np.ones(len(upper[0]))
    return (1 - cosine_similarity(_with_usual_lengths(vectors)))[upper]


def what_is_near(sums, on, distance):
    """Return the vectors that topics are compared by, and the kind of distance.

    Parameters
    ----------
    sums : TopicSums
    on : {"auto", "embeddings", "words"}
    distance : str or callable

    Raises
    ------
    TypeError
        If there are no such vectors.
    """
    if on == "auto":
        on = "words" if sums.vectors is None else "embeddings"
    if on == "embeddings":
        if sums.vectors is None:
            raise TypeError(
                'on="embeddings" needs vectors of topics, and the model has none: give '
                'the documents as X and their vectors as embeddings, or use on="words".'
            )
        return sums.vectors, "cosine" if distance == "auto" else distance
    if sums.weights.shape[1] == 0 and sums.n_topics:
        raise TypeError(
            'on="words" needs words, and the topics have none: give the documents as '
            'X, or use on="embeddings".'
        )
    if distance == "auto":
        distance = "hellinger" if sums.are_distributions else "cosine"
    return sums.weights, distance


def link_topics(distances, linkage_method="average"):
    """Merge the two nearest topics, again and again, until there is one.

    Parameters
    ----------
    distances : ndarray of shape (n_topics * (n_topics - 1) / 2,)
    linkage_method : str or callable, default="average"
        A method of :func:`scipy.cluster.hierarchy.linkage`, or a callable that is given
        `distances` and returns links as that function does.

    Returns
    -------
    links : ndarray of shape (n_topics - 1, 4)

    Raises
    ------
    ValueError
        If what a callable returns are no links of these topics.
    """
    if not len(distances):
        return np.empty((0, 4))
    if not callable(linkage_method):
        return linkage(distances, linkage_method)
    links = np.array(as_dense(linkage_method(distances)), dtype=np.float64)
    n_topics = len(squareform(distances, checks=False))
    if links.shape != (n_topics - 1, 4):
        raise ValueError(
            f"linkage must return an array of shape {(n_topics - 1, 4)} for {n_topics} "
            "topics, as scipy.cluster.hierarchy.linkage does, and returned one of "
            f"shape {links.shape}."
        )
    try:
        is_valid_linkage(links, throw=True, name="What linkage returned")
    except ValueError as error:
        raise ValueError(
            f"linkage returned what is no hierarchy of topics: {error}"
        ) from error
    return links


def link_heights(links):
    """Return how far apart the farthest merge below each node is, itself among them.

    The distances themselves, unless a node is nearer than one of its own parts, which
    the linkages "centroid" and "median" may give.
    """
    n_topics = len(links) + 1
    heights = np.maximum(links[:, 2], 0)
    for row, children in enumerate(links[:, :2].astype(np.int64).tolist()):
        for child in children:
            if child >= n_topics:
                heights[row] = max(heights[row], heights[child - n_topics])
    return heights


def cut_links(links, n_groups):
    """Return the groups of topics after all but the last merges.

    Parameters
    ----------
    links : ndarray of shape (n_topics - 1, 4)
    n_groups : int
        From 1 to n_topics.

    Returns
    -------
    groups : ndarray of shape (n_topics,), int64
        Equal for topics of one group. The numbers are those of scikit-learn's
        AgglomerativeClustering.
    """
    n_topics = len(links) + 1
    nodes = [-(2 * n_topics - 2)]  # a heap, of which the node made last comes first
    for _ in range(n_groups - 1):
        left, right = links[-nodes[0] - n_topics, :2].astype(np.int64).tolist()
        heappush(nodes, -left)
        heappushpop(nodes, -right)
    return _groups_below(links, [-node for node in nodes])


def cut_links_at(links, distance):
    """Return the groups of topics that are merged at a distance or below it.

    Parameters
    ----------
    links : ndarray of shape (n_topics - 1, 4)
    distance : float

    Returns
    -------
    groups : ndarray of shape (n_topics,), int64
        Equal for topics of one group.
    """
    n_topics = len(links) + 1
    is_merged = np.append(np.ones(n_topics, bool), link_heights(links) <= distance)
    is_top = is_merged.copy()
    children = links[:, :2].astype(np.int64)
    is_top[children[is_merged[n_topics:]].ravel()] = False
    return _groups_below(links, np.flatnonzero(is_top).tolist())


def _groups_below(links, nodes):
    """Return the place in `nodes` of the node that each topic is below."""
    n_topics = len(links) + 1
    groups = np.full(2 * n_topics - 1, -1, dtype=np.int64)
    groups[nodes] = np.arange(len(nodes))
    parts = links[:, :2].astype(np.int64)
    # Nodes come after their parts: from the last one down, each tells its parts.
    for row in range(len(links) - 1, -1, -1):
        group = groups[n_topics + row]
        if group >= 0:
            groups[parts[row]] = group
    return groups[:n_topics]


def _with_usual_lengths(vectors):
    """Return vectors; those with lengths whose squares are no numbers have length 1."""
    if sp.issparse(vectors):
        return vectors
    largest = np.abs(vectors).max(axis=1, initial=0)
    odd = ((largest < _SHORT) & (largest > 0)) | (largest > _LONG)
    if odd.any():
        vectors = vectors.copy()
        vectors[odd] = unit_rows(vectors[odd])
    return vectors


def _hellinger_distances(weights):
    """Return Hellinger distances of the distributions that rows are, up to a scale.

    NumPy equivalent: ``pdist(np.sqrt(normalized_rows(weights))) / np.sqrt(2)``.
    """
    if weights.size and weights.min() < 0:
        raise ValueError(
            'distance="hellinger" is for distributions of words, and these vectors '
            'have negative numbers: use "cosine".'
        )
    roots = np.sqrt(normalized_rows(weights))
    lengths = (roots**2).sum(axis=1)
    rows, columns = np.triu_indices(len(roots), k=1)
    squares = (lengths[rows] + lengths[columns]) / 2 - (roots @ roots.T)[rows, columns]
    # The difference of two sums has lost its digits where topics are nearly equal.
    first = first_equal_rows(roots)
    equal = first[rows] == first[columns]
    squares[equal] = 0
    for pair in np.flatnonzero((squares < _NEAR) & ~equal).tolist():
        difference = roots[rows[pair]] - roots[columns[pair]]
        squares[pair] = (difference @ difference) / 2
    return np.sqrt(squares)


def _given_distances(distances, n_topics):
    """Return the distances that a user's function gave, checked."""
    distances = np.array(as_dense(distances), dtype=np.float64)
    n_pairs = n_topics * (n_topics - 1) // 2
    if distances.shape == (n_topics, n_topics) and distances.ndim == 2:
        np.fill_diagonal(distances, 0)
        if not np.allclose(distances, distances.T, rtol=1e-6, atol=1e-8):
            raise ValueError(
                "distance must return the same number for both orders of two topics, "
                "and the matrix that it returned is not symmetric."
            )
        distances = distances[np.triu_indices(n_topics, k=1)]
    elif distances.shape != (n_pairs,):
        raise ValueError(
            f"distance must return an array of shape {(n_topics, n_topics)} for "
            f"{n_topics} topics, or the {n_pairs} numbers of its upper triangle; it "
            f"returned one of shape {distances.shape}."
        )
    if not np.isfinite(distances).all():
        raise ValueError("distance must return finite numbers, and returned others.")
    if distances.min(initial=0) < -1e-6:
        raise ValueError(
            "distance must return no negative numbers, and returned "
            f"{distances.min():.3g}."
        )
    return np.maximum(distances, 0)
