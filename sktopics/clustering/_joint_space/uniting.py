"""One space of several models."""

from dataclasses import replace

import numpy as np

from ..._arrays import unit_rows
from .nearest_area import given_to_nearest, gives_nearest, placed_in_space

# Least cosine of a word in two spaces that are one, in the median.
_SAME = 0.9


def check_alike(models, states):
    """Refuse to merge models that keep vectors of documents with others.

    Raises
    ------
    TypeError
        If some keep vectors, and some do not.
    """
    for number, state in enumerate(states):
        if (state.space is None) != (states[0].space is None):
            raise TypeError(
                f"A {type(models[0]).__name__} and a {type(models[number]).__name__} "
                f"(model {number}) cannot be merged: one of them keeps the vectors of "
                "its documents, and the other does not. Merge models of one class."
            )


def united_space(states, words):
    """Return the space of models that keep one, else None.

    Parameters
    ----------
    states : list of FittedState
    words : WordCounts
        Of all of them.

    Raises
    ------
    ValueError
        If the same words have other vectors in another model.
    """
    if any(state.space is None for state in states):
        return None
    column = {term: i for i, term in enumerate(words.terms.tolist())}
    space, first = states[0].space, states[0]
    for state in states[1:]:
        refuse_other_spaces(first, state)
        terms = state.topics.words.terms.tolist()
        columns = np.array([column[term] for term in terms], dtype=np.int64)
        space = space.united(state.space, columns, len(column))
    return replace(space, n_fitted=len(space.documents))


def refuse_other_spaces(first, other):
    """Refuse encoders that have learned other vectors for the same words.

    Parameters
    ----------
    first, other : FittedState
        Without vectors of words by encoders, nothing is known, and nothing is refused.
    """
    spaces = first.space, other.space
    if any(space is None or space.encoded is None for space in spaces):
        return
    terms, others = first.topics.words.terms, other.topics.words.terms
    _, mine, theirs = np.intersect1d(
        terms.astype(str), others.astype(str), return_indices=True
    )
    one = unit_rows(first.space.encoded[mine])
    two = unit_rows(other.space.encoded[theirs])
    known = one.any(axis=1) & two.any(axis=1)
    cosines = np.einsum("ij,ij->i", one[known], two[known])
    if len(cosines) and np.median(cosines) < _SAME:
        raise ValueError(
            "The models have encoders with other vectors for the same words (median "
            f"cosine {np.median(cosines):.2f}), as encoders have that were trained on "
            "different documents: their topics are in no common space. Use one encoder "
            "that is trained already, such as "
            "sklearn.frozen.FrozenEstimator(model.encoder_) in both."
        )


def settled_again(settings, state, documents=None):
    """Return the state with documents given to the nearest topic, and placed."""
    if state.space is None:
        return state
    if gives_nearest(settings, state):
        state = given_to_nearest(settings, state)
    return placed_in_space(settings, state, documents)
