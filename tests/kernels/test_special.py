import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import digamma

from sktopics.kernels import special
from sktopics.kernels._jit import jit
from sktopics.kernels.special import digamma_shift, exp_digamma, scaled_exp_digamma

RTOL = {np.float32: 1e-5, np.float64: 3e-13}
FLUSH = {np.float32: 1e-18, np.float64: 1e-150}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exp_digamma_equals_scipy(dtype):
    x = np.logspace(-10, 12, 4001).astype(dtype)
    out = np.full_like(x, np.nan)
    exp_digamma(x, out)
    expected = np.exp(digamma(x.astype(np.float64)))
    kept = expected > 1.01 * FLUSH[dtype]
    assert_allclose(out[kept], expected[kept], rtol=RTOL[dtype])
    assert_array_equal(out[expected < 0.99 * FLUSH[dtype]], 0)
    large = x > 1
    rtol = {np.float32: 6e-7, np.float64: 1e-14}[dtype]
    assert_allclose(out[large], expected[large], rtol=rtol)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exp_digamma_at_the_edges(dtype):
    x = np.array([0.0, 1e-10, np.finfo(dtype).tiny, 1e12, 1e15], dtype)
    x.setflags(write=False)
    out = np.full(5, np.nan, dtype)
    exp_digamma(x, out)
    assert_allclose(out, [0, 0, 0, 1e12, 1e15], rtol=1e-6)
    exp_digamma(x[:0], out[:0])


@jit(cache=False)
def scale_to_largest(x, largest, out):
    shift = digamma_shift(largest)
    for i in range(x.shape[0]):
        out[i] = scaled_exp_digamma(x[i], shift)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("largest", [1e-4, 0.013, 0.5, 1e5])
def test_scaled_exp_digamma_neither_under_nor_overflows(dtype, largest):
    largest = dtype(largest)
    x = (largest * np.array([1, 0.999, 0.99, 0.9, 0.1])).astype(dtype)
    out = np.full_like(x, np.nan)
    scale_to_largest(x, largest, out)
    assert 1 < out[0] < 10 + largest
    expected = np.exp(digamma(np.float64(x)) - digamma(np.float64(largest)))
    size = 1 + 1 / largest  # the exponent's rounding error grows with its size
    rtol = size * 20 * np.finfo(dtype).eps
    assert_allclose(out / out[0], expected, rtol=rtol, atol=FLUSH[dtype])


def test_digamma_equals_scipy():
    x = np.logspace(-10, 12, 1001)
    got = [special.digamma(v) for v in x]
    assert_allclose(got, digamma(x), rtol=1e-13, atol=1e-13)
