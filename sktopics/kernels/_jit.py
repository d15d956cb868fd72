"""The one switch through which every kernel is compiled."""

import functools

import numba
from numba.extending import is_jitted

from ._kernel_cache import keep_on_disk


def jit(function=None, **options):
    """Compile a function when it is first called, and keep the result on disk.

    Parameters
    ----------
    function : function, default=None
        What to compile. None: return a decorator with these options.
    **options : dict
        Options of ``numba.njit``.

    Returns
    -------
    kernel : Dispatcher
        The function itself under ``NUMBA_DISABLE_JIT=1``.
    """
    if function is None:
        return functools.partial(jit, **options)
    # Lazy signatures: nothing is compiled at import. Serial and without the GIL:
    # threads of joblib run the same kernel side by side on different documents.
    kernel = numba.njit(function, nogil=True, **options)
    return keep_on_disk(kernel) if is_jitted(kernel) else kernel


# `fastmath` only where reassociation of sums is harmless and NaN cannot occur:
# it is what lets LLVM vectorise a reduction. No `nnan`/`ninf`: kernels guard
# against zero denominators by comparing, and must be allowed to.
jit_fast = functools.partial(
    jit, fastmath={"reassoc", "contract", "arcp", "nsz"}, error_model="numpy"
)

# For loops over rows of matrices that are put together from small functions: inlined,
# and without numba's counting of references to arrays, which in such loops took longer
# than the arithmetic. What is compiled like this cannot make arrays.
jit_rows = functools.partial(jit_fast, forceinline=True, _nrt=False)
