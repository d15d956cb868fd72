"""Training: generators that make one pass over the corpus each time they are asked."""

from dataclasses import replace

import numpy as np
from sklearn.utils import gen_batches

from .._magnitudes import LARGEST_SUM
from ..kernels.sampling import draw_noise
from ._collapsed import collapsed_passes
from ._inference import corpus_blocks, e_step
from ._lda_corpus import first_documents
from ._lda_training import learn_priors
from ._sampling import document_seeds

# Online learning starts with so many passes over so many batches' documents,
# if these have so many tokens for each topic: fewer would tie the topics to chance.
FIRST_BATCHES = 16
FIRST_PASSES = 20
FIRST_TOKENS = 1000


def training_passes(corpus, topics, training, random_state):
    """Return a generator that makes one pass over the corpus at a time.

    After a pass it yields a function that returns the parameters of the documents'
    Dirichlet distributions at that moment, (n_documents, n_padded); None if the
    documents are a stream.
    """
    if training.learning_method == "online":
        return online_lda_passes(corpus, topics, training, random_state)
    (documents,) = corpus
    return batch_passes(*documents, topics, training, random_state)


def batch_passes(X, sample_weight, topics, training, random_state):
    """Return a generator of passes that update the topics from all documents."""
    passes = {"variational": variational_passes, "collapsed": collapsed_passes}
    return passes[training.inference](X, sample_weight, topics, training, random_state)


def scatter(topics, random_state):
    """Start from random topics, all about alike but for a prior that is not."""
    k = topics.n_components
    start = random_state.gamma(100.0, 0.01, (k, topics.counts.shape[0])).T
    topics.counts[:, :k] = start
    prior = topics.topic_word_prior[:, :k].min(axis=1, keepdims=True)
    # Nothing would be left of random numbers about 1 beside a prior of a million.
    topics.counts[:, :k] -= np.minimum(prior, 1000)


def variational_passes(X, sample_weight, topics, training, random_state):
    """Batch variational Bayes: every pass updates the topics once.

    Documents start each pass anew, from a little noise: starting from where the last
    pass left them makes topics collapse into each other, and starting all topics
    alike finds a lower bound in short texts (measured on titles).
    """
    if training.start == "random":
        scatter(topics, random_state)
    seeds, n_before = document_seeds(X, random_state), topics.n_updates
    noise = np.empty((X.shape[0], topics.counts.shape[1]), X.dtype)
    with corpus_blocks(X, collect=True).placed(training.n_jobs) as blocks:
        for i in range(training.max_iter):
            draw_noise(seeds, n_before + i, topics.n_components, noise)
            doc_topic, topics.counts = e_step(
                X,
                topics,
                training,
                blocks=blocks,
                doc_topic=noise,
                sample_weight=sample_weight,
                collect=True,
            )
            topics.n_updates += 1
            learn_priors(topics, doc_topic, sample_weight, training)
            yield lambda doc_topic=doc_topic: doc_topic


def online_lda_passes(corpus, topics, training, random_state):
    """Online learning: the topics are updated after every batch of documents."""
    start_online(topics, *first_of(corpus, training), training, random_state)
    for _ in range(training.max_iter):
        for X, sample_weight in corpus:
            learn_batches(X, sample_weight, topics, training)
        yield None if corpus.is_stream else _mixtures(corpus, topics, training)


def _mixtures(corpus, topics, training):
    """Return a function that infers the mixtures of documents in memory."""
    ((X, _),) = corpus
    return lambda: e_step(X, topics, training)[0]


def learn_batches(X, sample_weight, topics, training):
    """Update the topics with documents, batch by batch."""
    for batch in gen_batches(X.shape[0], training.batch_size):
        online_lda_update(X[batch], sample_weight[batch], topics, training)


def first_of(corpus, training):
    """Return the documents that online learning starts with, and their weights."""
    return first_documents(corpus, FIRST_BATCHES * training.batch_size)


def start_online(topics, X, sample_weight, training, random_state):
    """Give the topics their first counts.

    Collapsed inference begins with a few passes in batch over the first documents at
    hand, which is quicker than to part random topics batch by batch.
    """
    if training.start != "random":
        return
    too_few = X.sum() < FIRST_TOKENS * topics.n_components
    if training.inference == "variational" or too_few:
        scatter(topics, random_state)
        return
    few = replace(training, max_iter=FIRST_PASSES)
    for _ in collapsed_passes(X, sample_weight, topics, few, random_state):
        pass
    topics.counts *= check_total(training, X, sample_weight, 1.0)
    topics.n_updates = 0


def check_total(training, X, sample_weight, rate):
    """Return what the counts of a batch are multiplied by to stand for all documents.

    Raises
    ------
    ValueError
        If `total_samples` makes them too large to be summed.
    """
    scale = rate * training.total_samples / float(sample_weight.sum())
    most = scale * float(sample_weight.max()) * float(X.data.sum(dtype=np.float64))
    limit = LARGEST_SUM[X.dtype]
    if not most <= limit:
        raise ValueError(
            f"total_samples={training.total_samples:g} documents like these have up to "
            f"{most:.3g} words, and {limit:g} are the most that can be summed in "
            f"{X.dtype}."
        )
    return scale


def online_lda_update(X, sample_weight, topics, training):
    """Move the topics towards what a batch of documents says."""
    topics.n_updates += 1
    n_documents = float(sample_weight.sum())
    if n_documents == 0:
        return
    rate = (training.learning_offset + topics.n_updates) ** -training.learning_decay
    doc_topic, counts = e_step(
        X, topics, training, sample_weight=sample_weight, collect=True
    )
    counts *= check_total(training, X, sample_weight, rate)
    topics.counts *= 1 - rate
    topics.counts += counts
    learn_priors(topics, doc_topic, sample_weight, training, rate=rate)
