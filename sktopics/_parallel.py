"""Blocks of documents, and the one way to work through them in parallel.

A pass over a corpus is a task for each block of its documents. Tasks are functions of
modules, and all they need are their arguments: another process finds the function by
its name, and is sent nothing else. Where many passes are made, blocks are `placed`
before the first one.
"""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import joblib
import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import (
    LokyBackend,
    MultiprocessingBackend,
    ThreadingBackend,
    get_active_backend,
)

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
    It should be a plain function of a module, which another process finds by its name:
    a closure takes along all that it refers to, and a kernel is sent without its cache.

    Where joblib would use threads, they are started here: a pass over a corpus often
    takes a few milliseconds, and `joblib.Parallel` looks for finished work only every
    10 milliseconds, so that two of its threads were slower than one. How many threads
    there are is still joblib's to say.
    """
    backend = _backend_elsewhere(len(arguments), n_jobs)
    if backend is not None:
        in_turn = backend.supports_return_generator
        return_as = "generator" if in_turn else "list"
        pool = Parallel(n_jobs=effective_n_jobs(n_jobs), return_as=return_as)
        sent = ([_sent(arg) for arg in args] for args in arguments)
        return iter(pool(delayed(function)(*args) for args in sent))
    n_jobs = effective_n_jobs(n_jobs)
    here = ([_here(arg) for arg in args] for args in arguments)
    if len(arguments) < 2 or n_jobs == 1:
        return (function(*args) for args in here)
    return _run_threads(function, here, n_jobs)


@contextmanager
def placed(blocks, n_jobs, n_tasks=None):
    """Put blocks of a corpus where tasks will find them, once for many passes.

    Threads find them where they are. Other processes of this machine map files, one
    for each block, in a temporary folder that is removed at the end; the environment
    variable `JOBLIB_TEMP_FOLDER` says where. The workers of a dask cluster are sent the
    blocks: joblib's backend scatters arguments too, but again in each pass. For any
    other backend blocks travel with the tasks.

    Parameters
    ----------
    blocks : list
        Each is an array or a tuple of arrays, in general whatever can be pickled.
    n_jobs : int or None
        That of `run_blocks`.
    n_tasks : int, default=None
        How many tasks a pass has; by default one for each block.

    Yields
    ------
    blocks : list
        What to give to `run_blocks` in their places, as arguments (not inside of an
        argument). The function is given the blocks.
    """
    backend = _backend_elsewhere(len(blocks) if n_tasks is None else n_tasks, n_jobs)
    # Not those that inherit from them: Ray's, which has workers on other machines,
    # takes itself for a pool of processes.
    if type(backend) in (LokyBackend, MultiprocessingBackend):
        where = os.environ.get("JOBLIB_TEMP_FOLDER")
        if where:
            os.makedirs(where, exist_ok=True)
        with TemporaryDirectory(
            prefix="sktopics-", dir=where, ignore_cleanup_errors=True
        ) as folder:
            yield [
                _Placed(block, _Mapped.dump(block, Path(folder, f"{number}.joblib")))
                for number, block in enumerate(blocks)
            ]
    elif hasattr(getattr(backend, "client", None), "scatter"):
        # As joblib does, without hashes of the content: with them, a call within a task
        # of dask often raises CancelledError (dask/distributed#3703).
        futures = backend.client.scatter(list(blocks), hash=False)
        yield [_Placed(*pair) for pair in zip(blocks, futures, strict=True)]
    else:
        yield blocks


@dataclass(frozen=True)
class CorpusBlocks:
    """Documents that were cut into blocks, once for all passes.

    Attributes
    ----------
    bounds : list of (start, stop)
        Numbers of the documents of each block.
    documents : list
        What the task of each block is given of its documents.
    """

    bounds: list
    documents: list

    @classmethod
    def of_rows(cls, X, bounds):
        """Blocks of the rows of a CSR array, each (indptr, indices, data)."""
        return cls(bounds, [rows_of(X, start, stop) for start, stop in bounds])

    @contextmanager
    def placed(self, n_jobs):
        """Yield the same blocks, with their documents `placed`."""
        with placed(self.documents, n_jobs) as documents:
            yield replace(self, documents=documents)

    def __iter__(self):
        """Yield (start, stop, documents) of each block."""
        for (start, stop), documents in zip(self.bounds, self.documents, strict=True):
            yield start, stop, documents

    def __len__(self):
        return len(self.bounds)


@dataclass(frozen=True)
class _Placed:
    """A block that stays here, and what is sent in its place to a task elsewhere."""

    block: object
    sent: object


@dataclass(frozen=True)
class _Mapped:
    """A block in a file. What arrives in another process is the block."""

    path: str

    @classmethod
    def dump(cls, block, path):
        joblib.dump(block, path)
        return cls(str(path))

    def __reduce__(self):
        # Copied where written to, so that kernels are those of writeable arrays, which
        # are compiled already. Nobody writes.
        return joblib.load, (self.path, "c")


def _sent(argument):
    return argument.sent if isinstance(argument, _Placed) else argument


def _here(argument):
    return argument.block if isinstance(argument, _Placed) else argument


def _backend_elsewhere(n_tasks, n_jobs):
    """Return the backend that runs tasks, None if they stay in this process."""
    if n_tasks < 2 or effective_n_jobs(n_jobs) == 1:
        return None
    backend, _ = get_active_backend(prefer="threads")
    return None if isinstance(backend, ThreadingBackend) else backend


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
