"""Places in the plane that are as far apart as distances say."""

import numpy as np

from ._neighbor_descent import neighbor_descent
from ._neighbor_weights import N_NEIGHBORS, neighbor_weights

# A step that lowers the stress by less than this share is the last one.
_TOLERANCE = 1e-6


# Of a start: its size in the units of the descent, and how far equal places are moved
# from each other.
_N_FIRST_STEPS, _START_SIZE, _JITTER = 30, 3.0, 1e-3


def plane_of_topics(distances, rng):
    """Return places of topics in the plane, near ones next to each other.

    Few topics are placed by all their distances. Of more than 16 topics, the plane has
    no room for the distances of all pairs: the nearest neighbours of each topic decide,
    from a start by all distances.

    Parameters
    ----------
    distances : ndarray of shape (n, n)
        As of `plane_of_distances`.
    rng : RandomState
        Moves topics a little, of which some may be equal.

    Returns
    -------
    places : ndarray of shape (n, 2), float64
        Around (0, 0), the farthest at a distance of 1, unless all are equal.
    """
    n = len(distances)
    if n <= N_NEIGHBORS + 1:
        return _within_one(plane_of_distances(distances))
    start = plane_of_distances(distances, _N_FIRST_STEPS)
    start /= np.sqrt(start.var(axis=0).mean()) or 1.0
    start += _JITTER * rng.standard_normal((n, 2))
    others = distances + np.diag(np.full(n, np.inf))
    neighbors = np.argsort(others, axis=1, kind="stable")[:, :N_NEIGHBORS]
    graph = neighbor_weights(neighbors, np.take_along_axis(others, neighbors, axis=1))
    places = neighbor_descent(graph, _START_SIZE * start)
    return _upright(_within_one(places.astype(np.float64)))


def _within_one(places):
    return places / (np.hypot(*places.T).max(initial=0) or 1.0)


def plane_of_distances(distances, n_steps=300):
    """Return places in the plane whose distances are near given ones.

    Classical scaling [1]_ gives the start, and the steps of SMACOF [2]_ lower the sum
    of the squared differences between distances in the plane and given ones.

    Parameters
    ----------
    distances : ndarray of shape (n, n)
        Symmetric, not negative, zeros on the diagonal.
    n_steps : int, default=300
        The most steps of SMACOF.

    Returns
    -------
    places : ndarray of shape (n, 2), float64
        Their mean is (0, 0). The largest number of each column, by its absolute
        value, is positive.

    References
    ----------
    .. [1] W. S. Torgerson, "Multidimensional scaling: I. Theory and method",
       Psychometrika 17, 1952.
    .. [2] J. de Leeuw, "Applications of convex analysis to multidimensional scaling",
       Recent Developments in Statistics, 1977.
    """
    n = len(distances)
    if n < 2 or not distances.any():
        return np.zeros((n, 2))
    places = _classical_scaling(distances)
    before = np.inf
    for _ in range(n_steps):
        between = _distances_of(places)
        stress = ((between - distances) ** 2).sum()
        if before - stress <= _TOLERANCE * stress:
            break
        before = stress
        ratios = np.divide(
            distances, between, out=np.zeros_like(between), where=between > 0
        )
        # The transform of Guttman: each place is the mean of where others want it.
        places = (ratios.sum(axis=1)[:, np.newaxis] * places - ratios @ places) / n
    return _upright(places - places.mean(axis=0))


def _classical_scaling(distances):
    squares = distances**2
    means = squares.mean(axis=0)
    products = (means + means[:, np.newaxis] - squares - means.mean()) / 2
    values, vectors = np.linalg.eigh(products)
    values, vectors = values[::-1][:2], vectors[:, ::-1][:, :2]
    return _upright(vectors * np.sqrt(np.maximum(values, 0)))


def _distances_of(places):
    x, y = places.T
    return np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)


def _upright(places):
    """Turn around the axes whose largest number is negative; of equal ones the first.

    Numbers that differ by rounding are equal.
    """
    sizes = np.abs(places)
    first = (sizes >= (1 - 1e-6) * sizes.max(axis=0)).argmax(axis=0)
    signs = np.sign(places[first, np.arange(places.shape[1])])
    return places * np.where(signs < 0, -1, 1)
