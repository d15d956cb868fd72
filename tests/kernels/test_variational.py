import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import digamma, gammaln
from sklearn.decomposition import LatentDirichletAllocation

from sktopics.kernels.padding import LANES, padded
from sktopics.kernels.variational import (
    document_bound,
    exp_dirichlet_expectation,
    infer_documents,
    sum_expected_logs,
)

DTYPES = [np.float32, np.float64]
RTOL = {np.float32: 2e-4, np.float64: 1e-9}


def make_counts(dtype=np.float64, n_documents=12, n_terms=30, seed=0):
    rng = np.random.default_rng(seed)
    dense = rng.poisson(0.4, (n_documents, n_terms))
    dense[3] = 0  # an empty document
    dense[:, 7] = 0  # a term that does not occur
    return sp.csr_array(dense.astype(dtype))


def make_topics(n_terms, n_topics, dtype, seed=1):
    """Parameters lambda and the prior, both padded."""
    rng = np.random.default_rng(seed)
    topics = np.zeros((n_terms, padded(n_topics)), dtype)
    topics[:, :n_topics] = rng.gamma(0.5, 2.0, (n_terms, n_topics)) + 0.05
    prior = np.zeros(padded(n_topics), dtype)
    prior[:n_topics] = rng.uniform(0.05, 0.3, n_topics)
    return topics, prior


def make_table(topics):
    table = np.full_like(topics, np.nan)
    shift = np.full(len(topics), np.nan, topics.dtype)
    totals = topics.sum(axis=0)
    exp_dirichlet_expectation(topics, totals, 0, len(topics), table, shift)
    return table, shift


def infer(
    X, table, prior, n_topics, *, max_iter=100, tol=1e-3, start=None, weight=None
):
    """Run the kernel over all of `X` with fresh outputs."""
    shape = X.shape[0], table.shape[1]
    doc_topic = np.full(shape, np.nan, table.dtype) if start is None else start.copy()
    topic_word = np.zeros_like(table)
    n_iter = infer_documents(
        X.indptr, X.indices, X.data, table, prior, n_topics, start is not None,
        max_iter, tol, 0, X.shape[0], doc_topic, weight, topic_word,
    )  # fmt: skip
    return n_iter, doc_topic, topic_word * table


def slow_infer(counts, table, prior, max_iter, tol=0, start=None):
    """The documented fixed point of one dense document, without the padding."""
    words = np.flatnonzero(counts)
    beta, c = table[words].astype(np.float64), counts[words]
    prior = prior.astype(np.float64)
    gamma = prior + c.sum() / len(prior) if start is None else start
    n_iter = 0
    while n_iter < max_iter:
        n_iter += 1
        theta = np.exp(digamma(gamma))
        last, gamma = gamma, prior + theta * ((c / (beta @ theta)) @ beta)
        if np.abs(gamma - last).mean() < tol:
            break
    theta = np.exp(digamma(gamma))
    topic_word = np.zeros(table.shape)
    topic_word[words] = beta * np.outer(c / (beta @ theta), theta)
    return n_iter, gamma, topic_word


def slow_bound(counts, log_beta, prior, gamma):
    """The documented bound of one dense document, without the padding."""
    expectation = digamma(gamma) - digamma(gamma.sum())
    words = np.flatnonzero(counts)
    p = np.exp(log_beta[words]) @ np.exp(expectation)
    return (
        counts[words] @ np.log(p)
        + (prior - gamma) @ expectation
        + (gammaln(gamma) - gammaln(prior)).sum()
        + gammaln(prior.sum())
        - gammaln(gamma.sum())
    )


def bound(X, table, shift, prior, n_topics, doc_topic):
    out = np.full(X.shape[0], np.nan)
    document_bound(
        X.indptr, X.indices, X.data, table, shift, prior, n_topics, doc_topic,
        0, X.shape[0], out,
    )  # fmt: skip
    return out


def read_only(*arrays):
    for a in arrays:
        a.setflags(write=False)


