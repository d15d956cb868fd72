"""Authors of documents in every form that they may be given in."""

import copy
from collections.abc import Hashable

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from sklearn.preprocessing import MultiLabelBinarizer

from sktopics import NamedCounts
from sktopics._groups import Groups, check_groups, match_groups, quote
from sktopics.lda._author_input import merge_names

NAMES = [["Bob", "Ann"], ["Cy"], [], ["Ann"]]
ROWS = [{"Ann", "Bob"}, {"Cy"}, set(), {"Ann"}]
DENSE = np.array([[1, 1, 0], [0, 0, 1], [0, 0, 0], [1, 0, 0]])


def rows_of(groups):
    """The names of each document, as sets."""
    assert groups.indptr.dtype == groups.indices.dtype == np.int32
    found = []
    for start, stop in zip(groups.indptr[:-1], groups.indptr[1:], strict=True):
        own = [groups.names[a] for a in groups.indices[start:stop]]
        assert len(set(own)) == len(own)
        found.append(set(own))
    return found


def check(groups, n_documents=4):
    return check_groups(groups, n_documents, "authors")


def object_array(rows):
    out = np.empty(len(rows), dtype=object)
    out[:] = rows
    return out


def series(rows, **kwargs):
    return pytest.importorskip("pandas").Series(rows, **kwargs)


