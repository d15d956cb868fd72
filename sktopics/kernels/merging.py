"""Matrices that were changed apart from each other, brought together again."""

from ._jit import jit_fast


@jit_fast
def merge_copy(matrix, copy, before):
    """Add up what a matrix and its copy have learned apart from each other.

    ``matrix += copy - before``, and then ``copy[:] = before[:] = matrix``.

    Parameters
    ----------
    matrix, copy : (n_rows, size) floats
        In and out.
    before : (n_rows, size) floats
        In and out: both as they were.
    """
    for i in range(matrix.shape[0]):
        for k in range(matrix.shape[1]):
            value = matrix[i, k] + (copy[i, k] - before[i, k])
            matrix[i, k] = copy[i, k] = before[i, k] = value
