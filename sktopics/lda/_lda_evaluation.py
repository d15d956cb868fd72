"""What fitted topics say of documents: likelihoods, perplexities, bounds."""

import numpy as np
import scipy.sparse as sp
from scipy.special import digamma, gammaln

from .._magnitudes import score_weights
from .._sklearn import check_fitted
from ._dirichlet_topics import DirichletTopics
from ._document_likelihood import document_log_likelihoods, mean_per_token
from ._inference import documents_bound, e_step
from ._lda_training import fitted_topics, training_of


class DocumentScoresMixin:
    """Scores of documents: their log-likelihood, and a bound of it."""

    def score(self, X, y=None, sample_weight=None) -> float:
        """Estimate the mean log-likelihood per token, in nats.

        The topics are taken as learned, and the mixtures of the documents are
        integrated out: each token has the probability that the tokens before it in
        its document give it. The score can choose the number of topics, and does not
        depend on how many documents `X` has.

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

        See Also
        --------
        bound : The lower bound that scikit-learn's `score` returns.
        sktopics.metrics.completion_perplexity : One half of a document given the
            other, for any model with topics.

        Notes
        -----
        The estimate is that of assumed-density filtering [1]_: what is known of a
        mixture after some tokens is one Dirichlet distribution. Its perplexity is
        within 3 % of what the left-to-right algorithm [2]_ samples, for 5 to 200
        topics, new documents and training documents, at the cost of one or two
        iterations of `transform`. The words are taken in the order of the columns.

        References
        ----------
        .. [1] T. Minka, J. Lafferty, "Expectation-propagation for the generative
           aspect model", UAI 2002.
        .. [2] H. Wallach, I. Murray, R. Salakhutdinov, D. Mimno, "Evaluation methods
           for topic models", ICML 2009.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        sample_weight = score_weights(X, sample_weight, X.dtype)
        X, topics = topics_of_used_terms(self, X)
        return mean_log_likelihood(X, sample_weight, topics, training_of(self))

    def perplexity(self, X, sample_weight=None) -> float:
        """Compute the perplexity of documents, ``exp(-score(X))``.

        As many words would be as hard to guess if all were alike: a uniform guess has
        the number of words in the vocabulary. scikit-learn's perplexity is
        ``exp(-bound(X) / X.sum())``, which grows with the number of topics without
        limit.

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

    def bound(self, X, sample_weight=None) -> float:
        """Compute a lower bound of the log-likelihood of documents, in nats.

        It is what `bound_` is of the training documents: the evidence lower bound as
        if `X` were all that was learned from for variational inference, with the
        topics' own part; given `topic_word_` for collapsed inference. The gap to the
        log-likelihood grows with the number of topics: compare models by
        :meth:`score`, not by this.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        bound : float
            A sum over all documents. scikit-learn's `score` is this of variational
            inference.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        sample_weight = score_weights(X, sample_weight, X.dtype)
        topics, training = fitted_topics(self, X.dtype), training_of(self)
        doc_topic, _ = e_step(X, topics, training)
        return training_bound(X, sample_weight, topics, doc_topic, training)


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


def mean_log_likelihood(X, sample_weight, topics, training):
    """Weighted mean log-likelihood per token, in nats; 0 without tokens."""
    each = document_log_likelihoods(X, topics, training.n_jobs)
    return mean_per_token(each, X, sample_weight)


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
