"""Weights of pairs of topics, and sparsing to a share of the probability."""

import numpy as np
import pytest

from sktopics import ARTM
from sktopics.artm import Decorrelator, SpecifiedSparse, check_regularizer

RNG = np.random.default_rng(0)
RAW = RNG.random((5, 5))
OMEGA = RAW + RAW.T
PHI = RNG.dirichlet(np.full(12, 0.3), 5).T
COUNTS = np.array([[7.0, 1.0, 0.0], [2.0, 0.0, 0.0], [1.0, 9.0, 0.0], [0, 0, 0]])


def kept(n_wt, **parameters):
    """What is left of the counters."""
    n_t = n_wt.sum(axis=0)
    phi = n_wt / np.maximum(n_t, 1)
    return n_wt + SpecifiedSparse(**parameters).grad(phi, n_wt, n_t)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("topics", [None, [4, 0, 2]])
def test_gradient_with_weights_of_pairs(topics, dtype):
    omega = OMEGA if topics is None else OMEGA[:3, :3].tolist()
    decorrelator = Decorrelator(tau=3, pair_weights=omega, topics=topics)
    check_regularizer(decorrelator, dtype=dtype)


def test_value_is_the_weighted_sum_over_pairs():
    pairs = [(s, t) for s in range(5) for t in range(s)]
    expected = -2 * sum(OMEGA[s, t] * (PHI[:, s] @ PHI[:, t]) for s, t in pairs)
    score = Decorrelator(tau=2, pair_weights=OMEGA).score(PHI, PHI, np.ones(5))
    assert score == pytest.approx(expected)


def test_equal_weights_of_pairs_are_none():
    weighted = Decorrelator(tau=2, pair_weights=np.ones((5, 5)))
    r_wt = weighted.grad(PHI, PHI, np.ones(5))
    np.testing.assert_allclose(r_wt, Decorrelator(tau=2).grad(PHI, PHI, np.ones(5)))


def test_topics_without_a_weight_do_not_meet():
    omega = np.zeros((5, 5))
    omega[0, 1] = omega[1, 0] = 1
    r_wt = Decorrelator(pair_weights=omega).grad(PHI, PHI, np.ones(5))
    np.testing.assert_allclose(r_wt[:, 0], -PHI[:, 0] * PHI[:, 1])
    assert not r_wt[:, 2:].any()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones((3, 3)), "must be 2 x 2"),
        (np.ones(2), "must be 2 x 2"),
        ([[0, -1], [-1, 0]], "not negative"),
        ([[0, np.nan], [np.nan, 0]], "finite"),
    ],
)
def test_weights_of_pairs_that_make_no_sense(weights, message):
    model = ARTM(2, Decorrelator(pair_weights=weights))
    with pytest.raises(ValueError, match=message):
        model.fit(COUNTS)


def test_weights_of_pairs_choose_what_is_separated():
    X = RNG.poisson(2 * RNG.dirichlet(np.full(30, 0.5), 3)[RNG.integers(0, 3, 60)] * 30)
    omega = np.zeros((4, 4))
    omega[0, 1] = omega[1, 0] = 1
    regularizer = Decorrelator(tau=2e4, pair_weights=omega)
    topics = ARTM(4, regularizer, random_state=0).fit(X).components_
    plain = ARTM(4, random_state=0).fit(X).components_
    assert topics[0] @ topics[1] < 0.1 * (plain[0] @ plain[1])


def test_as_few_terms_as_have_the_share():
    np.testing.assert_array_equal(
        kept(COUNTS, probability_threshold=0.75),
        [[7, 0, 0], [2, 0, 0], [0, 9, 0], [0, 0, 0]],
    )
    np.testing.assert_array_equal(
        kept(COUNTS, probability_threshold=0.7),
        [[7, 0, 0], [0, 0, 0], [0, 9, 0], [0, 0, 0]],
    )


def test_no_more_than_n_top_whatever_the_share():
    left = kept(COUNTS, n_top=1, probability_threshold=0.99)
    np.testing.assert_array_equal((left > 0).sum(axis=0), [1, 1, 0])


def test_a_share_of_each_term():
    left = kept(COUNTS, per="term", probability_threshold=0.8)
    np.testing.assert_array_equal(left, [[7, 0, 0], [2, 0, 0], [0, 9, 0], [0, 0, 0]])


def test_share_against_a_loop():
    n_wt = RNG.gamma(0.3, size=(40, 6))
    left = kept(n_wt, n_top=8, probability_threshold=0.6)
    for t in range(6):
        order = np.argsort(-n_wt[:, t])
        n = 0
        while n < 8 and n_wt[order[:n], t].sum() < 0.6 * n_wt[:, t].sum():
            n += 1
        assert set(np.flatnonzero(left[:, t])) == set(order[:n])


@pytest.mark.parametrize("per", ["topic", "term"])
def test_gradient_with_a_share(per):
    check_regularizer(SpecifiedSparse(tau=0.5, per=per, probability_threshold=0.5))


@pytest.mark.parametrize("share", [0, 1, -0.5, 2, "half"])
def test_shares_that_are_none(share):
    model = ARTM(2, SpecifiedSparse(probability_threshold=share))
    with pytest.raises(ValueError, match="probability_threshold"):
        model.fit(COUNTS)
