"""Log-likelihood of documents given topics, their mixtures integrated out."""

import numpy as np

from .._parallel import CorpusBlocks, document_blocks, run_blocks
from ..kernels.filtering import filter_authored_words, filter_words
from ._authors import local_groups
from ._inference import SMALLEST_BLOCK, corpus_blocks


def document_log_likelihoods(X, topics, n_jobs):
    """Log-likelihood of each document, in nats, (n_documents,).

    Topics are taken at their posterior mean, and the prior of the mixtures as it is.
    """
    phi, prior = topics.phi(), np.zeros(topics.counts.shape[1])
    prior[: topics.n_components] = topics.alpha
    tasks = [(rows, phi, prior) for _, _, rows in corpus_blocks(X)]
    return np.concatenate(list(run_blocks(_filter_block, tasks, n_jobs)))


def _filter_block(rows, phi, prior):
    """`filter_words` of a block."""
    out = np.empty(len(rows[0]) - 1)
    filter_words(*rows, phi, prior, out)
    return out


def authored_log_likelihoods(X, groups, gamma, topics, n_jobs):
    """Log-likelihood of each document, in nats, given what is known of its authors.

    A document without authors is the only one of an unknown author. `gamma` are the
    parameters of the authors' Dirichlet distributions, (n_authors, n_padded).
    """
    alone, phi, tasks = groups.sizes == 0, topics.phi(), []
    bounds = document_blocks(X.indptr, SMALLEST_BLOCK)
    for start, stop, rows in CorpusBlocks.of_rows(X, bounds):
        authors, local = local_groups(groups, start, stop)
        tasks.append((rows, local, gamma[authors], phi))
    each = np.concatenate(list(run_blocks(_filter_authored_block, tasks, n_jobs)))
    if alone.any():
        each[alone] = document_log_likelihoods(X[alone], topics, n_jobs)
    return each


def _filter_authored_block(rows, groups, gamma, phi):
    """`filter_authored_words` of a block."""
    out = np.empty(len(rows[0]) - 1)
    filter_authored_words(rows, groups, gamma, phi, out)
    return out


def mean_per_token(log_likelihoods, X, sample_weight):
    """Weighted mean of the log-likelihoods of documents per token; 0 without tokens."""
    total = sample_weight @ log_likelihoods
    n_tokens = sample_weight @ X.sum(axis=1, dtype=np.float64)
    return float(total / n_tokens) if n_tokens > 0 else 0.0
