"""EM kernels against slow NumPy twins."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.em import (
    blend_counts,
    expect_counts,
    expect_mixtures,
    infer_mixtures,
    invert_topics,
    mixture_log_likelihoods,
    normalize_topics,
    raise_rows,
)
from sktopics.kernels.padding import padded

DTYPES = [np.float32, np.float64]
RTOL = {np.float32: 2e-4, np.float64: 1e-10}
ATOL = {np.float32: 1e-6, np.float64: 1e-13}


def make_counts(dtype, seed=0, rate=0.4):
    rng = np.random.default_rng(seed)
    dense = rng.poisson(rate, (12, 30)).astype(dtype)
    dense *= rng.choice([0.25, 1, 1.5], dense.shape)
    dense[3] = 0  # an empty document
    dense[5] = 0
    dense[5, :2] = [2, 1]  # of terms that no topic has
    return sp.csr_array(dense.astype(dtype))


def make_topics(n_topics, dtype, n_terms=30, seed=1):
    rng = np.random.default_rng(seed)
    phi = np.zeros((n_terms, padded(n_topics)), dtype)
    phi[:, :n_topics] = rng.dirichlet(np.full(n_terms, 0.2), n_topics).T
    phi[:2] = 0
    return phi


def even(n_documents, n_topics, dtype):
    theta = np.zeros((n_documents, padded(n_topics)), dtype)
    theta[:, :n_topics] = 1 / n_topics
    return theta


def documents(X):
    """Yield (document, words, counts in float64)."""
    for d in range(X.shape[0]):
        row = slice(X.indptr[d], X.indptr[d + 1])
        yield d, X.indices[row], X.data[row].astype(np.float64)


def ratio_of(c, p):
    return np.divide(c, p, out=np.zeros_like(c), where=p > 0)


def slow_mixture(c, phi, bias, slope, n_topics, max_iter, tol, smallest, theta):
    """The documented iterations of one document; `phi` are its words' rows."""
    new = theta
    for _ in range(max_iter):
        theta = new
        ratio = ratio_of(c, phi @ theta)
        gain = ratio @ phi + c[ratio > 0].sum() * slope
        new = np.maximum(theta * gain + bias, 0)
        if new.sum() == 0:
            new = even(1, n_topics, float)[0]
            break
        new = new / new.sum()
        new[new <= smallest] = 0
        if np.abs(new - theta).sum() < tol:
            break
    p = phi @ theta
    return ratio, theta, new, c @ np.log(np.where(p > 0, p, 1e-3 / 30))


def biases(n_topics, kind):
    bias, slope = np.zeros((2, padded(n_topics)))
    if kind == "smooth":
        bias[:n_topics] = 0.1
    if kind == "sparse":
        bias[:n_topics] = -0.4
    if kind == "mixed":
        bias[:n_topics] = np.resize([0.2, -0.3, 0], n_topics)
    if kind == "selection":
        slope[:n_topics] = np.resize([0, -0.2, 0.3, -2], n_topics)
    return bias, slope


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 3, 16, 40])
@pytest.mark.parametrize(
    ("max_iter", "tol", "smallest", "kind"),
    [
        (1, 0, 0, "none"),
        (2, 0, 0, "smooth"),
        (12, 0, 0, "none"),
        (12, 0, 1e-3, "none"),
        (12, 0, 0, "sparse"),
        (12, 0, 0, "mixed"),
        (12, 0, 1e-3, "selection"),
        (30, 1e-2, 1e-6, "none"),
    ],
)
def test_infer_mixtures_equals_numpy(dtype, n_topics, max_iter, tol, smallest, kind):
    X, phi = make_counts(dtype, rate=0.8), make_topics(n_topics, dtype)
    added = biases(n_topics, kind)
    weight = np.random.default_rng(2).uniform(0.5, 2, X.shape[0]).astype(dtype)
    theta, topic_word = even(X.shape[0], n_topics, dtype), np.zeros_like(phi)
    likelihood = infer_mixtures(
        X.indptr, X.indices, X.data, phi, *(a.astype(dtype) for a in added), n_topics,
        max_iter, dtype(tol), dtype(smallest), theta, weight, topic_word,
    )  # fmt: skip
    expected, expected_likelihood = np.zeros(phi.shape), 0.0
    start = even(1, n_topics, float)[0]
    for d, w, c in documents(X):
        ratio, old, new, own = slow_mixture(
            c, phi[w].astype(float), *added, n_topics, max_iter, tol, smallest, start
        )
        assert_allclose(theta[d], new, rtol=RTOL[dtype], atol=2 * ATOL[dtype] + tol / 9)
        expected[w] += weight[d] * np.outer(ratio, old)
        expected_likelihood += weight[d] * own
    if not tol:
        assert_allclose(
            topic_word, expected, rtol=1e-3 if dtype == np.float32 else 1e-9
        )
        assert likelihood == pytest.approx(expected_likelihood, rel=RTOL[dtype])
    assert (theta[:, n_topics:] == 0).all()
    assert_allclose(theta.sum(axis=1), 1, rtol=1e-5 if not smallest else 1e-2)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_words", [1, 2, 3, 4, 5, 40])
