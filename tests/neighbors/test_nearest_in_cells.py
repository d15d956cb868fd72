"""Tests of the search for nearest neighbours: exact, and in cells."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.neighbors import NearestNeighbors

from sktopics._arrays import unit_rows
from sktopics._neighbors import cells as cell_index
from sktopics._neighbors.cells import make_cells, nearest_in_cells
from sktopics._neighbors.exact import nearest


def random_vectors(n_vectors=300, n_dimensions=24, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(7, n_dimensions))
    vectors = centers[rng.integers(0, 7, n_vectors)]
    return (vectors + 0.7 * rng.normal(size=vectors.shape)).astype(dtype)


@pytest.fixture
def few_are_many(monkeypatch):
    """Let a hundred vectors be enough for cells."""
    monkeypatch.setattr(cell_index, "_MAX_EXACT", 100)


def by_brute_force(queries, reference, k):
    model = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(reference)
    return model.kneighbors(queries)


# --- exact -------------------------------------------------------------------------


@pytest.mark.parametrize("n_dimensions", [3, 24])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_like_brute_force(n_dimensions, dtype):
    reference = random_vectors(n_dimensions=n_dimensions, dtype=dtype)
    queries = random_vectors(600, n_dimensions, dtype, seed=1)
    neighbors, distances = nearest(queries, reference, 9)
    expected_distances, expected = by_brute_force(queries, reference, 9)
    assert (neighbors == expected).mean() > 0.999
    assert_allclose(distances, expected_distances, rtol=1e-4)
    assert distances.dtype == dtype
    assert_array_equal(nearest(queries, reference, 9, n_jobs=2)[0], neighbors)


@pytest.mark.parametrize("n_dimensions", [3, 24])
def test_own_row_is_no_neighbour(n_dimensions):
    X = random_vectors(n_dimensions=n_dimensions)
    own = np.arange(len(X))
    neighbors, _ = nearest(X, X, 5, own=own)
    _, expected = by_brute_force(X, X, 6)
    assert_array_equal(neighbors, expected[:, 1:])
    own[::2] = -1
    neighbors, distances = nearest(X, X, 5, own=own)
    assert_array_equal(neighbors[::2], expected[::2, :5])
    assert_array_equal(neighbors[1::2], expected[1::2, 1:])
    assert (distances[::2, 0] == 0).all()


@pytest.mark.parametrize("n_dimensions", [3, 24])
def test_duplicates(n_dimensions):
    X = np.repeat(random_vectors(10, n_dimensions), 4, axis=0)
    neighbors, distances = nearest(X, X, 3, own=np.arange(40))
    assert (distances == 0).all()
    assert_array_equal(
        neighbors // 4, np.arange(40)[:, np.newaxis] // 4 + 0 * neighbors
    )
    assert all(len({i, *row}) == 4 for i, row in enumerate(neighbors))


def test_ties_go_to_the_first():
    X = np.zeros((30, 24))
    assert_array_equal(nearest(X[:2], X, 4)[0], [[0, 1, 2, 3]] * 2)
    own = np.array([0, 2])
    assert_array_equal(nearest(X[:2], X, 3, own=own)[0], [[1, 2, 3], [0, 1, 3]])


@pytest.mark.parametrize("n_dimensions", [3, 24])
def test_more_neighbours_than_there_are(n_dimensions):
    X = random_vectors(5, n_dimensions)
    neighbors, distances = nearest(X, X, 9, own=np.arange(5))
    assert neighbors.shape == distances.shape == (5, 4)
    assert nearest(X, X, 9)[0].shape == (5, 5)
    assert nearest(X[:1], X[:1], 9, own=np.zeros(1, dtype=int))[0].shape == (1, 0)
    assert nearest(X[:0], X, 2)[0].shape == (0, 2)


def test_unit_rows():
    X = random_vectors(4)
    X[1] = 0
    unit = unit_rows(X)
    assert_allclose(np.linalg.norm(unit, axis=1), [1, 0, 1, 1])
    assert_allclose(unit[0] * np.linalg.norm(X[0]), X[0])


# --- in cells ----------------------------------------------------------------------


def test_few_vectors_and_few_dimensions_are_searched_exactly():
    for X in (random_vectors(200), random_vectors(10_500, 3)):
        cells = make_cells(X, 0)
        assert cells.centers.shape == (1, X.shape[1])
        found = nearest_in_cells(X[:50], X, cells, 5, own=np.arange(50))
        for one, other in zip(
            found, nearest(X[:50], X, 5, own=np.arange(50)), strict=True
        ):
            assert_array_equal(one, other)


@pytest.mark.usefixtures("few_are_many")
def test_cells_hold_every_vector_at_its_nearest_centre():
    X = random_vectors(500)
    centers, members, offsets = make_cells(X, 0)
    assert len(centers) == int(2 * np.sqrt(500))
    assert_array_equal(np.sort(members), np.arange(500))
    assert offsets[0] == 0
    assert offsets[-1] == 500
    cell_of = np.repeat(np.arange(len(centers)), np.diff(offsets))
    assert_array_equal(by_brute_force(X[members], centers, 1)[1][:, 0], cell_of)
    for cell in range(len(centers)):
        assert (np.diff(members[offsets[cell] : offsets[cell + 1]]) > 0).all()


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_all_cells_are_exact(dtype, monkeypatch):
    monkeypatch.setattr(cell_index, "_N_PROBES", 1000)
    X = random_vectors(700, dtype=dtype)
    queries = random_vectors(90, dtype=dtype, seed=1)
    cells = make_cells(X, 0)
    neighbors, distances = nearest_in_cells(X, X, cells, 9, own=np.arange(700))
    expected, expected_distances = nearest(X, X, 9, own=np.arange(700))
    assert (neighbors == expected).mean() > 0.999
    assert_allclose(distances, expected_distances, rtol=1e-4)
    assert distances.dtype == dtype
    neighbors, _ = nearest_in_cells(queries, X, cells, 9)
    assert (neighbors == nearest(queries, X, 9)[0]).mean() > 0.999


@pytest.mark.usefixtures("few_are_many")
def test_few_cells_find_most(monkeypatch):
    X = np.random.default_rng(0).normal(size=(3000, 20))
    own = np.arange(3000)
    cells = make_cells(X, 0)
    exact, _ = nearest(X, X, 10, own=own)
    shares = []
    for n_probes in (2, 10, 60):
        monkeypatch.setattr(cell_index, "_N_PROBES", n_probes)
        found, distances = nearest_in_cells(X, X, cells, 10, own=own)
        assert (found != own[:, np.newaxis]).all()
        assert (np.diff(distances) >= 0).all()
        shares.append(
            np.mean(
                [len(np.intersect1d(*rows)) for rows in zip(found, exact, strict=True)]
            )
            / 10
        )
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.9


@pytest.mark.usefixtures("few_are_many")
def test_cells_that_are_too_small_are_no_loss(monkeypatch):
    monkeypatch.setattr(cell_index, "_N_PROBES", 1)
    X = random_vectors(200)
    neighbors, distances = nearest_in_cells(X, X, make_cells(X, 0), 90)
    assert neighbors.min() >= 0
    assert np.isfinite(distances).all()
    assert all(len(set(row)) == 90 for row in neighbors)


@pytest.mark.usefixtures("few_are_many")
def test_neighbours_in_cells_do_not_depend_on_other_queries(monkeypatch):
    X = random_vectors(600)
    queries = random_vectors(100, seed=1)
    cells = make_cells(X, 0)
    expected, _ = nearest_in_cells(queries, X, cells, 6)
    order = np.random.default_rng(0).permutation(100)
    assert_array_equal(
        nearest_in_cells(queries[order], X, cells, 6)[0], expected[order]
    )
    one = [nearest_in_cells(queries[[i]], X, cells, 6)[0][0] for i in range(100)]
    assert_array_equal(one, expected)
    monkeypatch.setattr(cell_index, "_BLOCK", 7)
    for n_jobs in (None, 2):
        again, _ = nearest_in_cells(queries, X, cells, 6, n_jobs=n_jobs)
        assert_array_equal(again, expected)


@pytest.mark.usefixtures("few_are_many")
def test_cells_are_arrays_that_follow_from_the_seed():
    X = random_vectors(400)
    cells = make_cells(X, 3)
    for one, other in zip(cells, make_cells(X.copy(), 3), strict=True):
        assert_array_equal(one, other)
    for one, other in zip(cells, pickle.loads(pickle.dumps(cells)), strict=True):
        assert_array_equal(one, other)
    assert (make_cells(X, 4).centers != cells.centers).any()


@pytest.mark.usefixtures("few_are_many")
def test_copies_leave_cells_for_the_others():
    X = random_vectors(600)
    X[::2] = X[0]
    cells = make_cells(X, 0)
    assert (np.diff(cells.offsets) > 0).all()
    assert len(cells.centers) == len(cells.offsets) - 1 > 20
    found, _ = nearest_in_cells(X[1::2], X, cells, 5, own=np.arange(1, 600, 2))
    exact, _ = nearest(X[1::2], X, 5, own=np.arange(1, 600, 2))
    assert (found == exact).mean() > 0.9


@pytest.mark.usefixtures("few_are_many")
def test_vectors_that_are_all_the_same():
    X = np.ones((150, 20))
    neighbors, distances = nearest_in_cells(
        X, X, make_cells(X, 0), 4, own=np.arange(150)
    )
    assert (distances == 0).all()
    assert (neighbors != np.arange(150)[:, np.newaxis]).all()


@pytest.mark.parametrize("largest_exact", [100, 10_000])
def test_some_vectors_are_not_to_be_found(largest_exact, monkeypatch):
    monkeypatch.setattr(cell_index, "_MAX_EXACT", largest_exact)
    monkeypatch.setattr(cell_index, "_N_PROBES", 1000)
    X = random_vectors(400)
    rows = np.flatnonzero(np.arange(400) % 3)
    cells = make_cells(X, 0, rows=rows)
    assert_array_equal(np.sort(cells.members), rows)
    own = np.arange(400)
    own[:20] = -1
    neighbors, distances = nearest_in_cells(X, X, cells, 8, own=own)
    places = np.full(400, -1)
    places[rows] = np.arange(len(rows))
    expected, expected_distances = nearest(
        X, X[rows], 8, own=np.where(own < 0, -1, places)
    )
    assert_array_equal(neighbors, rows[expected])
    assert_allclose(distances, expected_distances)
    nothing = make_cells(X, 0, rows=rows[:0])
    assert nearest_in_cells(X, X, nothing, 8)[0].shape == (400, 0)


@pytest.mark.usefixtures("few_are_many")
def test_no_queries():
    X = random_vectors(150)
    neighbors, distances = nearest_in_cells(X[:0], X, make_cells(X, 0), 4)
    assert neighbors.shape == distances.shape == (0, 4)
