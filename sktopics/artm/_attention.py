"""Who attends to whom: averages over the contexts of positions, and their adjoints."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .._magnitudes import in_range
from ..kernels.attention import average_contexts, rate_positions, spread_gradient


@dataclass(frozen=True)
class Attention:
    """How positions attend to their contexts.

    Attributes
    ----------
    heads : tuple of (left, right)
        Lengths of the contexts, in tokens; infinite ones are means.
    balance, prior, normalize, include_self
        See `kernels.attention.rate_positions`.
    function : callable or None
        Weights as a function of the distance, instead of exponential ones.
    importance : ndarray of shape (n_terms,), or None
    """

    heads: tuple
    balance: float
    prior: float
    normalize: bool
    include_self: bool
    function: object
    importance: np.ndarray | None

    def over(self, words, weights, pieces, prior):
        """Return the averages over a text, linear in the vectors of its positions.

        Unknown words, and others that are given no weight, are not attended to.

        Parameters
        ----------
        words : ndarray of shape (n_positions,)
        weights : ndarray of shape (n_positions,)
        pieces : ndarray of shape (n_pieces + 1,)
        prior : ndarray of shape (n_padded,)
            The context where there is none.
        """
        gain = self._gain(words, weights.dtype)
        if self.function is not None:
            return WeightedAverages(*self._matrix(weights * gain, pieces), prior)
        rates = np.empty((len(self.heads), 6, len(words)), weights.dtype)
        for (left, right), out in zip(self.heads, rates, strict=True):
            rate_positions(
                pieces,
                gain,
                weights,
                1 / left,
                1 / right,
                self.balance,
                self.prior,
                self.normalize,
                self.include_self,
                out,
            )
        rates[:, 2:] /= len(self.heads)
        return MovingAverages(rates, pieces, prior)

    def _gain(self, words, dtype):
        """Return what moves the averages at each position, unknown words included."""
        if self.importance is None:
            return np.ones(len(words), dtype)
        return np.append(self.importance, 1).astype(dtype)[words]

    def _matrix(self, masses, pieces):
        """Attention of all positions to all, CSR, and to p(topic)."""
        parts = [self._head(masses, pieces, head) for head in self.heads]
        matrix = sum(part[0] for part in parts) / len(parts)
        rest = sum(part[1] for part in parts) / len(parts)
        return sp.csr_array(matrix), rest.astype(masses.dtype)

    def _head(self, masses, pieces, reaches):
        """Attention of one head: each side normalised, and what there is of it."""
        sides, shares, alpha = [], [], 0.0
        for step, reach, balance in zip(
            (-1, 1), reaches, (self.balance, 1 - self.balance), strict=True
        ):
            weights = self._distances(pieces, reach)
            weights = weights / max(weights.sum(), 1e-300)
            side = _band(weights, masses, pieces, step, self.include_self)
            totals = side.sum(axis=1, dtype=np.float64)
            seen = totals if self.normalize else (totals > 0).astype(np.float64)
            shares.append(balance * seen)
            scale = np.divide(1, totals, out=np.zeros_like(totals), where=totals > 0)
            sides.append((side, scale))
            alpha += self.prior * balance * (weights[0] if len(weights) else 1)
        seen = shares[0] + shares[1]
        total = np.where(seen > 0, seen + alpha, 1)
        matrix = sum(
            sp.diags_array((share / total * scale).astype(masses.dtype)) @ side
            for share, (side, scale) in zip(shares, sides, strict=True)
        )
        return matrix, np.where(seen > 0, alpha / total, 1)

    def _distances(self, pieces, reach):
        """Weights of the distances that there are, from 0 or 1 on."""
        first = 0 if self.include_self else 1
        farthest = min(reach, max(np.diff(pieces).max(initial=1) - 1, first))
        distances = np.arange(first, int(farthest) + 1)
        given = self.function(distances)
        try:
            weights = np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"attention must return numbers, got {given!r}.") from None
        if weights.shape != distances.shape or not (
            np.isfinite(weights).all() and (weights >= 0).all()
        ):
            raise ValueError(
                "attention must return a finite weight of 0 or more for each of the "
                f"distances it is given, got {weights!r} for {distances!r}."
            )
        weights = in_range(weights, "The weights that attention returns")
        return np.trim_zeros(weights, "b")


def _band(weights, masses, pieces, step, include_self):
    """``weights[distance] * masses`` of the positions to one side, CSR."""
    n = len(masses)
    first = 0 if include_self else 1
    place = np.arange(n)
    piece = np.repeat(np.arange(len(pieces) - 1), np.diff(pieces))
    to_edge = place - pieces[:-1][piece] if step < 0 else pieces[1:][piece] - 1 - place
    counts = np.minimum(to_edge + 1 - first, len(weights))
    indptr = np.concatenate(([0], np.cumsum(counts)))
    number = np.arange(indptr[-1]) - np.repeat(indptr[:-1], counts)
    columns = np.repeat(place, counts) + step * (number + first)
    data = weights.astype(masses.dtype)[number] * masses[columns]
    band = sp.csr_array((data, columns, indptr), shape=(n, n))
    band.sort_indices()
    return band


class MovingAverages:
    """Exponential averages of all heads."""

    def __init__(self, rates, pieces, prior):
        self.rates, self.pieces, self.prior = rates, pieces, prior

    def forward(self, p):
        """Contexts of the positions, (n_positions, n_padded)."""
        contexts = np.zeros_like(p)
        for rates in self.rates:
            average_contexts(self.pieces, self.prior, rates, p, contexts)
        return contexts

    def adjoint(self, gradient):
        """Return the derivatives by the vectors, given those by the contexts."""
        out = np.zeros_like(gradient)
        for rates in self.rates:
            spread_gradient(self.pieces, rates, gradient, out)
        return out


class WeightedAverages:
    """Averages by a matrix of weights."""

    def __init__(self, matrix, rest, prior):
        self.matrix, self.rest, self.prior = matrix, rest, prior

    def forward(self, p):
        """Contexts of the positions, (n_positions, n_padded)."""
        return self.matrix @ p + np.outer(self.rest, self.prior)

    def adjoint(self, gradient):
        """Return the derivatives by the vectors, given those by the contexts."""
        return self.matrix.T @ gradient
