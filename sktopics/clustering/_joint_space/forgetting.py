"""Documents that a model forgets."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from ..._arrays import unit_rows
from ..._columns import items_of
from .._labels import OUTLIER
from .._placement.known_documents import text_keys
from .._revisions.moving import check_known_documents
from .fit_space import calibrated_on_areas
from .nearest_area import given_to_nearest, gives_nearest, placed_in_space
from .placement_growth import without_documents


def check_forgotten_rows(rows, n_documents):
    """Return the rows of documents that are to go, ascending.

    Raises
    ------
    TypeError
        If they are no whole numbers.
    ValueError
        If there is no such document, or none would be left.
    """
    given = list(items_of(rows)) if np.iterable(rows) else [rows]
    for row in given:
        if isinstance(row, (bool, np.bool_)) or not isinstance(row, Integral):
            raise TypeError(
                "rows must be numbers of documents, such as [0, 7] or "
                f"np.flatnonzero(mask), got {row!r:.100}."
            )
        if not 0 <= row < n_documents:
            raise ValueError(
                f"There is no document {row}: documents are 0 to {n_documents - 1}."
            )
    found = np.unique(np.array(given, dtype=np.int64))
    if len(found) == n_documents:
        raise ValueError(
            f"rows are all {n_documents} documents, and a model without any knows no "
            "topics: fit it on others."
        )
    return found


def known_documents(placement, documents, n_documents):
    """Return the documents of a model, given once more, in their order.

    Parameters
    ----------
    placement : Placement
    documents : list of str or None
        None stands for documents without texts.
    n_documents : int

    Raises
    ------
    ValueError
        If they are others.
    """
    had_texts = (placement.text_keys != text_keys([""])).any()
    if not had_texts:
        return [""] * n_documents if documents is None else documents
    if documents is None:
        raise ValueError(
            f"X must be the {n_documents} training documents, and is None: words are "
            "counted in them once more."
        )
    check_known_documents(placement, documents)
    return documents


def without_rows(model, state, rows, documents=None):
    """Return the state without some documents.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
    rows : ndarray of shape (n_gone,), int
        Ascending.
    documents : list of str, default=None
        All documents of before, from which others are chosen to stand for topics.

    Returns
    -------
    state : FittedState
        Topics keep their numbers. The vectors of those whose areas have lost documents
        are the means of the documents that are left. A topic without documents stays
        without, whatever the clusterer says of new ones.
    """
    if not len(rows):
        return state
    before, space = state.topics, state.space
    n_before = len(before.labels)
    topics = before.without(rows, space.counts[rows])
    space = space.without(rows)
    layers = state.layers
    if layers is not None:
        layers = layers._replace(labels=np.delete(layers.labels, rows, axis=1))
    placement = without_documents(state.placement, rows, n_before)
    placement = _without_clusters(placement, topics.sizes)
    state = replace(
        state,
        topics=topics,
        space=space,
        layers=layers,
        placement=placement,
        drift=None,
    )
    if (before.areas[rows] >= 0).any():
        topics = topics.with_areas(topics.areas, unit_rows(space.documents))
        state = replace(state, topics=topics)
        state = replace(state, placement=calibrated_on_areas(state))
        if gives_nearest(model, state):
            state = given_to_nearest(model, state)
    if documents is not None:
        gone = set(rows.tolist())
        documents = [text for row, text in enumerate(documents) if row not in gone]
    return placed_in_space(model, state, documents)


def _without_clusters(placement, sizes):
    """Let clusters be no topics any more of which all documents have gone."""
    topics = placement.cluster_topics
    has_documents = np.append(sizes > 0, False)  # the last is that of -1
    return replace(
        placement, cluster_topics=np.where(has_documents[topics], topics, OUTLIER)
    )
