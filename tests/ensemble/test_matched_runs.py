"""Groups of topics of several runs, against what is known by hand."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.ensemble._matched_runs import (
    match_runs,
    matched,
    pair_up,
    similarities_in_groups,
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


def test_cosines_by_hand():
    one = sp.csr_array([[1.0, 0.0], [0.0, 1.0]])
    other = sp.csr_array([[3.0, 0.0], [4.0, 0.0]])  # has nothing in the second group
    expected = [[[1, 1], [0.6, 0]], [[0.6, 0], [1, 0]]]
    np.testing.assert_allclose(similarities_in_groups([one, other]), expected)


def test_columns_of_no_partner_are_zeros():
    found = matched(sp.csr_array([[1.0, 2.0, 3.0]]), np.array([2, -1, 0]))
    np.testing.assert_array_equal(found.toarray(), [[3, 0, 1]])
