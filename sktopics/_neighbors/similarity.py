"""How alike vectors are."""

import numpy as np
from sklearn.utils import gen_batches

from .._arrays import top_columns, unit_rows
from .._parallel import run_blocks
from ..kernels.cosine import cosines

# Vectors that a thread takes at a time: a few milliseconds of work.
_BLOCK = 1 << 17
# What keeps a product of similarities from being divided by 0.
_EPSILON = 1e-6


def unit(vectors):
    """Return one vector or the rows of an array scaled to length 1, as float32."""
    return unit_rows(np.asarray(vectors, dtype=np.float32))


def cosine(first, second):
    """Cosine of two vectors; 0 if one of them is zeros."""
    return float(unit(first) @ unit(second))


def all_cosines(vectors, direction, n_jobs=None):
    """Cosines of the rows of a large array with a direction, (n_rows,)."""
    direction = unit(direction)
    blocks = [(vectors[b], direction) for b in gen_batches(len(vectors), _BLOCK)]
    parts = list(run_blocks(_cosines, blocks, n_jobs))
    return np.concatenate(parts) if parts else np.empty(0, np.float32)


def _cosines(vectors, direction):
    """`cosines` of a block."""
    return cosines(vectors, direction)


def additive(vectors, keys, weights, n_jobs=None):
    """Cosines with the weighted sum of `keys` scaled to length 1 (3CosAdd)."""
    direction = np.float32(weights) @ unit(np.stack(keys))
    return all_cosines(vectors, direction, n_jobs)


def multiplicative(vectors, keys, weights, n_jobs=None):
    """Products of the similarities with `keys`, to the powers of weights (3CosMul).

    Cosines are shifted to [0, 1]. Those of negative weight go to the denominator.
    """
    products = np.ones((2, len(vectors)), np.float32)
    for key, weight in zip(keys, weights, strict=True):
        shifted = np.clip((1 + all_cosines(vectors, key, n_jobs)) / 2, 0, None)
        products[int(weight < 0)] *= shifted ** np.float32(abs(weight))
    return products[0] / (products[1] + np.float32(_EPSILON))


def best_rows(scores, n, without=()):
    """Rows of the `n` largest scores (all, if None), largest first, ties in order."""
    possible = np.ones(len(scores), dtype=bool)
    possible[list(without)] = False
    n = len(scores) if n is None else n
    if n == 0:
        return np.empty(0, np.intp)
    return top_columns(scores[np.newaxis], n, possible=possible[np.newaxis])[0]
