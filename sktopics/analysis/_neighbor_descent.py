"""Places in the plane in which neighbours of a graph are near each other."""

import numpy as np

from ..kernels.plane_forces import pull_neighbors, push_apart

_N_STEPS = 250
# In the first steps of a start from nothing neighbours pull harder, so that islands
# find together before they are in each other's way.
_N_GATHERING, _GATHERING = 50, 12
# No place moves farther in a step.
_LONGEST_STEP = 5.0


def neighbor_descent(graph, start, *, pull=1, gather=False):
    """Return places that descend the loss of t-SNE [1]_ from a start.

    Parameters
    ----------
    graph : csr_array of shape (n, n)
        Symmetric weights that sum to 1.
    start : ndarray of shape (n, 2)
    pull : float, default=1
        How much harder neighbours pull than in the loss itself; with more than 1
        islands are denser, with more room between them [2]_.
    gather : bool, default=False
        Whether neighbours pull harder in the first steps; for a start in which places
        are on top of each other.

    Returns
    -------
    places : ndarray of shape (n, 2), float32
        Around (0, 0).

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9,
       2008.
    .. [2] J. N. Böhm, P. Berens and D. Kobak, "Attraction-repulsion spectrum in
       neighbor embeddings", JMLR 23, 2022.
    """
    n = len(start)
    places = np.array(start.T, dtype=np.float32, order="C")
    weights = graph.data.astype(np.float32)
    pulled, pushed, speed = (np.zeros_like(places) for _ in range(3))
    gains = np.ones_like(places)
    rate = np.float32(4 * max(n / _GATHERING, 50))
    for step in range(_N_STEPS):
        gathering = gather and step < _N_GATHERING
        total = push_apart(*places, *pushed)
        pull_neighbors(graph.indptr, graph.indices, weights, *places, *pulled)
        factor = np.float32(_GATHERING if gathering else pull)
        gradient = factor * pulled - pushed / np.float32(max(total, 1e-12))
        # Delta-bar-delta: coordinates that keep their direction go faster.
        turned = (gradient > 0) == (speed > 0)
        gains = np.where(turned, gains * np.float32(0.8), gains + np.float32(0.2))
        np.maximum(gains, np.float32(0.01), out=gains)
        speed *= np.float32(0.5 if gathering else 0.8)
        speed -= rate * gains * gradient
        np.clip(speed, -_LONGEST_STEP, _LONGEST_STEP, out=speed)
        places += speed
    places -= places.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(places.T)
