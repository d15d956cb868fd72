import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.kernels.topic_windows import window_cosines, window_means

N_TERMS, N_TOPICS = 7, 4


def some_terms(random_state, n_places):
    """Terms by their last places; some take several places."""
    lasts = np.sort(random_state.randint(n_places, size=2 * n_places))
    firsts = np.maximum(lasts - random_state.randint(3, size=len(lasts)), 0)
    ids = random_state.randint(N_TERMS, size=len(lasts)).astype(np.int32)
    return ids, firsts.astype(np.int64), lasts.astype(np.int64)


def some_windows(random_state, n_places):
    starts = np.sort(random_state.randint(n_places, size=30))
    stops = np.maximum.accumulate(starts + random_state.randint(6, size=30))
    return starts.astype(np.int64), np.minimum(stops, n_places).astype(np.int64)


def as_table(weights, factors):
    table = sp.csr_array(weights.T * factors[:, None])
    indices = table.indices.astype(np.int32)
    indptr = table.indptr.astype(np.int64)
    return indptr, indices, table.data, factors, len(weights)


def dense(found, n_windows):
    indptr, topics, values = found
    return sp.csr_array((values, topics, indptr), (n_windows, N_TOPICS)).toarray()


@pytest.mark.parametrize("least", [0.0, 0.4])
@pytest.mark.parametrize("power", [1.0, 0.5])
@pytest.mark.parametrize("seed", [0, 1])
def test_cosines_are_those_of_each_window_by_itself(seed, power, least):
    random_state = np.random.RandomState(seed)
    ids, firsts, lasts = some_terms(random_state, 40)
    starts, stops = some_windows(random_state, 40)
    topics = random_state.randn(N_TOPICS, N_TERMS)
    topics /= np.linalg.norm(topics, axis=1, keepdims=True)
    factors = np.append(random_state.rand(N_TERMS - 1), 0)
    gains = np.arange(len(ids) + 1.0) ** power
    table = as_table(topics, factors)
    rows = np.arange(len(starts) + 1)
    found = window_cosines(rows, starts, stops, ids, firsts, lasts, table, gains, least)
    expected = np.zeros((len(starts), N_TOPICS))
    for w, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        inside = (firsts >= start) & (lasts < stop)
        counts = np.bincount(ids[inside], minlength=N_TERMS)
        weights = gains[counts] * factors
        if weights.any():
            cosines = topics @ weights / np.linalg.norm(weights)
            expected[w] = np.where((cosines >= least) & (cosines > 0), cosines, 0)
    assert expected.any()
    np.testing.assert_allclose(dense(found, len(starts)), expected, atol=1e-12)


@pytest.mark.parametrize("least", [0.0, 0.3])
@pytest.mark.parametrize("seed", [0, 1])
def test_means_are_those_of_each_window_by_itself(seed, least):
    random_state = np.random.RandomState(seed)
    ids, firsts, lasts = some_terms(random_state, 40)
    starts, stops = some_windows(random_state, 40)
    shares = random_state.dirichlet(np.full(N_TOPICS, 0.3), N_TERMS).T
    factors = np.append(random_state.rand(N_TERMS - 1), 0)
    table = as_table(shares, factors)
    rows = np.arange(len(starts) + 1)
    found = window_means(rows, starts, stops, ids, firsts, lasts, table, least)
    expected = np.zeros((len(starts), N_TOPICS))
    for w, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        terms = ids[(firsts >= start) & (lasts < stop)]
        if factors[terms].sum() > 0:
            means = shares[:, terms] @ factors[terms] / factors[terms].sum()
            expected[w] = np.where((means >= least) & (means > 0), means, 0)
    assert expected.any()
    np.testing.assert_allclose(dense(found, len(starts)), expected, atol=1e-12)
    rows = np.array([0, 0, 11, len(starts)])
    found = window_means(rows, starts, stops, ids, firsts, lasts, table, least)
    sums = [expected[:0].sum(axis=0), expected[:11].sum(axis=0)]
    sums.append(expected[11:].sum(axis=0))
    np.testing.assert_allclose(dense(found, 3), sums, atol=1e-12)


def test_read_only_arrays_and_no_windows():
    table = as_table(np.eye(N_TOPICS, N_TERMS), np.ones(N_TERMS))
    none = np.empty(0, dtype=np.int64)
    arrays = [np.zeros(1, np.int64), none, none, none.astype(np.int32), none, none]
    for array in (*arrays, *table[:4]):
        array.flags.writeable = False
    indptr, topics, values = window_means(*arrays, table, 0.1)
    assert indptr.tolist() == [0]
    assert len(topics) == len(values) == 0
