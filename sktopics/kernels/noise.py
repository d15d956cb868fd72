"""Noise words of negative sampling, and frequent words that are passed over."""

import math
from typing import NamedTuple

import numpy as np

from ._jit import jit

_FULL = 2.0**32


class Noise(NamedTuple):
    """Table from which noise words are drawn in constant time (Walker's alias method).

    Attributes
    ----------
    threshold : ndarray of shape (n_terms,), uint64
        A draw that falls on word a means a itself with probability ``threshold[a] /
        2**32``, and otherwise ``pairs[a, 1]``.
    pairs : ndarray of shape (n_terms, 2), int32
        ``pairs[a, 0]`` is a.
    n_negative : int
        Noise words to draw at a time; 0: no negative sampling.
    """

    threshold: np.ndarray
    pairs: np.ndarray
    n_negative: int


def noise_table(counts, exponent, n_negative):
    """Return the `Noise` that draws words in proportion to ``counts ** exponent``.

    Parameters
    ----------
    counts : array-like of shape (n_terms,)
        Words with count 0 are never drawn, unless all have. Finite: `FlatDocuments`
        has added them up from weights that are checked (`_limits`).
    exponent : float
    n_negative : int
    """
    counts = np.asarray(counts, dtype=np.float64)
    weights = np.zeros(counts.size)
    is_seen = counts > 0
    seen = _places(is_seen)
    if is_seen.any():
        weights[seen] = _powers(counts[seen], exponent)
    else:
        weights[:] = 1.0
    pairs = np.repeat(np.arange(counts.size, dtype=np.int32)[:, np.newaxis], 2, axis=1)
    shares = np.ones(counts.size)
    fill_aliases(weights * (counts.size / weights.sum()), shares, pairs)
    threshold = np.minimum(np.rint(shares * _FULL), _FULL).astype(np.uint64)
    return Noise(threshold, pairs, n_negative)


def _places(mask):
    """Return what picks the places of a mask: a slice, sooner read, if it is all."""
    return slice(None) if mask.all() else mask


def _powers(counts, exponent):
    """Return ``counts ** exponent`` times some number, so that the sum is finite."""
    # In units of the largest, so that no power can overflow, or only one below 0: then
    # in units of the smallest.
    if exponent >= 0:
        return (counts / counts.max()) ** exponent
    with np.errstate(over="ignore", divide="ignore"):
        powers = (counts / counts.max()) ** exponent
        if np.isfinite(powers.sum()):
            return powers
        return (counts / counts.min()) ** exponent


@jit
def fill_aliases(mass, shares, pairs):
    """Fill in the alias table of a distribution (Vose 1991).

    `mass`, whose mean is 1, is used up. The mass that is then drawn is the one given:
    ``np.bincount(pairs[:, 1], 1 - shares, minlength=n) + shares == mass``. Whatever
    `mass` holds, each word is in one of two lists of n places at most: no list runs
    over, and the loop ends.
    """
    n = mass.size
    small, large = np.empty(n, np.int64), np.empty(n, np.int64)
    n_small = n_large = 0
    for a in range(n):
        if mass[a] < 1:
            small[n_small] = a
            n_small += 1
        else:
            large[n_large] = a
            n_large += 1
    while n_small and n_large:
        n_small -= 1
        a, b = small[n_small], large[n_large - 1]
        shares[a], pairs[a, 1] = mass[a], b
        mass[b] -= 1 - mass[a]
        if mass[b] < 1:
            n_large -= 1
            small[n_small] = b
            n_small += 1


def keep_thresholds(counts, sample):
    """How likely each word is to be kept, of 2**32.

    ``p = min((sqrt(v / t) + 1) * t / v, 1)`` for a word that occurs v times, with ``t =
    sample * counts.sum()`` (Mikolov et al. 2013, as their code has it).

    Parameters
    ----------
    counts : array-like of shape (n_terms,)
    sample : float
        0 keeps all words. From 1 on it is itself a count: words that occur more often
        than that are passed over now and then.

    Returns
    -------
    keep : ndarray of shape (n_terms,), uint64
    """
    counts = np.asarray(counts, dtype=np.float64)
    shares = np.ones(counts.size)
    is_seen = counts > 0
    seen = _places(is_seen)
    if sample and is_seen.any():
        t = float(sample) * float(counts.sum())
        if sample >= 1:  # p is 1 where v is the square of the golden ratio times t
            t = float(sample) * (3 + math.sqrt(5)) / 2
        with np.errstate(over="ignore"):
            ratio = t / counts[seen]
        shares[seen] = np.minimum(np.sqrt(ratio) + ratio, 1)
    return np.rint(shares * _FULL).astype(np.uint64)
