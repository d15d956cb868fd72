"""Columns of pandas, Polars and pyarrow whose cells are lists, vectors or names."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics._columns import is_missing, is_unordered, items_of, stacked
from sktopics._validation import check_counts, check_documents, check_embeddings
from sktopics.artm import PLSA
from sktopics.sequences import TokenSequences

VECTORS = np.random.RandomState(0).rand(6, 3).astype(np.float32)


def pandas():
    return pytest.importorskip("pandas")


def polars():
    return pytest.importorskip("polars")


def pyarrow():
    return pytest.importorskip("pyarrow")


def torch():
    return pytest.importorskip("torch")


def object_array(rows):
    out = np.empty(len(rows), dtype=object)
    out[:] = rows
    return out


def arrow_series(vectors):
    arrow = pyarrow()
    cells = pandas().ArrowDtype(arrow.list_(arrow.float32()))
    return pandas().Series(arrow.array(list(vectors)), dtype=cells)


def fixed_size_list(vectors):
    return pyarrow().FixedSizeListArray.from_arrays(
        pyarrow().array(vectors.ravel()), vectors.shape[1]
    )


def chunks(vectors):
    array = pyarrow().array(list(vectors))
    return pyarrow().chunked_array([array[:2], array[2:]])


def polars_lists(vectors):
    return polars().Series([row.tolist() for row in vectors])


# Forms of the array `v`, of the same type.
FORMS = {
    "array": lambda v: v,
    "series of arrays": lambda v: pandas().Series(list(v), index=range(len(v), 0, -1)),
    "values of a series": lambda v: object_array(list(v)),
    "series with an index of text": lambda v: pandas().Series(
        list(v), index=[*"aabbcc"]
    ),
    "series of tensors": lambda v: pandas().Series([torch().tensor(r) for r in v]),
    "series of Arrow's lists": arrow_series,
    "Polars arrays": lambda v: polars().Series(v),
    "Polars lists": lambda v: polars_lists(v).cast(polars().List(polars().Float32)),
    "pyarrow lists": lambda v: pyarrow().array(list(v)),
    "pyarrow lists of one size": fixed_size_list,
    "pyarrow chunks": chunks,
    "list of arrays": list,
    "tuple of arrays": tuple,
    "values of a dict": lambda v: dict(enumerate(v)).values(),
    "one text at a time": lambda v: [row[np.newaxis] for row in v],
    "tensor": lambda v: torch().tensor(v),
    "tensor with a gradient": lambda v: torch().tensor(v, requires_grad=True),
    "list of tensors": lambda v: [torch().tensor(row) for row in v],
    "pandas frame": lambda v: pandas().DataFrame(v),
    "Polars frame": lambda v: polars().DataFrame(v, schema=[*"abc"]),
    "pyarrow table": lambda v: pyarrow().table(dict(zip("abc", v.T, strict=True))),
    "frame of one column": lambda v: pandas().DataFrame({"vector": list(v)}),
    "Polars frame of one column": lambda v: polars().DataFrame({"vector": v}),
    "table of one column": lambda v: pyarrow().table({"vector": list(v)}),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_vectors_in_all_forms(form):
    found = check_embeddings(form(VECTORS), len(VECTORS))
    assert found.dtype == np.float32
    assert_array_equal(found, VECTORS)


OF_ENCODERS = {"one text at a time", "tensor with a gradient", "list of tensors"}


@pytest.mark.parametrize("form", sorted(FORMS.keys() - OF_ENCODERS))
def test_counts_in_all_forms(form):
    counts = np.arange(18, dtype=np.float32).reshape(6, 3)
    found = check_counts(PLSA(), FORMS[form](counts), reset=True)
    assert_array_equal(found.toarray(), counts)


def test_types_of_vectors():
    doubles = pandas().Series([row.tolist() for row in VECTORS])
    assert check_embeddings(doubles, 6).dtype == np.float64
    halves = pandas().Series(list(VECTORS.astype(np.float16)))
    assert check_embeddings(halves, 6).dtype == np.float32
    brain = torch().tensor(VECTORS).bfloat16()
    assert_array_equal(check_embeddings(brain, 6), brain.float().numpy())
    nullable = pandas().DataFrame(VECTORS).astype("Float32")
    assert_array_equal(check_embeddings(nullable, 6), VECTORS)
    integers = pandas().Series([[1, 2], [3, 4]])
    assert check_embeddings(integers, 2).tolist() == [[1, 2], [3, 4]]


def with_row(row, where=4):
    rows = list(VECTORS)
    rows[where] = row
    return rows


WRONG = {
    "text": (lambda: with_row("[0.1 0.2 0.3]"), r"Document 4 .*text, '\[0\.1 0\.2"),
    "bytes": (lambda: with_row(b"0.1"), "Document 4 of .* is a text, b'0.1'"),
    "None": (lambda: with_row(None), "Document 4 of .* is missing, None"),
    "NaN": (lambda: with_row(float("nan")), "Document 4 of .* is missing, nan"),
    "NA": (lambda: with_row(pandas().NA), "Document 4 of .* is missing, <NA>"),
    "ragged": (
        lambda: with_row(VECTORS[0, :2]),
        "Document 4 .* has 2 numbers, and doc",
    ),
    "a number": (
        lambda: with_row(0.5),
        r"Document 4 of .* is 0\.5, and must be a list",
    ),
    "a dict": (lambda: with_row({"a": 1}), "Document 4 of .* is {'a': 1}, and must be"),
    "a word inside": (
        lambda: with_row(["a", 1, 2]),
        "Document 4 of .* holds 'a', which",
    ),
    "nothing inside": (
        lambda: with_row([1, None, 2]),
        "Document 4 .* holds None, which",
    ),
    "ragged inside": (
        lambda: with_row([[1], [1, 2]]),
        r"Document 4 of .* is \[\[1\], \[",
    ),
    "a matrix": (lambda: with_row(VECTORS), "Document 4 of .* and must be a list"),
}
COLUMNS = {
    "list": list,
    "array": object_array,
    "Series": lambda rows: pandas().Series(rows, dtype=object, index=[*"fedcba"]),
    "frame": lambda rows: pandas().DataFrame({"v": object_array(rows)}),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize(("rows", "message"), WRONG.values(), ids=WRONG)
def test_the_first_wrong_row_is_named(rows, message, column):
    with pytest.raises(ValueError, match=f"(?s)^{message}"):
        check_embeddings(column(rows()), 6)
    with pytest.raises(ValueError, match=f"(?s)^{message}|contains NaN"):
        check_counts(PLSA(), column(rows()), reset=True)


def test_wrong_rows_of_other_packages():
    texts = ["[0.1 0.2]", "[0.3 0.4]"]
    for column in (texts, np.array(texts), polars().Series(texts)):
        with pytest.raises(ValueError, match=r"Document 0 of embeddings is a text"):
            check_embeddings(column, 2)
        with pytest.raises(ValueError, match=r"Document 0 of X is a text"):
            check_counts(PLSA(), column, reset=True)
    with pytest.raises(ValueError, match="Document 1 of embeddings is missing, None"):
        check_embeddings(polars().Series([[0.1, 0.2], None]), 2)
    gap = polars().Series([[0.1, 0.2], None]).cast(polars().Array(polars().Float32, 2))
    with pytest.raises(ValueError, match=r"contains NaN, first in row 1\."):
        check_embeddings(gap, 2)
    with pytest.raises(ValueError, match=r"contains infinity, first in row 1\."):
        check_embeddings([[0.1, 0.2], [0.1, np.inf]], 2)


@pytest.mark.parametrize("given", [[0.1, 0.2], np.ones(2), [], np.empty(0, object)])
def test_what_holds_no_vectors_is_for_others_to_refuse(given):
    with pytest.raises(ValueError, match="Expected 2D array, got 1D"):
        check_embeddings(given, 2)


def test_matrices_are_not_copied():
    matrix = np.eye(3)
    assert stacked(matrix, "X") is matrix
    frame = pandas().DataFrame(matrix)
    assert stacked(frame, "X") is frame


def test_keys_and_values_of_a_dict_are_in_an_order():
    given = dict.fromkeys(["b", "a"], "x")
    assert not is_unordered(given.keys())
    assert not is_unordered(given.values())
    for unordered in (given, given.items(), {"a"}, frozenset("a"), "a", b"a"):
        assert is_unordered(unordered)
    assert check_documents(given.keys(), whom="A model") == ["b", "a"]
    assert check_documents(given.values(), whom="A model") == ["x", "x"]
    for unordered in (given, given.items(), set(given)):
        with pytest.raises(TypeError, match="takes documents, a list of str"):
            check_documents(unordered, whom="A model")


def test_missing_cells():
    missing = [None, float("nan"), np.float32("nan"), pandas().NA, pandas().NaT]
    assert all(map(is_missing, missing))
    assert not any(map(is_missing, [0, "", "nan", [], np.array(np.nan)]))


def test_documents_of_pyarrow_are_str():
    column = pyarrow().array(["rain", "snow"])
    assert check_documents(column, whom="A model") == ["rain", "snow"]
    assert items_of(pyarrow().array([["a"], None])) == [["a"], None]


TOKENS = [["rain", "snow"], [], ["snow"]]


@pytest.mark.parametrize(
    "column",
    [
        lambda: pandas().Series(TOKENS, index=[3, 3, 1]),
        lambda: polars().Series(TOKENS),
        lambda: pyarrow().array(TOKENS),
        lambda: dict(enumerate(TOKENS)).values(),
    ],
    ids=["pandas", "Polars", "pyarrow", "dict"],
)
def test_lists_of_tokens(column):
    assert TokenSequences.from_tokens(column()) == TokenSequences.from_tokens(TOKENS)
