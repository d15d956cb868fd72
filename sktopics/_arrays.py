"""Small operations on arrays."""

import numpy as np
import scipy.sparse as sp

# Vectors whose lengths are between have squares that any type can hold.
_SHORT, _LONG = 1e-15, 1e15
# Columns that tell most rows apart.
_N_LOOKED_AT = 4
# Of long vectors, so many values tell which may be among the largest.
_FEW = 1024


def unit_rows(vectors, out=None):
    """Return a vector, or the rows of an array, scaled to length 1; zeros stay zeros.

    `out` may be `vectors` themselves.
    """
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    odd = ~((lengths > _SHORT) & (lengths < _LONG))[..., 0]
    is_any_odd = odd.any()
    if is_any_odd:  # their squares may be 0 or infinite, and divided by the largest not
        rows = vectors[odd]
        largest = np.abs(rows).max(axis=-1, keepdims=True, initial=0)
        rows = np.divide(rows, largest, out=np.zeros_like(rows), where=largest > 0)
        lengths[odd] = 1
    out = np.divide(vectors, lengths, out=out)
    if is_any_odd:
        lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
        out[odd] = np.divide(rows, lengths, out=rows, where=lengths > 0)
    return out


def normalized_rows(weights):
    """Scale rows to sum to 1, in float64; a row of zeros stays one."""
    weights = np.asarray(weights, dtype=np.float64)
    totals = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)


def largest(values, n):
    """Return the positions of the `n` largest values, largest first, ties in order.

    NumPy equivalent: ``np.argsort(-values, kind="stable")[:n]``.
    """
    if len(values) <= n or n == 0:
        return np.argsort(-values, kind="stable")[:n]
    # Only what reaches the n-th value is sorted: vocabularies are long. The n-th of
    # some values is not above the n-th of all, and is found faster.
    some = values[:: max(len(values) // _FEW, 1)]
    if n < len(some) < len(values):
        reach = np.flatnonzero(values >= np.partition(some, len(some) - n)[-n])
        if n <= len(reach) <= len(values) // 2:
            return reach[largest(values[reach], n)]
    bar = np.partition(values, len(values) - n)[len(values) - n]
    reach = np.flatnonzero(values >= bar)
    return reach[np.argsort(-values[reach], kind="stable")][:n]


def distributions(weights):
    """Scale rows to sum to 1, of the dtype they are of; a row of zeros is uniform."""
    totals = weights.sum(axis=1, keepdims=True, dtype=np.float64)
    uniform = np.full_like(weights, 1 / weights.shape[1])
    return np.divide(
        weights, totals, out=uniform, where=totals > 0, casting="same_kind"
    )


def top_columns(scores, n, possible=None):
    """Return, per row, the columns of the `n` largest scores, largest first.

    Ties go to the lower column. Columns where `possible` is false (by default:
    where the score is not positive) are never returned, so a row may have fewer.

    NumPy equivalent, per row: ``np.argsort(-row, kind="stable")[:n]`` without
    the impossible columns.
    """
    possible = scores > 0 if possible is None else possible
    best = []
    for row, keep in zip(scores, possible, strict=True):
        columns = np.flatnonzero(keep)
        best.append(columns[largest(row[columns], n)])
    return best


def best_terms(components, n):
    """Return the columns of the heaviest terms of each topic, best first.

    Terms of equal weight are in the order of their columns; a term of weight 0 or
    less is not in a topic.

    Parameters
    ----------
    components : csr_array of shape (n_topics, n_terms)
        With sorted indices.
    n : int

    Returns
    -------
    columns : list of ndarray
    """
    best = []
    for row in range(components.shape[0]):
        cells = slice(components.indptr[row], components.indptr[row + 1])
        weights, columns = components.data[cells], components.indices[cells]
        positive = np.flatnonzero(weights > 0)
        best.append(columns[positive[largest(weights[positive], n)]])
    return best


def offsets_of(lengths):
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def drop_unknown(ids, offsets):
    """Leave out the tokens with id -1.

    Returns
    -------
    ids : ndarray of shape (n_kept,)
    offsets : ndarray of shape (n_documents + 1,), int64
    kept : ndarray of shape (n_tokens,), bool
    """
    kept = ids >= 0
    before = offsets_of(kept)  # how many tokens are kept before each
    return ids[kept], before[offsets], kept


def term_array(number):
    """Return the terms of a mapping from terms to ids 0, 1, ... by id."""
    terms = np.empty(len(number), dtype=object)
    for term, i in number.items():
        terms[i] = term
    return terms


def check_dtype(dtype, weights):
    if dtype is None:
        return np.dtype(np.int64) if weights is None else weights.dtype
    dtype = np.dtype(dtype)
    if dtype.kind not in "biuf":
        raise TypeError(f"dtype must be that of numbers, got {dtype}.")
    if weights is not None and dtype.kind != "f" and (weights % 1).any():
        raise ValueError(f"weights with fractions do not make counts of type {dtype}.")
    return dtype


def sum_rows(matrix, into, n_rows):
    """Sum the rows of a matrix that go into the same row.

    Equals ``np.add.at(sums, into[into >= 0], matrix[into >= 0])`` on zeros `sums`.

    Parameters
    ----------
    matrix : ndarray or csr_array of shape (n, ...)
    into : ndarray of shape (n,), int
        The row that each row is added to; rows of -1 are left out.
    n_rows : int

    Returns
    -------
    sums : ndarray or csr_array of shape (n_rows, ...)
        Sparse if `matrix` is.
    """
    kept = np.flatnonzero(into >= 0)
    cells = (np.ones(len(kept), dtype=matrix.dtype), (into[kept], kept))
    return sp.csr_array(cells, shape=(n_rows, len(into))) @ matrix


def cell_values(X, values, rows, columns):
    """Return the values of some cells of a sparse matrix, 0 where it has none.

    NumPy equivalent: ``X.toarray()[rows, columns]``, if `values` are ``X.data``.

    Parameters
    ----------
    X : csr_array of shape (n, n_columns)
        In canonical form.
    values : ndarray of shape (X.nnz,)
        Values of its stored cells.
    rows, columns : ndarray of shape (n_cells,), int

    Returns
    -------
    found : ndarray of shape (n_cells,), float64
    """
    n_columns = X.shape[1]
    cells = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr)) * n_columns + X.indices
    wanted = rows * n_columns + columns
    place = np.searchsorted(cells, wanted)
    place[place == len(cells)] = 0
    found = np.zeros(len(wanted))
    if len(cells):
        there = cells[place] == wanted
        found[there] = values[place[there]]
    return found


