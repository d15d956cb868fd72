"""Reducers that cannot learn on: fitted on the first batch, then as they are."""

import warnings
from dataclasses import replace
from numbers import Integral

import numpy as np

from ..._arrays import first_equal_rows, unit_rows
from ..._part_output import called
from ..._reading import pipeline_steps
from ..._validation import levels_to_caller
from .._placement.votes import nearness, typical_scale
from .._steps.batches import learns_from_batches
from .._steps.parts import copy_of, is_supervised, vars_of
from .._steps.reduction import (
    fit_reducer,
    is_layout,
    learns_from_distinct,
    needs_labels,
    neighbors_in_layout,
    place_in_layout,
)


class FrozenLayout:
    """A layout of the first batch, in which later documents are placed.

    UMAP's own `transform` depends on the documents that come together, and t-SNE has
    none: documents are placed between their neighbours in the first batch, as a fitted
    model places new documents.

    Parameters
    ----------
    given : reducer
        As it was before it made the layout: UMAP sets parameters of its own.
    reducer : fitted reducer
        That has made the layout.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of the first batch, of length 1 and all different.
    places : ndarray of shape (n_documents, n_reduced)
        Where they are in the layout.
    scale : float
        How much farther than the nearest a neighbour counts ``1 / e`` of it.
    """

    def __init__(self, given, reducer, vectors, places, scale):
        self.given = given
        self.reducer = reducer
        self.vectors = vectors
        self.places = places
        self.scale = scale

    def transform(self, vectors):
        """Return places of shape (n_new, n_reduced)."""
        neighbors, distances = neighbors_in_layout(vectors, self.vectors)
        return place_in_layout(neighbors, nearness(distances, self.scale), self.places)

    def __repr__(self):
        return f"FrozenLayout({self.given!r})"


def can_be_frozen(reducer):
    """Whether a reducer can learn from a first batch, without labels.

    Parameters
    ----------
    reducer : str or object
    """
    if isinstance(reducer, str):
        return True
    last = pipeline_steps(reducer)[-1]
    reduces = hasattr(last, "fit_transform") or hasattr(last, "transform")
    return reduces and not is_supervised(reducer) and not needs_labels(reducer)


def frozen_on(asked_for, reducer, vectors, memory):
    """Return a reducer that has learned from the first batch, and learns no more.

    Parameters
    ----------
    asked_for : str or reducer
        What the user has given.
    reducer : reducer
        An unfitted copy, which is fitted.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Of the documents of the batch that are learned from.
    memory : joblib.Memory

    Returns
    -------
    reducer : object with `transform`

    Raises
    ------
    ValueError
        If the batch is too small.
    """
    rows = np.unique(first_equal_rows(vectors))
    if learns_from_distinct(reducer, asked_for, len(rows)):
        vectors = vectors[rows]
    whom, given = called("reducer", reducer), copy_of(reducer)
    _check_size(reducer, vectors, whom)
    try:
        reducer, reduced = fit_reducer(reducer, vectors, memory=memory)
    except ValueError as error:
        raise ValueError(
            f"{whom} could not learn from the first batch, {len(vectors)} documents "
            f"({error}): give a larger first batch."
        ) from error
    if is_layout(reducer):
        rows = np.unique(first_equal_rows(vectors))
        reducer = _laid_out(given, reducer, unit_rows(vectors[rows]), reduced[rows])
    warn_of_frozen(whom, f"the first batch, {len(vectors)} documents")
    return reducer


def frozen_after_fit(asked_for, state):
    """Return the state of a model that was fitted, ready to learn batches.

    Parameters
    ----------
    asked_for : reducer or None
        What the user has given, unfitted.
    state : FittedState

    Returns
    -------
    state : FittedState
        Its own, if the reducer learns on, or has been frozen before.
    """
    reducer, placement = state.reducer, state.placement
    was_fitted = len(placement.text_keys) > 0  # batches leave none
    if reducer is None or not was_fitted or learns_from_batches(reducer):
        return state
    whom = called("reducer", reducer)
    if is_layout(reducer):
        rows = np.unique(first_equal_rows(placement.vectors))
        vectors, places = placement.vectors[rows], placement.reduced[rows]
        reducer = _laid_out(copy_of(asked_for), reducer, vectors, places)
        placement = replace(placement, vectors=None, layout_scale=None, first_rows=None)
    warn_of_frozen(whom, f"{len(placement.text_keys)} documents by fit")
    return replace(state, reducer=reducer, placement=placement)


def given_reducer(reducer):
    """Return a fitted reducer as users have given it, without what freezes it."""
    return reducer.given if isinstance(reducer, FrozenLayout) else reducer


def warn_of_frozen(whom, learned):
    """Say that a reducer learns nothing from later batches."""
    warnings.warn(
        f"{whom} cannot learn from batches: it has learned from {learned}, and stays "
        "as it is. Let the first batch be large and mixed, or use IncrementalPCA, "
        "which learns on.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def _laid_out(given, reducer, vectors, places):
    own = np.arange(len(vectors))
    _, distances = neighbors_in_layout(vectors, vectors, own=own)
    return FrozenLayout(given, reducer, vectors, places, typical_scale(distances))


def _check_size(reducer, vectors, whom):
    """Refuse a first batch of too few documents, and vectors of too few dimensions."""
    n_documents, n_dimensions = vectors.shape
    for step in pipeline_steps(reducer):
        params = vars_of(step)
        n_components = params.get("n_components")
        if not isinstance(n_components, Integral):
            n_components = 0
        needed = n_components
        if isinstance(params.get("n_neighbors"), Integral):
            needed = max(needed, params["n_neighbors"] + 1)
        if n_documents < needed:
            raise ValueError(
                f"{whom} learns from the first batch alone, and needs {needed} "
                f"documents or more that differ: this batch has {n_documents} of which "
                "something is known. Give a larger first batch."
            )
        if step is pipeline_steps(reducer)[0] and n_dimensions < n_components:
            raise ValueError(
                f"{whom} with n_components={n_components} has no use for vectors of "
                f"{n_dimensions} dimensions: set n_components lower, or reducer=None."
            )
