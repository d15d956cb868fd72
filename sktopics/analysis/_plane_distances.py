"""Places in the plane that are as far apart as distances say."""

import numpy as np

# A step that lowers the stress by less than this share is the last one.
_TOLERANCE = 1e-6
_MAX_STEPS = 300


def plane_of_distances(distances):
    """Return places in the plane whose distances are near given ones.

    Classical scaling [1]_ gives the start, and the steps of SMACOF [2]_ lower the sum
    of the squared differences between distances in the plane and given ones.

    Parameters
    ----------
    distances : ndarray of shape (n, n)
        Symmetric, not negative, zeros on the diagonal.

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
    for _ in range(_MAX_STEPS):
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
    differences = places[:, np.newaxis] - places
    return np.sqrt((differences**2).sum(axis=2))


def _upright(places):
    """Turn around the axes whose largest number is negative."""
    largest = np.abs(places).argmax(axis=0)
    signs = np.sign(places[largest, np.arange(places.shape[1])])
    return places * np.where(signs < 0, -1, 1)
