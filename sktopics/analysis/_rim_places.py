"""Places for documents that have none of their own: at the rim, or on a disc."""

import numpy as np
from scipy.spatial import KDTree

# From the middle to the first place at the rim, in radii of what is inside.
_MARGIN = 1.15
# The rim is never wider than this many of what is inside are spread over.
_WIDEST = 1.5
# After this angle the next place is in the largest gap: the seeds of a sunflower.
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
# Radius of a disc, of the way to the next one.
_DISC = 0.45


def rim_places(places, known):
    """Put the documents of which nothing is known on a ring around the others.

    Parameters
    ----------
    places : ndarray of shape (n_documents, 2)
        Changed in place.
    known : ndarray of int
        Rows whose places are right.

    Returns
    -------
    places : ndarray of shape (n_documents, 2)
    """
    unknown = np.ones(len(places), dtype=bool)
    unknown[known] = False
    n_unknown = int(unknown.sum())
    if not n_unknown:
        return places
    center, radius, inner = np.zeros(2), 1.0, 0.0
    if len(known):
        inside = places[known].astype(np.float64)
        center = (inside.min(axis=0) + inside.max(axis=0)) / 2
        radius = np.hypot(*(inside - center).T).max() or 1.0
        inner = _MARGIN
    # As dense as what is inside, as long as it is not wider than that.
    area = min(n_unknown / max(len(known), 1), _WIDEST)
    shares = (np.arange(n_unknown) + 0.5) / n_unknown
    places[unknown] = center + _sunflower(radius * np.sqrt(inner**2 + area * shares))
    return places


def spread_equal(places, rows, groups):
    """Spread documents that have one place over a disc around it.

    Discs do not overlap, and their areas are by the number of documents as far as
    there is room. Documents are spread in the order of their rows.

    Parameters
    ----------
    places : ndarray of shape (n_documents, 2)
        Changed in place.
    rows : ndarray of shape (n,), int
        Documents.
    groups : ndarray of shape (n,), int
        Equal for documents that have one place.
    """
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    if not len(order) or sizes.max() < 2:
        return
    centers = places[rows[order[starts]]].astype(np.float64)
    room = np.full(len(starts), np.inf)
    if len(starts) > 1:
        several = np.flatnonzero(sizes > 1)
        room[several] = KDTree(centers).query(centers[several], 2)[0][:, 1]
    extent = np.hypot(*np.ptp(centers, axis=0)) or 1.0
    # All discs together would fill a quarter of a disc around all places.
    wanted = extent / 4 * np.sqrt(sizes / len(order))
    radii = np.repeat(np.minimum(wanted, _DISC * room), sizes)
    ranks = np.arange(len(order)) - np.repeat(starts, sizes)
    # The first one stays where it is.
    steps = _sunflower(radii * np.sqrt(ranks / np.repeat(sizes, sizes)), ranks)
    places[rows[order]] += steps.astype(places.dtype)


def _sunflower(radii, ranks=None):
    """Return steps from a middle, each in another direction."""
    ranks = np.arange(len(radii)) if ranks is None else ranks
    angles = _GOLDEN_ANGLE * ranks
    return radii[:, np.newaxis] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
