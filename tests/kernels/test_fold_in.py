"""The kernels of document completion against their NumPy and Python equivalents."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics.kernels.fold_in import fold_in, log_likelihood, split_tokens


def random_counts(n_documents=60, n_terms=50, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.poisson(0.3, size=(n_documents, n_terms)).astype(float)
    X[3] = 0
    return sp.csr_array(X)


def random_topics(n_components=7, n_terms=50, seed=1):
    return np.random.default_rng(seed).dirichlet(np.full(n_terms, 0.1), n_components).T


def split(X):
    observed = np.full_like(X.data, -1)
    split_tokens(X.indptr, X.indices, X.data, observed)
    return observed


def split_row(terms, counts):
    """Selection sampling of one document, in plain Python integers."""
    state, tokens = 1, []
    for j, (term, count) in enumerate(zip(terms, counts, strict=True)):
        whole = int(count)
        weights = [1.0] * whole + ([count - whole] if count > whole else [])
        tokens += [(j, weight) for weight in weights]
        state = (state * 48271 + int(term) + 1) % (2**31 - 1)
        state = (state * 48271 + whole) % (2**31 - 1)
    for _ in range(3):
        state = state * 48271 % (2**31 - 1)
    observed = np.zeros(len(terms))
    wanted = (len(tokens) + 1) // 2
    for i, (j, weight) in enumerate(tokens):
        state = state * 48271 % (2**31 - 1)
        if state * (len(tokens) - i) < wanted * (2**31 - 1):
            observed[j] += weight
            wanted -= 1
    return observed


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_split_tokens_is_selection_sampling(dtype):
    X = random_counts().astype(dtype)
    X.data[::5] += dtype(0.25)
    observed = split(X)
    for d in range(X.shape[0]):
        row = slice(X.indptr[d], X.indptr[d + 1])
        np.testing.assert_array_equal(
            observed[row], split_row(X.indices[row], X.data[row])
        )


def test_split_tokens_observes_half():
    X = random_counts()
    observed = X.copy()
    observed.data = split(X)
    n_tokens = X.sum(axis=1)
    np.testing.assert_array_equal(observed.sum(axis=1), (n_tokens + 1) // 2)
    assert (observed.data >= 0).all()
    assert (observed.data <= X.data).all()


def test_split_tokens_is_a_fair_draw():
    # Each document has a term of its own, which makes its draws its own: counts of
    # 4, 2, 1 and 1 tokens, of which 4 are drawn.
    n = 4000
    own = sp.diags_array(np.ones(n))
    X = sp.csr_array(sp.hstack([np.tile([4.0, 2.0, 1.0], (n, 1)), own]))
    drawn = split(X).reshape(n, 4)
    np.testing.assert_allclose(drawn.mean(axis=0), [2, 1, 0.5, 0.5], atol=0.04)
    # Variance of the hypergeometric distribution: 4 * .5 * .5 * 4 / 7 of the first.
    np.testing.assert_allclose(
        drawn.var(axis=0), [4 / 7, 3 / 7, 1 / 4, 1 / 4], atol=0.04
    )
    correlation = np.corrcoef(drawn[:, 2], drawn[:, 3])[0, 1]
    assert correlation == pytest.approx(-1 / 7, abs=0.05)


def test_split_tokens_depends_on_the_document_alone():
    X = random_counts()
    rows = np.random.default_rng(0).permutation(X.shape[0])[:20]
    expected = [split(X)[X.indptr[d] : X.indptr[d + 1]] for d in rows]
    np.testing.assert_array_equal(split(X[rows]), np.concatenate(expected))


def test_split_tokens_of_fractions_and_of_huge_counts():
    X = sp.csr_array([[0.5, 0.25, 0.125, 0.75], [1e12, 1e12, 3, 0]])
    observed = split(X)
    # Fractions go to one side whole.
    assert np.isin(observed[:4] / X.data[:4], [0, 1]).all()
    assert np.count_nonzero(observed[:4]) == 2
    np.testing.assert_allclose(observed[4:6], 5e11, atol=4096)
    assert observed[4:].sum() == (2e12 + 3 + 1) // 2


def fold_in_row(terms, counts, word_topic, prior, max_iter, tol):
    phi, n = word_topic[terms], counts[:, np.newaxis]
    gamma = np.full(phi.shape, 1 / len(prior))
    t = prior + (n * gamma).sum(axis=0)
    for _ in range(max_iter):
        fresh = phi * np.maximum(t - np.minimum(n, 1) * gamma, 0)
        total = fresh.sum(axis=1, keepdims=True)
        gamma = np.where(total > 0, fresh / np.where(total > 0, total, 1), gamma)
        old, t = t, prior + (n * gamma).sum(axis=0)
        if abs(t - old).sum() <= tol * t.sum():
            break
    return t / t.sum()


@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_fold_in_equals_numpy(dtype, index_dtype):
    X, word_topic = random_counts(), random_topics()
    X.data[::4] += 0.5
    X.data[1::4] = 0.3
    prior = np.linspace(0.05, 0.4, 7)
    doc_topic = np.full((X.shape[0], 7), -1, dtype)
    fold_in(
        X.indptr.astype(index_dtype),
        X.indices.astype(index_dtype),
        X.data.astype(dtype),
        word_topic.astype(dtype),
        prior.astype(dtype),
        30,
        1e-4,
        doc_topic,
    )
    expected = [
        fold_in_row(*row, word_topic, prior, 30, 1e-4)
        for row in zip(
            np.split(X.indices, X.indptr[1:-1]),
            np.split(X.data, X.indptr[1:-1]),
            strict=True,
        )
    ]
    tolerance = 1e-10 if dtype is np.float64 else 1e-3
    np.testing.assert_allclose(doc_topic, expected, atol=tolerance)
    np.testing.assert_allclose(doc_topic.sum(axis=1), 1, rtol=1e-5)


def test_fold_in_of_one_token_is_the_posterior_mean():
    word_topic, prior = random_topics(), np.linspace(0.05, 0.4, 7)
    doc_topic = np.empty((1, 7))
    X = sp.csr_array(([1.0], [4], [0, 1]), shape=(1, 50))
    fold_in(X.indptr, X.indices, X.data, word_topic, prior, 100, 1e-9, doc_topic)
    gamma = word_topic[4] * prior
    expected = (prior + gamma / gamma.sum()) / (prior.sum() + 1)
    np.testing.assert_allclose(doc_topic[0], expected)


def test_fold_in_without_evidence():
    X = sp.csr_array(np.array([[0, 0], [0, 3.0]]))
    word_topic = np.array([[0.5, 1.0], [0, 0]])  # no topic has the second term
    for prior, expected in (([0.1, 0.3], [0.25, 0.75]), ([0.0, 0.0], [0.5, 0.5])):
        doc_topic = np.empty((2, 2))
        args = (word_topic, np.array(prior), 10, 1e-3, doc_topic)
        fold_in(X.indptr, X.indices, X.data, *args)
        np.testing.assert_allclose(doc_topic[0], expected)
        assert np.isfinite(doc_topic).all()
        np.testing.assert_allclose(doc_topic.sum(axis=1), 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_log_likelihood_equals_numpy(dtype):
    X, word_topic = random_counts(), random_topics()
    X.data[::7] = 0
    doc_topic = np.random.default_rng(2).dirichlet(np.ones(7), X.shape[0])
    result = np.empty(X.shape[0])
    log_likelihood(
        X.indptr,
        X.indices,
        X.data.astype(dtype),
        word_topic.astype(dtype),
        doc_topic.astype(dtype),
        result,
    )
    expected = (X * np.log(doc_topic @ word_topic.T)).sum(axis=1)
    tolerance = 1e-12 if dtype is np.float64 else 1e-5
    np.testing.assert_allclose(result, expected, rtol=tolerance)
    assert result[3] == 0  # the empty document


def test_log_likelihood_of_the_impossible():
    X = sp.csr_array(np.array([[1.0, 0], [1, 1]]))
    word_topic, result = np.array([[1.0], [0.0]]), np.empty(2)
    log_likelihood(X.indptr, X.indices, X.data, word_topic, np.ones((2, 1)), result)
    np.testing.assert_array_equal(result, [0, -np.inf])


def test_kernels_read_read_only_arrays():
    X, word_topic = random_counts(), random_topics()
    prior, doc_topic = np.full(7, 0.1), np.empty((X.shape[0], 7))
    for array in (X.indptr, X.indices, X.data, word_topic, prior):
        array.setflags(write=False)
    split(X)
    fold_in(X.indptr, X.indices, X.data, word_topic, prior, 5, 1e-3, doc_topic)
    doc_topic.setflags(write=False)
    result = np.empty(X.shape[0])
    log_likelihood(X.indptr, X.indices, X.data, word_topic, doc_topic, result)
    assert np.isfinite(result).all()
