"""Approximate search for nearest neighbours among many vectors, in cells.

The vectors are divided among the means that k-means finds for a sample of them, and a
query is compared with the vectors of the cells whose centres are nearest to it: an
inverted file [1]_.

References
----------
.. [1] J. Sivic and A. Zisserman, "Video Google: a text retrieval approach to object
   matching in videos", ICCV 2003, https://doi.org/10.1109/ICCV.2003.1238663; for
   vectors as here: H. Jégou, M. Douze and C. Schmid, "Product quantization for
   nearest neighbor search", IEEE TPAMI 33, 2011,
   https://doi.org/10.1109/TPAMI.2010.57.
"""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from .._parallel import placed, run_blocks
from ..kernels.nearest import merge_largest
from .exact import MAX_TREE_DIMENSIONS, distances_to, nearest

# Up to here comparing everything with everything takes about a second.
_MAX_EXACT = 10_000
# Cells that a query looks into, of twice the square root of `n_vectors`.
_N_PROBES = 32
# What the centres are made from: more than this finds hardly more neighbours.
_SAMPLE_PER_CELL = 32
_N_PASSES = 5
# Queries that look into the cells together: each cell is compared with a few hundred.
_BLOCK = 4096


class Cells(NamedTuple):
    """An index of vectors.

    Attributes
    ----------
    centers : ndarray of shape (n_cells, n_dimensions)
    members : ndarray of shape (n_members,), int32
        Rows of vectors, those of one cell after those of another, in their order.
    offsets : ndarray of shape (n_cells + 1,), int64
        Where cells start in `members`.
    """

    centers: np.ndarray
    members: np.ndarray
    offsets: np.ndarray


def make_cells(vectors, random_state=None, *, rows=None):
    """Divide vectors among cells.

    Parameters
    ----------
    vectors : ndarray of shape (n_vectors, n_dimensions)
    random_state : int, RandomState instance or None, default=None
        Draws the sample, and the first centres.
    rows : ndarray of shape (n_members,), int, default=None
        The vectors that are to be found, in ascending order; all by default.

    Returns
    -------
    cells : Cells
        About twice the square root of `n_members`, none of them empty. One for few
        vectors and in few dimensions, where `nearest_in_cells` searches exactly.
    """
    if rows is not None:
        vectors = vectors[rows]
    n_members, n_dimensions = vectors.shape
    if n_members <= _MAX_EXACT or n_dimensions <= MAX_TREE_DIMENSIONS:
        n_cells, cell_of = 1, np.zeros(n_members, dtype=np.int64)
        centers = vectors.sum(axis=0, keepdims=True) / max(n_members, 1)
    else:
        n_cells = int(2 * np.sqrt(n_members))
        rng = check_random_state(random_state)
        size = min(n_members, _SAMPLE_PER_CELL * n_cells)
        sample = vectors[np.sort(rng.choice(n_members, size, replace=False))]
        centers = sample[rng.choice(size, n_cells, replace=False)]
        with threadpool_limits(1, "blas"):
            centers = _means(sample, centers)
            cell_of = _nearest_centers(vectors, centers, 1)[:, 0]
        # Copies of a vector make copies of a centre: cells looked into in vain.
        full, cell_of = np.unique(cell_of, return_inverse=True)
        n_cells, centers = len(full), centers[full]
    offsets = np.zeros(n_cells + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell_of, minlength=n_cells), out=offsets[1:])
    members = np.argsort(cell_of, kind="stable")
    if rows is not None:
        members = rows[members]
    return Cells(centers, members.astype(np.int32), offsets)


def add_to_cells(cells, vectors, rows):
    """Return cells with more vectors in them.

    Parameters
    ----------
    cells : Cells
    vectors : ndarray of shape (n_vectors, n_dimensions)
        All vectors, of which those of `rows` are new.
    rows : ndarray of shape (n_new,), int
        Ascending, and larger than the rows in the cells.

    Returns
    -------
    cells : Cells
        With the same centres, unless there are too many vectors for one cell by now.
    """
    if not len(rows):
        return cells
    members = np.concatenate([cells.members, rows])
    if len(cells.centers) == 1:
        return make_cells(vectors, 0, rows=np.sort(members))
    with threadpool_limits(1, "blas"):
        found = _nearest_centers(vectors[rows], cells.centers, 1)[:, 0]
    known = np.repeat(np.arange(len(cells.centers)), np.diff(cells.offsets))
    cell_of = np.concatenate([known, found])
    offsets = np.zeros(len(cells.centers) + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell_of, minlength=len(cells.centers)), out=offsets[1:])
    order = np.argsort(cell_of, kind="stable")
    return Cells(cells.centers, members[order].astype(np.int32), offsets)