FORMS = {
    "lists": lambda: NAMES,
    "tuple of tuples": lambda: tuple(map(tuple, NAMES)),
    "sets": lambda: [set(own) for own in NAMES],
    "frozensets": lambda: [frozenset(own) for own in NAMES],
    "generators inside": lambda: [(name for name in own) for own in NAMES],
    "dict views": lambda: [dict.fromkeys(own).keys() for own in NAMES],
    "strings for single authors": lambda: [NAMES[0], "Cy", None, "Ann"],
    "NaN for none": lambda: [NAMES[0], "Cy", float("nan"), "Ann"],
    "NumPy's NaN for none": lambda: [NAMES[0], "Cy", np.float32("nan"), "Ann"],
    "arrays": lambda: [np.array(own, dtype=object) for own in NAMES],
    "arrays of str": lambda: [np.array(own, dtype=str) for own in NAMES],
    "object array of lists": lambda: object_array(NAMES),
    "object array of strings": lambda: object_array([NAMES[0], "Cy", None, "Ann"]),
    "duplicate names": lambda: [["Ann", "Bob", "Ann"], ["Cy", "Cy"], [], ["Ann"]],
    "Series of lists": lambda: series(NAMES),
    "Series with an index": lambda: series(NAMES, index=[7, 7, 2, 0]),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_names(form):
    groups = check(form())
    assert groups.names.tolist() == ["Ann", "Bob", "Cy"]
    assert groups.names.dtype == object
    assert {type(name) for name in groups.names} == {str}
    assert rows_of(groups) == ROWS
    assert groups.n_documents == 4
    assert_array_equal(groups.sizes, [2, 1, 0, 1])
    assert_array_equal(groups.indicator().toarray(), DENSE)


@pytest.mark.parametrize("dtype", [object, "str", "string", "category"])
def test_columns_of_names_with_missing_ones(dtype):
    column = series(["Bob", None, "Ann", "Bob"], dtype=dtype)
    groups = check(column)
    assert groups.names.tolist() == ["Ann", "Bob"]
    assert rows_of(groups) == [{"Bob"}, set(), {"Ann"}, {"Bob"}]


YEARS = [2012, 2010, None, 2012]
COLUMNS_OF_YEARS = {
    "list": lambda: YEARS,
    "lists": lambda: [[2012], [2010], [], [2012, 2012]],
    "tuples of NumPy's": lambda: [
        (np.int16(2012),),
        (np.int64(2010),),
        (),
        [2012],
    ],
    "array": lambda: np.array([2012.0, 2010.0, np.nan, 2012.0]),
    "object array": lambda: object_array(YEARS),
    "values of a dict": lambda: dict(enumerate(YEARS)).values(),
    "Series, with floats": lambda: series(YEARS, index=[3, 1, 1, 0]),
    "nullable Series": lambda: series(YEARS, dtype="Int64"),
    "categories": lambda: series(YEARS, dtype="category"),
    "Series of lists": lambda: series([[2012], [2010], None, [2012]]),
    "Series of arrays": lambda: series(
        [np.array(own, dtype=int) for own in ([2012], [2010], [], [2012])]
    ),
    "Polars": lambda: pytest.importorskip("polars").Series(YEARS),
    "Polars lists": lambda: pytest.importorskip("polars").Series(
        [[2012], [2010], None, [2012]]
    ),
    "pyarrow": lambda: pytest.importorskip("pyarrow").array(YEARS),
    "pyarrow lists": lambda: pytest.importorskip("pyarrow").array(
        [[2012], [2010], None, [2012]]
    ),
}


@pytest.mark.parametrize("column", COLUMNS_OF_YEARS.values(), ids=COLUMNS_OF_YEARS)
def test_integers_are_names(column):
    groups = check(column())
    assert groups.names.dtype == object  # numbers of columns are no names
    assert groups.names.tolist() == [2010, 2012]
    assert {type(name) for name in groups.names} == {int}
    assert rows_of(groups) == [{2012}, {2010}, set(), {2012}]


def test_columns_of_a_frame_that_are_integers_are_names():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(DENSE, columns=[2010, 2012, 2011])
    groups = check(frame)
    assert groups.names.tolist() == [2010, 2012, 2011]
    assert groups.names.dtype == object


def test_names_in_columns_of_pyarrow():
    arrow = pytest.importorskip("pyarrow")
    assert rows_of(check(arrow.array(NAMES))) == ROWS
    names = arrow.array(["Ann", None, "Bob", "Ann"])
    for column in (names, names.dictionary_encode(), arrow.chunked_array([names])):
        assert rows_of(check(column)) == [{"Ann"}, set(), {"Bob"}, {"Ann"}]
    table = arrow.table(dict(zip(["Ann", "Bob", "Cy"], DENSE.T, strict=True)))
    assert rows_of(check(table)) == ROWS


def test_integers_are_not_strings():
    known = object_array([2010, 2012])
    with pytest.raises(ValueError, match=r"knows authors by integers, such as 2010"):
        match_groups(check(["2012", None, None, "2010"]), known, "authors")
    with pytest.raises(ValueError, match=r"by strings, such as 'Ann', .* are integers"):
        match_groups(check(YEARS), object_array(["Ann"]), "authors")
    assert_array_equal(match_groups(check(YEARS), known, "authors"), [0, 1])
    nobody = check([None] * 4)
    assert_array_equal(match_groups(nobody, known, "authors"), [])


@pytest.mark.parametrize("row", [[0, 1, 1], (1, 0, 1)])
def test_a_matrix_as_a_list_is_not_taken_for_names(row):
    with pytest.raises(ValueError, match=r"pass the matrix as an array, np\.asarray"):
        check([row, [0, 0, 0], [1, 1, 1], [0, 1, 0]])
    # Names that are 0 and 1 are names.
    assert rows_of(check([[0], [1], [0, 1], [0]])) == [{0}, {1}, {0, 1}, {0}]


def test_polars_columns():
    polars = pytest.importorskip("polars")
    assert rows_of(check(polars.Series(NAMES))) == ROWS
    frame = polars.DataFrame(
        {"Ann": DENSE[:, 0], "Bob": DENSE[:, 1], "Cy": DENSE[:, 2]}
    )
    assert rows_of(check(frame)) == ROWS


INDICATORS = {
    "ndarray": lambda: DENSE,
    "float": lambda: DENSE.astype(float),
    "uint8": lambda: DENSE.astype(np.uint8),
    "bool": lambda: DENSE.astype(bool),
    "fortran": lambda: np.asfortranarray(DENSE),
    "csr_array": lambda: sp.csr_array(DENSE),
    "csr_matrix": lambda: sp.csr_matrix(DENSE),
    "csc_matrix of bool": lambda: sp.csc_matrix(DENSE.astype(bool)),
    "coo_array": lambda: sp.coo_array(DENSE),
    "stored zeros": lambda: sp.csr_array(
        (np.array([1, 1, 0, 1, 0, 1]), [1, 0, 2, 2, 1, 0], [0, 3, 5, 5, 6])
    ),
    "binarizer": lambda: MultiLabelBinarizer(sparse_output=True).fit_transform(NAMES),
    "dense binarizer": lambda: MultiLabelBinarizer().fit_transform(NAMES),
}  # fmt: skip


@pytest.mark.parametrize("form", INDICATORS.values(), ids=INDICATORS)
def test_indicators(form):
    groups = check(form())
    assert groups.names.tolist() == [0, 1, 2]
    assert groups.names.dtype.kind == "i"
    assert_array_equal(groups.indicator().toarray(), DENSE)


@pytest.mark.parametrize("dtype", [int, float, bool, "Int64", "boolean", "Sparse[int]"])
def test_data_frames_have_names(dtype):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(DENSE, columns=["Ann", "Bob", "Cy"], index=[3, 2, 1, 1])
    groups = check(frame.astype(dtype))
    assert groups.names.tolist() == ["Ann", "Bob", "Cy"]
    assert rows_of(groups) == ROWS
    assert check(frame.rename(columns={"Cy": 7})).names.tolist() == ["Ann", "Bob", "7"]


def test_named_counts_are_indicators_with_names():
    indicator = NamedCounts(DENSE, terms=["Cy", "Ann", "Bob"])
    groups = check(indicator)
    assert groups.names.tolist() == ["Cy", "Ann", "Bob"]
    assert_array_equal(groups.indicator().toarray(), DENSE)
    assert check(NamedCounts(DENSE)).names.tolist() == [0, 1, 2]


@pytest.mark.parametrize("values", [["Ann", "Bob", "Cy", "Ann"], [1, None, 0, 0]])
def test_data_frames_hold_indicators(values):
    """Iterating over a frame gives its columns, which are no documents."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"first": values, "second": [1, 0, 0, 1]}, dtype=object)
    with pytest.raises(ValueError, match=r"data frame of authors|must be 0 or 1"):
        check(frame)


def test_columns_without_documents_are_kept():
    groups = check(np.hstack([DENSE, np.zeros((4, 2), int)]))
    assert groups.names.tolist() == [0, 1, 2, 3, 4]
    assert groups.indicator().shape == (4, 5)


# Generators are used up.
LASTING = {name: form for name, form in FORMS.items() if "generators" not in name}


@pytest.mark.parametrize("form", [*LASTING.values(), *INDICATORS.values()])
def test_what_is_given_stays_as_it_is(form):
    given = form()
    if sp.issparse(given):
        before = copy.deepcopy(given)
        check(given)
        assert type(given) is type(before)
        assert given.nnz == before.nnz
        assert given.dtype == before.dtype
        assert_array_equal(given.toarray(), before.toarray())
        for array in (given.data, before.data):
            array.setflags(write=False)
        check(given)
    else:
        before = [own if isinstance(own, Hashable) else list(own) for own in given]
        check(given)
        after = [own if isinstance(own, Hashable) else list(own) for own in given]
        assert repr(after) == repr(before)


def test_read_only_indicators():
    given = sp.csr_array(DENSE)
    for array in (given.data, given.indices, given.indptr):
        array.setflags(write=False)
    assert_array_equal(check(given).indicator().toarray(), DENSE)


@pytest.mark.parametrize(
    "given",
    ["Ann", b"Ann", {"Ann": 0}, {"Ann", "Bob"}, frozenset("ab"), 3, np.array("Ann"),
     (name for name in NAMES), iter(NAMES)],
    ids=["str", "bytes", "dict", "set", "frozenset", "int", "0-d", "generator", "iter"],
)  # fmt: skip
def test_what_has_no_order_is_refused(given):
    with pytest.raises(TypeError, match=r"^authors must be a list with the names"):
        check(given)


@pytest.mark.parametrize(
    "given", [NAMES[:3], [*NAMES, []], DENSE[:3], sp.csr_array(DENSE[:3])]
)
def test_wrong_length(given):
    n = given.shape[0] if hasattr(given, "shape") else len(given)
    with pytest.raises(ValueError, match=f"each document: got {n} for 4 documents"):
        check(given)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (["Ann", 3], r"all strings or all integers, got both: 'Ann' and 3\."),
        (["Ann", None], "must be strings or integers, got None for document 1"),
        ([b"Ann"], "must be strings or integers, got b'Ann' for document 1"),
        ([["Ann"]], r"must be strings or integers, got \['Ann'\] for document 1"),
        ([True], "must be strings or integers, got True for document 1"),
        ([2.5], r"must be strings or integers, got 2\.5 for document 1"),
        (7, "all strings or all integers, got both: 'Ann' and 7"),
        (2.5, r"authors of document 1 must be a name or a list of names, got 2\.5"),
        (b"Ann", "authors of document 1 must be a name or a list of names, got b'Ann'"),
        ({"Ann": 1}, "authors of document 1 must be a name or a list of names"),
    ],
)
def test_what_is_no_name(own, message):
    with pytest.raises(TypeError, match=message):
        check([["Ann"], own, [], []])


@pytest.mark.parametrize("value", [2, -1, 0.5, np.nan, np.inf])
@pytest.mark.parametrize("kind", [np.array, sp.csr_array, sp.csc_matrix])
def test_indicators_of_other_values(value, kind):
    wrong = DENSE.astype(float)
    wrong[1, 1] = value
    with pytest.raises(ValueError, match=f"authors must be 0 or 1, got {value}"):
        check(kind(wrong))


def test_entries_that_add_up_to_two():
    twice = sp.coo_array((np.ones(2), ([0, 0], [1, 1])), shape=(4, 3))
    with pytest.raises(ValueError, match=r"must be 0 or 1, got 2\.0"):
        check(twice)


def test_frames_with_two_columns_of_one_name():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(DENSE, columns=["Ann", "Bob", "Ann"])
    with pytest.raises(ValueError, match="Two columns of authors have the same name"):
        check(frame)


@pytest.mark.parametrize(
    "rows", [slice(1, 4, 2), np.array([3, 0]), np.array([True, False, False, True])]
)
def test_some_documents(rows):
    groups = check(NAMES)
    part = groups[rows]
    assert part.names is groups.names
    assert rows_of(part) == list(np.array(ROWS, dtype=object)[rows])


def test_renamed_groups_may_be_left_out():
    groups = check([["a", "b"], ["c"], ["b", "c"], []])
    names = np.array(["c", "x", "a"], dtype=object)
    renamed = groups.renamed(names, match_groups(groups, names, "authors"))
    assert rows_of(renamed) == [{"a"}, {"c"}, {"c"}, set()]


lists_of_names = st.lists(st.lists(st.text(max_size=3), max_size=4), min_size=1)


@given(lists_of_names)
def test_any_names(names):
    groups = check_groups(names, len(names), "authors")
    assert rows_of(groups) == [set(own) for own in names]
    assert groups.names.tolist() == sorted({name for own in names for name in own})


@given(lists_of_names, st.lists(st.text(max_size=3), unique=True))
def test_known_names_keep_their_places(names, known):
    known = object_array(known)
    groups = check_groups(names, len(names), "authors")
    merged, new = merge_names(groups, known)
    assert merged.names.tolist() == [*known.tolist(), *new.tolist()]
    assert new.tolist() == sorted(set(groups.names.tolist()) - set(known.tolist()))
    assert rows_of(merged) == [set(own) for own in names]


def test_match_groups():
    known = object_array(["Cy", "Ann"])
    assert_array_equal(match_groups(check(NAMES), known, "authors"), [1, -1, 0])
    assert_array_equal(match_groups(check(DENSE), np.arange(3), "authors"), [0, 1, 2])
    # The columns of an indicator are the known names in their order.
    three = object_array(["x", "y", "z"])
    assert_array_equal(match_groups(check(DENSE), three, "authors"), [0, 1, 2])
    with pytest.raises(ValueError, match="has 3 columns; the model knows 2 authors"):
        match_groups(check(DENSE), known, "authors")


def test_indicators_start_what_names_do_not_continue():
    merged, new = merge_names(check(DENSE), np.empty(0, dtype=object))
    assert new.tolist() == merged.names.tolist() == [0, 1, 2]
    assert_array_equal(merged.indicator().toarray(), DENSE)
    merged, new = merge_names(check(DENSE), merged.names)
    assert len(new) == 0
    assert merged.names.tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="with an indicator matrix and takes no"):
        merge_names(check(NAMES), merged.names)
    with pytest.raises(ValueError, match="has 2 columns; the model knows 3"):
        merge_names(check(DENSE[:, :2]), merged.names)


def test_errors_quote_a_few_names():
    assert quote(["a", "b"]) == "'a', 'b'"
    assert quote(map(str, range(9))) == "'0', '1', '2', '3', '4' and 4 more"


def test_no_documents():
    groups = check([], 0)
    assert groups.n_documents == 0
    assert isinstance(groups, Groups)
    assert groups.names.shape == (0,)
