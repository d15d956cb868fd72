"""Operations on rows of matrices, each one loop.

Kernels that go through matrices row by row are put together from these.
"""

from ._jit import jit_rows


@jit_rows
def clear_row(a, i):
    """``a[i] = 0``."""
    for k in range(a.shape[1]):
        a[i, k] = 0


@jit_rows
def copy_row(a, i, b, j):
    """``a[i] = b[j]``."""
    for k in range(a.shape[1]):
        a[i, k] = b[j, k]


@jit_rows
def add_row(a, i, scale, b, j):
    """``a[i] += scale * b[j]``."""
    for k in range(a.shape[1]):
        a[i, k] += scale * b[j, k]


@jit_rows
def dot(a, i, b, j):
    """``a[i] @ b[j]``."""
    x = b.dtype.type(0)
    for k in range(b.shape[1]):
        x += a[i, k] * b[j, k]
    return x


@jit_rows
def two_dots(a, i, b, j, m):
    """``a[i] @ b[j], a[i] @ b[m]``."""
    x = y = b.dtype.type(0)
    for k in range(b.shape[1]):
        h = a[i, k]
        x += h * b[j, k]
        y += h * b[m, k]
    return x, y


@jit_rows
def exchange(a, i, b, j, gain, change, c):
    """``change[c] += gain * b[j]; b[j] += gain * a[i]``."""
    for k in range(b.shape[1]):
        u = b[j, k]
        change[c, k] += gain * u
        b[j, k] = u + gain * a[i, k]


@jit_rows
def exchange_two(a, i, b, j, gain, m, other, change, c):
    """`exchange` with rows j and m of b, which are not the same, and their gains."""
    for k in range(b.shape[1]):
        u, v, h = b[j, k], b[m, k], a[i, k]
        change[c, k] += gain * u + other * v
        b[j, k] = u + gain * h
        b[m, k] = v + other * h


@jit_rows
def add_two(a, i, scale, b, j, other, m):
    """``a[i] += scale * b[j] + other * b[m]``."""
    for k in range(a.shape[1]):
        a[i, k] += scale * b[j, k] + other * b[m, k]
