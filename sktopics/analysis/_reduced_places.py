"""Places of documents that users give, or that a reducer of theirs makes."""

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from .._sklearn import check_array
from ._rim_places import rim_places


def given_places(coordinates, n_documents):
    """Return places that users give, checked."""
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


def reduced_places(read, reducer, random_state):
    """Return what a reducer makes of the vectors of documents."""
    vectors = read.vectors
    if vectors is None:
        vectors = np.zeros((len(read.labels), max(read.n_topics, 1)), np.float32)
        known = np.flatnonzero(read.labels >= 0)
        vectors[known, read.labels[known]] = 1
    known = np.flatnonzero(vectors.any(axis=1))
    places = np.zeros((len(vectors), 2), dtype=np.float32)
    if len(known):
        places[known] = _reduced(vectors[known], reducer, random_state)
    return rim_places(places, known)


def _reduced(vectors, reducer, random_state):
    try:
        check_is_fitted(reducer)
        places = reducer.transform(vectors)
    except NotFittedError:
        places = _seeded(reducer, random_state).fit_transform(vectors)
    places = check_array(places, dtype=np.float32, input_name="the reducer's output")
    if places.shape != (len(vectors), 2):
        raise ValueError(
            f"reducer must give 2 numbers for each document, and "
            f"{type(reducer).__name__} gave an array of shape {places.shape} for "
            f"{len(vectors)} documents: set n_components=2."
        )
    return places


def _seeded(reducer, random_state):
    reducer = clone(reducer)
    rng = check_random_state(random_state)
    unset = {
        name: int(rng.randint(2**31 - 1))
        for name, value in sorted(reducer.get_params().items())
        if name.rpartition("__")[2] == "random_state" and value is None
    }
    return reducer.set_params(**unset)
