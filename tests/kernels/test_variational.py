import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import digamma

from sktopics.kernels.variational import (
    LANES,
    exp_dirichlet_expectation,
    infer_documents,
    padded,
    sum_topic_word,
)

DTYPES = [np.float32, np.float64]
RTOL = {np.float32: 2e-4, np.float64: 1e-9}


def make_counts(dtype=np.float64, n_documents=12, n_terms=30, seed=0):
    rng = np.random.default_rng(seed)
    dense = rng.poisson(0.4, (n_documents, n_terms))
    dense[3] = 0  # an empty document
    dense[:, 7] = 0  # a term that does not occur
    return sp.csr_array(dense.astype(dtype))


def make_tables(n_terms, n_topics, dtype, seed=1):
    """Parameters lambda, exp(E[log beta]) and the prior, all padded."""
    rng = np.random.default_rng(seed)
    counts = np.zeros((n_terms, padded(n_topics)), dtype)
    counts[:, :n_topics] = rng.gamma(0.5, 2.0, (n_terms, n_topics)) + 0.05
    table = np.full_like(counts, np.nan)
    exp_dirichlet_expectation(counts, counts.sum(axis=0), 0, n_terms, table)
    prior = np.zeros(padded(n_topics), dtype)
    prior[:n_topics] = rng.uniform(0.05, 0.3, n_topics)
    return counts, table, prior


def infer(X, table, prior, n_topics, *, max_iter=100, tol=1e-3, doc_topic=None):
    """Run the kernel over all of `X` with fresh outputs."""
    warm = doc_topic is not None
    shape = X.shape[0], table.shape[1]
    doc_topic = doc_topic.copy() if warm else np.full(shape, np.nan, table.dtype)
    theta = np.full(shape, np.nan, table.dtype)
    ratio = np.full(X.nnz, np.nan, table.dtype)
    n_iter = infer_documents(
        X.indptr, X.indices, X.data, table, prior, n_topics, warm, max_iter, tol,
        0, X.shape[0], doc_topic, theta, ratio,
    )  # fmt: skip
    return n_iter, doc_topic, theta, ratio


def slow_infer(counts, table, prior, max_iter, tol):
    """The documented fixed point of one dense document, without the padding."""
    words = np.flatnonzero(counts)
    beta, c = table[words].astype(np.float64), counts[words]
    prior = prior.astype(np.float64)
    gamma = prior + c.sum() / len(prior)
    for _ in range(max_iter):
        theta = np.exp(digamma(gamma))
        last, gamma = gamma, prior + theta * ((c / (beta @ theta)) @ beta)
        if np.abs(gamma - last).mean() < tol:
            break
    theta = np.exp(digamma(gamma))
    return gamma, theta / theta.sum(), theta[None] * (c / (beta @ theta))[:, None]


@pytest.mark.parametrize("dtype", DTYPES)
def test_exp_dirichlet_expectation_equals_numpy(dtype):
    counts, table, _ = make_tables(30, 5, dtype)
    exact = counts[:, :5].astype(np.float64)
    expected = np.exp(digamma(exact) - digamma(exact.sum(axis=0)))
    kept = expected > 1.1e-18
    rtol = 2e-5 if dtype == np.float32 else 1e-12
    assert_allclose(table[:, :5][kept], expected[kept], rtol=rtol)
    assert_array_equal(table[:, 5:], 0)
    positive = table[table > 0]
    assert positive.min() > (1e-18 if dtype == np.float32 else 1e-150)


def test_exp_dirichlet_expectation_writes_only_its_range():
    counts, table, _ = make_tables(30, 5, np.float64)
    out = np.full_like(counts, -1)
    exp_dirichlet_expectation(counts, counts.sum(axis=0), 4, 9, out)
    assert_array_equal(out[4:9], table[4:9])
    assert_array_equal(np.delete(out, np.s_[4:9], axis=0), -1)
    exp_dirichlet_expectation(counts, counts.sum(axis=0), 9, 9, out)
    assert_array_equal(np.delete(out, np.s_[4:9], axis=0), -1)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 3, LANES, LANES + 1, 40])
@pytest.mark.parametrize("max_iter", [0, 1, 20])
def test_infer_documents_equals_numpy(dtype, n_topics, max_iter):
    X = make_counts(dtype)
    _, table, prior = make_tables(X.shape[1], n_topics, dtype)
    _, doc_topic, theta, ratio = infer(
        X, table, prior, n_topics, max_iter=max_iter, tol=0
    )
    for d in range(X.shape[0]):
        counts = X[[d]].toarray()[0].astype(np.float64)
        gamma, expected, share = slow_infer(
            counts, table[:, :n_topics], prior[:n_topics], max_iter, 0
        )
        rtol = RTOL[dtype]
        assert_allclose(doc_topic[d, :n_topics], gamma, rtol=rtol, atol=rtol / 10)
        got = theta[d, :n_topics] / theta[d].sum()
        assert_allclose(got, expected, rtol=10 * rtol, atol=rtol / 10)
        got = ratio[X.indptr[d] : X.indptr[d + 1], None] * theta[d, :n_topics]
        assert_allclose(got, share, rtol=10 * rtol, atol=rtol * share.max(initial=1))
    assert_array_equal(doc_topic[:, n_topics:], 0)
    assert_array_equal(theta[:, n_topics:], 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_sum_topic_word_equals_numpy(dtype):
    X = make_counts(dtype)
    _, table, prior = make_tables(X.shape[1], 5, dtype)
    _, _, theta, ratio = infer(X, table, prior, 5)
    positions = sp.csr_array((np.arange(X.nnz), X.indices, X.indptr), X.shape).tocsc()
    out = np.full_like(table, -1)
    pattern = positions.indptr, positions.indices, positions.data
    sum_topic_word(*pattern, ratio, theta, table, 4, X.shape[1], out)
    assert_array_equal(out[:4], -1)
    R = sp.csr_array((ratio, X.indices, X.indptr), X.shape)
    expected = table * (R.T @ theta)
    assert_allclose(out[4:], expected[4:], rtol=2e-6, atol=1e-7)
    assert_allclose(out[4:].sum(axis=1), X.sum(axis=0)[4:], rtol=1e-5)
    sum_topic_word(*pattern, ratio, theta, table, 4, 4, out)
