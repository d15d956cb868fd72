import itertools
import os
import threading

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from sktopics._parallel import (
    MAX_BLOCKS,
    document_blocks,
    rows_of,
    run_blocks,
    share_blocks,
)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80), st.integers(0, 200))
def test_blocks_cover_all_documents_once(lengths, smallest):
    indptr = np.concatenate(([0], np.cumsum(lengths)))
    blocks = document_blocks(indptr, smallest)
    assert 1 <= len(blocks) <= MAX_BLOCKS
    assert blocks[0][0] == 0
    assert blocks[-1][1] == len(lengths)
    assert all(start < stop for start, stop in blocks)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(blocks))
    assert len(blocks) == 1 or sum(lengths) >= 2 * smallest


def test_blocks_are_of_about_equal_work():
    lengths = np.random.default_rng(0).integers(1, 100, 5000)
    indptr = np.concatenate(([0], np.cumsum(lengths)))
    blocks = document_blocks(indptr, 1000)
    work = [indptr[stop] - indptr[start] for start, stop in blocks]
    assert len(blocks) == MAX_BLOCKS
    assert max(work) < 1.01 * min(work)


def test_blocks_of_rows_taken_from_the_middle():
    indptr = np.arange(101) * 10
    shifted = document_blocks(indptr[50:], 100)
    assert shifted == document_blocks(indptr[:51], 100)
    assert len(shifted) == 5


def test_blocks_do_not_split_one_huge_document():
    assert document_blocks(np.array([0, 10**6]), 10) == [(0, 1)]


def _square(start, stop):
    return [i * i for i in range(start, stop)]


@pytest.mark.parametrize("n_jobs", [None, 1, 2, 3, -1])
def test_results_come_in_order(n_jobs):
    arguments = [(i, i + 2) for i in range(20)]
    expected = [_square(*args) for args in arguments]
    assert list(run_blocks(_square, arguments, n_jobs)) == expected
    assert list(run_blocks(_square, [], n_jobs)) == []


def _name_of_thread(_):
    return threading.current_thread().name


def _names_of_threads_that_meet(n_jobs):
    """Two blocks that can only end if both are worked on at once."""
    barrier = threading.Barrier(2)

    def meet(_):
        barrier.wait(timeout=10)
        return threading.current_thread().name

    return set(run_blocks(meet, [(0,), (1,)], n_jobs))


def test_threads_share_the_work():
    here = threading.current_thread().name
    names = _names_of_threads_that_meet(2)
    assert len(names) == 2
    assert here not in names


@pytest.mark.parametrize("n_jobs", [None, 1])
def test_one_job_stays_in_its_thread(n_jobs):
    names = set(run_blocks(_name_of_thread, [(0,), (1,), (2,)], n_jobs))
    assert names == {threading.current_thread().name}


def test_one_block_stays_in_its_thread():
    names = set(run_blocks(_name_of_thread, [(0,)], 2))
    assert names == {threading.current_thread().name}


def test_number_of_threads_is_for_joblib_to_say():
    with joblib.parallel_config(n_jobs=2):
        assert len(_names_of_threads_that_meet(None)) == 2
    with joblib.parallel_config(backend="sequential"):
        names = set(run_blocks(_name_of_thread, [(i,) for i in range(5)], 2))
    assert names == {threading.current_thread().name}


def test_other_backends_run_blocks_elsewhere():
    def process_of(_):
        return os.getpid()

    with joblib.parallel_config(backend="loky"):
        pids = set(run_blocks(process_of, [(0,), (1,)], 2))
    assert os.getpid() not in pids


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_errors_are_raised(n_jobs):
    def fail(i):
        raise ZeroDivisionError(f"block {i}")

    with pytest.raises(ZeroDivisionError, match="block 0"):
        list(run_blocks(fail, [(0,), (1,), (2,)], n_jobs))


class _Counted(list):
    """A list that knows how many of its items were asked for."""

    asked = 0

    def __iter__(self):
        for item in super().__iter__():
            self.asked += 1
            yield item


def test_few_results_wait_to_be_taken():
    arguments = _Counted((i,) for i in range(100))
    results = run_blocks(lambda i: i, arguments, 2)
    assert next(results) == 0
    assert arguments.asked == 3
    assert list(results) == list(range(1, 100))


def test_rows_are_a_view():
    X = sp.csr_array(np.arange(1.0, 13).reshape(4, 3))
    indptr, indices, data = rows_of(X, 1, 3)
    part = sp.csr_array((data, indices, indptr), shape=(2, 3))
    assert_array_equal(part.toarray(), X.toarray()[1:3])
    assert np.shares_memory(data, X.data)
    assert np.shares_memory(indices, X.indices)


@pytest.mark.parametrize("n_jobs", [1, 2, None])
def test_shared_blocks_write_where_they_are_told(n_jobs):
    out = np.zeros(40)

    def fill(start, stop):
        out[start:stop] += np.arange(start, stop)

    share_blocks(fill, [(i, i + 4) for i in range(0, 40, 4)], n_jobs)
    assert_array_equal(out, np.arange(40))


def test_shared_blocks_keep_their_order_on_one_thread():
    seen = []
    share_blocks(seen.append, [(i,) for i in range(9)], 1)
    assert seen == list(range(9))


def test_shared_blocks_share_memory_whatever_the_backend():
    """Where joblib would start processes, threads are taken instead."""
    threads = set()

    def note(i):
        threads.add(threading.get_ident())
        barrier.wait(timeout=10)

    barrier = threading.Barrier(2)
    with joblib.parallel_config(backend="loky"):
        share_blocks(note, [(0,), (1,)], 2)
    assert len(threads) == 2


def test_errors_of_shared_blocks_come_through():
    def fail(i):
        raise ValueError("this block fails")

    for n_jobs in (1, 2):
        with pytest.raises(ValueError, match="this block fails"):
            share_blocks(fail, [(0,), (1,)], n_jobs)
