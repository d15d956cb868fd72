"""Sampling kernels against NumPy twins that are given the same random numbers."""

import itertools

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import gammaln
from scipy.stats import chisquare

from sktopics.kernels.sampling import (
    count_assignments,
    draw_noise,
    draw_uniformly,
    mix64,
    sample_documents,
    sample_topics,
    seed_documents,
)

DTYPES = [np.float32, np.float64]
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
MASK = 2**64 - 1

# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")


def slow_mix64(x):
    """splitmix64's finalizer in Python's own integers."""
    x = (x ^ (x >> 30)) * MIX_1 & MASK
    x = (x ^ (x >> 27)) * MIX_2 & MASK
    return x ^ (x >> 31)


def uniforms(state, n):
    """The next `n` numbers in [0, 1) of a state."""
    states = [(int(state) + (i + 1) * GOLDEN) & MASK for i in range(n)]
    return [(slow_mix64(s) >> 40) / 2**24 for s in states]


def make_seeds(n, seed=0):
    return np.random.default_rng(seed).integers(0, 2**64, n, dtype=np.uint64)


def make_tokens(dtype, n_terms=9, n_topics=4, seed=0, weights=(1.0, 2.0)):
    """Documents of tokens, one of them empty, with random topics, and topics' words."""
    rng = np.random.default_rng(seed)
    offsets = np.cumsum([0, 7, 0, 1, 20, 60])
    words = rng.integers(0, n_terms, offsets[-1]).astype(np.int32)
    weights = rng.choice(weights, offsets[-1]).astype(dtype)
    topics = rng.integers(0, n_topics, offsets[-1]).astype(np.int32)
    phi = rng.dirichlet(np.full(n_terms, 0.5), n_topics).T
    phi = np.ascontiguousarray(phi.astype(dtype))
    return offsets, words, weights, make_seeds(5), topics, phi


# --- random numbers ---------------------------------------------------------------


@pytest.mark.parametrize("x", [0, 1, GOLDEN, 2**63, MASK])
def test_mix64_is_splitmix64(x):
    assert int(mix64(np.uint64(x))) == slow_mix64(x)


def test_mix64_gives_the_published_sequence():
    """The first outputs of splitmix64 from seed 1234567 (Rosetta Code)."""
    states = [np.uint64((1234567 + (i + 1) * GOLDEN) & MASK) for i in range(3)]
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [int(mix64(state)) for state in states] == published


def slow_seed(words, counts, seed):
    content = sum(
        slow_mix64(((w + 1) * GOLDEN + int(min(c, 1e12) * 1024)) & MASK)
        for w, c in zip(words.tolist(), counts.tolist(), strict=True)
    )
    return slow_mix64((content + seed) & MASK)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
def test_seed_documents_equals_python(dtype, index_dtype):
    X = sp.random_array((20, 30), density=0.2, rng=0, dtype=np.float64) * 9
    X = sp.csr_array(X, dtype=dtype)
    X.data[3] = 1e15  # more than 64 bits of 1/1024
    X.indptr, X.indices = X.indptr.astype(index_dtype), X.indices.astype(index_dtype)
    seeds = np.empty(20, np.uint64)
    seed_documents(X.indptr, X.indices, X.data, np.uint64(77), seeds)
    rows = [slice(*X.indptr[d : d + 2]) for d in range(20)]
    expected = [slow_seed(X.indices[r], X.data[r], 77) for r in rows]
    assert seeds.tolist() == expected


def test_seeds_come_from_content_alone():
    X = sp.csr_array(np.random.default_rng(0).poisson(1.0, (50, 8)) * 1.0)
    X = sp.vstack([X, X[[7]], X[[7]]], format="csr")
    permutation = np.random.default_rng(1).permutation(52)
    a, b, other = (np.empty(52, np.uint64) for _ in range(3))
    seed_documents(X.indptr, X.indices, X.data, np.uint64(1), a)
    Y = X[permutation]
    seed_documents(Y.indptr, Y.indices, Y.data, np.uint64(1), b)
    seed_documents(X.indptr, X.indices, X.data, np.uint64(2), other)
    assert_array_equal(b, a[permutation])
    assert a[7] == a[50] == a[51]
    assert len(np.unique(a)) == 50
    assert not np.intersect1d(a, other).size


def test_draw_uniformly_equals_python():
    offsets, seeds = np.array([0, 3, 3, 10]), make_seeds(3)
    topics = np.full(10, -1, np.int32)
    draw_uniformly(offsets, seeds, 7, topics)
    expected = [
        int(u * 7)
        for d in range(3)
        for u in uniforms(seeds[d], offsets[d + 1] - offsets[d])
    ]
    assert topics.tolist() == expected


