"""Tests of what brings together matrices that were changed apart."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.merging import merge_copy


@pytest.mark.parametrize("shape", [(7, 5), (0, 5)])
def test_differences_are_added_up(shape):
    rng = np.random.default_rng(0)
    before, one, two = rng.normal(size=(3, *shape)).astype(np.float32)
    expected = before + (one - before) + (two - before)
    merge_copy(one, two, before)
    assert_allclose(one, expected, rtol=1e-5, atol=1e-6)
    assert_array_equal(two, one)
    assert_array_equal(before, one)


def test_what_has_not_changed_stays_as_it_is():
    matrix = np.random.default_rng(0).normal(size=(4, 3)).astype(np.float32)
    one, two, before = matrix.copy(), matrix.copy(), matrix.copy()
    merge_copy(one, two, before)
    assert_array_equal(one, matrix)
