"""E-steps over documents: mixtures by EM, with what regularizers do to them."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .._parallel import CorpusBlocks, document_blocks, run_blocks
from .._word_topics import mixture_posterior
from ..kernels.em import UNEXPLAINED, expect_counts, expect_mixtures, infer_mixtures
from ..kernels.padding import padded
from ._regularization import ptdw_transformation, theta_regularization
from ._regularizer_union import BoundRegularizers
from ._regularizers import SmoothSparseTheta, TopicPrior, TopicSelection

# Fewer entries than this are not worth handing to another thread.
SMALLEST_BLOCK = 4096
# Topics that have less of a document are taken for 0. Where it happens the share is
# falling, so that the likelihood does not; numbers below it would soon be slow to
# compute with. One bound for all types of numbers: a topic is gone for good, and fits
# in float32 and float64 would part ways where it is gone in one only.
SMALLEST_SHARE = 1e-8
# A topic of a smaller share of the corpus is taken to have this one: what regularizers
# add in proportion to 1 / share must stay finite, and ends the topic in any document.
_GONE = 1e-15


@dataclass(frozen=True)
class Mixtures:
    """How the mixtures of documents are inferred: by EM, the topics fixed.

    Attributes
    ----------
    regularizers : BoundRegularizers
    max_doc_update_iter, mean_change_tol, n_jobs
        As `ARTM` documents them.
    """

    regularizers: BoundRegularizers
    max_doc_update_iter: int
    mean_change_tol: float
    n_jobs: int | None

    def blocks(self, X):
        """Cut documents into the blocks that `e_step` works on."""
        return blocks_of(X, X.shape[1])

    def e_step(self, X, topics, sample_weight, theta, pass_number, blocks=None):
        """Update mixtures, then expect how often terms were drawn from topics.

        Parameters
        ----------
        X : CSR array of shape (n_documents, n_terms)
        topics : Topics
        sample_weight : ndarray of shape (n_documents,)
        theta : list of ndarray or None
            Where to start, as the last pass returned it; may be overwritten. None:
            from even mixtures.
        pass_number : int
        blocks : CorpusBlocks, default=None
            Those of `blocks(X)`, where they were cut (and perhaps placed) before.

        Returns
        -------
        theta : list of ndarray
        n_wt : ndarray of shape (n_terms, n_padded)
        log_likelihood : float
            Of the mixtures and topics from which the counters are computed.
        """
        blocks = self.blocks(X) if blocks is None else blocks
        if theta is None:
            theta = [
                even_mixtures(stop - start, topics.n_components, X.dtype)
                for start, stop in blocks.bounds
            ]
        added = self._added(topics, X.dtype, pass_number)
        if added is None or self.regularizers.has_ptdw:
            return self._general(blocks, topics, sample_weight, theta, pass_number)
        settings = (
            *added,
            topics.n_components,
            self.max_doc_update_iter,
            X.dtype.type(self.mean_change_tol),
            X.dtype.type(SMALLEST_SHARE),
        )
        tasks = [
            (rows, topics.phi, settings, part, sample_weight[start:stop])
            for (start, stop, rows), part in zip(blocks, theta, strict=True)
        ]
        theta, n_wt, likelihood = sum_results(run_blocks(_infer, tasks, self.n_jobs))
        n_wt *= topics.phi
        return theta, n_wt, likelihood

    def _added(self, topics, dtype, pass_number):
        """Return what regularizers add to any document and for each word of a topic.

        None if what they add is no such sum: ``bias + n_d * theta * slope``.
        """
        bias, slope = np.zeros((2, topics.phi.shape[1]), dtype)
        if not self.regularizers.has_theta:
            return bias, slope
        parts = [part for part in self.regularizers.parts if part.does("grad_theta")]
        constant = [part for part in parts if _is_constant(part)]
        linear = [part for part in parts if _is_linear(part, topics.n_components)]
        if len(constant) + len(linear) < len(parts):
            return None
        k, n_t = topics.n_components, topics.masses()
        if linear and not n_t.any():
            return None
        n_t = np.where(n_t > 0, np.maximum(n_t, _GONE * n_t.sum()), n_t).astype(dtype)
        # A document of one word, which is about all topics alike.
        row = np.full((1, k), 1 / k, dtype)
        for some, out, size in ((constant, bias, 1), (linear, slope, k)):
            r = theta_regularization(
                BoundRegularizers(some), row, row, pass_number=pass_number, n_t=n_t
            )
            out[:k] = size * r[0]
        return bias, slope

    def _general(self, blocks, topics, sample_weight, theta, pass_number):
        """E-step with regularizers of theta that look at it, all documents at once."""
        k, theta = topics.n_components, np.concatenate(theta)
        regularizers = self.regularizers
        for iteration in range(self.max_doc_update_iter):
            if iteration < self.max_doc_update_iter - 1 and not regularizers.has_ptdw:
                # Terms are counted in the last iteration.
                tasks = [(rows, topics.phi, theta[a:b]) for a, b, rows in blocks]
                n_td = np.concatenate(
                    list(run_blocks(_count_block, tasks, self.n_jobs))
                )
            else:
                n_td, n_wt, likelihood = self._counts(
                    blocks, topics, sample_weight, theta, pass_number
                )
            r_td = theta_regularization(
                regularizers,
                np.ascontiguousarray(theta[:, :k]),
                np.ascontiguousarray(n_td[:, :k]),
                pass_number=pass_number,
                n_t=known_masses(topics, theta, n_td, sample_weight),
                iteration=iteration,
            )
            theta = mixtures_of_counts(n_td[:, :k] + r_td)
        parts = [theta[start:stop] for start, stop in blocks.bounds]
        return parts, n_wt, likelihood

    def _counts(self, blocks, topics, sample_weight, theta, pass_number):
        """Counters of one E-step: n_td, n_wt and the log-likelihood."""
        expect = _expect
        phi = topics.phi
        if self.regularizers.has_ptdw:
            expect = _expect_transformed
            phi = (phi, topics.n_components, self.regularizers, pass_number)
        tasks = [(rows, phi, theta[a:b], sample_weight[a:b]) for a, b, rows in blocks]
        n_td, n_wt, likelihood = sum_results(run_blocks(expect, tasks, self.n_jobs))
        if not self.regularizers.has_ptdw:
            n_wt *= phi
        return np.concatenate(n_td), n_wt, likelihood


def known_masses(topics, theta, n_td, sample_weight):
    """Masses of the topics in the corpus, of the documents while there are no others.

    Documents are weighted, which regularizers of theta know nothing of.
    """
    masses = topics.masses()
    if not masses.any():
        lengths = sample_weight * n_td.sum(axis=1)
        masses = (lengths @ theta)[: topics.n_components]
    return masses.astype(theta.dtype)


def blocks_of(X, smallest):
    """Blocks of documents that are worth a thread and a table of their own."""
    smallest = max(SMALLEST_BLOCK, smallest)
    bounds = [(0, X.shape[0])]
    if len(X.data) >= 2 * smallest:
        bounds = document_blocks(X.indptr, smallest)
    return CorpusBlocks.of_rows(X, bounds)


def _is_constant(part):
    """Whether what a regularizer adds is the same for all documents."""
    regularizer = part.regularizer
    return (
        type(regularizer) is SmoothSparseTheta
        and not regularizer.power
        and not regularizer.relative
        and regularizer.iteration_weights is None
    )


def _is_linear(part, n_components):
    """Whether what a regularizer adds to a topic is in proportion to its words."""
    topics = np.arange(n_components)
    return type(part.regularizer) in (TopicPrior, TopicSelection) and np.array_equal(
        topics[part.topics], topics
    )


def sum_results(results):
    """Collect (rows, table, number) of blocks: a list and two sums, in their order."""
    rows, table, number = [], None, 0.0
    for part, more, value in results:
        rows.append(part)
        table = more if table is None else np.add(table, more, out=table)
        number += value
    return rows, table, number


def even_mixtures(n_documents, n_components, dtype):
    """All topics alike, (n_documents, n_padded)."""
    theta = np.zeros((n_documents, padded(n_components)), dtype)
    theta[:, :n_components] = 1 / n_components
    return theta


def mixtures_of_counts(n_td):
    """Mixtures (n_documents, n_padded) from counters; even where nothing is left."""
    n_td = np.maximum(n_td, 0)
    theta = even_mixtures(*n_td.shape, n_td.dtype)
    totals = n_td.sum(axis=1, keepdims=True)
    k = n_td.shape[1]
    np.divide(n_td, totals, out=theta[:, :k], where=totals > 0)
    shares = theta[:, :k]
    shares[shares < SMALLEST_SHARE] = 0
    return theta


def _infer(rows, phi, settings, theta, sample_weight):
    """`infer_mixtures` of a block; joblib's memory maps are not written to."""
    theta = theta if theta.flags.writeable else theta.copy()
    counts = np.zeros_like(phi)
    likelihood = infer_mixtures(*rows, phi, *settings, theta, sample_weight, counts)
    return theta, counts, likelihood


