"""The placement of a model after documents have come or gone."""

from dataclasses import replace

import numpy as np

from ..._arrays import first_equal_rows, unit_rows
from ..._neighbors import Cells, add_to_cells, make_cells
from .._placement.known_documents import find_rows, text_keys, vector_keys
from .._placement.placing import reduced_places
from .._steps.nothing_known import rows_of_some, rows_taken


def with_documents(settings, state, texts, vectors, learned, rows):
    """Return the placement with more documents, where they are among those of before.

    Parameters
    ----------
    settings : Top2Vec
    state : FittedState
        Of before.
    texts : list of str
    vectors : ndarray of shape (n_new, n_dimensions)
    learned : ndarray of shape (n_learned,), int
        The new documents of which something is known.
    rows : ndarray of shape (n_new,), int
        The documents of before that are the same, among those that were learned from;
        negative for the others.
    """
    placement, n_before = state.placement, len(state.topics.labels)
    before = placement.learned_rows(n_before)
    n_learned, some, same = len(before), vectors[learned], rows[learned]
    texts = [texts[row] for row in learned]
    all_learned = np.append(before, n_before + learned)
    changes = {
        "learned": rows_of_some(all_learned, n_before + len(vectors)),
        "text_keys": np.append(placement.text_keys, text_keys(texts)),
        "vector_keys": np.append(placement.vector_keys, vector_keys(some)),
        "corpus_key": None,  # of texts that are not kept
        "as_clustered": False,
    }
    if placement.reduced is None or not len(learned):
        return replace(placement, **changes)
    new = np.flatnonzero(same < 0)  # their vectors may be known all the same
    labels = placement.learned_labels(state.topics.labels)
    keys = vector_keys(rows_taken(some, new))
    same[new] = find_rows(keys, placement.vector_keys, labels)
    first = _first_rows(placement.first_rows, n_learned, some, same)
    places = reduced_places(settings, state, some, same)
    changes["reduced"] = np.vstack([placement.reduced, places])
    if placement.vectors is not None:
        units = unit_rows(some.astype(placement.vectors.dtype, copy=False))
        changes["vectors"] = np.vstack([placement.vectors, units])
    if placement.cell_centers is not None:
        new = np.arange(n_learned, len(first))
        new = new[first[n_learned:] == new]
        cells = add_to_cells(placement.cells, changes["reduced"], new)
        changes |= _named(cells)
    if (first < np.arange(len(first))).any():
        changes["first_rows"] = first
    return replace(placement, **changes)


def _first_rows(known, n_learned, vectors, same):
    """Return the first document with the vector of each, of all that were learned."""
    known = np.arange(n_learned) if known is None else known
    new = n_learned + first_equal_rows(vectors)
    is_known = same >= 0
    new[is_known] = known[same[is_known]]
    return np.concatenate([known, new])


def without_documents(placement, gone, n_documents):
    """Return the placement without some documents.

    Parameters
    ----------
    placement : Placement
    gone : ndarray of shape (n_gone,), int
        Rows of all documents.
    n_documents : int
        Of before.
    """
    stays = np.ones(n_documents, dtype=bool)
    stays[gone] = False
    learned = placement.learned_rows(n_documents)
    kept = np.flatnonzero(stays[learned])
    place = np.cumsum(stays) - 1
    changes = {
        "learned": rows_of_some(place[learned[kept]], int(stays.sum())),
        "corpus_key": None,
        "as_clustered": False,
    }
    for name in ("text_keys", "vector_keys", "reduced", "vectors"):
        values = getattr(placement, name)
        if values is not None and len(values) == len(learned):
            changes[name] = values[kept]
    if placement.first_rows is not None:
        first = _first_that_stays(placement.first_rows[kept])
        differ = (first == np.arange(len(first))).all()
        changes["first_rows"] = None if differ else first
    changed = replace(placement, **changes)
    if placement.cell_centers is None:
        return changed
    cells = make_cells(changed.reduced, random_state=0, rows=changed.distinct_rows)
    return replace(changed, **_named(cells))


def _first_that_stays(first):
    """Return the first document of each, after the first may have gone."""
    _, places, group = np.unique(first, return_index=True, return_inverse=True)
    return places[group]


def _named(cells: Cells):
    return {
        "cell_centers": cells.centers,
        "cell_members": cells.members,
        "cell_offsets": cells.offsets,
    }
