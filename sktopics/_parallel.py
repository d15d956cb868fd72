"""Blocks of documents, and the one way to work through them in parallel."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import ThreadingBackend, get_active_backend

MAX_BLOCKS = 16


def document_blocks(indptr, smallest):
    """Cut the documents of a CSR matrix into blocks of about equal work.

    The cuts depend on the documents alone, never on `n_jobs`: sums over blocks,
    taken in their order, are the same however many threads compute them.

    Parameters
    ----------
    indptr : ndarray of shape (n_documents + 1,)
        Row pointer of the matrix.
    smallest : int
        Fewest stored entries that are worth a block of their own.

    Returns
    -------
    blocks : list of (start, stop)
        At most `MAX_BLOCKS` ranges of rows, none of them empty.
    """
    n_entries = int(indptr[-1] - indptr[0])
    n_blocks = min(max(n_entries // max(int(smallest), 1), 1), MAX_BLOCKS)
    targets = indptr[0] + np.arange(1, n_blocks) * (n_entries / n_blocks)
    inner = np.searchsorted(indptr, targets)
    cuts = np.unique(np.concatenate(([0], inner, [len(indptr) - 1])))
    return list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))


def run_blocks(function, arguments, n_jobs):
    """Yield ``function(*args)`` for each of `arguments`, in their order.

    `function` must return its result rather than write into an argument, so that any
    joblib backend (`joblib.parallel_config(backend="dask")`, say) may run it elsewhere.

    Where joblib would use threads, they are started here: a pass over a corpus often
    takes a few milliseconds, and `joblib.Parallel` looks for finished work only every
    10 milliseconds, so that two of its threads were slower than one. How many threads
    there are is still joblib's to say.
    """
    n_jobs = effective_n_jobs(n_jobs)
    if len(arguments) < 2 or n_jobs == 1:
        return (function(*args) for args in arguments)
    backend, _ = get_active_backend(prefer="threads")
    if isinstance(backend, ThreadingBackend):
        return _run_threads(function, arguments, n_jobs)
    pool = Parallel(n_jobs=n_jobs, return_as="generator")
    return pool(delayed(function)(*args) for args in arguments)


def share_blocks(function, arguments, n_jobs):
    """Call ``function(*args)`` for each of `arguments`, on threads that share memory.

    For functions that write into the same arrays, in whatever order it happens
    (Hogwild). With one thread they run in their order.
    """
    n_jobs = count_sharing(n_jobs)
    if len(arguments) < 2 or n_jobs == 1:
        for args in arguments:
            function(*args)
        return
    for _ in _run_threads(function, arguments, n_jobs):
        pass


def count_sharing(n_jobs):
    """How many threads that share memory `n_jobs` stands for."""
    backend, usual = get_active_backend(require="sharedmem")
    return backend.effective_n_jobs(usual if n_jobs is None else n_jobs)


def _run_threads(function, arguments, n_jobs):
    """`run_blocks` on `n_jobs` threads; a result waits for few others to be taken."""
    with ThreadPoolExecutor(n_jobs) as pool:
        waiting = deque()
        for args in arguments:
            waiting.append(pool.submit(function, *args))
            if len(waiting) > n_jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def rows_of(X, start, stop):
    """Return (indptr, indices, data) of the rows `start` to `stop`, without a copy."""
    first, last = X.indptr[start], X.indptr[stop]
    return (
        X.indptr[start : stop + 1] - first,
        X.indices[first:last],
        X.data[first:last],
    )