def test_infer_mixtures_starts_where_it_is_told(dtype, n_words):
    """Sparse mixtures take the way by columns from the start."""
    rng = np.random.default_rng(0)
    phi = make_topics(40, dtype, n_terms=60)
    dense = np.zeros((1, 60), dtype)
    dense[0, rng.permutation(np.arange(2, 60))[:n_words]] = rng.integers(1, 4, n_words)
    X = sp.csr_array(dense)
    theta = np.zeros((1, padded(40)), dtype)
    theta[0, [3, 17, 39]] = [0.5, 0.25, 0.25]
    start, topic_word = theta[0].astype(float), np.zeros_like(phi)
    infer_mixtures(
        X.indptr, X.indices, X.data, phi, *np.zeros((2, padded(40)), dtype), 40, 5,
        dtype(0), dtype(0), theta, np.ones(1, dtype), topic_word,
    )  # fmt: skip
    (_, w, c), *_ = documents(X)
    ratio, old, new, _ = slow_mixture(c, phi[w].astype(float), 0, 0, 40, 5, 0, 0, start)
    assert_allclose(theta[0], new, rtol=RTOL[dtype], atol=ATOL[dtype])
    assert_allclose(topic_word[w], np.outer(ratio, old), rtol=1e-3, atol=ATOL[dtype])
    assert set(np.flatnonzero(theta[0])) <= {3, 17, 39}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 5, 20])
def test_expect_counts_equals_numpy(dtype, n_topics):
    X, phi = make_counts(dtype), make_topics(n_topics, dtype)
    rng = np.random.default_rng(3)
    theta = even(X.shape[0], n_topics, dtype)
    theta[:, :n_topics] = rng.dirichlet(np.full(n_topics, 0.5), X.shape[0])
    weight = rng.uniform(0.5, 2, X.shape[0]).astype(dtype)
    n_td, topic_word = np.empty_like(theta), np.zeros_like(phi)
    likelihood = expect_counts(
        X.indptr, X.indices, X.data, phi, theta, weight, n_td, topic_word
    )
    alone = np.empty_like(theta)
    expect_mixtures(X.indptr, X.indices, X.data, phi, theta, alone)
    assert_allclose(alone, n_td, rtol=RTOL[dtype])
    expected, total = np.zeros(phi.shape), 0.0
    for d, w, c in documents(X):
        p = phi[w].astype(float) @ theta[d]
        ratio = ratio_of(c, p)
        assert_allclose(n_td[d], theta[d] * (ratio @ phi[w]), rtol=1e-3, atol=1e-6)
        expected[w] += weight[d] * np.outer(ratio, theta[d])
        total += weight[d] * (c @ np.log(np.where(p > 0, p, 1e-3 / 30)))
    assert_allclose(topic_word, expected, rtol=1e-4, atol=1e-6)
    assert likelihood == pytest.approx(total, rel=RTOL[dtype])
    explained = [c[phi[w].any(axis=1)].sum() for _, w, c in documents(X)]
    assert_allclose(n_td.sum(axis=1), explained, rtol=1e-4)


