"""Places of topics in the plane."""

from numbers import Integral
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.spatial.distance import squareform

from .._reading import empty_topics, is_model, model_of_level
from .._sklearn import validate_params
from ._given_topics import topic_sums
from ._hierarchical_topics import what_is_near
from ._plane_distances import plane_of_distances
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
    return _places(model, sums)


def places_of_topics(model, X, shares, *, embeddings=None):
    """Return the places of the topics of documents, also where no words are known.

    Parameters
    ----------
    model : estimator or array-like
        As of `topic_layout`.
    X : object or None
    shares : csr_array of shape (n_documents, n_topics), or None
        Read from the model.
    embeddings : array-like, default=None
    """
    if is_model(model):
        return _places(model, topic_sums(model))
    if embeddings is not None or X is not None:
        return _places(model, topic_sums(model, X, embeddings=embeddings))
    if shares is None:
        given = np.asarray(model) if not sp.issparse(model) else model
        shares = sp.csr_array(given)
    columns = shares.T.toarray() if np.ndim(model) != 1 else np.eye(shares.shape[1])
    known = np.asarray(shares.sum(axis=0)).ravel() > 0
    return _of_vectors(columns, "hellinger", known)


def _places(model, sums):
    vectors, distance = what_is_near(sums, "auto", "auto")
    known = sums.has_documents
    if is_model(model):
        known &= ~empty_topics(model)
    return _of_vectors(vectors, distance, known)


def _of_vectors(vectors, distance, known):
    places = np.full((len(known), 2), np.nan)
    rows = np.flatnonzero(known)
    if len(rows) > 1:
        distances = squareform(topic_distances(vectors[rows], distance).clip(0))
        places[rows] = plane_of_distances(distances)
    else:
        places[rows] = 0
    return places
