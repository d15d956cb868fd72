"""Tables of topics, padded with zeros to whole vectors of the processor.

Tables have topics innermost. Their number is rounded up to a multiple of `LANES`, so
that every inner loop is made of whole vectors.
"""

import numpy as np

from ._jit import jit_fast

__all__ = ["LANES", "pad_topics", "padded"]

LANES = 16


@jit_fast
def padded(n):
    """`n` rounded up to whole vectors, ``-(-n // LANES) * LANES``."""
    return (n + LANES - 1) // LANES * LANES


def pad_topics(table, dtype):
    """Copy a table of shape (n_rows, n_topics) into one of shape (n_rows, n_padded)."""
    out = np.zeros((table.shape[0], padded(table.shape[1])), dtype)
    out[:, : table.shape[1]] = table
    return out
