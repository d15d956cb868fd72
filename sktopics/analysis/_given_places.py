"""Places of documents that users give, or that a reducer of theirs makes."""

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from .._sklearn import check_array, under_default_configuration
from .._sparse import as_dense
from ._rim_places import rim_places


def given_places(coordinates, n_documents):
    """Return places that users give, checked: float32 of shape (n_documents, 2)."""
    places = check_array(
        coordinates,
        dtype=np.float32,
        ensure_min_samples=0,
        input_name="coordinates",
    )
    if places.shape != (n_documents, 2):
        raise ValueError(
            "coordinates must be an array with two columns and a row for each of the "
            f"{n_documents} documents, and has shape {places.shape}."
        )
    return places


def given_topic_places(coordinates, n_topics, may_be_more):
    """Return places of topics that users give, checked, of shape (n_topics, 2).

    Parameters
    ----------
    coordinates : array-like of shape (n_topics, 2)
    n_topics : int
        Of which documents tell.
    may_be_more : bool
        Labels tell nothing of topics after the last that has a document.
    """
    places = check_array(
        coordinates,
        dtype=np.float64,
        ensure_all_finite="allow-nan",
        ensure_min_samples=0,
        input_name="topic_coordinates",
    )
    n_more = len(places) - n_topics
    if places.shape[1] != 2 or n_more < 0 or (n_more and not may_be_more):
        raise ValueError(
            "topic_coordinates must be an array with two columns and a row for each of "
            f"the {n_topics} topics, and has shape {places.shape}."
        )
    return places


def places_of_reducer(read, reducer, random_state):
    """Return what a reducer makes of the embeddings or shares of documents.

    Parameters
    ----------
    read : LayoutInput
    reducer : transformer
    random_state : int, RandomState instance or None

    Returns
    -------
    places : ndarray of shape (n_documents, 2), float32
    """
    if not hasattr(reducer, "fit_transform") and not hasattr(reducer, "transform"):
        raise TypeError(
            "reducer must be a transformer such as PCA(2), with transform or "
            f"fit_transform, and is {reducer!r:.60}."
        )
    vectors = read.vectors
    if vectors is None:
        vectors = np.zeros((len(read.labels), len(read.topic_places)), np.float32)
        rows = np.flatnonzero(read.labels >= 0)
        vectors[rows, read.labels[rows]] = 1
    known = np.flatnonzero(vectors.any(axis=1))
    if read.kind == "shares":
        vectors = vectors**2  # which were roots
    places = np.zeros((len(vectors), 2), dtype=np.float32)
    if len(known):
        places[known] = _reduced(vectors[known], reducer, random_state)
    return rim_places(places, known)


@under_default_configuration
def _reduced(vectors, reducer, random_state):
    if _is_fitted(reducer):
        places = reducer.transform(vectors)
    else:
        places = _seeded(reducer, random_state).fit_transform(vectors)
    places = check_array(
        as_dense(places), dtype=np.float32, input_name="the output of reducer"
    )
    if places.shape != (len(vectors), 2):
        raise ValueError(
            "reducer must return two numbers for each document, and "
            f"{type(reducer).__name__} returned an array of shape {places.shape} for "
            f"{len(vectors)} documents: set n_components=2."
        )
    return places


def _is_fitted(reducer):
    """Whether a reducer is fitted and can place documents."""
    if not hasattr(reducer, "transform"):
        return False
    try:
        check_is_fitted(reducer)
    except NotFittedError:
        return False
    return True


def _seeded(reducer, random_state):
    """Return a clone whose `random_state`, nested ones too, is set where it is None."""
    reducer = clone(reducer)
    rng = check_random_state(random_state)
    unset = {
        name: rng.randint(np.iinfo(np.int32).max)
        for name, value in sorted(reducer.get_params().items())
        if name.rpartition("__")[2] == "random_state" and value is None
    }
    return reducer.set_params(**unset)
