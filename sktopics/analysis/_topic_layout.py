"""Places of topics in the plane."""

from numbers import Integral
from typing import Any

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.utils import check_random_state

from .._reading import document_shares, empty_topics, is_model, model_of_level
from .._sklearn import validate_params
from ._given_topics import topic_sums
from ._hierarchical_topics import what_is_near
from ._plane_distances import plane_of_topics
from .topic_linkage import topic_distances


@validate_params(
    {"level": [Integral, None], "random_state": ["random_state"]},
    prefer_skip_nested_validation=True,
)
def topic_layout(
    model, X=None, *, level=None, embeddings=None, random_state: Any = 0, **beside
) -> np.ndarray:
    """Place topics in the plane so that similar topics are near each other.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model of topics, a Pipeline that ends in one, or a fitted search; or
        the labels of documents, of shape (n_documents,), -1 for none; or their shares
        of topics, of shape (n_documents, n_topics).
    X : object, default=None
        For labels and shares, texts or counts of words, by which topics are compared.
        Models need none, unless `embeddings` are given: then what `transform` takes.
    level : int, default=None
        The level of a :class:`~sktopics.artm.HierarchicalARTM`: 0 is the top, -1 the
        last one. By default the last one.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents `X`, for models that have none of topics.
    random_state : int, RandomState instance or None, default=0
        Moves topics a little at the start, so that equal ones come apart.
    **beside : dict
        What `transform` takes beside `X`, such as ``authors=``.

    Returns
    -------
    places : ndarray of shape (n_topics, 2), float64
        Around (0, 0), the farthest at a distance of 1. One topic is at (0, 0). NaN for
        topics of which nothing is known: empty ones, and numbers that no document has.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If nothing is known that topics can be compared by, or if there is a level and
        the model has none.
    ValueError
        If there is no such level.

    See Also
    --------
    document_layout : Places of documents and topics together.
    hierarchical_topics : Which topics are nearest, as a tree.

    Notes
    -----
    Topics are compared as by `hierarchical_topics`: by the angles of their embeddings
    where they have some; else by their words, with Hellinger's distance between
    distributions and the angles of scores. Shares alone are compared by the documents
    that topics have together, and topics of labels alone are all equally far apart.

    Up to 16 topics are placed by all their distances: by classical scaling [1]_, then
    by steps of SMACOF [2]_, which lower the differences between the distances in the
    plane and given ones. With more topics the plane has no room for all distances.
    Then a few steps of SMACOF are the start, and the loss of t-SNE [3]_ for the 15
    nearest neighbours of each topic is lowered from there. Two topics that are near
    each other are similar; how far apart distant topics are says little.

    References
    ----------
    .. [1] W. S. Torgerson, "Multidimensional scaling: I. Theory and method",
       Psychometrika 17, 1952.
    .. [2] J. de Leeuw, "Applications of convex analysis to multidimensional scaling",
       Recent Developments in Statistics, 1977.
    .. [3] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9,
       2008.

    Examples
    --------
    >>> from sktopics.analysis import topic_layout
    >>> vectors = [[9, 1, 0], [9, 2, 3], [0, 1, 9], [1, 0, 9]]
    >>> topic_layout([0, 1, 2, 3], embeddings=vectors).round(2)
    array([[ 0.99, -0.13],
           [ 0.66,  0.15],
           [-0.87, -0.1 ],
           [-0.78,  0.08]])
    """
    if level is not None:
        model = model_of_level(model, level)
    if not is_model(model) and X is None and embeddings is None:
        found = document_shares(model, **beside)
        roots = None if found.are_clusters else np.sqrt(found.shares.toarray())
        return places_of_topics(model, None, found.shares, roots, random_state)
    sums = topic_sums(model, X, embeddings=embeddings, **beside)
    if sums.vectors is None and sums.weights.shape[1] == 0 and sums.n_topics:
        raise TypeError(
            "Topics without words and embeddings cannot be compared: give the "
            "documents as X, and their vectors as embeddings."
        )
    return _places(model, sums, random_state)


def places_of_topics(model, X, shares, roots, random_state, *, embeddings=None):
    """Return the places of the topics of documents, also where no words are known.

    Parameters
    ----------
    model : estimator or array-like
        As of `topic_layout`.
    X : object or None
    shares : csr_array of shape (n_documents, n_topics), or None
        Read from the model.
    roots : ndarray of shape (n_documents, n_topics), or None
        Their roots, of mixtures.
    random_state : int, RandomState instance or None
    embeddings : array-like, default=None

    Returns
    -------
    places : ndarray of shape (n_topics, 2)
    """
    if is_model(model):
        return _places(model, topic_sums(model), random_state)
    if embeddings is not None or X is not None:
        sums = topic_sums(model, X, embeddings=embeddings)
        return _places(model, sums, random_state)
    if roots is None:
        known = shares.sum(axis=0) > 0
        return _placed(_equal_distances(len(known)), known, random_state)
    # Topics are near each other that documents have together.
    together = roots.T @ roots
    lengths = np.sqrt(together.diagonal())
    known = lengths > 0
    lengths[~known] = 1
    cosines = together / (lengths * lengths[:, np.newaxis])
    upper = np.triu_indices(len(known), k=1)
    return _placed(_chords((1 - cosines[upper]).clip(0)), known, random_state)


def _places(model, sums, random_state):
    """Return the places of topics, from what can be added up of them."""
    known = sums.has_documents
    if is_model(model):
        known = known & ~empty_topics(model)
    if sums.vectors is None and sums.weights.shape[1] == 0:
        distances = _equal_distances(len(known))
    else:
        vectors, distance = what_is_near(sums, "auto", "auto")
        distances = topic_distances(vectors, distance).clip(0)
        if distance == "cosine":
            distances = _chords(distances)
    return _placed(distances, known, random_state)


def _chords(cosine_distances):
    """Return the distances of vectors of length 1: a metric, as Hellinger's is."""
    return np.sqrt(2 * cosine_distances)


def _equal_distances(n_topics):
    return np.ones(n_topics * (n_topics - 1) // 2)


def _placed(distances, known, random_state):
    """Return places of topics from the distances of all pairs, NaN for unknown ones."""
    places = np.full((len(known), 2), np.nan)
    rows = np.flatnonzero(known)
    if len(rows) < 2:
        places[rows] = 0
        return places
    distances = squareform(distances)[rows][:, rows]
    places[rows] = plane_of_topics(distances, check_random_state(random_state))
    return places
