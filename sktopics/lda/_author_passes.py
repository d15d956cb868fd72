"""Training of author-topic models: where it starts, passes, online updates."""

import numpy as np
from sklearn.utils import gen_batches

from ._author_batches import AuthorBatch, start_of_authors
from ._author_prior import learn_author_prior
from ._authors import (
    even_shares,
    placed_author_blocks,
    placed_blocks,
    smallest_block,
    with_own_authors,
    words_by_author,
)
from ._authors_learned import learn_authors
from ._lda_passes import check_total, scatter
from ._lda_training import learn_priors
from ._topics_of_documents import topics_of_documents


def start_topics(init, X, sample_weight, topics, training, random_state, to_come=None):
    """Give the topics their first counts.

    Parameters
    ----------
    init : {"lda", "random"} or ndarray of shape (n_components, n_terms)
        Rows of an array sum to 1.
    to_come : float, default=None
        Words that there will be in all, where `X` are the first documents of a stream.
        Then "lda" leaves the topics as they are: a stream finds them batch by batch,
        see `stream_update`.
    """
    total, k = float((sample_weight * X.sum(axis=1)).sum()), topics.n_components
    if isinstance(init, str) and init == "random":
        scatter(topics, random_state)
        if to_come is not None:  # they stand for all documents
            pseudo_counts = topics.counts.sum(dtype=np.float64)
            factor = max(to_come / max(pseudo_counts, 1), 1)
            topics.counts *= topics.counts.dtype.type(factor)
        return
    if isinstance(init, str) and to_come is not None:
        return
    if isinstance(init, str):
        counts = topics_of_documents(X, sample_weight, topics, training, random_state)
        counts /= max(counts.sum(dtype=np.float64), 1)
    else:
        counts = np.zeros_like(topics.counts)
        counts[:, :k] = (init / k).T
    topics.counts = counts * counts.dtype.type(total if to_come is None else to_come)


def batch_author_passes(X, groups, sample_weight, authors, topics, training):
    """Batch variational Bayes: authors and topics are learned from all documents.

    Given what the words are attributed to, authors and topics do not depend on each
    other, so that both can be updated at once and the bound never falls. Authors who
    are known start from what is known of them, and authors without documents here
    stay as they are.
    """
    ids, places = np.unique(groups.indices, return_inverse=True)
    groups = groups._replace(names=authors.names[ids], indices=places.astype(np.int32))
    known = authors.seen[ids] > 0
    authors.seen[ids] = authors.documents[ids]
    groups, multiplicity = with_own_authors(groups, sample_weight)
    n_words = words_by_author(X, groups, sample_weight, multiplicity)
    gamma = even_shares(n_words, topics)
    gamma[: len(ids)][known] = authors.gamma[ids[known]]
    width, smallest, n_jobs = gamma.shape[1], smallest_block(X), training.n_jobs
    with placed_author_blocks(X, groups, width, smallest, n_jobs=n_jobs) as blocks:
        for _ in range(training.max_iter):
            gamma, topics.counts = learn_authors(
                X, blocks, gamma, topics, training,
                sample_weight=sample_weight, multiplicity=multiplicity, collect=True,
            )  # fmt: skip
            topics.n_updates += 1
            learn_priors(topics, gamma, multiplicity, training)
            gamma += learn_author_prior(topics, gamma, multiplicity, training)
            authors.gamma[ids] = gamma[: len(ids)]
            yield


def online_author_passes(
    X, groups, sample_weight, authors, topics, training, evaluation
):
    """Online learning: authors and topics are updated after every batch.

    What a batch is like is found out in the first pass and kept: small batches would
    spend half of their time on it.
    """
    batches, n_padded = [], topics.counts.shape[1]
    groups = groups._replace(names=authors.names)
    for i in range(training.max_iter):
        # From update to update they are added up, which is made good in each pass.
        topics.known_totals = None
        topics.known_totals = sum_of_topics(topics)
        for j, rows in enumerate(gen_batches(X.shape[0], training.batch_size)):
            if i == 0:
                documents = X[rows], groups[rows], sample_weight[rows]
                batches.append(AuthorBatch.of(*documents, n_padded))
            evaluation.before_update(*batches[j].documents)
            online_author_update(batches[j], authors, topics, training)
        topics.known_totals = None
        yield


def sum_of_topics(topics):
    """Sum the pseudo-counts of each topic, (n_padded,) float64."""
    return topics.pseudo_counts().sum(axis=0, dtype=np.float64)


def online_author_update(batch, authors, topics, training):
    """Move authors and topics towards what a batch of documents says.

    The topics follow the clock of all batches, an author follows his own: the
    documents of his that were used so far. Who is new is learned at once, however
    late he comes.

    Parameters
    ----------
    batch : AuthorBatch
    authors : Authors
    topics : DirichletTopics
        With the sums of the topics in `known_totals`.
    training : AuthorTraining
    """
    topics.n_updates += 1
    X, who, (_, _, sample_weight) = batch.X, batch.authors, batch.documents
    if float(sample_weight.sum()) == 0:
        return
    gamma, how_far = start_of_authors(who, authors, topics, training)
    own = batch.topics(topics)
    with placed_blocks(batch.blocks, training.n_jobs) as blocks:
        gamma, counts = learn_authors(
            X, blocks, gamma, own, training, sample_weight=sample_weight,
            multiplicity=who.multiplicity, collect=True, **how_far,
        )  # fmt: skip
    authors.gamma[who.ids] = gamma[: len(who.ids)]
    rate = (training.learning_offset + topics.n_updates) ** -training.learning_decay
    counts *= check_total(training, X, sample_weight, rate)
    topics.known_totals -= rate * (topics.known_totals - sum_of_prior(topics))
    topics.known_totals += counts.sum(axis=0, dtype=np.float64)
    topics.counts *= 1 - rate
    topics.counts[batch.terms] += counts
    learn_priors(topics, gamma, who.multiplicity, training, rate=rate)
    if training.learns_topic_word_prior:
        topics.known_totals = sum_of_topics(topics)
    change = learn_author_prior(topics, gamma, who.multiplicity, training, rate=rate)
    if training.learns_total:
        authors.gamma += change


def sum_of_prior(topics):
    """Sum the prior of the words of each topic, (n_padded,) float64."""
    prior = topics.topic_word_prior
    n_each = len(topics.counts) if len(prior) == 1 else 1
    return n_each * prior.sum(axis=0, dtype=np.float64)
