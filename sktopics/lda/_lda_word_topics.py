"""p(topic | word, document) under latent Dirichlet allocation."""

import numpy as np

from .._word_topics import mixture_posterior, share_words
from ..kernels.cvb0 import expect_word_topics
from ._author_word_topics import expected_shares
from ._inference import VariationalInference, e_step
from ._lda_evaluation import topics_of_used_terms
from ._lda_training import training_of


def lda_word_topics(model, X, min_share):
    """Return the topics of all stored entries, as the inference of `model` has them.

    Times the counts and summed over a document, they are what `transform` without
    `normalize` adds to the prior.

    Parameters
    ----------
    model : LatentDirichletAllocation
    X : csr_array of shape (n_documents, n_terms)
        Counts that were checked.
    min_share : float

    Returns
    -------
    word_topic : csr_array of shape (n_entries, n_components)
    """
    X, topics = topics_of_used_terms(model, X)
    training = training_of(model)
    if model.inference == "variational":
        doc_topic, _ = e_step(X, topics, training)
        k = topics.n_components
        table = VariationalInference(topics).table[:, :k]
        how = expected_shares(doc_topic[:, :k]), mixture_posterior, table
    else:
        how = _collapsed_how(X, topics, training)
    return share_words(X, *how, min_share=min_share, n_jobs=model.n_jobs)


def _collapsed_how(X, topics, training):
    """Return how `share_words` finds topics of words by CVB0."""
    phi = topics.phi()
    start = np.broadcast_to(phi.dtype.type(1), (X.shape[0], phi.shape[1]))
    tol = phi.dtype.type(training.mean_change_tol * topics.n_components)
    how = topics.n_components, training.max_doc_update_iter, tol
    return start, _collapsed_posterior, phi, topics.doc_topic_prior, how


def _collapsed_posterior(rows, start, phi, prior, how):
    """Topics of the words of a block, by CVB0."""
    k, max_iter, tol = how
    indptr, _, data = rows
    shares = np.empty((len(data), start.shape[1]), phi.dtype)
    expect_word_topics(*rows, phi, prior, max_iter, tol, shares)
    shares = shares[:, :k]
    for i in np.flatnonzero(shares.sum(axis=1) <= 0):
        d = np.searchsorted(indptr, i, side="right") - 1
        words = slice(indptr[d], indptr[d + 1])
        mixture = prior[:k] + data[words] @ shares[words]
        shares[i] = mixture / mixture.sum()
    return shares