def _means(sample, centers):
    """k-means, a few passes; a centre that loses all of its vectors stays."""
    for _ in range(_N_PASSES):
        cell_of = _nearest_centers(sample, centers, 1)[:, 0]
        sizes = np.bincount(cell_of, minlength=len(centers))
        full = np.flatnonzero(sizes)
        starts = np.cumsum(sizes[full]) - sizes[full]
        ordered = sample[np.argsort(cell_of, kind="stable")]
        centers[full] = np.add.reduceat(ordered, starts)
        centers[full] /= sizes[full, np.newaxis].astype(centers.dtype)
    return centers


def _nearest_centers(vectors, centers, n_nearest):
    """Find the nearest centres of each vector, in no order."""
    halves = np.einsum("ij,ij->i", centers, centers) / 2
    found = np.empty((len(vectors), n_nearest), dtype=np.int64)
    for i in range(0, len(vectors), _BLOCK):
        scores = vectors[i : i + _BLOCK] @ centers.T
        scores -= halves
        if n_nearest == 1:
            found[i : i + _BLOCK, 0] = scores.argmax(axis=1)
        else:
            nearest_last = np.argpartition(scores, -n_nearest, axis=1)
            found[i : i + _BLOCK] = nearest_last[:, -n_nearest:]
    return found


def nearest_in_cells(queries, vectors, cells, n_neighbors, *, own=None, n_jobs=None):
    """Return neighbours of some vectors among others, most of the nearest.

    Parameters
    ----------
    queries : ndarray of shape (n_queries, n_dimensions)
    vectors : ndarray of shape (n_vectors, n_dimensions)
    cells : Cells
        Of `vectors`.
    n_neighbors, own, n_jobs
        As of `nearest`.

    Returns
    -------
    neighbors : ndarray of shape (n_queries, k), int64
        Rows of `vectors`, nearest first.
    distances : ndarray of shape (n_queries, k)
        Euclidean distances.
    """
    if own is None:
        own = np.full(len(queries), -1)
    if len(cells.centers) == 1 or not len(queries):
        return _nearest_members(queries, vectors, cells, n_neighbors, own, n_jobs)
    k = min(n_neighbors, len(cells.members) - int((own >= 0).any()))
    ordered = vectors[cells.members]
    halves = np.einsum("ij,ij->i", ordered, ordered) / 2
    blocks = range(0, len(queries), _BLOCK)
    # Each task is given all cells. The products are small: threads of BLAS would mostly
    # wait for each other.
    with (
        placed([(ordered, halves, cells)], n_jobs, len(blocks)) as (index,),
        threadpool_limits(1, "blas"),
    ):
        arguments = [
            (queries[i : i + _BLOCK], index, k, own[i : i + _BLOCK]) for i in blocks
        ]
        neighbors = np.vstack(list(run_blocks(_search_cells, arguments, n_jobs)))
    lacking = np.flatnonzero(neighbors[:, -1] < 0)
    if len(lacking):  # the cells that they looked into were too small
        found, _ = _nearest_members(
            queries[lacking], vectors, cells, k, own[lacking], n_jobs
        )
        neighbors[lacking] = found
    return neighbors, distances_to(queries, vectors, neighbors)


def _nearest_members(queries, vectors, cells, n_neighbors, own, n_jobs):
    """`nearest` among the members of all cells."""
    members = np.sort(cells.members)
    if len(members) == len(vectors):
        return nearest(queries, vectors, n_neighbors, own=own, n_jobs=n_jobs)
    places = np.full(len(vectors) + 1, -1)  # the last is that of none
    places[members] = np.arange(len(members))
    neighbors, distances = nearest(
        queries, vectors[members], n_neighbors, own=places[own], n_jobs=n_jobs
    )
    return members[neighbors], distances


def _search_cells(queries, index, k, own):
    """Neighbours of a block of queries, -1 where their cells hold fewer."""
    ordered, halves, (centers, members, offsets) = index
    n_probes = min(_N_PROBES, len(centers))
    probes = _nearest_centers(queries, centers, n_probes).ravel()
    if len(centers) < 2**16:  # numbers of 16 bits are sorted by their digits
        probes = probes.astype(np.uint16)
    visits = np.argsort(probes, kind="stable")
    stops = np.cumsum(np.bincount(probes, minlength=len(centers)))
    visitors = visits // n_probes
    neighbors = np.full((len(queries), k), -1, dtype=np.int64)
    values = np.full((len(queries), k), -np.inf, dtype=ordered.dtype)
    for cell in range(len(centers)):
        rows = visitors[stops[cell - 1] if cell else 0 : stops[cell]]
        inside = slice(offsets[cell], offsets[cell + 1])
        if not len(rows) or inside.start == inside.stop:
            continue
        scores = queries[rows] @ ordered[inside].T
        scores -= halves[inside]
        merge_largest(scores, rows, members[inside], own, neighbors, values)
    return neighbors