@pytest.mark.parametrize("dtype", DTYPES)
def test_exp_dirichlet_expectation_equals_numpy(dtype):
    topics, _ = make_topics(30, 5, dtype)
    topics[2, :5] = 0.01 + np.arange(5) / 1000  # would vanish in float32
    table, shift = make_table(topics)
    exact = topics[:, :5].astype(np.float64)
    expected = digamma(exact) - digamma(exact.sum(axis=0))
    assert_array_equal(np.flatnonzero(shift), [2])
    rtol = 5e-5 if dtype == np.float32 else 1e-12
    assert_allclose(table[:, :5], np.exp(expected + shift[:, None]), rtol=rtol)
    assert 0.01 < table[2].max() < 10
    assert_array_equal(table[:, 5:], 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_exp_dirichlet_expectation_holds_no_denormals(dtype):
    x = np.logspace(-12, 3, 500).astype(dtype)
    topics = np.stack([np.ones_like(x), x], axis=1)
    table, _ = make_table(topics)
    assert (table[:, 1] == 0).any()
    assert table[table > 0].min() > np.sqrt(np.finfo(dtype).tiny)


def test_exp_dirichlet_expectation_writes_only_its_range():
    topics, _ = make_topics(30, 5, np.float64)
    table, _ = make_table(topics)
    out, shift = np.full_like(topics, -1), np.full(30, -1.0)
    exp_dirichlet_expectation(topics, topics.sum(axis=0), 4, 9, out, shift)
    exp_dirichlet_expectation(topics, topics.sum(axis=0), 20, 20, out, shift)
    assert_array_equal(out[4:9], table[4:9])
    assert_array_equal(np.delete(out, np.s_[4:9], axis=0), -1)
    assert_array_equal(np.delete(shift, np.s_[4:9]), -1)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 3, LANES, LANES + 1, 40])
@pytest.mark.parametrize("max_iter", [0, 1, 5, 20])
def test_infer_documents_equals_numpy(dtype, n_topics, max_iter):
    X = make_counts(dtype)
    topics, prior = make_topics(X.shape[1], n_topics, dtype)
    table, _ = make_table(topics)
    n_iter, doc_topic, topic_word = infer(
        X, table, prior, n_topics, max_iter=max_iter, tol=0
    )
    assert n_iter == max_iter * (X.shape[0] - 1)  # none for the empty document
    sum_topic_word = 0
    for d in range(X.shape[0]):
        counts = X[[d]].toarray()[0].astype(np.float64)
        _, gamma, part = slow_infer(
            counts, table[:, :n_topics], prior[:n_topics], max_iter
        )
        assert_allclose(
            doc_topic[d, :n_topics], gamma, rtol=RTOL[dtype], atol=RTOL[dtype] / 10
        )
        sum_topic_word = sum_topic_word + part
    assert_allclose(
        topic_word[:, :n_topics], sum_topic_word, rtol=RTOL[dtype], atol=RTOL[dtype]
    )
    assert_array_equal(doc_topic[:, n_topics:], 0)
    assert_array_equal(topic_word[:, n_topics:], 0)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_words", [2, 60])
