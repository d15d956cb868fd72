"""Groups of topics of several runs, against what is known by hand."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.ensemble._matched_runs import (
    correlations_in_groups,
    match_runs,
    matched,
    pair_up,
)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_shuffled_columns_are_found_again(seed):
    rng = np.random.RandomState(seed)
    shares = rng.dirichlet(np.full(5, 0.1), size=80)
    orders = [rng.permutation(5) for _ in range(4)]
    runs = [sp.csr_array(shares[:, order]) for order in orders]
    partners = match_runs(runs, 5, rng)
    first = orders[0][partners[0]]
    assert sorted(first) == [0, 1, 2, 3, 4]
    for run, order, topics in zip(runs, orders, partners, strict=True):
        np.testing.assert_array_equal(order[topics], first)
        np.testing.assert_array_equal(matched(run, topics).toarray(), shares[:, first])


def test_best_sum_of_similarities_and_not_the_best_pair():
    # 0.9 + 0.1 of the best pair is less than 0.8 + 0.7.
    np.testing.assert_array_equal(pair_up(np.array([[0.9, 0.8], [0.7, 0.1]])), [1, 0])
    np.testing.assert_array_equal(pair_up(np.array([[0.2, 0.9]])), [-1, 0])


def test_correlations_by_hand():
    one = sp.csr_array([[1.0, 0.5], [0.0, 0.5], [0.0, 0.5]])
    other = sp.csr_array([[3.0, 0.0], [4.0, 0.0], [1.0, 0.0]])
    third = sp.csr_array([[2.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    pairs, with_others = correlations_in_groups([one, other, third])
    r = np.corrcoef([1, 0, 0], [3, 4, 1])[0, 1]  # with the first and with the third
    # Constant shares, or none, are like no others.
    np.testing.assert_allclose(pairs, [(1 + 2 * r) / 3, 0], atol=1e-12)
    # Of unit vectors u, v, u: u with u + v, and v with 2 u.
    half = (1 + r) / np.sqrt(2 + 2 * r)
    expected = [[half, 0], [r, 0], [half, 0]]
    np.testing.assert_allclose(with_others, expected, atol=1e-12)


def test_columns_of_no_partner_are_zeros():
    found = matched(sp.csr_array([[1.0, 2.0, 3.0]]), np.array([2, -1, 0]))
    np.testing.assert_array_equal(found.toarray(), [[3, 0, 1]])
