"""The one switch through which every kernel is compiled."""

import functools

import numba

# Lazy signatures: nothing is compiled at import. Serial and without the GIL:
# threads of joblib run the same kernel side by side on different documents.
jit = functools.partial(numba.njit, nogil=True, cache=True)

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
