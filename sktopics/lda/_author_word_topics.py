"""p(topic | word, document) under the author-topic model."""

import numpy as np
import scipy.sparse as sp
from scipy.special import digamma

from .._sklearn import check_fitted
from .._word_topics import check_min_share, mixture_posterior, share_words
from ._author_evaluation import authors_of, known_groups
from ._inference import VariationalInference, e_step
from ._lda_evaluation import topics_of_used_terms
from ._lda_training import Training


class AuthorWordTopicsMixin:
    """Topics of the words of documents whose authors are known."""

    def word_topics(self, X, authors=None, *, min_share=0.0) -> sp.csr_array:
        """Compute p(topic | word, document) for each count in `X`.

        A word is by each of the document's authors with the same probability, and
        about one of that author's topics. Row i is for the i-th stored entry of `X` in
        canonical form: documents in order, the words of a document by column, no zeros.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`; None: all are unknown.
        min_share : float in [0, 1], default=0.0
            Smaller shares are left out, which saves memory.

        Returns
        -------
        word_topic : csr_array of shape (n_entries, n_components)
            Shares of topics in a word of a document. Rows sum to 1.

        Raises
        ------
        ValueError
            If `min_share` is not from 0 to 1, or if an author is unknown, unless
            `unknown_authors` is "ignore".
        """
        check_fitted(self)
        check_min_share(min_share)
        X = self._check_counts(X, reset=False)
        groups = known_groups(self, authors, X.shape[0])
        X, topics = topics_of_used_terms(self, X)
        groups, gamma = authors_of(self, groups, topics)
        k, alone = topics.n_components, groups.sizes == 0
        weights = np.empty((X.shape[0], k), X.dtype)
        weights[~alone] = _expected_mixtures(gamma[:, :k], groups[~alone])
        if alone.any():
            doc_topic, _ = e_step(X[alone], topics, Training(n_jobs=self.n_jobs))
            weights[alone] = expected_shares(doc_topic[:, :k])
        table = VariationalInference(topics).table[:, :k]
        return share_words(
            X, weights, mixture_posterior, table,
            min_share=min_share, n_jobs=self.n_jobs,
        )  # fmt: skip


def expected_shares(gamma):
    """Return ``exp(E[log theta])`` of Dirichlet distributions, scaled to sum to 1.

    Parameters
    ----------
    gamma : ndarray of shape (n, n_components)
        Parameters of the distributions.
    """
    logs = digamma(gamma)
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _expected_mixtures(gamma, groups):
    """``exp(E[log theta])`` summed over the authors of documents, scaled to sum to 1.

    `gamma` are the parameters of the Dirichlet distributions of authors, and each
    document of `groups` has some.
    """
    gamma, starts = gamma.astype(np.float64), groups.indptr[:-1]
    if not len(starts):
        return np.empty((0, gamma.shape[1]))
    logs = digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True))
    largest = np.maximum.reduceat(logs.max(axis=1)[groups.indices], starts)
    logs = logs[groups.indices] - np.repeat(largest, groups.sizes)[:, np.newaxis]
    shares = np.add.reduceat(np.exp(logs), starts)
    return shares / shares.sum(axis=1, keepdims=True)
