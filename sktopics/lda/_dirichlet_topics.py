"""The topics of a model in training, laid out as the kernels want them."""

from dataclasses import dataclass

import numpy as np

from ..kernels.padding import padded


@dataclass
class DirichletTopics:
    """Expected counts of words in topics, and the priors on them.

    Tables are (n_terms, n_padded): a term's topics lie side by side, their number is
    padded with zeros to whole vectors of the processor.

    Attributes
    ----------
    n_components : int
    counts : ndarray of shape (n_terms, n_padded)
        Expected number of times that a term was drawn from a topic.
    alpha : ndarray of shape (n_components,), float64
        Prior of the documents' topics.
    beta : ndarray of shape (), (n_terms,) or (n_components, n_terms), float64
        Prior of the topics' terms.
    doc_topic_prior : ndarray of shape (n_padded,)
        `alpha` as the kernels want it.
    topic_word_prior : ndarray of shape (1 | n_terms, n_padded)
        `beta` as the kernels want it.
    n_updates : int
        How often the counts were updated.
    known_totals : ndarray of shape (n_padded,), float64, or None
        Sums of the pseudo-counts of all terms, where `counts` may be of some of them.
    """

    n_components: int
    counts: np.ndarray
    alpha: np.ndarray = None
    beta: np.ndarray = None
    doc_topic_prior: np.ndarray = None
    topic_word_prior: np.ndarray = None
    n_updates: int = 0
    known_totals: np.ndarray | None = None

    @classmethod
    def empty(cls, n_terms, alpha, beta, dtype):
        """Topics without any counts, from the priors `alpha` (K,) and `beta`."""
        n_components = alpha.size
        counts = np.zeros((n_terms, padded(n_components)), dtype)
        topics = cls(n_components, counts)
        topics.set_doc_topic_prior(alpha)
        topics.set_topic_word_prior(beta)
        return topics

    @classmethod
    def of_components(cls, components, alpha, beta, dtype):
        """Topics of a fitted model: `components` are the counts plus the prior."""
        n_components, n_terms = components.shape
        alpha = np.broadcast_to(alpha, n_components)
        topics = cls.empty(n_terms, alpha, np.asarray(beta), dtype)
        topics.counts[:, :n_components] = components.T
        topics.counts -= topics.topic_word_prior
        return topics

    def set_doc_topic_prior(self, alpha):
        self.alpha = np.asarray(alpha, np.float64)
        self.doc_topic_prior = np.zeros(self.counts.shape[1], self.counts.dtype)
        self.doc_topic_prior[: self.n_components] = alpha

    def set_topic_word_prior(self, beta):
        """Set the prior from an array of shape (), (n_terms,) or (K, n_terms)."""
        self.beta = beta = np.asarray(beta, np.float64)
        rows = 1 if beta.ndim == 0 else self.counts.shape[0]
        table = np.zeros((rows, self.counts.shape[1]), self.counts.dtype)
        table[:, : self.n_components] = beta.T if beta.ndim == 2 else beta[..., None]
        self.topic_word_prior = table

    def pseudo_counts(self):
        """Parameters of the topics' Dirichlet distributions, lambda in the papers."""
        return self.counts + self.topic_word_prior

    def components(self):
        """`pseudo_counts` as scikit-learn lays them out, (n_components, n_terms)."""
        return np.ascontiguousarray(self.pseudo_counts()[:, : self.n_components].T)

    def totals(self, pseudo_counts):
        """Sum of the `pseudo_counts` of each topic, (n_padded,), 0 in the padding."""
        sums = self.known_totals
        if sums is None:
            sums = pseudo_counts.sum(axis=0, dtype=np.float64)
        return sums.astype(self.counts.dtype)

    def phi(self):
        """Posterior mean of p(term | topic), zero in the padding."""
        table = self.pseudo_counts()
        totals = self.totals(table)
        totals[self.n_components :] = 1
        table /= totals
        return table
