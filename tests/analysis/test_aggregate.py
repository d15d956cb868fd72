import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.analysis import aggregate
from sktopics.text import split_documents

SHARES = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.0, 0.0]])
OWNERS = [2, 0, 2, 0]


def test_shares_are_means_of_parts():
    expected = [[0.1, 0.4], [0, 0], [0.7, 0.3], [0, 0]]
    found = aggregate(SHARES, OWNERS, 4)
    np.testing.assert_allclose(found, expected)
    assert isinstance(found, np.ndarray)
    assert aggregate(SHARES, OWNERS).shape == (3, 2)


def test_it_is_what_add_at_gives():
    random_state = np.random.RandomState(0)
    shares = random_state.dirichlet(np.ones(5), 50).astype(np.float32)
    owners, weights = random_state.randint(8, size=50), random_state.rand(50)
    expected = np.zeros((9, 5))
    np.add.at(expected, owners, shares * weights[:, None])
    totals = np.bincount(owners, weights, 9)[:, None]
    expected = np.divide(expected, totals, out=expected, where=totals > 0)
    found = aggregate(shares, owners, n_documents=9, weights=weights)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found[:8].sum(axis=1), 1)


@pytest.mark.parametrize("form", [sp.csr_array, sp.csc_matrix, sp.coo_array])
def test_sparse_shares_stay_sparse(form):
    found = aggregate(form(SHARES), OWNERS, 4)
    assert isinstance(found, sp.csr_array)
    np.testing.assert_allclose(found.toarray(), aggregate(SHARES, OWNERS, 4))


def test_labels_are_shares_too():
    found = aggregate([1, -1, 1, 0], [0, 0, 1, 1])
    np.testing.assert_allclose(found.toarray(), [[0, 0.5], [0.5, 0.5]])


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns_and_frames(library):
    module = pytest.importorskip(library)
    owners, weights = module.Series(OWNERS), module.Series([1.0, 2.0, 3.0, 4.0])
    shares = module.DataFrame({"a": SHARES[:, 0], "b": SHARES[:, 1]})
    np.testing.assert_allclose(
        aggregate(shares, owners, weights=weights),
        aggregate(SHARES, OWNERS, weights=[1, 2, 3, 4]),
    )


def test_parts_that_weigh_nothing_make_no_shares():
    found = aggregate(SHARES, OWNERS, weights=[1, 0, 1, 0])
    assert not np.isnan(found).any()
    assert found[0].tolist() == [0, 0]


def test_read_only_arrays_stay_as_they_are():
    shares = SHARES.copy()
    shares.flags.writeable = False
    before = shares.copy()
    aggregate(shares, np.array(OWNERS))
    np.testing.assert_array_equal(shares, before)


def test_no_parts_at_all():
    assert aggregate(np.empty((0, 3)), [], n_documents=2).tolist() == [[0] * 3] * 2
    assert aggregate(np.empty((0, 3)), []).shape == (0, 3)


def test_parts_and_back():
    documents = ["Rain. Snow.", "", "Rain."]
    parts, owners = split_documents(documents, by="sentence")
    labels = [int("Snow" in part) for part in parts]
    found = aggregate(labels, owners, len(documents)).toarray()
    assert found.tolist() == [[0.5, 0.5], [0, 0], [1, 0]]


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((SHARES, [0, 1]), {}, "each of the 4 parts, and names 2"),
        ((SHARES, [0, 1, 2, -1]), {}, r"owners\[3\] is -1"),
        ((SHARES, [0.0, 1, 2, 3]), {}, "whole numbers"),
        ((SHARES, ["a", "b", "c", "d"]), {}, "whole numbers"),
        ((SHARES, OWNERS, 2), {}, "Part 0 is of document 2"),
        ((SHARES, OWNERS), {"weights": [1, 2]}, "each of the 4 parts"),
        ((SHARES, OWNERS), {"weights": [1, -2, 1, 1]}, r"weights\[1\] is -2"),
        ((SHARES, OWNERS), {"weights": [1, 1, np.nan, 1]}, r"weights\[2\] is nan"),
        ((-SHARES, OWNERS), {}, "not negative"),
        ((SHARES * np.nan, OWNERS), {}, "finite"),
    ],
)
def test_bad_input(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        aggregate(*arguments, **options)


def test_owners_and_weights_may_be_iterators():
    shares = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    found = aggregate(shares, iter([0, 0, 1]), weights=(w for w in [3, 1, 1]))
    assert found.tolist() == [[0.875, 0.125], [0, 1]]
