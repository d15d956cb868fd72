"""Kernels of attentive ARTM against slow NumPy twins."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.attention import average_contexts, rate_positions
from sktopics.kernels.attentive import (
    _allocate,
    collect_attentive_counts,
    count_positions,
    infer_positions,
    meet_contexts,
    pull_back,
)
from sktopics.kernels.em import UNEXPLAINED
from sktopics.kernels.padding import padded

DTYPES = [np.float32, np.float64]
TOL = {np.float32: 5e-6, np.float64: 1e-13}
PIECES = np.array([0, 9, 9, 10, 32])
K, W, N = 5, 12, 32


def make_tables(dtype, seed=0):
    """phi, p(topic | term), p(topic); some of them 0, and term 3 dead."""
    rng = np.random.default_rng(seed)
    phi = np.zeros((W, padded(K)), dtype)
    phi[:, :K] = rng.dirichlet(np.full(W, 0.3), K).T
    phi[phi < 0.02] = 0
    phi[3] = 0
    prior = np.zeros(padded(K), dtype)
    prior[:K] = rng.dirichlet(np.ones(K))
    known = phi * prior
    totals = known.sum(axis=1, keepdims=True)
    np.divide(known, totals, out=known, where=totals > 0)
    return phi, known, prior


def make_words(seed=0):
    words = np.random.default_rng(seed).integers(0, W, N).astype(np.int32)
    words[words == 3] = -1
    return words


def make_rates(words, dtype, heads=((0.2, 0.5),), prior=0.3, with_self=False):
    mass, gain = (words >= 0).astype(dtype), np.ones(N, dtype)
    rates = np.empty((len(heads), 6, N), dtype)
    for (left, right), out in zip(heads, rates, strict=True):
        rate_positions(
            PIECES, gain, mass, left, right, 0.4, prior, True, with_self, out
        )
    rates[:, 2:] /= len(heads)
    return rates


def slow_positions(words, phi, known, prior, n_sweeps, rates, substitute=False):
    found = words >= 0
    p = np.where(found[:, None], known[words], 0)
    for _ in range(n_sweeps):
        contexts = np.zeros_like(p)
        for each in rates:
            average_contexts(PIECES, prior, each, p, contexts)
        lift = np.divide(1, prior, out=np.zeros_like(prior), where=prior > 0)
        product = contexts * (p * lift if substitute else phi[words])
        total = product.sum(axis=1, keepdims=True)
        new = np.divide(product, total, out=known[words], where=total > 1e-30)
        new[new <= 1e-8] = 0
        p = np.where(found[:, None], new, contexts)
    return p, contexts


def run(words, phi, known, prior, n_sweeps, rates, substitute=False):
    p, contexts = (
        np.empty((N, padded(K)), phi.dtype),
        np.empty((N, padded(K)), phi.dtype),
    )
    factors = phi, words, np.ones_like(prior)
    if substitute:
        lift = np.divide(1, prior, out=np.zeros_like(prior), where=prior > 0)
        factors = p, np.arange(N, dtype=np.int32), lift
    infer_positions(words, PIECES, factors, known, prior, n_sweeps, rates, p, contexts)
    return p, contexts


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("heads", [((0.2, 0.5),), ((0.2, 0.5), (0.0, 0.1), (1.0, 0.3))])
@pytest.mark.parametrize(
    ("n_sweeps", "substitute"), [(1, False), (3, False), (3, True)]
)
@pytest.mark.parametrize("with_self", [False, True])
def test_positions(n_sweeps, substitute, heads, with_self, dtype):
    words = make_words()
    tables = make_tables(dtype)
    rates = make_rates(words, dtype, heads, with_self=with_self)
    p, contexts = run(words, *tables, n_sweeps, rates, substitute)
    expected = slow_positions(words, *tables, n_sweeps, rates, substitute)
    assert_allclose(p, expected[0], atol=10 * TOL[dtype])
    assert_allclose(contexts, expected[1], atol=10 * TOL[dtype])
    assert_allclose(p.sum(axis=1), 1, rtol=1e-5)
    assert p.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_sweeps", [1, 4])
@pytest.mark.parametrize("with_self", [False, True])
def test_counting_at_one_go_equals_counting_positions(n_sweeps, with_self, dtype):
    words, weights = make_words(), np.linspace(0, 2, N).astype(dtype)
    phi, known, prior = make_tables(dtype)
    rates = make_rates(words, dtype, with_self=with_self)
    p, contexts = run(words, phi, known, prior, n_sweeps, rates)
    first, second = np.ones((2, *phi.shape), dtype)
    expected = count_positions(words, weights, phi, p, contexts, first)
    likelihood = collect_attentive_counts(
        words, weights, PIECES, phi, known, prior, n_sweeps, rates[0], second
    )
    assert_allclose(second, first, atol=20 * TOL[dtype])
    assert_allclose(likelihood, expected, rtol=TOL[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
def test_counts(dtype):
    words, weights = make_words(), np.linspace(0, 2, N).astype(dtype)
    phi, known, prior = make_tables(dtype)
    p, contexts = run(words, phi, known, prior, 2, make_rates(words, dtype))
    contexts[5] = 0  # explains nothing
    counts = np.ones_like(phi)
    likelihood = count_positions(words, weights, phi, p, contexts, counts)
    expected = np.ones((W, padded(K)))
    found = words >= 0
    np.add.at(expected, words[found], (weights[:, None] * p)[found])
    assert_allclose(counts, expected, atol=10 * TOL[dtype])
    s = (phi[words] * contexts).sum(axis=1) * found
    floor = UNEXPLAINED / W
    assert (s == 0).sum() > 1
    expected = weights @ np.log(np.where(s > 0, s, floor).astype(np.float64))
    assert_allclose(likelihood, expected, rtol=TOL[dtype])


def test_words_that_their_context_does_not_explain_speak_for_themselves():
    phi = np.zeros((2, 16))
    phi[0, 0] = phi[1, 1] = 1
    known, prior = phi.copy(), np.full(16, 1 / 2)
    words = np.array([0, 0, 1, 0, 0], np.int32)
    rates = np.empty((1, 6, 5))
    ones = np.ones(5)
    rate_positions(
        np.array([0, 5]), ones, ones, 1.0, 1.0, 0.5, 0.0, True, False, rates[0]
    )
    p, contexts = np.empty((2, 5, 16))
    factors = phi, words, np.ones(16)
    infer_positions(
        words, np.array([0, 5]), factors, known, prior, 2, rates, p, contexts
    )
    assert_array_equal(p[:, :2].argmax(axis=1), words)
    assert_allclose(p[2, 1], 1)


def test_kernels_read_what_is_read_only():
    words, weights = make_words(), np.ones(N)
    phi, known, prior = make_tables(np.float64)
    rates = make_rates(words, np.float64)
    for array in (words, weights, phi, known, prior, rates):
        array.flags.writeable = False
    collect_attentive_counts(
        words, weights, PIECES, phi, known, prior, 1, rates[0], np.zeros(phi.shape)
    )
    run(words, phi, known, prior, 1, rates)


@pytest.mark.parametrize("dtype", DTYPES)
def test_nothing_lies_close_before_the_products(dtype):
    """Where something does, sums are taken in another order; see `attentive.GAP`."""
    _, _, prior = make_tables(dtype)
    rates = make_rates(make_words(), dtype)
    memories = [_allocate(PIECES, rates, prior) for _ in range(50)]
    for state, product, _ in memories:
        assert state.shape == product.shape == prior.shape
        end = state.ctypes.data + state.nbytes
        assert product.ctypes.data - end >= 256


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("substitute", [False, True])
def test_meet_contexts_is_a_sweep(dtype, substitute):
    phi, known, prior = make_tables(dtype)
    words, rng = make_words(), np.random.default_rng(1)
    contexts = np.zeros((N, len(prior)), dtype)
    contexts[:, :K] = rng.dirichlet(np.full(K, 0.3), N)
    contexts[5] = 0
    before = np.where((words >= 0)[:, None], known[words], 0)
    ones = np.ones_like(prior)
    factors = (phi, words, ones)
    if substitute:
        factors = (before, np.arange(N, dtype=words.dtype), 2 * ones)
    p, stuck = np.empty_like(contexts), np.empty(N, bool)
    meet_contexts(words, contexts, factors, known, p, stuck)
    product = contexts * factors[0][factors[1]] * factors[2]
    total = product.sum(axis=1, keepdims=True)
    empty = (total[:, 0] == 0) & (words >= 0)
    expected = np.divide(product, total, out=np.zeros_like(p), where=total > 0)
    expected[empty] = known[words[empty]]
    expected[words < 0] = contexts[words < 0]
    assert empty.any()
    assert_array_equal(stuck, empty | (words < 0))
    assert_allclose(p, expected, atol=TOL[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
def test_pull_back_equals_numpy(dtype):
    words, rng, width = make_words(), np.random.default_rng(2), padded(K)
    contexts, p, moved, passed_on = rng.random((4, N, width)).astype(dtype)
    contexts[:, K:] = 0
    stuck = rng.random(N) < 0.3
    r, gradient = np.empty((2, N, width), dtype)
    pull_back(words, contexts, p, stuck, moved, passed_on, r, gradient)
    expected = p * (moved - (p * moved).sum(axis=1, keepdims=True)) + passed_on
    expected[words < 0] = 0
    assert_allclose(r, expected, rtol=10 * TOL[dtype], atol=10 * TOL[dtype])
    free = np.where(stuck[:, None], 0, expected)
    quotient = np.divide(free, contexts, out=np.zeros_like(free), where=contexts > 0)
    assert_allclose(gradient, quotient, rtol=1e-3, atol=1e-2 * (dtype == np.float32))