def test_draw_uniformly_is_uniform():
    seeds = make_seeds(3000)
    topics = np.empty(12_000, np.int32)
    draw_uniformly(np.arange(3001) * 4, seeds, 5, topics)
    for part in topics.reshape(3000, 4).T:
        assert chisquare(np.bincount(part, minlength=5)).pvalue > 1e-3


@pytest.mark.parametrize("dtype", DTYPES)
def test_draw_noise_equals_python(dtype):
    seeds = make_seeds(40)
    out = np.full((40, 16), np.nan, dtype)
    draw_noise(seeds, 3, 11, out)
    expected = np.empty((40, 11))
    for d, seed in enumerate(seeds):
        state = slow_mix64((int(seed) + 4 * MIX_1) & MASK)
        for k in range(11):
            bits = slow_mix64((state + (k + 1) * GOLDEN) & MASK)
            u = [(bits >> 16 * i) % 2**16 / 2**16 for i in range(4)]
            expected[d, k] = 1 + 0.1 * np.sqrt(3) * (sum(u) - 2)
    assert_allclose(out[:, :11], expected, rtol=3e-7)
    assert_array_equal(out[:, 11:], 0)
    assert out[:, :11].std() == pytest.approx(0.1, rel=0.1)
    again = np.empty_like(out)
    draw_noise(seeds, 4, 11, again)
    assert not (again == out)[:, :11].any()


# --- topics of tokens -------------------------------------------------------------


def slow_sample_topics(words, weights, seed, sweep, phi, alpha, topics):
    """The documented draw, token by token, of one document."""
    n_topics = phi.shape[1]
    active = list(dict.fromkeys(topics.tolist()))
    state = slow_mix64((int(seed) + (sweep + 1) * MIX_1) & MASK)
    topics = topics.copy()
    for t, u in enumerate(uniforms(state, len(words))):
        w, old = words[t], topics[t]
        rest = np.arange(len(words)) != t
        n_d = np.bincount(topics[rest], weights[rest], n_topics)
        if old not in topics[rest]:
            i = active.index(old)
            active[i] = active[-1]
            active.pop()
        p = np.concatenate([n_d[active] * phi[w, active], alpha * phi[w]])
        choices = np.append(active, np.arange(n_topics)).astype(int)
        topics[t] = choices[(p.cumsum() <= u * p.sum()).sum()]
        if topics[t] not in active:
            active.append(topics[t])
    return topics


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("weights", [(1.0,), (0.5, 1.0, 3.0)])
@pytest.mark.parametrize("n_topics", [1, 2, 4, 30])
def test_sample_topics_equals_numpy(dtype, weights, n_topics):
    offsets, words, weights, seeds, topics, phi = make_tokens(
        dtype, n_topics=n_topics, weights=weights
    )
    alpha = np.linspace(0.1, 0.5, n_topics)
    cumulative = np.cumsum(phi * alpha.astype(dtype), axis=1)
    for sweep in range(3):
        expected = [
            slow_sample_topics(
                words[a:b], weights[a:b], seed, sweep, phi, alpha, topics[a:b]
            )
            for a, b, seed in zip(offsets[:-1], offsets[1:], seeds, strict=True)
        ]
        sample_topics(offsets, words, weights, seeds, sweep, phi, cumulative, topics)
        assert_array_equal(topics, np.concatenate(expected))


@pytest.mark.parametrize("dtype", DTYPES)
def test_sample_topics_draws_from_the_posterior(dtype):
    """Equal documents with random numbers of their own, against all 27 assignments.

    Gibbs sampling of p(topics | words), the mixture integrated out, which is
    proportional to prod_t phi[w_t, z_t] * prod_k Gamma(alpha_k + n_k) / Gamma(alpha_k).
    """
    n_documents, words = 4000, np.array([0, 1, 1])
    phi = np.array([[0.5, 0.3, 0.1], [0.2, 0.1, 0.6]], dtype)
    alpha = np.array([0.3, 0.5, 0.4])
    states = np.array(list(itertools.product(range(3), repeat=3)))
    counts = (states[:, :, np.newaxis] == np.arange(3)).sum(axis=1)
    log_p = np.log(phi.astype(float)[words, states]).sum(axis=1)
    log_p += (gammaln(alpha + counts) - gammaln(alpha)).sum(axis=1)
    p = np.exp(log_p) / np.exp(log_p).sum()

    topics = np.zeros(3 * n_documents, np.int32)
    tokens = np.tile(words, n_documents).astype(np.int32)
    weights = np.ones(tokens.size, dtype)
    cumulative = np.cumsum(phi * alpha.astype(dtype), axis=1)
    offsets, seeds = np.arange(n_documents + 1) * 3, make_seeds(n_documents)
    for sweep in range(8):
        sample_topics(offsets, tokens, weights, seeds, sweep, phi, cumulative, topics)
    drawn = topics.reshape(-1, 3) @ [9, 3, 1]
    observed = np.bincount(drawn, minlength=27)
    assert chisquare(observed, n_documents * p).pvalue > 1e-3
    assert chisquare(observed, np.full(27, n_documents / 27)).pvalue < 1e-9


