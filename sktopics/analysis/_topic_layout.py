"""Places of topics in the plane."""

from numbers import Integral
from typing import Any

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.utils import check_random_state

from .._reading import empty_topics, is_model, model_of_level
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
    """Place topics in the plane so that similar topics are near each other."""
    if level is not None:
        model = model_of_level(model, level)
    sums = topic_sums(model, X, embeddings=embeddings, **beside)
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
    if roots is None:  # topics are all equally far apart
        n_topics = shares.shape[1]
        known = shares.sum(axis=0) > 0
        return _placed(np.ones(n_topics * (n_topics - 1) // 2), known, random_state)
    # Topics are near each other that documents have together.
    together = roots.T @ roots
    lengths = np.sqrt(together.diagonal())
    known = lengths > 0
    lengths[~known] = 1
    cosines = together / (lengths * lengths[:, np.newaxis])
    upper = np.triu_indices(len(known), k=1)
    return _placed((1 - cosines[upper]).clip(0), known, random_state)


def _places(model, sums, random_state):
    """Return the places of topics, from what can be added up of them."""
    known = sums.has_documents
    if is_model(model):
        known = known & ~empty_topics(model)
    if known.sum() < 2:
        return _placed(
            np.zeros(len(known) * (len(known) - 1) // 2), known, random_state
        )
    vectors, distance = what_is_near(sums, "auto", "auto")
    return _placed(topic_distances(vectors, distance).clip(0), known, random_state)


def _placed(distances, known, random_state):
    """Return places of topics from the distances of all pairs, NaN for unknown ones."""
    places = np.full((len(known), 2), np.nan)
    rows = np.flatnonzero(known)
    if len(rows):
        rng = check_random_state(random_state)
        places[rows] = plane_of_topics(squareform(distances)[np.ix_(rows, rows)], rng)
    return places
