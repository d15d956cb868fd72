"""What parts return, looked at: taken, or an error that names the part."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics._part_output import (
    part_array,
    part_counts,
    part_labels,
    part_probabilities,
    part_vectors,
)

pd = pytest.importorskip("pandas")

WHOM = "The part Mine"
VECTORS = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


class OnGpu:
    """An array like CuPy's: it gives its numbers when it is asked for them."""

    def __init__(self, array):
        self.array = np.asarray(array)

    def __len__(self):
        return len(self.array)

    def __array__(self, *args, **kwargs):
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")

    def get(self):
        return self.array


class Exchanged:
    """An array that only knows the protocol DLPack."""

    def __init__(self, array):
        self.array = np.asarray(array)

    def __dlpack__(self, **kwargs):
        return self.array.__dlpack__(**kwargs)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


def tensor(values):
    torch = pytest.importorskip("torch")
    return torch.tensor(values, requires_grad=values.dtype.kind == "f")


def polars(values):
    return pytest.importorskip("polars").DataFrame(values)


TAKEN = {
    "array": lambda X: X,
    "lists": lambda X: X.tolist(),
    "tuple of arrays": lambda X: tuple(X),
    "generator": lambda X: (row for row in X),
    "array of objects": lambda X: X.astype(object),
    "array of arrays": lambda X: _objects(X),
    "frame": pd.DataFrame,
    "polars": polars,
    "tensor": tensor,
    "tensors": lambda X: [tensor(row) for row in X],
    "on a GPU": OnGpu,
    "rows on a GPU": lambda X: [OnGpu(row) for row in X],
    "DLPack": Exchanged,
    "Fortran": np.asfortranarray,
    "integers": lambda X: X.astype(int),
    "float16": lambda X: X.astype(np.float16),
    "float32": lambda X: X.astype(np.float32),
}


def _objects(X):
    array = np.empty(len(X), dtype=object)
    array[:] = list(X)
    return array


@pytest.mark.parametrize("case", TAKEN)
def test_vectors_that_are_taken(case):
    vectors = part_vectors(TAKEN[case](VECTORS), 3, WHOM)
    np.testing.assert_array_equal(vectors, VECTORS)
    assert type(vectors) is np.ndarray
    assert vectors.flags.c_contiguous
    small = case in ("float16", "float32")
    assert vectors.dtype == (np.float32 if small else np.float64)


def test_vectors_are_not_copied():
    assert part_vectors(VECTORS, 3, WHOM) is VECTORS