def test_inactive_topics_change_little(dtype, n_words):
    n_topics, n_terms = 100, 200
    rng = np.random.default_rng(0)
    topics = np.zeros((n_terms, padded(n_topics)), dtype)
    topics[:, :n_topics] = rng.gamma(0.02, 50, (n_terms, n_topics)) + 0.01
    prior = np.zeros(padded(n_topics), dtype)
    prior[:n_topics] = 0.01
    table, _ = make_table(topics)
    p = topics[:, 5] / topics[:, 5].sum()
    dense = rng.multinomial(n_words, p / p.sum(dtype=np.float64), size=20)
    X = sp.csr_array(dense.astype(dtype))
    n_iter, doc_topic, topic_word = infer(X, table, prior, n_topics)
    slow = [slow_infer(c, table[:, :n_topics], prior[:n_topics], 100, 1e-3)
            for c in dense.astype(np.float64)]  # fmt: skip
    assert n_iter == pytest.approx(sum(s[0] for s in slow), rel=0.05)
    assert_allclose(doc_topic[:, :n_topics], [s[1] for s in slow], atol=2e-2)
    assert (doc_topic[:, :n_topics] == prior[0]).mean() > 0.5  # were left out
    assert_allclose(doc_topic.sum(axis=1), 1 + n_words, rtol=1e-3)
    assert_allclose(topic_word.sum(axis=1), dense.sum(axis=0), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_few_words_among_many_topics_are_not_lost(dtype):
    """Every gamma is below 0.01, whose exp(digamma) float32 cannot hold."""
    n_topics = 400
    topics, prior = make_topics(30, n_topics, dtype)
    prior[:n_topics] = 1 / n_topics
    table, _ = make_table(topics)
    X = sp.csr_array(np.eye(30, dtype=dtype)[:10])
    _, doc_topic, topic_word = infer(X, table, prior, n_topics)
    assert_allclose(doc_topic.sum(axis=1), 2, rtol=1e-3)
    assert_allclose(topic_word.sum(axis=1)[:10], 1, rtol=1e-3)


@pytest.mark.parametrize("dtype", DTYPES)
def test_rare_terms_count_in_float32_as_in_float64(dtype):
    """Terms never seen in training have lambda = prior, exp(E[log]) = 1e-44."""
    n_topics = 3
    topics, prior = make_topics(30, n_topics, dtype)
    topics[:10, :n_topics] = 0.01
    table, _ = make_table(topics)
    X = make_counts(dtype)
    _, doc_topic, _ = infer(X, table, prior, n_topics)
    expected = prior.sum() + X.sum(axis=1)
    assert_allclose(doc_topic.sum(axis=1), expected, rtol=1e-5)


def test_empty_documents_keep_the_prior():
    X = sp.csr_array((3, 30), dtype=np.float64)
    topics, prior = make_topics(30, 5, np.float64)
    n_iter, doc_topic, topic_word = infer(X, make_table(topics)[0], prior, 5)
    assert n_iter == 0
    assert_array_equal(doc_topic, np.tile(prior, (3, 1)))
    assert_array_equal(topic_word, 0)


def test_infer_documents_writes_only_its_range():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 5, np.float64)
    table, _ = make_table(topics)
    _, full, _ = infer(X, table, prior, 5)
    out = np.full_like(full, -1)
    csr = X.indptr, X.indices, X.data
    rest = table, prior, 5, False, 100, 1e-3
    infer_documents(*csr, *rest, 4, 9, out, None, None)
    assert infer_documents(*csr, *rest, 11, 11, out, None, None) == 0
    assert_array_equal(out[4:9], full[4:9])
    assert_array_equal(np.delete(out, np.s_[4:9], axis=0), -1)


def test_read_only_inputs_and_64_bit_indices():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 20, np.float64)
    table, shift = make_table(topics)
    _, doc_topic, topic_word = infer(X, table, prior, 20)
    expected = bound(X, table, shift, prior, 20, doc_topic)
    wide = X.copy()
    wide.indptr, wide.indices = X.indptr.astype(np.int64), X.indices.astype(np.int64)
    read_only(wide.indptr, wide.indices, wide.data, table, shift, prior, doc_topic)
    _, other, counts = infer(wide, table, prior, 20)
    assert_array_equal(other, doc_topic)
    assert_array_equal(counts, topic_word)
    assert_array_equal(bound(wide, table, shift, prior, 20, doc_topic), expected)


def test_outputs_are_optional_and_sum_up():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 20, np.float64)
    table, _ = make_table(topics)
    _, _, whole = infer(X, table, prior, 20)
    csr = X.indptr, X.indices, X.data
    parts = np.zeros_like(table)
    for start, stop in [(0, 5), (5, 12)]:
        infer_documents(
            *csr, table, prior, 20, False, 100, 1e-3, start, stop, None, None, parts
        )
    assert_allclose(parts * table, whole, rtol=1e-12)


def test_sample_weight_repeats_documents():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 20, np.float64)
    table, _ = make_table(topics)
    weight = np.array([2.0, 0, 1, 3] * 3)
    _, doc_topic, weighted = infer(X, table, prior, 20, weight=weight)
    rows = np.repeat(np.arange(12), weight.astype(int))
    _, repeated, expected = infer(X[rows], table, prior, 20)
    assert_allclose(weighted, expected, rtol=1e-10)
    assert_array_equal(repeated, doc_topic[rows])


def test_warm_start_continues():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 5, np.float64)
    table, _ = make_table(topics)
    _, start, _ = infer(X, table, prior, 5, max_iter=2, tol=0)
    _, continued, _ = infer(X, table, prior, 5, max_iter=3, tol=0, start=start)
    _, whole, _ = infer(X, table, prior, 5, max_iter=5, tol=0)
    assert_allclose(continued, whole, rtol=1e-9)
    assert np.abs(whole - start).max() > 1e-3
    converged = infer(X, table, prior, 5, max_iter=1000, tol=1e-9)[1]
    n_iter, _, _ = infer(X, table, prior, 5, tol=1e-3, start=converged)
    assert n_iter == X.shape[0] - 1


