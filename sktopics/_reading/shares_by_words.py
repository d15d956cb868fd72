"""Shares of topics in documents by least squares: without a prior, and unbiased."""

import numpy as np

from .._arrays import distributions
from .counts import counts_of
from .weights import check_distributions, read_weights

_EM_STEPS = 50


def shares_by_words(model, X):
    r"""Return shares of topics that are linear in the frequencies of words.

    Given the topics :math:`\Phi` (topics x words), the expected word frequencies of a
    document are :math:`\theta \Phi`. The weighted least squares estimate is

    .. math:: \hat\theta = w D \Phi^T (\Phi D \Phi^T)^{-1}, \quad
              D = \operatorname{diag}(1 / \bar p), \quad \bar p = \pi \Phi

    with the frequencies w of words and the shares :math:`\pi` of topics in all
    documents. Its expectation is the share itself, however short the document, where
    posterior means are drawn to the prior. Shares of a document sum to 1, and may be
    below 0. A topic without words has none.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted; its topics are distributions of words.
    X : object
        What the model takes.

    Returns
    -------
    shares : ndarray of shape (n_documents, n_topics)
        NaN for documents without a word of a topic.
    lengths : ndarray of shape (n_documents,)
        Numbers of words.

    Raises
    ------
    TypeError
        If topics are no distributions of words.
    """
    check_distributions(model, "model")
    weights = np.asarray(read_weights(model), dtype=np.float64)
    counts = counts_of(model, X, n_terms=weights.shape[1])
    # A topic without words, which a regularizer has emptied, is in no document.
    filled = weights.any(axis=1)
    topics = distributions(weights[filled])
    used = weights.any(axis=0)
    topics, counts = topics[:, used], counts[:, np.flatnonzero(used)]
    totals = np.asarray(counts.sum(axis=0, dtype=np.float64)).ravel()
    projection = np.zeros((topics.shape[1], len(weights)))
    if filled.any():
        weighted = topics / (_mixing_shares(topics, totals) @ topics)
        inverse = np.linalg.pinv(topics @ weighted.T, hermitian=True)
        projection[:, filled] = weighted.T @ inverse
    lengths = np.asarray(counts.sum(axis=1, dtype=np.float64)).ravel()
    known = np.where(lengths > 0, lengths, np.nan)
    return (counts @ projection) / known[:, np.newaxis], lengths


def _mixing_shares(topics, totals):
    """Return the shares of topics in all documents together, by EM."""
    shares = np.full(len(topics), 1 / len(topics))
    if not totals.sum():
        return shares
    for _ in range(_EM_STEPS):
        expected = shares @ topics
        ratio = np.divide(totals, expected, out=np.zeros_like(totals), where=totals > 0)
        shares = shares * (topics @ ratio)
        shares /= shares.sum()
    # A topic without documents would make words of its own weigh infinitely.
    return 0.99 * shares + 0.01 / len(topics)
