"""Shares by least squares: exact for exact frequencies, and unbiased."""

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from sktopics import PLSA
from sktopics._reading import shares_by_words

TOPICS = np.random.default_rng(0).dirichlet(np.full(12, 0.3), size=3)


def model():
    fitted = PLSA(3, max_iter=1, random_state=0).fit(np.ones((2, 12)))
    fitted.components_ = TOPICS
    return fitted


def test_exact_frequencies_give_the_shares():
    shares = np.random.default_rng(1).dirichlet(np.ones(3), size=20)
    found, lengths = shares_by_words(model(), 50 * shares @ TOPICS)
    np.testing.assert_allclose(found, shares, atol=1e-10)
    np.testing.assert_allclose(lengths, 50)


def test_single_words_are_unbiased():
    share = np.array([0.6, 0.3, 0.1])
    # The estimate is linear: its mean over all words is that of single words.
    found, _ = shares_by_words(model(), np.eye(12))
    np.testing.assert_allclose(share @ TOPICS @ found, share, atol=1e-8)
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_a_topic_without_words_has_no_share():
    fitted = PLSA(4, max_iter=1, random_state=0).fit(np.ones((2, 12)))
    fitted.components_ = np.insert(TOPICS, 1, 0, axis=0)
    shares = np.random.default_rng(1).dirichlet(np.ones(3), size=20)
    found, _ = shares_by_words(fitted, 50 * shares @ TOPICS)
    np.testing.assert_allclose(found, np.insert(shares, 1, 0, axis=1), atol=1e-10)
    fitted.components_ = np.zeros((4, 12))
    assert np.isnan(shares_by_words(fitted, np.ones((2, 12)))[0]).all()


def test_documents_without_words_and_other_models():
    found, lengths = shares_by_words(model(), np.zeros((1, 12)))
    assert np.isnan(found).all()
    assert lengths[0] == 0
    with pytest.raises(NotFittedError):
        shares_by_words(PLSA(3), np.ones((1, 12)))
