"""Rows of sparse matrices, for tables."""

import numpy as np
import scipy.sparse as sp


def scaled_rows(matrix):
    """Return the rows of a CSR array scaled to sum to 1; empty rows stay empty."""
    totals = np.asarray(matrix.sum(axis=1)).ravel()
    data = matrix.data / np.repeat(totals, np.diff(matrix.indptr))
    return sp.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def largest_first(matrix, row):
    """Return the columns and values of a row, the largest value first."""
    cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
    values, columns = matrix.data[cells], matrix.indices[cells]
    order = np.argsort(-values, kind="stable")
    return columns[order], values[order]


def read_only(matrix):
    """Return a CSR array whose numbers cannot be changed."""
    matrix = sp.csr_array(matrix)
    matrix.sort_indices()
    for values in (matrix.data, matrix.indices, matrix.indptr):
        values.setflags(write=False)
    return matrix
