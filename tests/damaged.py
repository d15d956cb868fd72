"""Matrices and sequences whose arrays do not fit together, as scipy lets them pass."""

import numpy as np
import scipy.sparse as sp

# What each matrix is: how to damage a CSR array of counts, and what its error says.
# The matrix has at least 3 rows, and entries in its first; 5 divides its columns.
MATRICES = {}


def damaged_matrix(message):
    """Make a function of `MATRICES` of one that damages the copy that it is given."""

    def keep(damage):
        def make(X):
            return damage(sp.csr_array(X, copy=True))

        MATRICES[damage.__name__] = make, message
        return damage

    return keep


def _with(X, **arrays):
    for name, array in arrays.items():
        setattr(X, name, array)
    return X


def _changed(array, place, value):
    array = array.copy()
    array[place] = value
    return array


@damaged_matrix("entry in column {n_columns}; .* to {last}: are ids counted from 1?")
def csr_ids_from_one(X):
    indices = X.indices + 1
    indices[0] = X.shape[1]  # there for sure
    return sp.csr_array((X.data, indices, X.indptr), shape=X.shape)


@damaged_matrix("entry in column {n_columns}; .* to {last}: are ids counted from 1?")
def csr_matrix_ids_from_one(X):
    return sp.csr_matrix(csr_ids_from_one(X))


@damaged_matrix("row 0 has an entry in column {n_columns}; columns are numbered from 0")
def csr_id_too_large(X):
    return _with(X, indices=_changed(X.indices, 1, X.shape[1]))


@damaged_matrix("row 0 has an entry in column 100000000; columns are numbered from 0")
def csr_id_far_away(X):
    return _with(X, indices=_changed(X.indices, 0, 10**8))


@damaged_matrix("row 0 has an entry in column -1; columns are numbered from 0")
def csr_id_negative(X):
    return _with(X, indices=_changed(X.indices, 0, -1))


@damaged_matrix("row 0 has an entry in column -2147483648")
def csr_id_smallest(X):
    return _with(X, indices=_changed(X.indices, 0, -(2**31)))


@damaged_matrix("row 0 has an entry in column 4294967296")
def csr_id_of_33_bits(X):
    # As an integer of 32 bits, this is 0.
    indices = _changed(X.indices.astype(np.int64), 0, 2**32)
    return _with(X, indices=indices, indptr=X.indptr.astype(np.int64))


@damaged_matrix("row 0 has an entry in column 9223372036854775808")
def csr_id_unsigned(X):
    return _with(X, indices=_changed(X.indices.astype(np.uint64), 0, 2**63))


@damaged_matrix("indices must be a list of integers, and are of type float64")
def csr_ids_float(X):
    return _with(X, indices=X.indices.astype(np.float64))


@damaged_matrix("indptr must not fall, and .* at place 2")
def csr_pointers_fall(X):
    return _with(X, indptr=_changed(X.indptr, 1, X.nnz))


@damaged_matrix("indptr must not fall, and 0 is followed by -5 at place 1")
def csr_pointer_negative(X):
    return _with(X, indptr=_changed(X.indptr, 1, -5))


@damaged_matrix("indptr must not fall, and .* is followed by -4 at place {n_rows}")
def csr_pointers_end_below_zero(X):
    return _with(X, indptr=_changed(X.indptr, -1, -4))


@damaged_matrix("indptr ends with {beyond}, and there are {nnz} indices")
def csr_pointers_end_beyond(X):
    return _with(X, indptr=_changed(X.indptr, -1, X.nnz + 1000))


@damaged_matrix("indptr starts with 1, not with 0")
def csr_pointers_start_late(X):
    return _with(X, indptr=_changed(X.indptr, 0, 1))


@damaged_matrix("indptr starts with -3, not with 0")
def csr_pointers_start_early(X):
    return _with(X, indptr=_changed(X.indptr, 0, -3))


@damaged_matrix("indptr has {n_rows} entries, not")
def csr_pointers_missing(X):
    return _with(X, indptr=X.indptr[:-1])


