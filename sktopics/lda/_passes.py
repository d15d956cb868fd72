"""Training: generators that make one pass over the corpus each time they are asked."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma
from sklearn.utils import gen_batches

from ..kernels.variational import sum_expected_logs
from ._inference import e_step
from ._priors import newton_dirichlet
from ._sampling import SampledTopics

# Documents of at most so many tokens are sampled to the end, and begin with one topic
# for all their tokens: for the few tokens of a short text an expected topic is little
# more than a token's own guess. Longer documents go over to expected topics.
SHORT = 20
# The share of the passes in which short documents keep to one topic each, and the
# share in which long ones are sampled.
ONE_TOPIC_SHARE = 0.2
SAMPLED_SHARE = 0.35
# Learned priors are updated every so many passes of sampling.
LEARN_EVERY = 10


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


def training_passes(X, sample_weight, topics, training, random_state):
    """Return a generator that makes one pass over the corpus at a time."""
    if training.learning_method == "online":
        return online_passes(X, sample_weight, topics, training, random_state)
    if training.inference == "variational":
        scatter(topics, random_state)
        return variational_passes(X, sample_weight, topics, training)
    return collapsed_passes(X, sample_weight, topics, training, random_state)


def scatter(topics, random_state):
    """Start from random topics, all about alike."""
    shape = (topics.n_components, topics.counts.shape[0])
    start = random_state.gamma(100.0, 0.01, shape).T
    topics.counts[:, : topics.n_components] = start
    topics.counts -= topics.topic_word_prior


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


def variational_passes(X, sample_weight, topics, training):
    """Batch variational Bayes: every pass updates the topics once."""
    for _ in range(training.max_iter):
        # Not from the last pass' mixtures: faster, but ends in a worse optimum.
        doc_topic, topics.counts = e_step(
            X, topics, training, sample_weight=sample_weight, collect=True
        )
        topics.n_updates += 1
        learn_priors(topics, doc_topic, sample_weight, training)
        yield


def collapsed_passes(X, sample_weight, topics, training, random_state):
    """Sampled passes, then passes of CVB0 over the long documents."""
    is_short = X.sum(axis=1) <= SHORT
    n_one_topic = int(ONE_TOPIC_SHARE * training.max_iter)
    n_sampled = int(np.ceil(SAMPLED_SHARE * training.max_iter))
    k, n_padded = topics.n_components, topics.counts.shape[1]
    seed = random_state.randint(np.iinfo(np.int32).max)
    short, long = (
        SampledTopics(X[rows], sample_weight[rows], k, n_padded, seed)
        for rows in (is_short, ~is_short)
    )
    long_X, long_weight, doc_topic = X[~is_short], sample_weight[~is_short], None
    topics.counts = short.word_counts() + long.word_counts()
    for i in range(training.max_iter):
        if i < n_one_topic:
            short.sweep_documents(i, topics, training.n_jobs)
        else:
            short.sweep(i, topics, training.n_jobs)
        if i < n_sampled:
            long.sweep(i, topics, training.n_jobs)
            long_counts = long.word_counts()
        elif long_X.shape[0]:
            if doc_topic is None:
                doc_topic = long.document_counts() + topics.doc_topic_prior
            doc_topic, long_counts = e_step(
                long_X,
                topics,
                training,
                doc_topic=doc_topic,
                sample_weight=long_weight,
                collect=True,
                max_iter=1,
            )
        topics.counts = short.word_counts() + long_counts
        topics.n_updates += 1
        if i >= n_one_topic and i % LEARN_EVERY == 0:
            _learn_from(topics, short, long, doc_topic, sample_weight, training)
        yield


def _learn_from(topics, short, long, doc_topic, sample_weight, training):
    """Learn the priors from documents that are sampled, expected, or both."""
    if not (training.learns_doc_topic_prior or training.learns_topic_word_prior):
        return
    if doc_topic is None:
        doc_topic = long.document_counts() + topics.doc_topic_prior
    sampled = short.document_counts() + topics.doc_topic_prior
    weights = np.concatenate([short.document_weights, long.document_weights])
    learn_priors(topics, np.concatenate([sampled, doc_topic]), weights, training)


def online_passes(X, sample_weight, topics, training, random_state):
    """Online learning: the topics are updated after every batch of documents."""
    size = training.batch_size
    start_online(topics, X, sample_weight, training, random_state)
    for _ in range(training.max_iter):
        for batch in gen_batches(X.shape[0], size):
            online_update(X[batch], sample_weight[batch], topics, training)
        yield


def start_online(topics, X, sample_weight, training, random_state):
    """Give the topics their first counts."""
    scatter(topics, random_state)


def online_update(X, sample_weight, topics, training):
    """Move the topics towards what a batch of documents says."""
    topics.n_updates += 1
    n_documents = float(sample_weight.sum())
    if n_documents == 0:
        return
    rate = (training.learning_offset + topics.n_updates) ** -training.learning_decay
    doc_topic, counts = e_step(
        X, topics, training, sample_weight=sample_weight, collect=True
    )
    counts *= rate * training.total_samples / n_documents
    topics.counts *= 1 - rate
    topics.counts += counts
    learn_priors(topics, doc_topic, sample_weight, training, rate)
