"""Sums over pairs and neighbours, beside plain loops."""

import itertools

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.kernels.regularization import share_pairs, sum_neighbours


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_components", [1, 3, 21])
def test_share_pairs(dtype, n_components):
    rng = np.random.default_rng(0)
    pairs = sp.triu(sp.random_array((9, 9), density=0.6, rng=rng), 1, format="csr")
    phi = rng.gamma(0.5, size=(9, n_components)).astype(dtype)
    mass = phi * np.arange(n_components, 0, -1).astype(dtype)
    phi[4] = 0  # a term that no topic has
    shares = np.full(phi.shape, 2, dtype)
    expected = shares.copy()
    n_shared = 0
    for u, v in zip(*pairs.nonzero(), strict=True):
        p = mass[u] * phi[v]
        if p.sum() > 0:
            n_shared += 1
            for term in (u, v):
                expected[term] += pairs[u, v] * p / p.sum()
    assert 0 < n_shared < pairs.nnz
    data = pairs.data.astype(dtype)
    share_pairs(pairs.indptr, pairs.indices, data, mass, phi, dtype(1e-30), shares)
    rtol = 1e-5 if dtype == np.float32 else 1e-12
    np.testing.assert_allclose(shares, expected, rtol=rtol)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("window", [1, 2, 5, 40])
def test_sum_neighbours(dtype, window):
    ptdw = np.random.default_rng(0).dirichlet(np.ones(4), size=30).astype(dtype)
    offsets = np.array([0, 9, 9, 10, 12, 30], dtype=np.int32)
    expected = np.empty_like(ptdw)
    for start, stop in itertools.pairwise(offsets.tolist()):
        for i in range(start, stop):
            near = ptdw[max(start, i - window) : min(stop, i + window + 1)]
            expected[i] = near.sum(axis=0) - ptdw[i]
    sums = np.full_like(ptdw, np.nan)
    sum_neighbours(ptdw, offsets, window, np.full(4, np.nan), sums)
    np.testing.assert_allclose(sums, expected, rtol=1e-5, atol=1e-6)


def test_sums_of_neighbours_do_not_drift():
    ptdw = np.zeros((50000, 1), np.float32)
    ptdw[::2] = 1 / 3
    ptdw[::7] = 0.999
    ptdw[-100:] = 0
    sums = np.empty_like(ptdw)
    sum_neighbours(ptdw, np.array([0, 50000]), 3, np.empty(1), sums)
    np.testing.assert_allclose(sums[-90:], 0, atol=1e-9)
    assert (sums >= 0).all()
