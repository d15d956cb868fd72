"""The topics of words: Bayes' rule in blocks, sparse."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics import _word_topics
from sktopics._word_topics import check_min_share, mixture_posterior, share_words


def slow_posterior(X, doc_topic, word_topic):
    """Rows of p(topic | word, document), one entry at a time."""
    rows = []
    for d in range(X.shape[0]):
        for w in X.indices[X.indptr[d] : X.indptr[d + 1]]:
            joint = doc_topic[d] * word_topic[w]
            total = joint.sum()
            rows.append(joint / total if total > 0 else doc_topic[d])
    return np.array(rows).reshape(-1, doc_topic.shape[1])


def corpus(dtype, seed=0):
    """Counts with an empty document, mixtures and topics that have zeros."""
    rng = np.random.default_rng(seed)
    X = rng.poisson(0.6, (12, 9)).astype(dtype)
    X[[4, 11]] = 0
    doc_topic = rng.dirichlet(np.full(3, 0.5), 12).astype(dtype)
    doc_topic[2] = [0, 1, 0]
    word_topic = rng.dirichlet(np.ones(9), 3).T.astype(dtype)
    word_topic[3] = 0
    word_topic[5, 1] = 0
    return sp.csr_array(X), doc_topic, word_topic


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["single", "double"])
@pytest.mark.parametrize("cells", [1, 20, 1 << 22])
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_blocks_say_what_single_entries_say(monkeypatch, dtype, cells, n_jobs):
    monkeypatch.setattr(_word_topics, "_CELLS", cells)
    X, doc_topic, word_topic = corpus(dtype)
    found = share_words(X, doc_topic, mixture_posterior, word_topic, n_jobs=n_jobs)
    assert found.dtype == dtype
    assert found.shape == (X.nnz, 3)
    assert (found.data > 0).all()
    expected = slow_posterior(X, doc_topic, word_topic)
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-5)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-6)


def test_small_shares_are_left_out_and_no_others():
    X, doc_topic, word_topic = corpus(np.float64)
    full = share_words(X, doc_topic, mixture_posterior, word_topic).toarray()
    kept = share_words(X, doc_topic, mixture_posterior, word_topic, min_share=0.2)
    np.testing.assert_array_equal(kept.toarray(), np.where(full >= 0.2, full, 0))
    assert kept.nnz < np.count_nonzero(full)


def test_documents_without_words_have_no_rows():
    X, doc_topic, word_topic = corpus(np.float64)
    found = share_words(X[[4, 11]], doc_topic[[4, 11]], mixture_posterior, word_topic)
    assert found.shape == (0, 3)


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan, "0.5", None, True], ids=str)
def test_a_share_is_from_0_to_1(share):
    with pytest.raises(ValueError, match="min_share must be a number from 0 to 1"):
        check_min_share(share)
