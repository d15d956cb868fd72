"""E-steps over documents: two ways to infer the topics of words, one interface."""

import numpy as np

from .._parallel import CorpusBlocks, document_blocks, run_blocks
from ..kernels.cvb0 import expect_topics
from ..kernels.variational import (
    document_bound,
    exp_dirichlet_expectation,
    infer_documents,
)

# Fewer entries than this are not worth handing to another thread.
SMALLEST_BLOCK = 16384


class VariationalInference:
    """Mean-field variational Bayes (Blei et al. 2003, Hoffman et al. 2010).

    Documents and topics have Dirichlet posteriors; words are explained by
    exp(E[log theta]) and exp(E[log beta]).
    """

    def __init__(self, topics):
        pseudo_counts = topics.pseudo_counts()
        self.table = np.empty_like(pseudo_counts)
        self.shift = np.empty(len(self.table), self.table.dtype)
        exp_dirichlet_expectation(
            pseudo_counts,
            topics.totals(pseudo_counts),
            0,
            len(self.table),
            self.table,
            self.shift,
        )

    @staticmethod
    def infer(rows, table, prior, n_topics, warm, max_iter, tol, theta, weight, counts):
        n_documents = len(rows[0]) - 1
        infer_documents(
            *rows, table, prior, n_topics, warm, max_iter, tol, 0, n_documents,
            theta, weight, counts,
        )  # fmt: skip

    def finish(self, counts):
        """Turn the sum over documents into expected counts of words in topics."""
        counts *= self.table


class CollapsedInference:
    """CVB0 with the topics fixed at their posterior mean within a pass.

    The document's mixture is integrated out and each token is explained by the
    expected topics of the document's other tokens (Asuncion et al. 2009).
    """

    def __init__(self, topics):
        self.table = topics.phi()
        self.shift = np.zeros(len(self.table), self.table.dtype)

    @staticmethod
    def infer(rows, table, prior, n_topics, warm, max_iter, tol, theta, weight, counts):
        if not warm:
            theta[:] = table.dtype.type(1)  # each word starts at p(topic | word)
        expect_topics(
            *rows, table, prior, max_iter, tol * n_topics, theta, weight, counts
        )

    def finish(self, counts):
        """Do nothing: the sum over documents is what it should be already."""


INFERENCE = {"variational": VariationalInference, "collapsed": CollapsedInference}


def corpus_blocks(X, collect=False):
    """Cut a CSR array into the blocks that `e_step` works on."""
    smallest = max(SMALLEST_BLOCK, 8 * X.shape[1] if collect else 0)
    return CorpusBlocks.of_rows(X, document_blocks(X.indptr, smallest))


def e_step(
    X, topics, training, *, blocks=None, doc_topic=None, sample_weight=None,
    collect=False, max_iter=None,
):  # fmt: skip
    """Infer the topics of documents, the topics' words fixed.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    topics : Topics
    training : Training
    blocks : CorpusBlocks, default=None
        Those of `corpus_blocks`, where they were cut (and perhaps placed) before.
    doc_topic : ndarray of shape (n_documents, n_padded), default=None
        Where to start; by default all topics alike.
    sample_weight : ndarray of shape (n_documents,), default=None
    collect : bool
        Whether to sum the expected counts of words in topics.
    max_iter : int, default=None
        Most iterations of a document; by default ``training.max_doc_update_iter``.

    Returns
    -------
    doc_topic : ndarray of shape (n_documents, n_padded)
        Parameters of the documents' Dirichlet distributions, gamma in the papers.
    counts : ndarray of shape (n_terms, n_padded) or None
    """
    inference = INFERENCE[training.inference](topics)
    table, prior = inference.table, topics.doc_topic_prior
    max_iter = training.max_doc_update_iter if max_iter is None else max_iter
    tol = table.dtype.type(training.mean_change_tol)
    if sample_weight is None:
        sample_weight = np.ones(X.shape[0], table.dtype)
    blocks = corpus_blocks(X, collect) if blocks is None else blocks
    settings = training.inference, topics.n_components, max_iter, tol, collect
    tasks = [
        (rows, table, prior, settings, sample_weight[start:stop],
         None if doc_topic is None else doc_topic[start:stop])
        for start, stop, rows in blocks
    ]  # fmt: skip
    new = np.empty((X.shape[0], table.shape[1]), table.dtype)
    total = None
    results = run_blocks(_infer_block, tasks, training.n_jobs)
    for (start, stop), (theta, counts) in zip(blocks.bounds, results, strict=True):
        new[start:stop] = theta
        total = counts if total is None else np.add(total, counts, out=total)
    if collect:
        inference.finish(total)
    return new, total


def _infer_block(rows, table, prior, settings, sample_weight, doc_topic):
    """E-step of a block: mixtures, and counters before they are finished."""
    inference, n_topics, max_iter, tol, collect = settings
    warm = doc_topic is not None
    shape = len(sample_weight), table.shape[1]
    theta = doc_topic.copy() if warm else np.empty(shape, table.dtype)
    counts = np.zeros_like(table) if collect else None
    INFERENCE[inference].infer(
        rows, table, prior, n_topics, warm, max_iter, tol, theta, sample_weight, counts
    )
    return theta, counts


def documents_bound(X, topics, doc_topic, training):
    """Lower bound of the log-likelihood of each document, in nats."""
    inference = INFERENCE[training.inference](topics)
    table, shift = inference.table, inference.shift
    prior, n_topics = topics.doc_topic_prior, topics.n_components
    tasks = [
        (rows, table, shift, prior, n_topics, doc_topic[start:stop])
        for start, stop, rows in corpus_blocks(X)
    ]
    return np.concatenate(list(run_blocks(_bound, tasks, training.n_jobs)))


def _bound(rows, table, shift, prior, n_topics, doc_topic):
    """`document_bound` of a block."""
    bound = np.empty(len(doc_topic), np.float64)
    document_bound(
        *rows, table, shift, prior, n_topics, doc_topic, 0, len(doc_topic), bound
    )
    return bound
