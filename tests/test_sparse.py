"""Sparse matrices of users: what does not fit together is refused before it is read."""

import numpy as np
import pytest
import scipy.sparse as sp
from damaged import MATRICES, matrix_of_kind

from sktopics._sparse import as_dense, canonical_csr, canonical_form, checked_csr

FORMATS = ("csr", "csc", "coo", "bsr", "lil", "dok", "dia")


@pytest.fixture
def X():
    X = np.random.default_rng(0).poisson(0.5, (40, 30)).astype(float)
    X[0, :2] = 1
    return sp.csr_array(X)


def copies(X):
    return X.data.copy(), X.indices.copy(), X.indptr.copy()


@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("read", [checked_csr, canonical_csr, as_dense])
def test_damaged_matrices_are_refused(read, kind, X):
    damaged, message = matrix_of_kind(kind, X)
    with pytest.raises(ValueError, match=f"^counts is no valid matrix {message}"):
        read(damaged, "counts")


@pytest.mark.parametrize("container", [sp.csr_array, sp.csr_matrix])
@pytest.mark.parametrize("format", FORMATS)
def test_valid_matrices_of_all_formats_pass(format, container, X):
    given = container(X).asformat(format)
    found = canonical_csr(given)
    assert found.has_canonical_format
    assert found.indices.dtype == found.indptr.dtype == np.int32
    np.testing.assert_array_equal(found.toarray(), X.toarray())
    np.testing.assert_array_equal(as_dense(given), X.toarray())
    np.testing.assert_array_equal(given.toarray(), X.toarray())


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (3, 4)])
@pytest.mark.parametrize("format", FORMATS)
def test_empty_matrices_pass(format, shape):
    assert canonical_csr(sp.csr_array(shape).asformat(format)).shape == shape


def test_what_is_no_sparse_matrix_is_returned(X):
    for given in (X.toarray(), [[1, 2]], "text", None):
        assert checked_csr(given) is given
        assert as_dense(given) is given
    assert checked_csr(X) is X


@pytest.mark.parametrize("make", [sp.coo_array, sp.csr_array])
def test_matrices_of_one_dimension(make):
    vector = make(np.array([0.0, 1.0, 2.0]))
    assert checked_csr(vector) is vector


@pytest.mark.parametrize("value", [7, -1])
def test_a_damaged_vector_is_refused(value):
    vector = sp.csr_array(np.array([0.0, 1.0, 2.0]))
    vector.indices[1] = value
    with pytest.raises(ValueError, match=rf"shape \(3,\): its row 0 .* column {value}"):
        checked_csr(vector)


def test_the_first_wrong_id_is_named_with_its_row(X):
    indices = X.indices.copy()
    first, last = X.indptr[7], X.indptr[31]
    indices[first], indices[last] = 77, -5
    X.indices = indices
    with pytest.raises(ValueError, match="its row 7 has an entry in column 77;"):
        checked_csr(X)


def test_ids_counted_from_1_are_suspected_only_where_that_fits(X):
    ones = np.ones(3)
    for ids, fits in (([1, 2, 3], True), ([1, 3, 4], False), ([0, 2, 3], False)):
        wrong = sp.csr_array((ones, ids, [0, 3]), shape=(1, 3))
        with pytest.raises(ValueError, match="is no valid matrix") as caught:
            checked_csr(wrong)
        assert ("counted from 1?" in str(caught.value)) == fits


def test_room_behind_the_last_entry_is_not_read(X):
    data, indices, indptr = copies(X)
    X.data = np.concatenate([data, np.full(5, -1.0)])
    X.indices = np.concatenate([indices, np.full(5, 10**6, np.int32)])
    found = canonical_csr(X)
    assert len(found.data) == len(found.indices) == found.nnz == len(data)
    assert len(X.data) == len(data) + 5  # the caller's matrix stays as it is
    np.testing.assert_array_equal(found.indptr, indptr)


@pytest.mark.parametrize("lied", [False, True])
def test_the_callers_matrix_stays_as_it_is(X, lied):
    data = np.repeat(X.data, 2) / 2
    indices = np.repeat(X.indices, 2)[::-1].copy()  # twice each, in falling order
    messy = sp.csr_array(
        (data[::-1].copy(), indices, 2 * X.indptr[-1] - 2 * X.indptr[::-1]),
        shape=X.shape,
    )
    expected = messy.toarray()
    if lied:
        messy.has_canonical_format = True
    before = copies(messy)
    for array in (messy.data, messy.indices, messy.indptr):
        array.flags.writeable = False
    found = canonical_csr(messy)
    assert found.has_canonical_format
    np.testing.assert_allclose(found.toarray(), expected)
    for array, earlier in zip(copies(messy), before, strict=True):
        np.testing.assert_array_equal(array, earlier)


def test_read_only_memory_maps(X, tmp_path):
    maps = []
    for i, array in enumerate(copies(X)):
        np.save(tmp_path / f"{i}.npy", array)
        maps.append(np.load(tmp_path / f"{i}.npy", mmap_mode="r"))
    mapped = sp.csr_array(tuple(maps), shape=X.shape)
    found = canonical_csr(mapped)
    assert np.shares_memory(found.indices, maps[1])
    np.testing.assert_array_equal(found.toarray(), X.toarray())


@pytest.mark.parametrize(
    ("of_indices", "of_indptr"),
    [
        ("i8", "i8"),
        ("i8", "i4"),
        ("i4", "i8"),
        (">i4", ">i4"),
        ("u4", "u8"),
        ("i2", "u1"),
    ],
)
def test_integers_of_any_type(X, of_indices, of_indptr):
    X = X[:4]
    expected = X.toarray()
    X.indices, X.indptr = X.indices.astype(of_indices), X.indptr.astype(of_indptr)
    found = canonical_form(checked_csr(X))
    assert found.indices.dtype == found.indptr.dtype == np.int32
    np.testing.assert_array_equal(found.toarray(), expected)
    X.indices[2] = 31
    with pytest.raises(ValueError, match="row 0 has an entry in column 31"):
        checked_csr(X)


def test_negative_entries_and_zeros(X):
    X = sp.csr_array(([-1.0, 0.0, 2.0], [0, 1, 2], [0, 3]), shape=(1, 3))
    assert canonical_csr(X).data.tolist() == [-1.0, 2.0]
    assert X.nnz == 3


def test_wide_matrices_keep_64_bits():
    X = sp.csr_array(([1.0], [2**40], [0, 1]), shape=(1, 2**41))
    assert canonical_csr(X).indices.dtype == np.int64
    X.indices[0] = 2**41
    with pytest.raises(
        ValueError, match=f"column {2**41}; columns are .* are ids counted"
    ):
        canonical_csr(X)
