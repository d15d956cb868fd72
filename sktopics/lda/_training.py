"""What training needs to know, and how it learns priors."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma

from ..kernels.variational import sum_expected_logs
from ._priors import newton_dirichlet


@dataclass(frozen=True)
class Training:
    """Parameters of training, as `LatentDirichletAllocation` documents them.

    `total_samples` is the weight of all documents that training will see.
    """

    inference: str
    learning_method: str
    max_iter: int
    batch_size: int
    learning_decay: float
    learning_offset: float
    total_samples: float
    max_doc_update_iter: int
    mean_change_tol: float
    learns_doc_topic_prior: bool
    learns_topic_word_prior: bool
    n_jobs: int | None

    @property
    def learns_priors(self):
        return self.learns_doc_topic_prior or self.learns_topic_word_prior


def learn_priors(topics, doc_topic, sample_weight, training, rate=1.0):
    """Move the priors that are learned by `rate` towards their best values."""
    n_documents = float(sample_weight.sum())
    if training.learns_doc_topic_prior and n_documents > 0:
        logs = _mean_expected_logs(topics, doc_topic, sample_weight)
        best = newton_dirichlet(topics.alpha, logs, n_documents)
        topics.set_doc_topic_prior(topics.alpha + rate * (best - topics.alpha))
    if training.learns_topic_word_prior:
        pseudo_counts = topics.components().astype(np.float64)
        logs = digamma(pseudo_counts) - digamma(pseudo_counts.sum(axis=1))[:, None]
        old = np.broadcast_to(topics.beta, pseudo_counts.shape[1:])
        best = newton_dirichlet(old, logs.mean(axis=0), topics.n_components)
        topics.set_topic_word_prior(old + rate * (best - old))


def _mean_expected_logs(topics, doc_topic, sample_weight):
    """Weighted mean of E[log theta] over the documents."""
    k = topics.n_components
    if (sample_weight == 1).all():
        total = np.zeros(k)
        sum_expected_logs(
            doc_topic, topics.doc_topic_prior, k, 0, len(doc_topic), total
        )
    else:
        gamma = doc_topic[:, :k].astype(np.float64)
        logs = digamma(gamma) - digamma(gamma.sum(axis=1))[:, None]
        total = sample_weight @ logs
    return total / sample_weight.sum()
