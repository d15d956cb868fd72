"""Shares of topics in groups, and who is in which group."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.analysis import group_shares

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

SHARES = np.random.default_rng(0).dirichlet(np.ones(3), 50)
GROUPS = np.random.default_rng(1).integers(0, 4, 50)


@pytest.mark.parametrize("kind", [np.array, sp.csr_matrix, np.float32, pd.DataFrame])
def test_means_of_rows(kind):
    expected = np.zeros((4, 3))
    np.add.at(expected, GROUPS, SHARES)
    expected /= np.bincount(GROUPS)[:, np.newaxis]
    shares = SHARES.astype(np.float32) if kind is np.float32 else kind(SHARES)
    found = group_shares(shares, GROUPS)
    assert found.groups == (0, 1, 2, 3)
    assert found.sizes.tolist() == np.bincount(GROUPS).tolist()
    np.testing.assert_allclose(found.shares, expected, rtol=1e-6)


def test_labels_count_documents_without_a_topic_too():
    found = group_shares([0, -1, 1, 1], ["a", "a", "a", "b"])
    assert np.allclose(found.shares, [[1 / 3, 1 / 3], [0, 1]])


def test_rows_of_zeros_change_nothing():
    found = group_shares([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]], ["a", "a", "b"])
    assert found.shares.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("groups", "names"),
    [
        (["b", "a", "b"], ["a", "b"]),
        ([("x", 1), ("x", 0), ("x", 1)], [("x", 0), ("x", 1)]),
        (["b", 1, "b"], ["b", 1]),  # of kinds that have no order: as they come
        (pd.Categorical(["b", "a", "b"], categories=["c", "b", "a"]), ["b", "a"]),
        (pd.Series(["b", "a", "b"], dtype="category"), ["a", "b"]),
        (pl.Series(["b", "a", "b"], dtype=pl.Enum(["b", "a"])), ["b", "a"]),
        (pl.Series(["b", "a", "b"], dtype=pl.Categorical), ["a", "b"]),
        (np.array([True, False, True]), [False, True]),
        ([frozenset({"p"}), ["q"], {"p"}], ["p", "q"]),
        (pl.Series([["p"], ["q"], ["p"]]), ["p", "q"]),
        (["é", "日本", "é"], ["é", "日本"]),
    ],
    ids=range(11),
)
def test_classes_of_all_kinds(groups, names):
    found = group_shares([0, 1, 0], groups)
    assert found.groups == tuple(names)
    assert sorted(found.sizes.tolist()) == [1, 2]


def test_documents_of_several_groups_count_in_each():
    found = group_shares([0, 1, 1], [["x", "y", "x"], ["y"], ("z",)])
    assert found.groups == ("x", "y", ("z",)) or len(found.groups) == 3
    found = group_shares([0, 1, 1], [["x", "y", "x"], ["y"], ["z"]])
    assert found.groups == ("x", "y", "z")
    assert found.shares.tolist() == [[1, 0], [0.5, 0.5], [0, 1]]
    indicator = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]])
    for matrix in (indicator, sp.csr_array(indicator), pd.DataFrame(indicator)):
        np.testing.assert_array_equal(
            group_shares([0, 1, 1], matrix).shares, found.shares
        )


def test_documents_without_a_group_are_left_out_with_a_warning():
    with pytest.warns(UserWarning, match="2 of 4 documents .* the first in row 1"):
        found = group_shares([0, 0, 1, 1], ["a", None, float("nan"), "b"])
    assert found.groups == ("a", "b")
    assert found.sizes.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("groups", "error", "message"),
    [
        (["a"], ValueError, "got 1 for 2 documents"),
        ([None, None], ValueError, "No document has any of the groups"),
        (["a", {}], TypeError, "document 1 has {}"),
        ("ab", TypeError, "is str"),
        ({"a", "b"}, TypeError, "is set"),
    ],
)
def test_wrong_groups_are_refused(groups, error, message):
    with pytest.raises(error, match=message):
        group_shares([0, 1], groups)