def _expect(rows, phi, theta, sample_weight):
    """`expect_counts` of a block."""
    n_td, counts = np.empty_like(theta), np.zeros_like(phi)
    likelihood = expect_counts(*rows, phi, theta, sample_weight, n_td, counts)
    return n_td, counts, likelihood


def _count_block(rows, phi, theta):
    """`expect_mixtures` of a block."""
    n_td = np.empty_like(theta)
    expect_mixtures(*rows, phi, theta, n_td)
    return n_td


def regularized_posterior(rows, doc_topic, word_topic, regularizers, pass_number):
    """Topics of words, as regularizers of them make them in the E-step.

    See `mixture_posterior`; what no topic explains is as it is there.
    """
    ptdw = mixture_posterior(rows, doc_topic, word_topic)
    return ptdw_transformation(regularizers, ptdw, rows[0], pass_number=pass_number)


def _expect_transformed(rows, settings, theta, sample_weight):
    """Counters of a block from p(topic | document, word) that regularizers change."""
    phi, k, regularizers, pass_number = settings
    indptr, indices, data = rows
    documents = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    ptdw = phi[indices, :k] * theta[documents, :k]
    totals = ptdw.sum(axis=1)
    explained = totals > 0
    ptdw[explained] /= totals[explained, None]
    weights = data * sample_weight[documents]
    p = np.where(explained, totals, UNEXPLAINED / len(phi))
    likelihood = weights @ np.log(p)
    ptdw = ptdw_transformation(regularizers, ptdw, indptr, pass_number=pass_number)
    entries = np.arange(len(indices))
    n_td, n_wt = np.zeros_like(theta), np.zeros_like(phi)
    by_document = sp.csr_array((data, entries, indptr), (len(theta), len(data)))
    n_td[:, :k] = by_document @ ptdw
    by_term = sp.csr_array((weights, (indices, entries)), (len(phi), len(data)))
    n_wt[:, :k] = by_term @ ptdw
    return n_td, n_wt, float(likelihood)
