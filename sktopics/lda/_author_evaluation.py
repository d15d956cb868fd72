"""What an author-topic model says of documents: likelihoods, bounds, mixtures."""

import numpy as np

from .._base import CountsMixin
from .._magnitudes import score_weights
from .._sklearn import check_fitted
from ._author_input import known_groups
from ._authors import (
    author_blocks,
    authored_bounds,
    authors_bound,
    local_groups,
    share_out,
)
from ._document_likelihood import authored_log_likelihoods, mean_per_token
from ._inference import VariationalInference, documents_bound, e_step
from ._lda_evaluation import topics_bound, topics_of_used_terms
from ._lda_training import Training, fitted_topics


class AuthoredDocumentsMixin(CountsMixin):
    """What a fitted model says of documents, whose authors may be known."""

    def transform(self, X, authors=None) -> np.ndarray:
        """Infer the mixtures of topics of documents.

        Deterministic, and to the last bit the same for a document whatever documents
        come with it.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`, all known to the model; None: all
            are unknown.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document. Of a document with authors: of its
            words, whose topics are those of its authors; of one without words, the
            mean of its authors. Of a document without authors: of an unknown author
            who wrote nothing else.

        Raises
        ------
        ValueError
            If an author is unknown, unless `unknown_authors` is "ignore".
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        groups = known_groups(self, authors, X.shape[0])
        X, topics = topics_of_used_terms(self, X)
        groups, gamma = authors_of(self, groups, topics)
        return document_mixtures(X, groups, gamma, topics, self.n_jobs)

    def score(self, X, y=None, authors=None, sample_weight=None) -> float:
        """Estimate the mean log-likelihood per token, in nats.

        Each token has the probability that its authors and the tokens before it in its
        document give it. Topics and known authors are taken as learned: the score does
        not depend on how many documents `X` has. What a document says of an author
        with many others changes little, and nothing beyond this document. A document
        without authors is the only one of an unknown author.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`; None: all are unknown.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        score : float
            Higher is better; 0 if there are no tokens.

        Raises
        ------
        ValueError
            If an author is unknown, unless `unknown_authors` is "ignore".

        See Also
        --------
        bound : A lower bound of the log-likelihood of documents, authors and topics.

        Notes
        -----
        The estimate is that of :meth:`LatentDirichletAllocation.score`, where the mean
        of the authors' mixtures has the place of the document's: its prior is the
        Dirichlet distribution of the same mean and the same total variance.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        sample_weight = score_weights(X, sample_weight, X.dtype)
        groups = known_groups(self, authors, X.shape[0])
        X, topics = topics_of_used_terms(self, X)
        groups, gamma = authors_of(self, groups, topics)
        each = authored_log_likelihoods(X, groups, gamma, topics, self.n_jobs)
        return mean_per_token(each, X, sample_weight)

    def perplexity(self, X, authors=None, sample_weight=None) -> float:
        """Compute the perplexity of documents, ``exp(-score(X, authors=authors))``.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`; None: all are unknown.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        perplexity : float
            Lower is better.
        """
        score = self.score(X, authors=authors, sample_weight=sample_weight)
        return float(np.exp(-score))

    def bound(self, X, authors=None, sample_weight=None) -> float:
        """Compute a lower bound of the log-likelihood of documents, in nats.

        It is what `bound_` is of the training documents: the evidence lower bound as
        if `X` were all that was learned from, of the documents' words, of all authors
        and of the topics. The gap to the log-likelihood grows with the number of
        topics: compare models by :meth:`score`, not by this.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`; None: all are unknown.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        bound : float
            A sum over all documents.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        sample_weight = score_weights(X, sample_weight, X.dtype)
        groups = known_groups(self, authors, X.shape[0])
        topics = fitted_topics(self, X.dtype)
        gamma = fitted_gamma(self, topics)
        words = document_bounds(X, groups, gamma, topics, self.n_jobs)
        return float(sample_weight @ words) + model_bound(gamma, topics, self.n_jobs)


def fitted_gamma(model, topics, authors=slice(None)):
    """Return fitted authors as the kernels want them, (n_authors, n_padded)."""
    components = model.author_components_[authors]
    gamma = np.zeros((len(components), topics.counts.shape[1]), topics.counts.dtype)
    gamma[:, : topics.n_components] = components
    return gamma


def authors_of(model, groups, topics):
    """Return the documents' groups among the authors they have, and these' gamma.

    A few documents should not cost what all authors of a large model would.
    """
    authors, (indptr, places) = local_groups(groups, 0, groups.n_documents)
    groups = groups._replace(names=groups.names[authors], indptr=indptr, indices=places)
    return groups, fitted_gamma(model, topics, authors)


def document_bounds(X, groups, gamma, topics, n_jobs):
    """Bound of the log-likelihood of each document, in nats, (n_documents,).

    Those without authors are explained as the only ones of unknown authors.
    """
    bounds = authored_bounds(X, groups, gamma, topics, n_jobs)
    alone = groups.sizes == 0
    if alone.any():
        training = Training(n_jobs=n_jobs)
        doc_topic, _ = e_step(X[alone], topics, training)
        bounds[alone] = documents_bound(X[alone], topics, doc_topic, training)
    return bounds


def model_bound(gamma, topics, n_jobs):
    """Compute the authors' and the topics' parts of the evidence lower bound."""
    authors = authors_bound(gamma[:, : topics.n_components], topics.alpha, n_jobs)
    return authors + topics_bound(topics)


def document_mixtures(X, groups, gamma, topics, n_jobs):
    """Topics of documents, (n_documents, n_components), rows sum to 1.

    Of those that have authors, what these write about, given the words; of those
    without words, what the authors write about; of the others, what an unknown author
    would write about.
    """
    k = topics.n_components
    mixtures = np.empty((X.shape[0], k), X.dtype)
    alone = groups.sizes == 0
    if alone.any():
        doc_topic, _ = e_step(X[alone], topics, Training(n_jobs=n_jobs))
        mixtures[alone] = doc_topic[:, :k]
    if not alone.all():
        blocks, inference = (
            author_blocks(X, groups, gamma.shape[1]),
            VariationalInference(topics),
        )
        _, _, counts = share_out(
            X, blocks, gamma, topics, inference, n_jobs=n_jobs, mixtures=True
        )
        author_topic = gamma[:, :k] / gamma[:, :k].sum(axis=1, keepdims=True)
        silent = (counts.sum(axis=1) == 0) & ~alone
        mixtures[~alone] = counts[~alone, :k]
        mixtures[silent] = groups[silent].indicator() @ author_topic
    return mixtures / mixtures.sum(axis=1, keepdims=True)
