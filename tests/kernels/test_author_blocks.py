"""The kernel that repeats updates of authors, against the steps of its docstring."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.author_blocks import learn_author_block
from sktopics.kernels.authors import exp_author_expectation, explain_documents
from sktopics.kernels.padding import padded

K, V, N_AUTHORS, SMALLEST = 5, 30, 6, {"f": 1e-18, "d": 1e-150}
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def padded_rows(rows, dtype):
    out = np.zeros((len(rows), padded(rows.shape[1])), dtype)
    out[:, : rows.shape[1]] = rows
    return out


def batch(dtype):
    """What the kernel is given before the limits."""
    rng = np.random.default_rng(0)
    columns = sp.csc_array(rng.poisson(0.4, (9, V)).astype(dtype))
    terms = np.flatnonzero(np.diff(columns.indptr)).astype(np.int32)
    indptr = np.append(columns.indptr[terms], columns.nnz).astype(np.int32)
    columns = terms, indptr, columns.indices.astype(np.int32), columns.data
    authors = [[d % N_AUTHORS, (d + 2) % N_AUTHORS][: 1 + d % 2] for d in range(9)]
    sizes = np.array([len(own) for own in authors])
    groups = (
        np.concatenate(([0], np.cumsum(sizes))).astype(np.int32),
        np.concatenate(authors).astype(np.int32),
    )
    table = padded_rows(rng.gamma(0.3, 1, (V, K)) + 1e-3, dtype)
    prior = padded_rows(np.full((1, K), 0.2), dtype)[0]
    start = padded_rows(rng.gamma(1, 2, (N_AUTHORS, K)) + 0.2, dtype)
    rate = np.array([1, 1, 0.5, 0, 0.3, 1], dtype)
    scale, multiplicity = rng.uniform(1, 3, (2, N_AUTHORS)).astype(dtype)
    weight = rng.uniform(0.5, 2, 9).astype(dtype)
    return columns, groups, table, weight, prior, (start, rate, scale, multiplicity)


def slow_learn(given, max_iter, enough, gamma):
    """The documented repetitions; also how many there were."""
    columns, groups, table, weight, prior, moves = given
    start, rate, scale, multiplicity = moves
    done, n = False, 0
    while n < max_iter:
        n += 1
        theta, shift = np.empty_like(gamma), np.empty(len(gamma), gamma.dtype)
        exp_author_expectation(gamma, K, theta, shift)
        theta[:, :K] = np.maximum(theta[:, :K], SMALLEST[gamma.dtype.char])
        counts, words = np.zeros_like(gamma), np.zeros_like(table)
        doc_topic = np.empty((len(weight), gamma.shape[1]), gamma.dtype)
        explain_documents(
            columns, groups, theta, shift, table, weight, counts, words, doc_topic
        )
        said = prior + scale[:, None] * counts
        new = (1 - rate)[:, None] * start + rate[:, None] * said
        change, gamma = multiplicity @ np.abs(new - gamma).sum(axis=1), new
        if done:
            break
        done = change <= enough
    return gamma, words, n


@every_dtype
@pytest.mark.parametrize(("max_iter", "enough"), [(1, 0.0), (7, 0.0), (60, 0.5)])
def test_learn_author_block_equals_numpy(dtype, max_iter, enough):
    given = batch(dtype)
    for array in (*given[0], *given[1], *given[2:5], *given[5]):
        array.setflags(write=False)
    gamma, words = given[5][0].copy(), np.zeros_like(given[2])
    limits = K, max_iter, enough, dtype(SMALLEST[np.dtype(dtype).char])
    learn_author_block(*given, limits, gamma, words)
    expected, expected_words, n = slow_learn(given, max_iter, enough, given[5][0])
    assert n == max_iter or (enough > 0 and 2 < n < max_iter)
    rtol = 1e-4 if dtype is np.float32 else 1e-11
    assert_allclose(gamma, expected, rtol=rtol)
    assert_allclose(words, expected_words, rtol=rtol, atol=1e-6)
    assert_array_equal(gamma[3], given[5][0][3])  # its rate is 0


@every_dtype
def test_words_need_not_be_collected(dtype):
    given = batch(dtype)
    limits = K, 3, 0.0, dtype(SMALLEST[np.dtype(dtype).char])
    found = [given[5][0].copy() for _ in range(2)]
    learn_author_block(*given, limits, found[0], np.zeros_like(given[2]))
    learn_author_block(*given, limits, found[1], np.zeros_like(given[2][:0]))
    assert_array_equal(*found)
