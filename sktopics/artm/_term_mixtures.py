"""E-steps without iterations: mixtures as means over the terms of documents."""

from dataclasses import dataclass

import numpy as np

from .._parallel import run_blocks
from ..kernels.em import expect_counts
from ..kernels.thetaless import collect_counts, mix_terms
from ._inversion import topics_given_terms
from ._mixtures import blocks_of, known_masses, sum_results
from ._regularization import theta_regularization
from ._regularizer_union import BoundRegularizers


@dataclass(frozen=True)
class TermMixtures:
    """Mixtures of documents as means over their terms, and the M-step's counters.

    Attributes
    ----------
    regularizers : BoundRegularizers
    gradient, topic_prior, n_jobs
        As `ThetalessARTM` documents them.
    """

    regularizers: BoundRegularizers
    gradient: str
    topic_prior: str
    n_jobs: int | None

    def blocks(self, X):
        """Cut documents into the blocks that `e_step` works on."""
        return blocks_of(X, 2 * X.shape[1])

    def e_step(self, X, topics, sample_weight, theta, pass_number, blocks=None):
        """Expect how often terms were drawn from topics; see `Mixtures.e_step`."""
        blocks = self.blocks(X) if blocks is None else blocks
        inversion = topics_given_terms(topics, self.topic_prior)
        doc_gain = self._doc_gain(X, topics, inversion, sample_weight, pass_number)
        work = _expect_linear if self.gradient == "linear" else _expect_exact
        tasks = [
            (rows, topics.phi, inversion, doc_gain[a:b], sample_weight[a:b])
            for a, b, rows in blocks
        ]
        _, tables, likelihood = sum_results(run_blocks(work, tasks, self.n_jobs))
        n_wt = topics.phi * tables[0]
        if self.gradient == "exact":
            term_topic, moved = inversion[0], tables[1]
            total = np.einsum("wk,wk->w", term_topic, moved)
            n_wt += term_topic * (moved - total[:, np.newaxis])
        return theta, n_wt, likelihood

    def mixtures(self, X, topics):
        """Mixtures of documents, (n_documents, n_padded)."""
        inversion = topics_given_terms(topics, self.topic_prior)
        tasks = [(rows, inversion) for rows in self.blocks(X).documents]
        return np.concatenate(list(run_blocks(_mix, tasks, self.n_jobs)))

    def _doc_gain(self, X, topics, inversion, sample_weight, pass_number):
        """Return what regularizers add to derivatives by theta; no columns for none."""
        if not self.regularizers.has_theta:
            return np.zeros((X.shape[0], 0), X.dtype)
        k = topics.n_components
        rows = X.indptr, X.indices, X.data
        theta = _mix(rows, inversion)
        n_td, unused = np.empty_like(theta), np.zeros_like(topics.phi)
        ones = np.ones(X.shape[0], X.dtype)
        expect_counts(*rows, topics.phi, theta, ones, n_td, unused)
        r_td = theta_regularization(
            self.regularizers,
            np.ascontiguousarray(theta[:, :k]),
            np.ascontiguousarray(n_td[:, :k]),
            pass_number=pass_number,
            n_t=known_masses(topics, theta, n_td, sample_weight),
        )
        gain = np.zeros_like(theta)
        np.divide(r_td, theta[:, :k], out=gain[:, :k], where=theta[:, :k] > 0)
        return gain


def _mix(rows, inversion):
    """`mix_terms` of a block."""
    theta = np.empty((len(rows[0]) - 1, inversion[0].shape[1]), rows[2].dtype)
    mix_terms(*rows, *inversion, theta)
    return theta


def _expect_exact(rows, phi, inversion, doc_gain, sample_weight):
    """`collect_counts` of a block: both tables."""
    term_topic, known, _ = inversion
    theta, tables = _mix(rows, inversion), np.zeros((2, *phi.shape), phi.dtype)
    likelihood = collect_counts(
        *rows, phi, term_topic, known, theta, doc_gain, sample_weight, *tables
    )
    return None, tables, likelihood


def _expect_linear(rows, phi, inversion, doc_gain, sample_weight):
    """`expect_counts` of a block: the usual counters alone."""
    theta, tables = _mix(rows, inversion), np.zeros((1, *phi.shape), phi.dtype)
    likelihood = expect_counts(
        *rows, phi, theta, sample_weight, np.empty_like(theta), tables[0]
    )
    return None, tables, likelihood
