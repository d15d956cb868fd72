"""Kernels of attention against slow NumPy twins and closed forms."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.attention import average_contexts, rate_positions, spread_gradient

DTYPES = [np.float32, np.float64]
TOL = {np.float32: 2e-6, np.float64: 1e-13}
PIECES = np.array([0, 7, 7, 8, 20])
N = 20


def rates_of(
    pieces=PIECES, gain=None, mass=None, left=0.2, right=0.5, balance=0.3, prior=0.0,
    normalize=True, with_self=False, dtype=np.float64,
):  # fmt: skip
    n = pieces[-1]
    gain = np.ones(n) if gain is None else gain
    mass = np.ones(n) if mass is None else mass
    out = np.full((6, n), np.nan, dtype)
    gain, mass = gain.astype(dtype), mass.astype(dtype)
    rate_positions(
        pieces, gain, mass, left, right, balance, prior, normalize, with_self, out
    )
    return out


def contexts_of(rates, p, pieces=PIECES, prior=None):
    prior = np.full(p.shape[1], 1 / p.shape[1], p.dtype) if prior is None else prior
    contexts = np.zeros_like(p)
    average_contexts(pieces, prior, rates, p, contexts)
    return contexts


def attention_matrix(rates, pieces=PIECES):
    """Weights of all positions in the contexts of all: contexts of unit vectors."""
    n = pieces[-1]
    identity = np.eye(n, dtype=rates.dtype)
    return contexts_of(rates, identity, pieces, np.zeros(n, rates.dtype))


def slow_attention(i, piece, gain, mass, left, right, balance, prior, normalize, own):
    """Weights of the positions of a piece in the context of i, and that of the prior.

    By the definition: what the later tokens have left of a token's weight.
    """
    sides, shares, alpha = [], [], 0.0
    for rate, share, step in ((left, balance, -1), (right, 1 - balance, 1)):
        places = [k for k in piece if (k - i) * step > 0 or (own and k == i)]
        weights = {}
        for k in places:
            between = [j for j in places if abs(j - i) < abs(k - i)]
            if rate == 0:
                weights[k] = gain[k] * mass[k]
            else:
                keep = np.prod([1 - rate * gain[j] for j in between])
                weights[k] = rate * gain[k] * mass[k] * keep
        total = sum(weights.values())
        if total and not normalize and rate:
            # The farthest token that counts at all has all weight that is left.
            first = [k for k in places if weights[k] > 0]
            first = max(first, key=lambda k: abs(k - i))
            between = [j for j in places if abs(j - i) < abs(first - i)]
            keep = np.prod([1 - rate * gain[j] for j in between])
            weights[first] = mass[first] * keep
        norm = sum(weights.values())
        sides.append({k: w / norm for k, w in weights.items()} if norm else {})
        shares.append(share * (total if normalize or not total else 1.0))
        alpha += prior * share * (rate or 1.0)
    row = np.zeros(N)
    if sum(shares) == 0:
        return row, 1.0
    for side, share in zip(sides, shares, strict=True):
        for k, weight in side.items():
            row[k] += share / (sum(shares) + alpha) * weight
    return row, alpha / (sum(shares) + alpha)


@pytest.mark.parametrize("with_self", [False, True])
@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("prior", [0.0, 1.5])
@pytest.mark.parametrize(("left", "right"), [(0.2, 0.5), (0.0, 1.0), (0.3, 0.0)])
def test_weights_by_definition(left, right, prior, normalize, with_self):
    rng = np.random.default_rng(0)
    gain, mass = rng.choice([0.5, 1.0], N), rng.choice([0, 1.0, 2.0], N)
    rates = rates_of(
        gain=gain, mass=mass, left=left, right=right, prior=prior,
        normalize=normalize, with_self=with_self,
    )  # fmt: skip
    weights = attention_matrix(rates)
    for start, stop in itertools.pairwise(PIECES):
        for i in range(start, stop):
            expected, rest = slow_attention(
                i, range(start, stop), gain, mass, left, right, 0.3, prior, normalize,
                with_self,
            )  # fmt: skip
            assert_allclose(weights[i], expected, atol=1e-13)
            assert_allclose(rates[5, i], rest, atol=1e-13)
    assert_allclose(weights.sum(axis=1) + rates[5], 1)


def test_exponential_weights_far_from_the_edges():
    pieces = np.array([0, 200])
    weights = attention_matrix(rates_of(pieces, left=0.1, right=0.1), pieces)
    distance = np.abs(np.arange(200) - 100)
    expected = 0.1 * 0.9 ** (distance - 1)
    expected[:100] *= 0.3
    expected[101:] *= 0.7
    expected[100] = 0
    assert_allclose(weights[100], expected, atol=2e-5)


def test_the_edge_rule_gives_the_first_token_the_rest():
    pieces = np.array([0, 9])
    rates = rates_of(pieces, left=0.1, balance=1.0, normalize=False)
    row = attention_matrix(rates, pieces)[8]
    expected = 0.1 * 0.9 ** np.arange(7, -1, -1.0)
    expected[0] = 0.9**7
    assert_allclose(row[:8], expected)


def test_a_rate_of_one_erases_the_past_and_of_zero_copies_the_state():
    gain, mass = np.ones(N), np.ones(N)
    gain[12] = 0.0
    p = np.random.default_rng(1).dirichlet(np.ones(3), N)
    rates = rates_of(gain=gain, mass=mass, left=1.0, balance=1.0)
    contexts = contexts_of(rates, p)
    assert_allclose(contexts[11], p[10])
    assert_allclose(contexts[13], contexts[12])
    assert_allclose(contexts[12], p[11])


def test_means_of_documents():
    p = np.random.default_rng(1).dirichlet(np.ones(3), N)
    rates = rates_of(left=0.0, balance=1.0, with_self=True)
    assert_allclose(rates[0, 8:], 1 / np.arange(1, 13))  # gamma = 1 / i
    contexts = contexts_of(rates, p)
    assert_allclose(contexts[19], p[8:].mean(axis=0))
    both = contexts_of(rates_of(left=0.0, right=0.0, balance=0.5), p)
    assert_allclose(both[10], np.delete(p[8:], 2, axis=0).mean(axis=0))


def test_boundaries_and_lone_tokens():
    weights = attention_matrix(rates_of())
    assert weights[:7, 7:].max() < 1e-14
    assert weights[8:, :8].max() < 1e-14
    assert_array_equal(rates_of()[5] == 1, np.arange(N) == 7)
    rates = rates_of(balance=1.0)  # nothing to the left of a first token
    assert_array_equal(np.flatnonzero(rates[5] == 1), [0, 7, 8])


def test_unknown_words_take_their_place_and_ignored_ones_none():
    pieces = np.array([0, 30])
    keep = np.r_[0:15, 16:30]
    mass, gain = np.ones(30), np.ones(30)
    mass[15] = 0
    unknown = attention_matrix(rates_of(pieces, mass=mass, left=0.5), pieces)
    assert_allclose(unknown[16, 14] / unknown[16, 13], 2)
    shorter = attention_matrix(rates_of(np.array([0, 29]), left=0.5), np.array([0, 29]))
    gain[15] = 0
    ignored = attention_matrix(rates_of(pieces, gain=gain, left=0.5), pieces)
    assert_allclose(ignored[np.ix_(keep, keep)], shorter, atol=1e-14)
    assert ignored[:, 15].max() < 1e-14
    assert unknown[16, 14] < shorter[15, 14]


def test_long_runs_of_unknown_words_forget_the_past():
    pieces = np.array([0, 5000])
    mass = np.zeros(5000)
    mass[[0, 4999]] = 1
    rates = rates_of(pieces, mass=mass, left=0.1, right=0.1, normalize=False)
    assert np.isfinite(rates).all()
    assert rates[5, 2500] == 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_contexts_by_definition(dtype):
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(5), N).astype(dtype)
    prior = rng.dirichlet(np.ones(5)).astype(dtype)
    rates = rates_of(prior=0.7, with_self=True, dtype=dtype)
    left, right, before, after, own, rest = rates.astype(np.float64)
    expected = np.ones((N, 5))
    for start, stop in itertools.pairwise(PIECES):
        f = b = np.zeros(5)
        for i in range(start, stop):
            expected[i] += before[i] * f + own[i] * p[i] + rest[i] * prior
            f = left[i] * p[i] + (1 - left[i]) * f
        for i in range(stop - 1, start - 1, -1):
            expected[i] += after[i] * b
            b = right[i] * p[i] + (1 - right[i]) * b
    contexts = np.ones_like(p)
    average_contexts(PIECES, prior, rates, p, contexts)
    assert_allclose(contexts, expected, atol=TOL[dtype])
    assert contexts.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("with_self", [False, True])
def test_the_gradient_is_the_adjoint(with_self, dtype):
    rng = np.random.default_rng(0)
    mass, gain = rng.uniform(0, 2, N), rng.uniform(0, 1, N)
    rates = rates_of(mass=mass, gain=gain, with_self=with_self, dtype=dtype)
    gradient = rng.normal(size=(N, 4)).astype(dtype)
    out = np.ones_like(gradient)
    spread_gradient(PIECES, rates, gradient, out)
    expected = 1 + attention_matrix(rates).T @ gradient
    assert_allclose(out, expected, atol=10 * TOL[dtype])


def test_numbers_do_not_fade_until_they_are_slow():
    pieces = np.array([0, 3000])
    p = np.zeros((3000, 2), np.float32)
    p[0, 0] = p[1:, 1] = 1
    rates = rates_of(pieces, left=0.5, right=0.5, dtype=np.float32)
    contexts = contexts_of(rates, p, pieces, np.zeros(2, np.float32))
    assert contexts[10:-10, 0].min() > np.finfo(np.float32).tiny
    assert contexts[100:, 0].max() < 1e-14
