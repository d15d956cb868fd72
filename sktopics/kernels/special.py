"""exp(digamma(x)) and its kin, without branches, so that they vectorise.

``exp(digamma(x))`` is almost ``x - 1/2``, so neither a logarithm nor a digamma is
needed: with the recurrence ``digamma(x) = digamma(x + n) - sum_i 1 / (x + i)``
and the asymptotic series of ``exp(digamma(y + 1/2))`` in ``1 / y**2``,

    exp(digamma(x)) = exp(-sum_i 1 / (x + i)) * series(x + n - 1/2).

What is below `flush_level` is returned as 0: denormal numbers made a whole E-step
15 times slower.
"""

import functools
import math

import numpy as np
from numba import types
from numba.extending import overload

from ._jit import jit

# No reassociation here: the range reduction of the exponential needs its order.
# `error_model="numpy"` removes the test for division by zero, which is a branch.
_options = {"fastmath": {"contract"}, "error_model": "numpy", "forceinline": True}
_elementwise = functools.partial(jit, **_options)

_f32 = np.float32
_f64 = np.float64

# Typed constants, because a bare 0.5 would turn a float32 loop into float64.
_F1, _F2, _F3, _F3_5 = _f32(1), _f32(2), _f32(3), _f32(3.5)
_F_SMALL, _F_LARGE, _F_LOWEST = _f32(1e-15), _f32(1e9), _f32(-85)
_F_FLUSH, _F_HALF, _F_LOG2E = _f32(1e-18), _f32(0.5), _f32(1 / math.log(2))
_F_LN2_HIGH, _F_LN2_LOW = _f32(0.693359375), _f32(-2.12194440e-4)
_D1, _D2, _D7, _D7_5 = _f64(1), _f64(2), _f64(7), _f64(7.5)
_D_SMALL, _D_LARGE, _D_LOWEST = _f64(1e-30), _f64(1e17), _f64(-600)
_D_FLUSH, _D_HALF, _D_LOG2E = _f64(1e-150), _f64(0.5), _f64(1 / math.log(2))
_D_LN2_HIGH, _D_LN2_LOW = _f64(6.93145751953125e-1), _f64(1.42860682030941723e-6)

# exp(digamma(y + 1/2)) / y in powers of 1 / y**2, by exponentiating the series of
# digamma(y + 1/2) - log(y) = sum_k (1 - 2**(1 - 2k)) B_2k / (2k) / y**2k.
_SERIES = (
    1 / 24,
    -37 / 5760,
    10313 / 2903040,
    -5509121 / 1393459200,
    2709398569 / 367873228800,
    -499769010050743 / 24103053950976000,
    0.08238185223878776,
)
_S1, _S2, _S3, _S4, _S5, _S6, _S7 = _SERIES
_R1, _R2, _R3, _R4 = (_f32(c) for c in _SERIES[:4])

# 1 / k! for the polynomial of exp on [-log(2) / 2, log(2) / 2].
_E2, _E3, _E4, _E5, _E6, _E7 = (_f32(1 / math.factorial(k)) for k in range(2, 8))
(_G2, _G3, _G4, _G5, _G6, _G7, _G8, _G9, _G10, _G11, _G12, _G13) = (
    _f64(1 / math.factorial(k)) for k in range(2, 14)
)


@_elementwise
def _exp32(z):
    """``np.exp(z)`` of a float32 in [-85, 85]."""
    n = np.int32(z * _F_LOG2E + np.copysign(_F_HALF, z))
    m = _f32(n)
    r = (z - m * _F_LN2_HIGH) - m * _F_LN2_LOW
    p = _E6 + r * _E7
    p = _E4 + r * (_E5 + r * p)
    p = _F1 + r * (_F1 + r * (_E2 + r * (_E3 + r * p)))
    return p * np.int32((n + np.int32(127)) << np.int32(23)).view(_f32)


@_elementwise
def _exp64(z):
    """``np.exp(z)`` of a float64 in [-600, 600]."""
    n = np.int32(z * _D_LOG2E + np.copysign(_D_HALF, z))
    m = _f64(n)
    r = (z - m * _D_LN2_HIGH) - m * _D_LN2_LOW
    p = _G10 + r * (_G11 + r * (_G12 + r * _G13))
    p = _G6 + r * (_G7 + r * (_G8 + r * (_G9 + r * p)))
    p = _D1 + r * (_D1 + r * (_G2 + r * (_G3 + r * (_G4 + r * (_G5 + r * p)))))
    return p * np.int64((np.int64(n) + np.int64(1023)) << np.int64(52)).view(_f64)


