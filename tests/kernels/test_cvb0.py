"""CVB0 against a slow NumPy twin, its equation, and the few closed forms there are."""

import itertools

import numba
import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.cvb0 import expect_topics, expect_word_topics
from sktopics.kernels.padding import padded

DTYPES = [np.float32, np.float64]
RTOL = {np.float32: 2e-4, np.float64: 1e-9}


def make_counts(dtype, fractions=False, seed=0):
    rng = np.random.default_rng(seed)
    dense = rng.poisson(0.4, (12, 30)).astype(dtype)
    dense[3] = 0  # an empty document
    if fractions:
        dense *= rng.choice([0.25, 1, 1.5], dense.shape)
    return sp.csr_array(dense.astype(dtype))


def make_topics(n_topics, dtype, n_terms=30, seed=1):
    """p(word | topic) and the prior of documents, both padded."""
    rng = np.random.default_rng(seed)
    phi = np.zeros((n_terms, padded(n_topics)), dtype)
    phi[:, :n_topics] = rng.dirichlet(np.full(n_terms, 0.2), n_topics).T
    prior = np.zeros(padded(n_topics), dtype)
    prior[:n_topics] = rng.uniform(0.05, 0.3, n_topics)
    return phi, prior


def expect(X, phi, prior, max_iter, tol=0.0, weight=None, start=None):
    """Run the kernel from even topics, or from `start`, into fresh sums."""
    doc_topic = np.ones((X.shape[0], phi.shape[1]), phi.dtype)
    if start is not None:
        doc_topic[:] = start
    weight = np.ones(X.shape[0], phi.dtype) if weight is None else weight
    topic_word = np.zeros_like(phi)
    expect_topics(
        X.indptr, X.indices, X.data, phi, prior, max_iter, phi.dtype.type(tol),
        doc_topic, weight, topic_word,
    )  # fmt: skip
    return doc_topic, topic_word


def normalize(x):
    return x / x.sum(axis=-1, keepdims=True)


def slow_expect(c, phi, prior, max_iter, tol=0.0, start=1.0):
    """The documented iterations of one document; `phi` are its words' rows."""
    q = normalize(phi * start)
    for _ in range(max_iter):
        before = c @ q
        for i in range(len(c)):
            rest = c @ q - min(c[i], 1) * q[i]
            q[i] = normalize(phi[i] * (rest + prior))
        if np.abs(c @ q - before).sum() < tol:
            break
    return q


def documents(X):
    """Yield (words, counts in float64) of each document."""
    for d in range(X.shape[0]):
        row = slice(X.indptr[d], X.indptr[d + 1])
        yield X.indices[row], X.data[row].astype(np.float64)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 3, 16, 17, 40])
@pytest.mark.parametrize("max_iter", [0, 1, 7])
@pytest.mark.parametrize("fractions", [False, True])
def test_expect_topics_equals_numpy(dtype, n_topics, max_iter, fractions):
    X = make_counts(dtype, fractions)
    phi, prior = make_topics(n_topics, dtype)
    rng = np.random.default_rng(2)
    weight = rng.uniform(0.5, 2, X.shape[0]).astype(dtype)
    start = rng.uniform(0.5, 1.5, (X.shape[0], phi.shape[1])).astype(dtype)
    doc_topic, topic_word = expect(X, phi, prior, max_iter, 0, weight, start)
    expected = np.zeros(phi.shape)
    for d, (w, c) in enumerate(documents(X)):
        q = slow_expect(c, phi[w].astype(float), prior, max_iter, start=start[d])
        assert_allclose(doc_topic[d], prior + c @ q, rtol=RTOL[dtype], atol=1e-6)
        np.add.at(expected, w, weight[d] * c[:, np.newaxis] * q)
    assert_allclose(topic_word, expected, rtol=10 * RTOL[dtype], atol=1e-5)
    assert_array_equal(doc_topic[:, n_topics:], 0)
    assert_array_equal(topic_word[:, n_topics:], 0)


def test_expect_topics_stops_at_the_tolerance():
    X, (phi, prior) = make_counts(np.float64), make_topics(5, np.float64)
    doc_topic, _ = expect(X, phi, prior, 100, tol=0.05)
    for d, (w, c) in enumerate(documents(X)):
        q = slow_expect(c, phi[w], prior, 100, tol=0.05)
        assert_allclose(doc_topic[d], prior + c @ q, rtol=1e-9)
    exact, _ = expect(X, phi, prior, 1000)
    assert 1e-6 < np.abs(doc_topic - exact).max() < 0.5