def first_equal_rows(matrix):
    """Return the first row that equals each row, bit by bit but for the sign of 0.

    Parameters
    ----------
    matrix : ndarray of shape (n_rows, n_columns), float

    Returns
    -------
    first : ndarray of shape (n_rows,), int64
        ``np.arange(n_rows)`` where no two rows are equal.
    """
    first = np.arange(len(matrix))
    # Rows of most matrices differ in a few columns: the others need not be read.
    keys = _sums_of_columns(matrix)
    ordered = np.sort(keys)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(repeated):
        return first
    rows = np.flatnonzero(np.isin(keys, repeated))
    columns = matrix[rows] + matrix.dtype.type(0)  # -0 is 0
    columns = np.ascontiguousarray(columns)
    whole = columns.view(f"V{columns.dtype.itemsize * columns.shape[1]}").ravel()
    _, start, group = np.unique(whole, return_index=True, return_inverse=True)
    first[rows] = rows[start[group]]
    return first


def _sums_of_columns(matrix):
    """Weighted sums of a few columns, the same for equal rows and seldom for others.

    Column by column: a product of matrices may be rounded otherwise in each row.
    """
    step = max(matrix.shape[1] // _N_LOOKED_AT, 1)
    sums = np.zeros(len(matrix))
    for i, column in enumerate(matrix[:, ::step][:, :_N_LOOKED_AT].T):
        sums += column * np.sqrt(i + 2.0)
    return sums


def majority_of(labels, groups, n_groups):
    """Return the commonest label of each group; of equally common ones the least.

    Parameters
    ----------
    labels : ndarray of shape (n,), int
        Those below 0 are none, and do not count beside others.
    groups : ndarray of shape (n,), int
        0, 1, ...
    n_groups : int

    Returns
    -------
    majority : ndarray of shape (n_groups,), int64
        -1 for groups without a label.
    """
    majority = np.full(n_groups, -1, dtype=np.int64)
    kept = labels >= 0
    pairs, counts = np.unique(
        np.stack([groups[kept], labels[kept]]), axis=1, return_counts=True
    )
    order = np.lexsort((-pairs[1], counts))  # the last one written stays
    majority[pairs[0, order]] = pairs[1, order]
    return majority