def test_warm_start_from_nothing_but_a_small_prior_recovers():
    X = make_counts(np.float32)
    topics, prior = make_topics(X.shape[1], 5, np.float32)
    prior[:5] = 0.01  # float32 does not hold its exp(digamma)
    table, _ = make_table(topics)
    start = np.tile(prior, (X.shape[0], 1))
    _, doc_topic, _ = infer(X, table, prior, 5, start=start)
    assert_allclose(doc_topic.sum(axis=1), prior.sum() + X.sum(axis=1), rtol=1e-5)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_topics", [1, 5, 40])
def test_document_bound_equals_numpy(dtype, n_topics):
    X = make_counts(dtype)
    topics, prior = make_topics(X.shape[1], n_topics, dtype)
    topics[5, :n_topics] = 0.01  # a shifted row
    table, shift = make_table(topics)
    _, doc_topic, _ = infer(X, table, prior, n_topics, max_iter=7)
    got = bound(X, table, shift, prior, n_topics, doc_topic)
    exact = topics[:, :n_topics].astype(np.float64)
    log_beta = digamma(exact) - digamma(exact.sum(axis=0))
    expected = [
        slow_bound(
            X[[d]].toarray()[0].astype(np.float64),
            log_beta,
            prior[:n_topics].astype(np.float64),
            doc_topic[d, :n_topics].astype(np.float64),
        )
        for d in range(X.shape[0])
    ]
    assert_allclose(got, expected, rtol=1e-5 if dtype == np.float32 else 1e-10)
    assert got[3] == pytest.approx(0, abs=1e-4)  # the empty document


def test_bound_equals_scikit_learn():
    """Their bound minus its part about the topics' own distributions."""
    n_topics, eta = 5, 0.2
    X = make_counts()
    topics, _ = make_topics(X.shape[1], n_topics, np.float64)
    prior = np.zeros(padded(n_topics))
    prior[:n_topics] = 0.3
    table, shift = make_table(topics)
    _, doc_topic, _ = infer(X, table, prior, n_topics, tol=1e-6)
    lda = LatentDirichletAllocation(
        n_topics, doc_topic_prior=0.3, topic_word_prior=eta, max_iter=1, random_state=0
    ).fit(X)
    lda.components_ = lam = topics[:, :n_topics].T.copy()
    theirs = lda._approx_bound(X, doc_topic[:, :n_topics].copy(), sub_sampling=False)
    log_beta = digamma(lam) - digamma(lam.sum(axis=1, keepdims=True))
    about_topics = (
        ((eta - lam) * log_beta).sum()
        + (gammaln(lam) - gammaln(eta)).sum()
        + (gammaln(eta * X.shape[1]) - gammaln(lam.sum(axis=1))).sum()
    )
    ours = bound(X, table, shift, prior, n_topics, doc_topic).sum()
    assert ours == pytest.approx(theirs - about_topics, rel=1e-9)


@pytest.mark.parametrize("n_topics", [3, 40])
def test_bound_never_falls(n_topics):
    X = make_counts()
    topics, prior = make_topics(X.shape[1], n_topics, np.float64)
    table, shift = make_table(topics)
    bounds = []
    for max_iter in range(12):
        _, doc_topic, _ = infer(X, table, prior, n_topics, max_iter=max_iter, tol=0)
        bounds.append(bound(X, table, shift, prior, n_topics, doc_topic))
    rises = np.diff(bounds, axis=0)
    assert rises.min() > -1e-9
    assert rises[0].sum() > 0.1


def test_sum_expected_logs_equals_numpy():
    X = make_counts()
    topics, prior = make_topics(X.shape[1], 5, np.float64)
    _, doc_topic, _ = infer(X, make_table(topics)[0], prior, 5)
    out = np.ones(5)
    sum_expected_logs(doc_topic, prior, 5, 2, 10, out)
    gamma = doc_topic[2:10, :5]
    expected = digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
    assert_allclose(out, 1 + expected.sum(axis=0), rtol=1e-12)