@damaged_matrix("it has {less} indices and {nnz} data")
def csr_ids_missing(X):
    return _with(X, indices=X.indices[:-1])


@damaged_matrix("it has {nnz} indices and {less} data")
def csr_data_missing(X):
    return _with(X, data=X.data[:-1])


@damaged_matrix("its column 0 has an entry in row 100000000; rows are numbered from 0")
def csc_row_far_away(X):
    X = X.tocsc()
    return _with(X, indices=_changed(X.indices, 0, 10**8))


@damaged_matrix("its column 0 has an entry in row -1")
def csc_row_negative(X):
    X = X.tocsc()
    return _with(X, indices=_changed(X.indices, 0, -1))


@damaged_matrix("indptr must not fall")
def csc_pointers_fall(X):
    X = X.tocsc()
    return _with(X, indptr=_changed(X.indptr, 1, X.nnz))


@damaged_matrix("indptr ends with {beyond}, and there are {nnz} indices")
def csc_pointers_end_beyond(X):
    X = X.tocsc()
    return _with(X, indptr=_changed(X.indptr, -1, X.nnz + 1000))


@damaged_matrix("its entry 1 is in row 100000000; rows are numbered from 0")
def coo_row_far_away(X):
    X = X.tocoo()
    X.coords = _changed(X.coords[0], 1, 10**8), X.coords[1]
    return X


@damaged_matrix("its entry 1 is in row -7; rows are numbered from 0")
def coo_row_negative(X):
    X = X.tocoo()
    X.coords = _changed(X.coords[0], 1, -7), X.coords[1]
    return X


@damaged_matrix("its entry 0 is in column {n_columns}")
def coo_column_too_large(X):
    X = X.tocoo()
    X.coords = X.coords[0], _changed(X.coords[1], 0, X.shape[1])
    return X


@damaged_matrix("coordinates and data have the lengths {nnz}, {less}, {nnz}")
def coo_columns_missing(X):
    X = X.tocoo()
    X.coords = X.coords[0], X.coords[1][:-1]
    return X


@damaged_matrix(
    "its block row 0 has an entry in block column 100000; block columns are"
)
def bsr_column_far_away(X):
    X = X.tobsr(blocksize=(1, 5))
    return _with(X, indices=_changed(X.indices, 0, 10**5))


@damaged_matrix("indptr must not fall")
def bsr_pointers_fall(X):
    X = X.tobsr(blocksize=(1, 5))
    return _with(X, indptr=_changed(X.indptr, 1, 10**7))


@damaged_matrix("indptr ends with .*, and there are .* indices")
def bsr_pointers_end_beyond(X):
    X = X.tobsr(blocksize=(1, 5))
    return _with(X, indptr=_changed(X.indptr, -1, X.indptr[-1] + 1000))


@damaged_matrix("its row 2 has an entry in column {n_columns}")
def lil_column_too_large(X):
    X = X.tolil()
    X.rows[2] = [X.shape[1]]
    X.data[2] = [1.0]
    return X


@damaged_matrix("its row 1 has 1 columns and 5000 data")
def lil_data_too_many(X):
    X = X.tolil()
    X.rows[1] = [0]
    X.data[1] = [1.0] * 5000
    return X


@damaged_matrix("it has an entry in row 0 and column {n_columns}")
def dok_column_too_large(X):
    X = X.todok()
    X._dict[0, X.shape[1]] = 1.0
    return X


@damaged_matrix("diagonals, and data of shape")
def dia_diagonals_missing(X):
    X = X.todia()
    X.data = X.data[:-1]
    return X


def matrix_of_kind(kind, X):
    """Return a damaged copy of `X`, and a pattern of what its error says."""
    make, message = MATRICES[kind]
    said = message.replace("?", r"\?").format(
        n_rows=X.shape[0],
        n_columns=X.shape[1],
        nnz=X.nnz,
        less=X.nnz - 1,
        last=X.shape[1] - 1,
        beyond=X.nnz + 1000,
    )
    return make(X), rf"of shape \({X.shape[0]}, {X.shape[1]}\): .*{said}"
