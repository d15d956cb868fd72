"""The topics that author-topic models start from, in corpora that are not small."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.lda import _topics_of_documents as start
from sktopics.lda._author_training import AuthorTraining
from sktopics.lda._dirichlet_topics import DirichletTopics

K, V = 4, 120


def corpus(n_documents, n_tokens, seed=0):
    """Documents about one or two of K topics, which have words of their own."""
    rng = np.random.default_rng(seed)
    phi = np.kron(np.eye(K), np.ones(V // K)) + 0.02
    phi /= phi.sum(axis=1, keepdims=True)
    theta = rng.dirichlet(np.full(K, 0.2), n_documents)
    return sp.csr_array(rng.multinomial(n_tokens, theta @ phi).astype(np.float32)), phi


def found(X, *, n_jobs=None, weight=None, beta=0.1, seed=0):
    topics = DirichletTopics.empty(V, np.full(K, 0.5), np.asarray(beta), X.dtype)
    weight = np.ones(X.shape[0], X.dtype) if weight is None else weight
    training = AuthorTraining(n_jobs=n_jobs)
    random_state = np.random.RandomState(seed)
    counts = start.topics_of_documents(X, weight, topics, training, random_state)
    assert counts.dtype == X.dtype
    assert (counts >= 0).all()
    return counts[:, :K]


def assert_planted(counts, phi, within=0.08):
    shares = (counts / counts.sum(axis=0)).T
    distances = np.abs(shares[:, None] - phi).sum(axis=2) / 2
    assert sorted(distances.argmin(axis=1)) == list(range(K))
    assert distances.min(axis=1).max() < within


@pytest.fixture
def few_steps(monkeypatch):
    """Make documents grow twice: in 2,000 tokens, then in more, then in all."""
    monkeypatch.setattr(start, "FEW_TOKENS", 2_000)
    monkeypatch.setattr(start, "FEW_TOKENS_PER_TOPIC", 1)


@pytest.mark.parametrize("n_documents", [1, 20, 400])
def test_topics_are_found_in_small_corpora_and_in_growing_samples(
    few_steps, n_documents
):
    X, phi = corpus(n_documents, 100)
    counts = found(X)
    assert_allclose(counts.sum(), X.sum(), rtol=1e-4)
    if n_documents == 400:
        assert_planted(counts, phi)


def test_topics_are_found_in_a_sample(few_steps, monkeypatch):
    monkeypatch.setattr(start, "START_TOKENS", 10_000)
    monkeypatch.setattr(start, "START_TOKENS_PER_TOPIC", 1)
    X, phi = corpus(400, 100)
    counts = found(X)
    assert_allclose(counts.sum(), 10_000, rtol=0.02)
    assert_planted(counts, phi, within=0.15)


def test_topics_are_found_in_short_texts(few_steps):
    X, phi = corpus(3000, 10)
    assert_planted(found(X), phi)


@pytest.mark.parametrize("n_tokens", [10, 100])
def test_threads_and_the_order_of_documents_play_no_part(
    few_steps, monkeypatch, n_tokens
):
    monkeypatch.setattr(start, "smallest_block", lambda X: 500)
    X, _ = corpus(400, n_tokens)
    one, two = found(X, n_jobs=1), found(X, n_jobs=2)
    assert_array_equal(one, two)
    order = np.random.default_rng(1).permutation(400)
    assert_allclose(found(X[order]), one, rtol=1e-3, atol=1e-2)


def test_a_document_of_weight_two_is_two_documents(few_steps):
    X, _ = corpus(200, 100)
    twice = found(sp.vstack([X, X], format="csr"))
    assert_allclose(found(X, weight=np.full(200, 2, X.dtype)), twice, rtol=0.01, atol=2)


def test_a_prior_that_tells_topics_apart_keeps_them_in_their_places(few_steps):
    X, phi = corpus(400, 100)
    order = [2, 0, 3, 1]
    counts = found(X, beta=0.05 + 200 * phi[order])
    assert_planted(counts, phi)
    shares = (counts / counts.sum(axis=0)).T
    distances = np.abs(shares[:, None] - phi).sum(axis=2)
    assert distances.argmin(axis=1).tolist() == order


def test_documents_without_words(few_steps):
    assert_array_equal(found(sp.csr_array((3, V), dtype=np.float32)), 0)
    X, phi = corpus(400, 100)
    X = sp.vstack([sp.csr_array((50, V), dtype=np.float32), X], format="csr")
    assert_planted(found(X), phi)
