"""CVB0 of all words at once against the NumPy of its docstring."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.kernels.cvb0_columns import expect_columns
from sktopics.kernels.padding import padded

RTOL = {np.float32: 2e-4, np.float64: 1e-10}
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def by_columns(dense, dtype):
    columns = sp.csc_array(dense.astype(dtype))
    terms = np.flatnonzero(np.diff(columns.indptr)).astype(np.int32)
    indptr = np.append(columns.indptr[terms], columns.nnz).astype(np.int32)
    return terms, indptr, columns.indices.astype(np.int32), columns.data


def documents(dtype, n_topics, *, peaked):
    """Counts (document 2 is empty), topics, mixtures and weights."""
    rng = np.random.default_rng(0)
    dense = rng.poisson(0.4, (12, 30)) * rng.choice([0.25, 1, 1.5], (12, 30))
    dense[2] = 0
    phi = np.zeros((30, padded(n_topics)), dtype)
    phi[:, :n_topics] = rng.dirichlet(np.full(30, 0.2), n_topics).T + 1e-6
    doc_topic = np.zeros((12, padded(n_topics)), dtype)
    shape = (12, n_topics)
    # What few words say of topics is less than one token: there is something to cut.
    doc_topic[:, :n_topics] = rng.gamma(0.1 if peaked else 5, 1, shape) + 1e-3
    return dense, phi, doc_topic, rng.uniform(0.5, 2, 12).astype(dtype)


def slow_expect(dense, phi, doc_topic, weight):
    """The documented step, word by word, in float64."""
    phi, doc_topic = phi.astype(np.float64), doc_topic.astype(np.float64)
    new, topic_word, n_cut = np.zeros_like(doc_topic), np.zeros_like(phi), 0
    for d, w in np.argwhere(dense):
        product = doc_topic[d] * phi[w]
        left = 1 - min(dense[d, w], 1) / product.sum() * phi[w]
        n_cut += (left < 0).any()
        rest = product * np.maximum(left, 0)
        expected = dense[d, w] * rest / rest.sum() if rest.sum() > 0 else 0 * rest
        new[d] += expected
        topic_word[w] += weight[d] * expected
    return new, topic_word, n_cut


def expect_all(dense, phi, doc_topic, weight):
    new, topic_word = np.full_like(doc_topic, np.nan), np.zeros_like(phi)
    columns = by_columns(dense, phi.dtype)
    for array in (*columns, phi, doc_topic, weight):
        array.setflags(write=False)
    expect_columns(columns, phi, doc_topic, weight, new, topic_word)
    return new, topic_word


@every_dtype
@pytest.mark.parametrize("n_topics", [1, 5, 16, 20])
@pytest.mark.parametrize("peaked", [False, True])
def test_expect_columns_equals_numpy(dtype, n_topics, peaked):
    given = documents(dtype, n_topics, peaked=peaked)
    new, topic_word = expect_all(*given)
    expected_new, expected_words, n_cut = slow_expect(*given)
    assert (n_cut > 0) == (peaked and n_topics > 1) or n_topics == 1
    # Where nearly all of a token is its own, what is left is a difference.
    rtol = RTOL[dtype] * (50 if peaked else 1)
    assert_allclose(new, expected_new, rtol=rtol, atol=100 * rtol**2)
    assert_allclose(
        topic_word * given[1], expected_words, rtol=rtol, atol=100 * rtol**2
    )
    assert_array_equal(new[2], 0)
    assert_array_equal(new[:, n_topics:], 0)


@every_dtype
def test_tokens_are_kept_and_nothing_is_negative(dtype):
    dense, phi, doc_topic, weight = documents(dtype, 20, peaked=True)
    new, topic_word = expect_all(dense, phi, doc_topic, weight)
    assert (new >= 0).all()
    assert (topic_word >= 0).all()
    assert_allclose(new.sum(axis=1), dense.sum(axis=1), rtol=1e-3)
    assert_allclose((topic_word * phi).sum(), weight @ dense.sum(axis=1), rtol=1e-3)


@every_dtype
def test_words_that_no_topic_explains_are_left_out(dtype):
    phi, doc_topic = np.zeros((2, 16), dtype), np.zeros((1, 16), dtype)
    phi[0, 0], phi[1, 1] = 0.5, np.finfo(dtype).tiny
    doc_topic[0, :2] = 2, 1
    new, topic_word = expect_all(
        np.array([[3.0, 4.0]]), phi, doc_topic, np.ones(1, dtype)
    )
    assert_allclose(new[0, :2], [3, 0])
    assert_allclose((topic_word * phi)[:, :2], [[3, 0], [0, 0]])


@every_dtype
def test_the_only_word_of_a_topic_that_is_its_own_is_left_out(dtype):
    phi, doc_topic = np.zeros((1, 16), dtype), np.zeros((1, 16), dtype)
    phi[0, 0], doc_topic[0, 0] = 0.5, 0.25
    new, topic_word = expect_all(np.array([[1.0]]), phi, doc_topic, np.ones(1, dtype))
    assert_array_equal(new, 0)
    assert_array_equal(topic_word, 0)
