"""Documents of planted authors, and the author-topic model in slow NumPy.

The slow model is written from the paper alone: every word has its own distribution
over pairs of an author of its document and a topic.
"""

import numpy as np
import scipy.sparse as sp
from planted import planted_topics
from scipy.special import digamma, gammaln, logsumexp


def planted_authors(
    n_documents=200, n_authors=12, lengths=(30, 60), alpha=0.2, n_topics=4,
    n_terms=60, most=3, seed=0, dtype=np.float64,
):  # fmt: skip
    """Draw documents of one to `most` authors each; every author has some.

    Returns
    -------
    X : csr_array of shape (n_documents, n_terms)
    authors : list of lists of str
    topics : ndarray of shape (n_topics, n_terms)
    mixtures : ndarray of shape (n_authors, n_topics)
        Rows in the order of the authors' names.
    """
    rng = np.random.default_rng(seed)
    topics = planted_topics(n_topics, n_terms)
    mixtures = rng.dirichlet(np.broadcast_to(alpha, n_topics), n_authors)
    X, authors = [], []
    for d in range(n_documents):
        others = np.delete(np.arange(n_authors), d % n_authors)
        n_others = rng.integers(0, min(most, n_authors))
        own = [d % n_authors, *rng.choice(others, n_others, replace=False)]
        p = mixtures[own].mean(axis=0) @ topics
        n_tokens = rng.integers(*lengths, endpoint=True)
        X.append(rng.multinomial(n_tokens, p / p.sum()))
        authors.append([f"author {a:03}" for a in own])
    return sp.csr_array(np.array(X).astype(dtype)), authors, topics, mixtures


def numbered(authors):
    """The authors of each document as numbers of the sorted names, and the names."""
    names = sorted({name for own in authors for name in own})
    return [sorted({names.index(name) for name in own}) for own in authors], names


def expected_logs(x):
    """E[log p] for each row of parameters of Dirichlet distributions."""
    return digamma(x) - digamma(x.sum(axis=1, keepdims=True))


def slow_responsibilities(own, word, gamma, lam):
    """q(author, topic) of one word, (n_own_authors, n_topics)."""
    logs = expected_logs(gamma[own]) + expected_logs(lam)[:, word]
    return np.exp(logs - logsumexp(logs))


def slow_counts(X, authors, gamma, lam, weight=None):
    """Expected number of words by (author, topic), (topic, term), (document, topic)."""
    X = X.toarray() if sp.issparse(X) else np.asarray(X)
    weight = np.ones(len(X)) if weight is None else weight
    by_author, by_topic = np.zeros_like(gamma), np.zeros_like(lam)
    by_document = np.zeros((len(X), len(lam)))
    for d, own in enumerate(authors):
        for w in np.flatnonzero(X[d]) if own else ():
            phi = X[d, w] * slow_responsibilities(own, w, gamma, lam)
            by_author[own] += weight[d] * phi
            by_topic[:, w] += weight[d] * phi.sum(axis=0)
            by_document[d] += phi.sum(axis=0)
    return by_author, by_topic, by_document


def dirichlet_divergence(posterior, prior):
    """KL(q || p) of Dirichlet distributions, summed over rows."""
    prior = np.broadcast_to(prior, posterior.shape)

    def log_normaliser(x):
        return gammaln(x).sum(axis=1) - gammaln(x.sum(axis=1))

    each = ((posterior - prior) * expected_logs(posterior)).sum(axis=1)
    return (each + log_normaliser(prior) - log_normaliser(posterior)).sum()


def slow_words_bound(X, authors, gamma, lam):
    """E[log p(w, z, x)] - E[log q(z, x)] of each document, (n_documents,)."""
    X = X.toarray() if sp.issparse(X) else np.asarray(X)
    log_theta, log_beta = expected_logs(gamma), expected_logs(lam)
    bounds = np.zeros(len(X))
    for d, own in enumerate(authors):
        words = np.flatnonzero(X[d])
        log_p = log_theta[own][:, :, np.newaxis] + log_beta[:, words]
        log_q = log_p - logsumexp(log_p, axis=(0, 1), keepdims=True)
        each = np.exp(log_q) * (log_p - np.log(len(own)) - log_q)
        bounds[d] = X[d, words] @ each.sum(axis=(0, 1))
    return bounds


def slow_bound(X, authors, gamma, lam, alpha, eta):
    """The evidence lower bound of documents, authors and topics."""
    words = slow_words_bound(X, authors, gamma, lam).sum()
    return words - dirichlet_divergence(gamma, alpha) - dirichlet_divergence(lam, eta)


def slow_bound_of(model, X, authors):
    """`slow_bound` with what a fitted model has learned."""
    numbers, names = numbered(authors)
    assert names == model.authors_.tolist()
    return slow_bound(
        X, numbers, model.author_components_.astype(float),
        model.components_.astype(float), model.doc_topic_prior_,
        model.topic_word_prior_,
    )  # fmt: skip


def start(X, authors, n_authors, init, alpha, eta):
    """Where batch training starts: gamma of shape (n_authors, K), lambda (K, V)."""
    X = X.toarray() if sp.issparse(X) else np.asarray(X)
    k = len(init)
    lam = eta + init * (X.sum() / k / init.sum(axis=1, keepdims=True))
    words = np.zeros(n_authors)
    for d, own in enumerate(authors):
        words[own] += X[d].sum() / len(own)
    return alpha + np.repeat(words[:, np.newaxis] / k, k, axis=1), lam


def slow_batch(X, authors, n_authors, init, alpha, eta, n_passes, n_updates=1):
    """Batch variational Bayes: (gamma, lambda) after `n_passes`."""
    gamma, lam = start(X, authors, n_authors, init, alpha, eta)
    for _ in range(n_passes):
        for _ in range(n_updates):
            by_author, by_topic, _ = slow_counts(X, authors, gamma, lam)
            gamma = alpha + by_author
        lam = eta + by_topic
    return gamma, lam