# --- topics of documents ----------------------------------------------------------


def slow_sample_document(words, weights, seed, sweep, log_phi, log_shares, flatten):
    """The documented draw for one document."""
    n_tokens = weights.sum()
    scale = min(1, flatten / n_tokens) if n_tokens else 1
    x = log_phi[words].T @ weights * scale + log_shares
    p = np.exp(x - x.max())
    u = (slow_mix64((int(seed) + (sweep + 1) * MIX_2) & MASK) >> 40) / 2**24
    return (p.cumsum() <= u * p.sum()).sum()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("flatten", [2.5, 1e9])
def test_sample_documents_equals_numpy(dtype, flatten):
    offsets, words, weights, seeds, topics, phi = make_tokens(dtype)
    log_phi, log_shares = (
        np.log(phi + dtype(1e-9)),
        np.log(np.arange(1, 5, dtype=dtype)),
    )
    for sweep in range(20):
        sample_documents(
            offsets, words, weights, seeds, sweep, log_phi, log_shares, dtype(flatten),
            topics,
        )  # fmt: skip
        for d in range(5):
            a, b = offsets[d], offsets[d + 1]
            expected = slow_sample_document(
                words[a:b], weights[a:b], seeds[d], sweep, log_phi.astype(float),
                log_shares.astype(float), flatten,
            )  # fmt: skip
            assert_array_equal(topics[a:b], expected)


def test_sample_documents_draws_from_a_mixture_of_unigrams():
    n_documents, words = 4000, np.array([0, 1, 1])
    phi = np.array([[0.5, 0.3, 0.4], [0.2, 0.3, 0.25]])
    shares = np.array([1.0, 2.0, 0.5])
    topics = np.zeros(3 * n_documents, np.int32)
    sample_documents(
        np.arange(n_documents + 1) * 3, np.tile(words, n_documents),
        np.ones(topics.size), make_seeds(n_documents), 0, np.log(phi), np.log(shares),
        1e9, topics,
    )  # fmt: skip
    p = phi[words].prod(axis=0) * shares
    assert_array_equal(topics, np.repeat(topics[::3], 3))
    observed = np.bincount(topics[::3], minlength=3)
    assert chisquare(observed, n_documents * p / p.sum()).pvalue > 1e-3
    assert chisquare(observed, np.full(3, n_documents / 3)).pvalue < 1e-9


def test_sample_documents_survives_a_topic_without_any_chance():
    """log 0 is minus infinity, also where all other topics are very unlikely."""
    log_phi = np.array([[-np.inf, -800.0, -801.0]])
    topics = np.full(2000, -1, np.int32)
    sample_documents(
        np.arange(2001), np.zeros(2000, np.int32), np.ones(2000), make_seeds(2000), 0,
        log_phi, np.zeros(3), 1e9, topics,
    )  # fmt: skip
    observed = np.bincount(topics, minlength=3)
    assert observed[0] == 0
    assert observed[2] / 2000 == pytest.approx(1 / (1 + np.e), abs=0.04)


# --- counting ---------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_count_assignments_equals_numpy(dtype):
    rng = np.random.default_rng(0)
    words = rng.integers(0, 20, 300)
    words[words == 6] = 7  # a term that does not occur
    topics = rng.integers(0, 5, 300).astype(np.int32)
    weights = rng.uniform(0.5, 2, 300).astype(dtype)
    order = np.argsort(words, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(words, minlength=20))))
    out = np.full((20, 16), np.nan, dtype)
    count_assignments(offsets, order, topics, weights, out)
    expected = np.zeros((20, 16), dtype)
    np.add.at(expected, (words[order], topics[order]), weights[order])
    assert_array_equal(out, expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_read_only_inputs(dtype):
    offsets, words, weights, seeds, topics, phi = make_tokens(dtype)
    expected = topics.copy()
    cumulative = np.cumsum(phi, axis=1)
    arguments = offsets, words, weights, seeds, 0, phi, cumulative
    sample_topics(*arguments, expected)
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument.setflags(write=False)
    sample_topics(*arguments, topics)
    assert_array_equal(topics, expected)
