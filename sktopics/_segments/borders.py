"""Where a sequence of vectors is cut, so that vectors of a segment are alike."""

import numpy as np

from .._arrays import unit_rows
from ..kernels.segmentation import cut_by_penalty, cut_in_number, spread_peaks

# Peaks are candidates if they are this share of the length of contexts apart.
APART = 0.25
# Where a number of segments is asked for, this many candidates are looked at, which
# takes 16 MB.
MOST_CANDIDATES = 2000


def root_shares(shares):
    """Return the roots of shares, as rows of length 1, float64.

    The scatter of these rows is a sum of squared Hellinger distances of the shares.
    """
    roots = np.sqrt(shares, dtype=np.float64)
    return unit_rows(roots, out=roots)


def peaks_of(strengths, length, n_segments=None):
    """Return the places at which the strength of borders peaks, without the first.

    Parameters
    ----------
    strengths : ndarray of shape (n,)
        How much a text changes before each position.
    length : float
        Length of the contexts that were compared: peaks are a quarter of it apart.
    n_segments : int, default=None
        How many segments are wanted. None: the penalty decides.

    Returns
    -------
    places : ndarray of shape (n_places,), int
        Rising, from 1 on. All places, where there are too few peaks for `n_segments`.
    """
    heights = strengths[1:]
    peaks = np.zeros(len(heights), np.bool_)
    spread_peaks(heights, max(int(APART * length), 1), peaks)
    places = np.flatnonzero(peaks) + 1
    if n_segments is not None:
        places = _strongest(places, strengths, n_segments)
        if len(places) < n_segments - 1:  # so many that any place will do
            places = np.arange(1, len(strengths))
    return places


def _strongest(places, strengths, n_segments):
    """Return the places of the largest strengths, if there are many, in order."""
    most = max(MOST_CANDIDATES, 2 * n_segments)
    if len(places) <= most:
        return places
    strongest = np.argsort(-strengths[places], kind="stable")[:most]
    return np.sort(places[strongest])


def borders_of(vectors, n_segments=None, *, penalty=1.0, candidates=None, weights=None):
    """Return the places between which vectors are most alike.

    Dynamic programming finds the borders for which the squared distances of vectors to
    the mean of their segment, summed, are least. Without a number of segments, a
    penalty for each border is added.

    Parameters
    ----------
    vectors : ndarray of shape (n, n_columns)
        Of length 1, or of zeros: embeddings, or `root_shares`.
    n_segments : int, default=None
        Number of segments; fewer if there are not so many candidates. None: as many as
        the penalty leaves.
    penalty : float, default=1.0
        For each border, times the logarithm of the sum of the weights (of 2 at least).
    candidates : ndarray of shape (n_candidates,), int, default=None
        Where borders may be, rising, from 1 to n - 1. By default everywhere; of many
        places for a given number of segments, where neighbours differ most.
    weights : ndarray of shape (n,), default=None
        What each position counts for, by default 1.

    Returns
    -------
    borders : ndarray of shape (n_borders,), int
        The positions with which the second and further segments begin.
    """
    if weights is None:
        weights = np.ones(len(vectors))
    if candidates is None:
        candidates = np.arange(1, len(vectors))
        if n_segments is not None:
            candidates = _strongest(candidates, _steps(vectors), n_segments)
    if not len(candidates):
        return candidates
    edges = np.concatenate(([0], candidates, [len(vectors)]))
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]))
    np.cumsum(vectors * weights[:, np.newaxis], axis=0, out=sums[1:])
    masses = np.concatenate(([0], np.cumsum(weights, dtype=np.float64)))
    sums, masses = sums[edges], masses[edges]
    if n_segments is None:
        cuts = cut_by_penalty(sums, masses, penalty * np.log(max(masses[-1], 2.0)))
    else:
        cuts = cut_in_number(sums, masses, min(n_segments, len(edges) - 1))
    return edges[cuts[1:-1]]


def _steps(vectors):
    """Return how far each vector is from the one before it, 0 for the first."""
    steps = np.zeros(len(vectors))
    steps[1:] = 1 - np.einsum("ik,ik->i", vectors[:-1], vectors[1:])
    return steps