REFUSED = {
    "None": (None, "returned None"),
    "list of None": ([None] * 3, "row 0 is None"),
    "a None": ([[1, 2], None, [3, 4]], "row 1 is None"),
    "ragged": ([[1, 2], [3, 4], [5]], "row 0 has 2 numbers, and row 2 has 1"),
    "too few": (VECTORS[:2], "got 2 for 3 documents"),
    "too many": (np.vstack([VECTORS] * 2), "got 6 for 3"),
    "NaN": (np.array([[1, 2], [np.nan, 4], [5, np.nan]]), "NaN, first in row 1; 2 of"),
    "infinite": (np.where(VECTORS == 2, np.inf, VECTORS), "infinity, first in row 0"),
    "huge": (VECTORS * 1e20, r"up to 6e\+20"),
    "complex": (VECTORS * 1j, "complex128"),
    "complex objects": ((VECTORS * 1j).astype(object), "row 0 holds"),
    "texts": (VECTORS.astype(str), "<U32"),
    "text objects": (VECTORS.astype(str).astype(object), "row 0 holds"),
    "a text": ("abc", "'abc', of type str"),
    "dict": ({"a": 1}, "of type dict"),
    "number": (3, "returned int"),
    "sparse": (sp.csr_array(VECTORS), r"a sparse matrix of shape \(3, 2\)"),
    "1-D": (VECTORS[:, 0], r"shape \(3, n_dimensions\), and returned .* \(3,\)"),
    "3-D": (VECTORS[:, :, None], r"\(3, 2, 1\)"),
    "no columns": (VECTORS[:, :0], r"\(3, 0\)"),
    "nothing": ([], "shape"),
    "dates": (VECTORS.astype("datetime64[s]"), "datetime64"),
    "records": (np.zeros(3, dtype=[("a", float)]), "void|\\[\\('a'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_vectors_that_are_refused(case):
    output, message = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        part_vectors(output, 3, WHOM)
    assert str(caught.value).startswith(WHOM)


def test_rows_by_the_texts_that_they_are_of():
    with pytest.raises(ValueError, match="the vector of 'snow' is None"):
        part_vectors([[1.0], None], 2, WHOM, texts=["rain", "snow"])
    with pytest.raises(ValueError, match="NaN, first in the vector of 'snow'"):
        part_vectors([[1.0], [np.nan]], 2, WHOM, texts=["rain", "snow"])


def test_vectors_with_gaps():
    array = part_array([[1.0, np.nan], [2.0, 3.0]], 2, WHOM)
    np.testing.assert_array_equal(array, [[1, np.nan], [2, 3]])


WHOLE = {
    "integers": np.array([1, -1, 0]),
    "bytes": np.array([1, -1, 0], dtype=np.int8),
    "floats": np.array([1.0, -1.0, 0.0]),
    "list": [1, -1, 0],
    "list of floats": [1, -1.0, np.int32(0)],
    "objects": np.array([1, -1, 0], dtype=object),
    "Series": pd.Series([1, -1, 0], index=[7, 8, 9]),
    "nullable Series": pd.Series([1, -1, 0], dtype="Int64"),
    "on a GPU": OnGpu([1, -1, 0]),
    "DLPack": Exchanged([1, -1, 0]),
    "generator": iter([1, -1, 0]),
}


@pytest.mark.parametrize("case", WHOLE)
def test_labels_that_are_whole_numbers(case):
    labels = part_labels(WHOLE[case], 3, WHOM)
    assert labels.dtype == np.int64
    assert labels.tolist() == [1, -1, 0]


def test_labels_of_other_kinds():
    assert part_labels(tensor(np.array([1, 2])), 2, WHOM).tolist() == [1, 2]
    for labels in (["a", "b"], np.array(["a", "b"]), pd.Series(["a", "b"])):
        taken = part_labels(labels, 2, WHOM)
        assert (taken.dtype, taken.tolist()) == (object, ["a", "b"])
    categories = pd.Series(["a", None], dtype="category")
    assert part_labels(categories, 2, WHOM)[0] == "a"
    assert part_labels([True, False], 2, WHOM).tolist() == [1, 0]


NO_LABELS = {
    "None": (None, "returned None"),
    "too few": (np.zeros(2, int), "returned 2 labels"),
    "2-D": (np.zeros((3, 1), int), r"shape \(3,\), and returned .* \(3, 1\)"),
    "NaN": (np.array([0, np.nan, 1]), "returned nan for document 1"),
    "halves": ([0, 1.5, 2], "returned 1.5 for document 1"),
    "infinite": (np.array([0, np.inf, 1]), "inf for document 1"),
    "complex": (np.zeros(3, complex), "complex128"),
    "a text": ("abc", "of type str"),
    "set": ({1, 2, 3}, "of type set"),
    "large": (np.array([0, 1, 1 << 63], dtype=np.uint64), "64 bits"),
    "sparse": (sp.csr_array(np.eye(3)), "sparse"),
}


@pytest.mark.parametrize("case", NO_LABELS)
def test_labels_that_are_refused(case):
    output, message = NO_LABELS[case]
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        part_labels(output, 3, WHOM)
    assert str(caught.value).startswith(WHOM)


def test_labels_of_features():
    with pytest.raises(ValueError, match=r"2 labels\. These are labels of features"):
        part_labels([0, 1], 3, WHOM, n_features=2)


def test_probabilities():
    given = np.array([[0.5, 0.5], [1, 0]], dtype=np.float32)
    np.testing.assert_array_equal(part_probabilities(given, (2, 2), WHOM), given)
    for output, message in (
        (given[:1], "got 1 for 2"),
        (given[:, :1], "probabilities of its 2 classes"),
        (-given, "below 0, first in row 0"),
        (given * np.nan, "NaN"),
        (None, "None"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            part_probabilities(output, (2, 2), WHOM)


def test_counts():
    given = np.array([[1, 0, 2], [0, 3, 0]])
    for output in (
        given,
        sp.csr_array(given),
        sp.coo_matrix(given),
        pd.DataFrame(given),
        given.tolist(),
        OnGpu(given),
    ):
        counts = part_counts(output, 2, WHOM)
        assert counts.format == "csr"
        np.testing.assert_array_equal(counts.toarray(), given)
    for output, message in (
        (None, "None"),
        (given[:1], r"shape \(2, n_terms\), and returned one of shape \(1, 3\)"),
        (sp.csr_array([[1, 0], [0, np.nan]]), "nan in row 1"),
        (np.array(["a", "b"]), "<U1"),
        (sp.csr_array(given * 1j), "complex"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            part_counts(output, 2, WHOM)
    with pytest.raises(ValueError, match=r"\(2, 4\), and returned one of .*\(2, 3\)"):
        part_counts(given, 2, WHOM, n_columns=4)