@pytest.mark.parametrize("dtype", DTYPES)
def test_normalize_topics_equals_numpy(dtype):
    rng = np.random.default_rng(0)
    counts = rng.normal(size=(30, padded(5))).astype(dtype)
    counts[:, 5:] = 0
    counts[:, 2] = -1  # a topic without terms
    modality = rng.integers(0, 3, 30)
    phi = np.empty_like(counts)
    sums = normalize_topics(counts, modality, 3, phi)
    for m in range(3):
        positive = np.maximum(counts[modality == m].astype(float), 0)
        totals = positive.sum(axis=0)
        assert_allclose(sums[m], totals, rtol=1e-5)
        expected = positive / np.where(totals > 0, totals, 1)
        assert_allclose(phi[modality == m], expected, rtol=1e-5)
    assert_array_equal(phi[:, 2], 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_blend_counts_equals_numpy(dtype):
    a, b = np.random.default_rng(0).uniform(size=(2, 5, 16)).astype(dtype)
    expected = 0.75 * a + 3 * b
    blend_counts(a, dtype(0.75), dtype(3), b)
    assert_allclose(a, expected, rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_raise_rows_equals_numpy(dtype):
    counts = np.random.default_rng(0).uniform(0.1, 1, size=(5, 16)).astype(dtype)
    counts *= np.array([[1e-6], [1], [1e-3], [-1], [0]], dtype)
    counts[2, :3] = 0
    greatest = counts.max(axis=1, keepdims=True)
    scale = np.divide(0.5, greatest, out=np.ones_like(counts), where=greatest > 0)
    expected = counts * np.maximum(scale, 1)
    raise_rows(counts, dtype(0.5))
    assert_allclose(counts, expected, rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_log_likelihood_equals_numpy(dtype):
    X, phi = make_counts(dtype), make_topics(5, dtype)
    theta, out = even(X.shape[0], 5, dtype), np.empty(X.shape[0])
    mixture_log_likelihoods(X.indptr, X.indices, X.data, phi, theta, dtype(1e-4), out)
    for d, w, c in documents(X):
        p = np.maximum(phi[w].astype(float) @ theta[d], 1e-4)
        assert out[d] == pytest.approx(c @ np.log(p), rel=1e-5)


@pytest.mark.parametrize("dtype", DTYPES)
def test_inversion(dtype):
    phi = make_topics(5, dtype)
    prior = np.zeros(phi.shape[1], dtype)
    prior[:5] = [0.5, 0.3, 0.2, 0.0, 0.0]
    term_topic, known = np.empty_like(phi), np.empty(len(phi), dtype)
    invert_topics(phi, prior, term_topic, known)
    joint = phi.astype(np.float64) * prior
    totals = joint.sum(axis=1, keepdims=True)
    expected = np.divide(joint, totals, out=np.zeros_like(joint), where=totals > 0)
    assert not joint[:2].any()
    assert_allclose(term_topic, expected, rtol=RTOL[dtype], atol=ATOL[dtype])
    assert_array_equal(known, totals[:, 0] > 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_that_cannot_be_divided_by_are_none(dtype):
    counts = np.zeros((4, padded(2)), dtype)
    counts[1:, 0] = 1e-40
    counts[:, 1] = 1
    phi = np.empty_like(counts)
    totals = normalize_topics(counts, np.zeros(4, np.intp), 1, phi)
    assert_array_equal(phi[:, :2], [[0, 0.25]] * 4)
    assert_array_equal(totals[0, :2], [0, 4])


@pytest.mark.parametrize("n_words", [3, 40])
def test_a_prior_revives_topics(n_words):
    """Whether topics are left out of the iterations (many words) or not."""
    rng = np.random.default_rng(0)
    phi, bias = np.zeros((60, padded(40))), np.zeros(padded(40))
    phi[:, :40] = rng.dirichlet(np.full(60, 0.3), 40).T
    bias[5] = 1.0
    words = np.arange(n_words)
    X = sp.csr_array((np.ones(n_words), (np.zeros(n_words, int), words)), (1, 60))
    theta, topic_word = np.zeros((1, padded(40))), np.zeros_like(phi)
    theta[0, [3, 17]] = 0.5
    new = theta[0]
    for _ in range(3):
        new = new * (phi[words] / (phi[words] @ new)[:, None]).sum(axis=0) + bias
        new = new / new.sum()
    infer_mixtures(
        X.indptr, X.indices, X.data, phi, bias, np.zeros_like(bias), 40, 3, 0.0, 0.0,
        theta, np.ones(1), topic_word,
    )  # fmt: skip
    assert theta[0, 5] > 0
    assert_allclose(theta[0], new)