@pytest.mark.parametrize("dtype", DTYPES)
def test_fixed_point_satisfies_the_equation_of_cvb0(dtype):
    """One document for each word, so that `topic_word` shows its responsibilities."""
    rng = np.random.default_rng(3)
    c = rng.integers(1, 4, 8).astype(dtype)
    X = sp.csr_array(c[np.newaxis])
    phi, prior = make_topics(5, dtype, n_terms=8)
    doc_topic, topic_word = expect(X, phi, prior, 2000)
    q = topic_word / c[:, np.newaxis]
    rest = doc_topic[0] - q  # which has the prior in it
    assert_allclose(q, normalize(phi * rest), rtol=RTOL[dtype], atol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_document_of_one_token_is_exact(dtype):
    """Its posterior is p(topic | word), proportional to phi times the prior."""
    X = sp.csr_array(np.eye(30, dtype=dtype))
    phi, prior = make_topics(5, dtype)
    doc_topic, topic_word = expect(X, phi, prior, 100)
    posterior = normalize(phi * prior)
    assert_allclose(doc_topic, prior + posterior, rtol=1e-5)
    assert_allclose(topic_word, posterior, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("max_iter", [1, 50])
def test_every_token_is_counted_once(dtype, max_iter):
    X, (phi, prior) = make_counts(dtype, fractions=True), make_topics(20, dtype)
    weight = np.linspace(0, 3, X.shape[0]).astype(dtype)
    doc_topic, topic_word = expect(X, phi, prior, max_iter, weight=weight)
    lengths = X.sum(axis=1)
    assert_allclose(doc_topic.sum(axis=1), prior.sum() + lengths, rtol=1e-5)
    assert_allclose(topic_word.sum(axis=1), X.T @ weight, rtol=1e-4, atol=1e-5)
    assert_array_equal(doc_topic[3], prior)
    assert (doc_topic >= prior).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_word_that_no_topic_has_stays_out(dtype):
    X, (phi, prior) = make_counts(dtype), make_topics(4, dtype)
    phi[5] = 0
    doc_topic, topic_word = expect(X, phi, prior, 20)
    without = X.toarray()
    without[:, 5] = 0
    expected, _ = expect(sp.csr_array(without), phi, prior, 20)
    assert np.isfinite(doc_topic).all()
    assert_array_equal(topic_word[5], 0)
    assert_allclose(doc_topic, expected, rtol=1e-4)


def test_topic_word_may_be_left_out():
    X, (phi, prior) = make_counts(np.float64), make_topics(4, np.float64)
    expected, _ = expect(X, phi, prior, 9)
    doc_topic, weight = np.ones_like(expected), np.ones(X.shape[0])
    expect_topics(
        X.indptr, X.indices, X.data, phi, prior, 9, 0.0, doc_topic, weight, None
    )
    assert_array_equal(doc_topic, expected)


def test_read_only_inputs():
    X, (phi, prior) = make_counts(np.float64), make_topics(4, np.float64)
    expected, _ = expect(X, phi, prior, 9)
    weight = np.ones(X.shape[0])
    for array in (X.indptr, X.indices, X.data, phi, prior, weight):
        array.setflags(write=False)
    assert_array_equal(expect(X, phi, prior, 9, weight=weight)[0], expected)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="there is no LLVM without JIT")
@pytest.mark.parametrize("dtype", DTYPES)
def test_bits_do_not_depend_on_where_arrays_lie(dtype):
    """LLVM guards vectorised loops by comparing addresses, with room to spare."""
    X, (phi, prior) = make_counts(dtype), make_topics(10, dtype)
    inputs = {"phi": phi, "prior": prior, "theta": np.ones((X.shape[0], 16), dtype)}
    inputs |= {"weight": np.ones(X.shape[0], dtype), "sums": np.zeros_like(phi)}
    seen = set()
    for order, gap in itertools.product(itertools.permutations(inputs), (0, 16)):
        memory, at, a = np.zeros(4000, dtype), 0, {}
        for name in order:
            size = inputs[name].size
            a[name] = memory[at : at + size].reshape(inputs[name].shape)
            a[name][...] = inputs[name]
            at += size + gap
        expect_topics(
            X.indptr, X.indices, X.data, a["phi"], a["prior"], 20, dtype(0),
            a["theta"], a["weight"], a["sums"],
        )  # fmt: skip
        seen.add(a["theta"].tobytes() + a["sums"].tobytes())
    assert len(seen) == 1


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("max_iter", [0, 3])
def test_topics_of_words_are_those_that_are_summed(dtype, max_iter):
    X, (phi, prior) = make_counts(dtype, fractions=True), make_topics(5, dtype)
    doc_topic, topic_word = expect(X, phi, prior, max_iter)
    q = np.full((X.nnz, phi.shape[1]), np.nan, dtype)
    tol = phi.dtype.type(0)
    expect_word_topics(X.indptr, X.indices, X.data, phi, prior, max_iter, tol, q)
    counted = X.data[:, np.newaxis] * q
    rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    sums, words = np.tile(prior, (X.shape[0], 1)), np.zeros_like(phi)
    np.add.at(sums, rows, counted)
    np.add.at(words, X.indices, counted)
    assert_allclose(sums, doc_topic, rtol=RTOL[dtype], atol=RTOL[dtype])
    assert_allclose(words, topic_word, rtol=RTOL[dtype], atol=RTOL[dtype])
