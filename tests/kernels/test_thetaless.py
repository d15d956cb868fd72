"""Kernels of the model without theta against slow NumPy twins."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.padding import padded
from sktopics.kernels.thetaless import collect_counts, mix_terms

K = 5


def setting(dtype):
    """Counts, phi, p(topic | term), which terms are known, p(topic)."""
    rng = np.random.default_rng(0)
    dense = rng.poisson(0.5, (9, 20)).astype(dtype)
    dense[2] = 0
    dense[4] = 0
    dense[4, :2] = 1  # only of terms that no topic has
    phi = np.zeros((20, padded(K)), dtype)
    phi[:, :K] = rng.dirichlet(np.full(20, 0.3), K).T
    phi[:2] = 0
    prior = np.zeros(padded(K), dtype)
    prior[:K] = rng.dirichlet(np.ones(K))
    joint = phi * prior
    totals = joint.sum(axis=1, keepdims=True)
    q = np.divide(joint, totals, out=np.zeros_like(joint), where=totals > 0)
    return sp.csr_array(dense), phi, q, (totals[:, 0] > 0).astype(dtype), prior


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mix_terms_equals_numpy(dtype):
    X, _, q, known, prior = setting(dtype)
    theta = np.empty((X.shape[0], padded(K)), dtype)
    mix_terms(X.indptr, X.indices, X.data, q, known, prior, theta)
    counts = X.toarray() * known
    lengths = counts.sum(axis=1)
    for d in range(X.shape[0]):
        expected = counts[d] @ q / lengths[d] if lengths[d] else prior
        assert_allclose(theta[d], expected, rtol=1e-5)
    assert_array_equal(theta[[2, 4]], [prior, prior])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("regularized", [False, True])
def test_collect_counts_equals_numpy(dtype, regularized):
    X, phi, q, known, prior = setting(dtype)
    rng = np.random.default_rng(1)
    theta = np.empty((X.shape[0], padded(K)), dtype)
    mix_terms(X.indptr, X.indices, X.data, q, known, prior, theta)
    doc_gain = np.zeros((X.shape[0], padded(K) if regularized else 0), dtype)
    if regularized:
        doc_gain[:, :K] = rng.normal(size=(X.shape[0], K))
    weight = rng.uniform(0.5, 2, X.shape[0]).astype(dtype)
    topic_word, moved = np.zeros_like(phi), np.zeros_like(phi)
    likelihood = collect_counts(
        X.indptr, X.indices, X.data, phi, q, known, theta, doc_gain, weight,
        topic_word, moved,
    )  # fmt: skip
    dense, total = X.toarray().astype(float), 0.0
    first, second = np.zeros(phi.shape), np.zeros(phi.shape)
    for d, c in enumerate(dense):
        p = phi.astype(float) @ theta[d]
        ratio = np.divide(c, p, out=np.zeros_like(c), where=p > 0)
        gain = ratio @ phi + (doc_gain[d] if regularized else 0)
        first += weight[d] * np.outer(ratio, theta[d])
        length = (c * known).sum()
        if length:
            second += weight[d] * np.outer(c * known / length, gain)
        total += weight[d] * (c @ np.log(np.where(p > 0, p, 1e-3 / 20)))
    assert_allclose(topic_word, first, rtol=1e-4, atol=1e-6)
    assert_allclose(moved, second, rtol=1e-4, atol=1e-5)
    assert likelihood == pytest.approx(total, rel=1e-5)
