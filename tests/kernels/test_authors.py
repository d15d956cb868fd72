"""The kernels of the author-topic model against the NumPy of their docstrings."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import digamma, logsumexp

from sktopics.kernels.authors import (
    author_bound,
    exp_author_expectation,
    explain_documents,
    sum_author_logs,
)
from sktopics.kernels.padding import padded

DTYPES = [np.float32, np.float64]
RTOL = {np.float32: 3e-4, np.float64: 1e-10}
K, V = 5, 30
every_dtype = pytest.mark.parametrize("dtype", DTYPES)


def padded_rows(rows, dtype):
    out = np.zeros((len(rows), padded(rows.shape[1])), dtype)
    out[:, : rows.shape[1]] = rows
    return out


def expected_logs(gamma):
    gamma = gamma.astype(np.float64)
    return digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))


def author_table(gamma):
    out, shift = np.full_like(gamma, np.nan), np.full(len(gamma), np.nan, gamma.dtype)
    exp_author_expectation(gamma, K, out, shift)
    return out, shift


def corpus(dtype, n_authors=8, n_documents=14, seed=0):
    """Counts, authors and parameters; document 3 is empty, document 5 by nobody,
    document 6 by all authors, and some authors have written next to nothing."""
    rng = np.random.default_rng(seed)
    dense = (
        rng.poisson(0.5, (n_documents, V)) + rng.integers(0, 2, (n_documents, V)) / 2
    )
    dense *= rng.random(dense.shape) < 0.5
    dense[3] = 0
    authors = [
        sorted(rng.choice(n_authors, rng.integers(1, 4), replace=False).tolist())
        for _ in range(n_documents)
    ]
    authors[5], authors[6] = [], list(range(n_authors))
    authors[7], authors[8] = [1], [1, 2]
    gamma = rng.gamma(0.5, 2.0, (n_authors, K)) + 0.05
    gamma[1] = 0.001 + rng.random(K) / 100
    gamma[2] = 0.004 + rng.random(K) / 100
    lam = rng.gamma(0.5, 2.0, (V, K)) + 0.1
    log_beta = digamma(lam) - digamma(lam.sum(axis=0))
    topic_shift = np.zeros(V)
    topic_shift[::4] = 3.5
    table = padded_rows(np.exp(log_beta + topic_shift[:, None]), dtype)
    weight = rng.uniform(0.5, 3, n_documents).astype(dtype)
    return (
        dense, authors, padded_rows(gamma, dtype), log_beta, table,
        topic_shift.astype(dtype), weight,
    )  # fmt: skip


def groups_of(authors):
    indptr = np.concatenate(([0], np.cumsum([len(own) for own in authors])))
    indices = np.array([a for own in authors for a in own], np.int32)
    return indptr.astype(np.int32), indices


def columns_of(dense, authors, dtype):
    """Counts by columns, those of terms that occur in documents with authors."""
    signed = np.array([len(own) > 0 for own in authors])
    by_column = sp.csc_array(np.where(signed[:, None], dense, 0).astype(dtype))
    terms = np.flatnonzero(np.diff(by_column.indptr))
    indptr = np.append(by_column.indptr[terms], by_column.nnz)
    return (
        terms.astype(np.int32), indptr.astype(np.int32),
        by_column.indices.astype(np.int32), by_column.data,
    )  # fmt: skip


def explain(dense, authors, gamma, table, weight, *, collect=True, before=0.0):
    dtype = gamma.dtype.type
    author_counts = np.full_like(gamma, before)
    topic_word = np.full_like(table if collect else table[:0], before)
    doc_topic = np.full((len(dense), table.shape[1]), np.nan, dtype)
    explain_documents(
        columns_of(dense, authors, dtype), groups_of(authors), *author_table(gamma),
        table, weight, author_counts, topic_word, doc_topic,
    )  # fmt: skip
    return author_counts, topic_word, doc_topic


def slow_explain(dense, authors, gamma, log_beta, weight):
    """Word by word, in logarithms: no row vanishes."""
    log_theta = expected_logs(gamma[:, :K])
    author_counts, topic_word = np.zeros((len(gamma), K)), np.zeros((V, K))
    doc_topic = np.zeros((len(dense), K))
    for d, own in enumerate(authors):
        for w in np.flatnonzero(dense[d]) if own else ():
            logs = log_theta[own] + log_beta[w]
            share = dense[d, w] * np.exp(logs - logsumexp(logs))
            doc_topic[d] += share.sum(axis=0)
            author_counts[own] += weight[d] * share
            topic_word[w] += weight[d] * share.sum(axis=0)
    return author_counts, topic_word, doc_topic


@every_dtype
def test_exp_author_expectation_equals_numpy(dtype):
    rng = np.random.default_rng(0)
    gamma = padded_rows(rng.gamma(0.3, 30.0, (20, K)) + 0.06, dtype)
    table, shift = author_table(gamma)
    assert_array_equal(shift, 0)
    assert_allclose(table[:, :K], np.exp(expected_logs(gamma[:, :K])), rtol=RTOL[dtype])
    assert_array_equal(table[:, K:], 0)


@every_dtype
def test_rows_of_authors_who_wrote_nothing_are_scaled_up(dtype):
    gamma = padded_rows(np.outer([0.04, 0.01, 1e-3, 1e-6], [1, 0.9, 0.99, 1, 1]), dtype)
    table, shift = author_table(gamma)
    assert (shift > 0).all()
    assert (np.diff(shift) > 0).all()
    assert (table[:, :K].max(axis=1) > 0.1).all()
    assert (table[:, :K].max(axis=1) < 100).all()
    logs = expected_logs(gamma[:3, :K])
    found = np.log(np.maximum(table[:3, :K].astype(float), 1e-300)) - shift[:3, None]
    present = table[:3, :K] > 0
    assert present[:2].all()
    assert_allclose(found[present], logs[present], rtol=1e-5)
    assert_array_equal(table[:, K:], 0)


@every_dtype
def test_tables_hold_no_denormals(dtype):
    gamma = padded_rows(
        np.stack([np.logspace(-12, 3, 400)] * (K - 1) + [np.ones(400)], axis=1), dtype
    )
    table, _ = author_table(gamma)
    assert (table[:, 0] == 0).any()
    assert table[table > 0].min() > np.sqrt(np.finfo(dtype).tiny)


@every_dtype
def test_explain_documents_equals_numpy(dtype):
    dense, authors, gamma, log_beta, table, _, weight = corpus(dtype)
    found = explain(dense, authors, gamma, table, weight)
    expected = slow_explain(dense, authors, gamma, log_beta, weight)
    author_counts, topic_word, doc_topic = found
    atol = 1e-3 if dtype is np.float32 else 1e-9
    assert_allclose(author_counts[:, :K], expected[0], rtol=RTOL[dtype], atol=atol)
    # topic_word is a sum still to be multiplied by the table.
    assert_allclose(
        (topic_word * table)[:, :K], expected[1], rtol=RTOL[dtype], atol=atol
    )
    assert_allclose(doc_topic[:, :K], expected[2], rtol=RTOL[dtype], atol=atol)
    for array in found:
        assert_array_equal(array[:, K:], 0)
    assert_array_equal(doc_topic[[3, 5]], 0)
    assert_allclose(doc_topic.sum(), dense[[bool(own) for own in authors]].sum(), 1e-5)


@every_dtype
def test_explain_documents_adds_to_what_it_is_given(dtype):
    dense, authors, gamma, _, table, _, weight = corpus(dtype)
    fresh = explain(dense, authors, gamma, table, weight)
    added = explain(dense, authors, gamma, table, weight, before=2.0)
    assert_allclose(added[0], fresh[0] + 2, rtol=1e-5)
    assert_allclose(added[1], fresh[1] + 2, rtol=1e-5)
    assert_array_equal(added[2], fresh[2])


@every_dtype
def test_explain_documents_need_not_collect(dtype):
    dense, authors, gamma, _, table, _, weight = corpus(dtype)
    whole = explain(dense, authors, gamma, table, weight)
    found = explain(dense, authors, gamma, table, weight, collect=False)
    assert found[1].shape == (0, table.shape[1])
    assert_array_equal(found[0], whole[0])
    assert_array_equal(found[2], whole[2])


@every_dtype
def test_a_document_of_many_authors(dtype):
    rng = np.random.default_rng(0)
    _, _, _, log_beta, table, _, _ = corpus(dtype)
    gamma = padded_rows(rng.gamma(0.5, 2.0, (500, K)) + 0.05, dtype)
    gamma[::7, :K] = 0.002
    dense, weight = rng.poisson(2.0, (1, V)).astype(float), np.ones(1, dtype)
    authors = [list(range(500))]
    found = explain(dense, authors, gamma, table, weight)
    expected = slow_explain(dense, authors, gamma, log_beta, weight)
    assert_allclose(found[0][:, :K], expected[0], rtol=RTOL[dtype], atol=1e-6)
    assert_allclose(found[0].sum(), dense.sum(), rtol=1e-5)


@every_dtype
def test_documents_of_nobody_and_without_words(dtype):
    _, _, gamma, _, table, shift, _ = corpus(dtype)
    dense, authors = np.zeros((3, V)), [[], [0], []]
    weight = np.ones(3, dtype)
    for array in explain(dense, authors, gamma, table, weight):
        assert_array_equal(array, 0)
    dense[0] = 1
    for array in explain(dense, authors, gamma[:1], table, weight):
        assert_array_equal(array, 0)
    assert_array_equal(bound(dense, authors, gamma, table, shift), 0)
    nobody = [[], [], []]
    for array in explain(dense, nobody, gamma[:0], table, weight):
        assert_array_equal(array, 0)
    assert_array_equal(bound(dense, nobody, gamma[:0], table, shift), 0)


def bound(dense, authors, gamma, table, topic_shift):
    rows = sp.csr_array(dense.astype(table.dtype))
    out = np.full(len(dense), np.nan)
    author_bound(
        (rows.indptr, rows.indices, rows.data), groups_of(authors),
        *author_table(gamma), table, topic_shift, out,
    )  # fmt: skip
    return out


@every_dtype
def test_author_bound_equals_numpy(dtype):
    dense, authors, gamma, log_beta, table, topic_shift, _ = corpus(dtype)
    log_theta = expected_logs(gamma[:, :K])
    expected = np.zeros(len(dense))
    for d, own in enumerate(authors):
        for w in np.flatnonzero(dense[d]) if own else ():
            logs = log_theta[own] + log_beta[w]
            expected[d] += dense[d, w] * (logsumexp(logs) - np.log(len(own)))
    found = bound(dense, authors, gamma, table, topic_shift)
    assert_allclose(found, expected, rtol=1e-4 if dtype is np.float32 else 1e-10)
    assert_array_equal(found[[3, 5]], 0)
    assert (expected[7:9] < -100).all()  # of authors whose rows are scaled up


@every_dtype
def test_no_authors_at_all(dtype):
    gamma = np.zeros((0, padded(K)), dtype)
    table, shift = author_table(gamma)
    assert table.shape == gamma.shape
    assert shift.shape == (0,)


@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
def test_kernels_read_read_only_arrays(index_dtype):
    dense, authors, gamma, _, table, topic_shift, weight = corpus(np.float64)
    author, shift = author_table(gamma)
    terms, indptr, documents, counts = columns_of(dense, authors, np.float64)
    columns = terms, indptr.astype(index_dtype), documents, counts
    groups = groups_of(authors)
    rows = sp.csr_array(dense)
    given = (*columns, *groups, gamma, author, shift, table, topic_shift, weight)
    for array in (*given, rows.indptr, rows.indices, rows.data):
        array.setflags(write=False)
    doc_topic = np.empty((len(dense), table.shape[1]))
    sums = np.zeros_like(gamma), np.zeros_like(table)
    explain_documents(columns, groups, author, shift, table, weight, *sums, doc_topic)
    out = np.empty(len(dense))
    author_bound(
        (rows.indptr, rows.indices, rows.data), groups, author, shift, table,
        topic_shift, out,
    )  # fmt: skip
    author_table(gamma)
    assert_allclose(sums[0].sum(), weight @ doc_topic.sum(axis=1))
    assert np.isfinite(out).all()


@pytest.mark.parametrize(("dtype", "shift"), [(np.float32, 95), (np.float64, 740)])
def test_a_word_that_nobody_can_have_written_is_left_out(dtype, shift):
    # Author 1 enters with a weight below the normal numbers, whose inverse is infinite.
    authors = padded_rows(np.array([[1.0, 0.0], [0.0, 1.0]]), dtype)
    topics = padded_rows(np.array([[1.0, 0.0], [0.0, 1.0]]), dtype)
    columns = (
        np.array([0, 1], np.int32),
        np.array([0, 1, 2], np.int32),
        np.array([0, 0], np.int32),
        np.array([2, 3], dtype),
    )
    groups = np.array([0, 2], np.int32), np.array([0, 1], np.int32)
    author_counts, topic_word = np.zeros_like(authors), np.zeros_like(topics)
    doc_topic = np.zeros((1, authors.shape[1]), dtype)
    explain_documents(
        columns, groups, authors, np.array([0, shift], dtype), topics,
        np.ones(1, dtype), author_counts, topic_word, doc_topic,
    )  # fmt: skip
    assert_array_equal(author_counts[:, :2], [[2, 0], [0, 0]])
    assert_array_equal((topic_word * topics)[:, :2], [[2, 0], [0, 0]])
    assert_array_equal(doc_topic[0, :2], [2, 0])


@every_dtype
@pytest.mark.parametrize("n_authors", [0, 1, 16, 17, 50])
@pytest.mark.parametrize("weighted", [False, True])
def test_sum_author_logs_equals_numpy(dtype, n_authors, weighted):
    rng = np.random.default_rng(0)
    gamma = padded_rows(10 ** rng.uniform(-4, 8, (n_authors, K)), dtype)
    multiplicity = np.ones(n_authors, dtype)
    if weighted:
        multiplicity[::3] = rng.uniform(0, 3, len(multiplicity[::3]))
    for array in (gamma, multiplicity):
        array.setflags(write=False)
    out = np.ones(K)
    sum_author_logs(gamma[:, :K], multiplicity, out)
    expected = 1 + multiplicity.astype(float) @ expected_logs(gamma[:, :K])
    assert_allclose(out, expected, rtol=1e-11)
