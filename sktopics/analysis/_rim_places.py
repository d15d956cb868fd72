"""Places at the rim, for documents of which nothing is known."""

import numpy as np

# Between two places on the ring, of its radius: documents there do not hide each other.
_MARGIN = 1.15


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
    center, radius = np.zeros(2), 1.0
    if len(known):
        inside = places[known].astype(np.float64)
        center = (inside.min(axis=0) + inside.max(axis=0)) / 2
        radius = np.sqrt(((inside - center) ** 2).sum(axis=1).max()) or 1.0
    angles = np.arange(n_unknown) * (2 * np.pi / n_unknown)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    places[unknown] = center + _MARGIN * radius * ring
    return places
