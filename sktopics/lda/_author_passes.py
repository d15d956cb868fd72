"""Training of author-topic models: where it starts, passes, online updates."""

import numpy as np
from sklearn.utils import gen_batches

from ._author_prior import learn_author_prior
from ._authors import (
    documents_by_author,
    even_shares,
    learn_authors,
    placed_author_blocks,
    smallest_block,
    with_own_authors,
)
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
    gamma = even_shares(X, groups, sample_weight, topics, multiplicity)
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
    """Online learning: authors and topics are updated after every batch."""
    for _ in range(training.max_iter):
        for batch in gen_batches(X.shape[0], training.batch_size):
            documents = X[batch], groups[batch], sample_weight[batch]
            evaluation.before_update(*documents)
            online_author_update(*documents, authors, topics, training)
        yield


def authors_of_batch(
    X, groups, sample_weight, authors, topics, training, *, count=False
):
    """Return who wrote the documents of a batch, and how far these move them.

    Parameters
    ----------
    count : bool
        Whether the documents count as further ones of their authors.

    Returns
    -------
    ids : ndarray of shape (n_named,)
        Rows of `authors` of those who are named.
    groups : Groups
        Of these authors, and then of one author for each document without any.
    multiplicity : ndarray of shape (n_here,)
        How many authors each stands for.
    gamma : ndarray of shape (n_here, n_padded)
        Where they start: from what is known of them.
    how_far : dict
        The `rate` and the `scale` of `learn_authors`.
    """
    ids, places = np.unique(groups.indices, return_inverse=True)
    groups = groups._replace(names=authors.names[ids], indices=places.astype(np.int32))
    here = documents_by_author(groups, sample_weight)
    if count:
        authors.documents[ids] += here
    known = authors.seen[ids] > 0
    authors.seen[ids] += here
    groups, multiplicity = with_own_authors(groups, sample_weight)
    rate, scale = np.ones((2, len(multiplicity), 1))
    gamma = even_shares(X, groups, sample_weight, topics, multiplicity)
    gamma[: len(ids)][known] = authors.gamma[ids[known]]
    rate[: len(ids), 0] = (here / authors.seen[ids]) ** training.learning_decay
    scale[: len(ids), 0] = authors.documents[ids] / here
    return ids, groups, multiplicity, gamma, {"rate": rate, "scale": scale}


def online_author_update(X, groups, sample_weight, authors, topics, training):
    """Move authors and topics towards what a batch of documents says.

    The topics follow the clock of all batches, an author follows his own: the
    documents of his that were used so far. Who is new is learned at once, however
    late he comes.
    """
    topics.n_updates += 1
    n_documents = float(sample_weight.sum())
    if n_documents == 0:
        return
    batch = authors_of_batch(X, groups, sample_weight, authors, topics, training)
    ids, everyone, multiplicity, gamma, how_far = batch
    width, smallest, n_jobs = gamma.shape[1], smallest_block(X), training.n_jobs
    with placed_author_blocks(X, everyone, width, smallest, n_jobs=n_jobs) as blocks:
        gamma, counts = learn_authors(
            X, blocks, gamma, topics, training, sample_weight=sample_weight,
            multiplicity=multiplicity, collect=True, **how_far,
        )  # fmt: skip
    authors.gamma[ids] = gamma[: len(ids)]
    rate = (training.learning_offset + topics.n_updates) ** -training.learning_decay
    counts *= check_total(training, X, sample_weight, rate)
    topics.counts *= 1 - rate
    topics.counts += counts
    learn_priors(topics, gamma, multiplicity, training, rate=rate)
    change = learn_author_prior(topics, gamma, multiplicity, training, rate=rate)
    authors.gamma += change
