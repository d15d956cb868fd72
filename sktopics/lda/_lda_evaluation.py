"""What fitted topics say of documents: mixtures, bounds, likelihoods."""

import numpy as np
import scipy.sparse as sp
from scipy.special import digamma, gammaln

from .._magnitudes import score_weights
from .._sklearn import check_fitted
from ._dirichlet_topics import DirichletTopics
from ._inference import documents_bound, e_step
from ._lda_training import training_of


class BoundScoreMixin:
    """Scores of held-out documents by a bound of their likelihood."""

    def score(self, X, y=None, sample_weight=None) -> float:
        """Compute the mean log-likelihood bound per token, in nats.

        The topics are taken as learned: the score does not depend on how many
        documents `X` has. Between models with different priors or methods of
        inference, compare
        :func:`~sktopics.metrics.completion_perplexity` instead.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        score : float
            Higher is better; 0 if there are no tokens.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        sample_weight = score_weights(X, sample_weight, X.dtype)
        X, topics = topics_of_used_terms(self, X)
        training = training_of(self)
        doc_topic, _ = e_step(X, topics, training)
        return mean_bound(X, sample_weight, topics, doc_topic, training)

    def perplexity(self, X, sample_weight=None) -> float:
        """Compute the perplexity of documents, ``exp(-score(X))``.

        Unlike scikit-learn's it leaves out the topics' own part of the bound, which
        makes that one grow without limit as `X` gets smaller.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        perplexity : float
            Lower is better.
        """
        return float(np.exp(-self.score(X, sample_weight=sample_weight)))


def topics_of_used_terms(model, X):
    """Return `X` and the topics of a fitted model, both for the same terms.

    Where `X` has few words, only their terms are looked at: the mixture of a single
    document should not cost an exponential for every term of the vocabulary.
    """
    components, dtype = model.components_, X.dtype
    # Summed in one way, whichever terms are looked at: a document has the same mixture,
    # to the last bit, whatever documents come with it.
    totals = components.sum(axis=1, dtype=np.float64)
    if 2 * X.nnz <= components.shape[1]:
        terms, indices = np.unique(X.indices, return_inverse=True)
        X = sp.csr_array((X.data, indices, X.indptr), shape=(X.shape[0], len(terms)))
        components = components[:, terms]
    topics = DirichletTopics.of_components(
        components, model.doc_topic_prior_, 0.0, dtype
    )
    topics.known_totals = np.zeros(topics.counts.shape[1])
    topics.known_totals[: topics.n_components] = totals
    return X, topics


def mean_bound(X, sample_weight, topics, doc_topic, training):
    """Weighted mean bound of the log-likelihood per token, in nats; 0 without tokens.

    `doc_topic` are the parameters of the documents' Dirichlet distributions.
    """
    bound = sample_weight @ documents_bound(X, topics, doc_topic, training)
    n_tokens = sample_weight @ X.sum(axis=1, dtype=np.float64)
    return float(bound / n_tokens) if n_tokens > 0 else 0.0


def training_bound(X, sample_weight, topics, doc_topic, training):
    """Lower bound of the log-likelihood of a corpus, in nats.

    For variational inference the topics' part is included; collapsed inference takes
    the topics as they are.
    """
    total = float(sample_weight @ documents_bound(X, topics, doc_topic, training))
    if training.inference == "variational":
        total += topics_bound(topics)
    return total


def topics_bound(topics):
    """E[log p(topics)] - E[log q(topics)], in nats (Hoffman et al. 2010, eq. 4)."""
    posterior = topics.components().astype(np.float64)
    totals = posterior.sum(axis=1)
    logs = digamma(posterior) - digamma(totals)[:, np.newaxis]
    prior = np.broadcast_to(topics.beta, posterior.shape)
    return float(
        ((prior - posterior) * logs + gammaln(posterior) - gammaln(prior)).sum()
        + (gammaln(prior.sum(axis=1)) - gammaln(totals)).sum()
    )