@_elementwise
def _shift32(x):
    """``sum(1 / (x + i) for i in range(4))`` by one division."""
    x = min(max(x, _F_SMALL), _F_LARGE)
    q = x * (x + _F3)
    return (_F2 * x + _F3) * (q + q + _F2) / (q * (q + _F2))


@_elementwise
def _shift64(x):
    """``sum(1 / (x + i) for i in range(8))`` by one division."""
    x = min(max(x, _D_SMALL), _D_LARGE)
    q = x * (x + _D7)
    a, b = q * (q + 6.0), (q + 10.0) * (q + 12.0)
    return (_D2 * x + _D7) * ((q + q + 6.0) * b + (q + q + 22.0) * a) / (a * b)


@_elementwise
def _scaled_exp_digamma32(x, shift):
    # NaN stays NaN: the integer that is made of it is no index, but an exponent.
    z = min(max(shift - _shift32(x), _F_LOWEST), -_F_LOWEST)
    y = x + _F3_5
    t = _F1 / (y * y)
    series = _F1 + t * (_R1 + t * (_R2 + t * (_R3 + t * _R4)))
    value = y * series * _exp32(z)
    return value if value > _F_FLUSH else _f32(0)


@_elementwise
def _shifted64(x):
    """``np.exp(digamma(x + 8))``."""
    y = x + _D7_5
    t = _D1 / (y * y)
    series = _S3 + t * (_S4 + t * (_S5 + t * (_S6 + t * _S7)))
    return y * (_D1 + t * (_S1 + t * (_S2 + t * series)))


@_elementwise
def _scaled_exp_digamma64(x, shift):
    z = min(max(shift - _shift64(x), _D_LOWEST), -_D_LOWEST)
    value = _shifted64(x) * _exp64(z)
    return value if value > _D_FLUSH else _f64(0)


@_elementwise
def digamma(x):
    """Equals ``scipy.special.digamma(x)`` of one float64 > 0, to 1e-14."""
    return math.log(_shifted64(x)) - _shift64(x)


@_elementwise
def digamma_parts(x):
    """Return two float64 of which ``np.log(first) - second`` is ``digamma(x)``.

    The first is at least 7: of several numbers, one logarithm of the product will do.
    """
    return _shifted64(x), _shift64(x)


def digamma_shift(x):
    """Return what makes `scaled_exp_digamma` about 4 or 8 at `x`."""
    return _shift32(x) if isinstance(x, np.float32) else _shift64(x)


def scaled_exp_digamma(x, shift):
    """``exp(digamma(x) + shift)`` of one number, 0 where that is tiny.

    Parameters
    ----------
    x : float32 or float64
        Not negative; 0 gives 0.
    shift : float of the same type as `x`
        0 for exp(digamma(x)) itself; ``digamma_shift(largest)`` to scale a vector
        so that its largest entry neither underflows nor overflows.

    Returns
    -------
    value : float of the same type as `x`
        0 instead of less than 1e-18 (float32) or 1e-150 (float64).
    """
    if isinstance(x, np.float32):
        return _scaled_exp_digamma32(x, shift)
    return _scaled_exp_digamma64(x, shift)


@overload(digamma_shift, jit_options=_options)
def _compile_digamma_shift(x):
    if x == types.float32:
        return lambda x: _shift32(x)
    return lambda x: _shift64(x)


@overload(scaled_exp_digamma, jit_options=_options)
def _compile_scaled_exp_digamma(x, shift):
    if x == types.float32:
        return lambda x, shift: _scaled_exp_digamma32(x, shift)
    return lambda x, shift: _scaled_exp_digamma64(x, shift)


@jit(error_model="numpy")
def exp_digamma(x, out):
    """Equals ``out[:] = np.exp(scipy.special.digamma(x))`` for a vector `x` >= 0.

    Relative error below 1e-6 (float32) and 2e-14 (float64), times the size of the
    exponent for x < 1; 0 instead of less than 1e-18 or 1e-150.
    """
    zero = x.dtype.type(0)
    for i in range(x.shape[0]):
        out[i] = scaled_exp_digamma(x[i], zero)
