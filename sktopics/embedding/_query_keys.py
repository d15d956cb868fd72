"""Words, tags of documents and vectors: what queries are about."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

KINDS = ("words", "documents")
# What one of each kind is called.
_CALLED = {"words": "word", "documents": "document"}
# Why a model has none, or names and vectors have none.
_WHY_NOT = {
    True: " any more: it was trimmed.",
    False: ': divide("*dt_") parts those of a file from its words.',
}


class Table(NamedTuple):
    """Names of words or of documents, and their vectors."""

    names: np.ndarray
    vectors: np.ndarray


class Key(NamedTuple):
    """One thing that a query is about; a bare vector has no kind and no row."""

    vector: np.ndarray
    kind: str | None = None
    row: int = -1


def size_of(asked):
    """Return how many numbers a vector has.

    Parameters
    ----------
    asked : object with `_names_and_vectors(kind)`
        Which gives the names and the vectors of a kind, None of what it does not have;
        and is where an error is raised if it is not fitted.
    """
    return asked._names_and_vectors("words")[1].shape[1]


def table_of(asked, kind):
    """Return the words or the documents that a model, or a file, has vectors of.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    ValueError
        If there are no such vectors (any more), or they were never trained.
    """
    names, vectors = asked._names_and_vectors(kind)
    if names is None or vectors is None:
        raise ValueError(
            f"This {type(asked).__name__} has no vectors of {_CALLED[kind]}s"
            f"{_WHY_NOT[hasattr(asked, 'fit')]}"
        )
    if kind == "words" and not getattr(asked, "trains_words_", True):
        raise ValueError(
            f"This {type(asked).__name__} has not trained the vectors of its words. "
            "Fit it with dbow_words=True, or with dm=1."
        )
    return Table(names, np.asarray(vectors))


def as_list(keys):
    """Return one key or several as a list.

    A str, a number and an array of one dimension of floats are one key each; the rows
    of an array of two are several.
    """
    if keys is None:
        return []
    if isinstance(keys, (str, Integral)):
        return [keys]
    if hasattr(keys, "__array__"):
        array = np.asarray(keys)
        if array.dtype.kind == "f":
            return [array] if array.ndim == 1 else list(array)
        return array.tolist()
    return list(keys)


def weighted(keys):
    """Divide keys from their weights, which are 1 for keys that come without."""
    keys, weights = as_list(keys), []
    for i, key in enumerate(keys):
        weight = 1.0
        if isinstance(key, tuple) and len(key) == 2 and _is_number(key[1]):
            keys[i], weight = key
        weights.append(float(weight))
    return keys, weights


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool)


def look_up(model, keys, kind="auto"):
    """Find the vectors of keys.

    Parameters
    ----------
    model : estimator
        A fitted model with the words and the documents that keys may name.
    keys : list of str, int or ndarray of shape (vector_size,)
        Names of words, tags of documents, and vectors.
    kind : {"auto", "words", "documents"}, default="auto"
        What names are the names of; by default of what the model knows by that name.

    Returns
    -------
    found : list of Key

    Raises
    ------
    TypeError
        If a key is neither a name nor an array.
    ValueError
        If the model does not know a name, or knows both a word and a document by it,
        or if a vector has the wrong size or is not finite.
    """
    names = [key for key in keys if is_name(key)]
    kinds = KINDS if kind == "auto" else (kind,)
    rows = {kind: _rows(model, kind, names, len(kinds) > 1) for kind in kinds}
    vectors, found = {}, []
    for key in keys:
        if not is_name(key):
            found.append(Key(_check_vector(model, key)))
            continue
        places = [kind for kind in kinds if key in rows[kind]]
        if len(places) > 1 and not getattr(model, "trains_words_", True):
            places = ["documents"]  # words that mean nothing are in nobody's way
        if not places:
            raise ValueError(_unknown(model, key, kinds))
        if len(places) > 1:
            raise ValueError(
                f"{key!r} is a word and a document of the model: say which by "
                'keys="words" or keys="documents".'
            )
        (place,) = places
        if place not in vectors:
            vectors[place] = table_of(model, place).vectors
        row = rows[place][key]
        found.append(Key(vectors[place][row], place, row))
    return found


def rows_of_known(names, wanted):
    """Return the row of each of the `wanted` names that there is, a dict."""
    if names.dtype.kind in "iu":
        is_tag = (isinstance(w, Integral) and 0 <= w < len(names) for w in wanted)
        return {w: int(w) for w, there in zip(wanted, is_tag, strict=True) if there}
    # Names of tags may be integers, too, and are no rows then.
    kind = Integral if len(names) and isinstance(names[0], Integral) else str
    wanted = {name for name in wanted if isinstance(name, kind)}
    # Names are sorted, most of the time: whoever is where it should be is found.
    sought = np.array(list(wanted), dtype=object)
    places = np.searchsorted(names, sought)
    rows = {
        name: place
        for name, place in zip(sought.tolist(), places.tolist(), strict=True)
        if place < len(names) and names[place] == name
    }
    if missing := wanted - rows.keys():
        rows.update((n, i) for i, n in enumerate(names.tolist()) if n in missing)
    return rows


def _rows(model, kind, names, may_lack):
    """Rows of the names that a model knows; it may lack a kind of which none is."""
    known, _ = model._names_and_vectors(kind)
    if known is None:
        if may_lack:
            return {}
        known = np.empty(0, object)
    return rows_of_known(known, names)


def _unknown(model, key, kinds):
    for kind in kinds[-1:] if len(kinds) == 1 else ():
        table_of(model, kind)  # says so if the model was trimmed
    if not hasattr(model, "fit"):
        kinds = ("words",)
    what = " or ".join(_CALLED[kind] for kind in kinds)
    return f"This {type(model).__name__} does not know the {what} {key!r}."


def is_name(key):
    """Whether a key is the name of a word or the tag of a document, and no vector."""
    return isinstance(key, (str, Integral)) and not isinstance(key, bool)


def _check_vector(model, key):
    if not hasattr(key, "__array__"):
        raise TypeError(
            "A key must be the name of a word, the tag of a document or an array, got "
            f"{key!r} of type {type(key).__name__}."
        )
    vector = np.asarray(key, dtype=np.float32)
    size = size_of(model)
    if vector.shape != (size,):
        raise ValueError(f"A vector must have shape ({size},), got {vector.shape}.")
    if not np.isfinite(vector).all():
        raise ValueError("A vector must be finite, and holds NaN or infinity.")
    return vector
