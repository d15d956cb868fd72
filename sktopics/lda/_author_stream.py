"""Learning from a stream of documents with authors, of which nothing is kept.

A batch is explained by what was learned before and by itself: authors and topics go
over it a few times, and start each time from what they were before it.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from sklearn.utils import gen_batches

from ._author_batches import batch_authors, start_of_authors
from ._author_prior import learn_author_prior
from ._authors import (
    placed_author_blocks,
    smallest_block,
)
from ._authors_learned import learn_authors
from ._collapsed import collapsed_passes
from ._dirichlet_topics import DirichletTopics
from ._lda_passes import check_total
from ._lda_training import DEFAULTS, learn_priors
from ._topics_of_documents import START_PASSES, START_TOKENS_PER_TOPIC

# Topics forget the first documents when they have seen so many.
DOCUMENTS_A_STEP = 1000.0
# Mean count of a word in a topic that topics have at least while they are learned.
LEAST_COUNT = 1.5
# How often authors and topics go over a batch.
ROUNDS = 5
# Passes of LDA over a batch while topics start; the first batch has START_PASSES.
LDA_PASSES = 10
# Prior of the words of a topic in these. Few documents need a larger one.
LDA_WORD_PRIOR = 0.1


@dataclass
class Seen:
    """How much topics were learned from.

    Attributes
    ----------
    documents : float
        Weight of the documents, each as often as it was used.
    tokens : float
        Words of them.
    """

    documents: float = 0.0
    tokens: float = 0.0


def share_of_batch(n_documents, seen, training):
    """Return how far a batch moves the topics, in (0, 1].

    A thousand documents move topics by ``t ** -learning_decay``, where t is the number
    of thousands seen so far plus `learning_offset`, and fewer documents by as much as
    makes the same of a thousand: it plays no part how a stream is cut into batches.
    The first thousand are learned as authors are, by their part of all documents so
    far to the power of `learning_decay`. No document counts for less than its part.

    Parameters
    ----------
    n_documents : float
        Weight of the documents of the batch.
    seen : float
        That of all so far, with the batch.
    """
    total = seen + training.learning_offset * DOCUMENTS_A_STEP
    steps, decay = total / DOCUMENTS_A_STEP, training.learning_decay
    part = n_documents / total
    if steps <= 1:
        return part**decay
    size = n_documents / DOCUMENTS_A_STEP
    return max(1 - (1 - steps**-decay) ** size, part)


def stream_update(
    X, groups, sample_weight, authors, topics, training, seen, random_state, *,
    count=True, parts_topics=False, most=np.inf,
):  # fmt: skip
    """Move authors and topics towards what a batch of documents says.

    Parameters
    ----------
    X, groups, sample_weight
        The documents, whose authors are numbered as in `authors`.
    authors : Authors
    topics : DirichletTopics
    training : AuthorTraining
    seen : Seen
        What was seen before; the batch is added.
    random_state : RandomState
    count : bool
        Whether the documents count as further ones of their authors.
    parts_topics : bool
        Whether LDA parts the topics while few tokens have been seen: documents do it
        better than authors.
    most : float
        How many documents the topics stand for in the end, where that is known.
    """
    topics.n_updates += 1
    n_documents = float(sample_weight.sum(dtype=np.float64))
    if n_documents == 0:
        return
    before = replace(seen)
    seen.documents += n_documents
    seen.tokens += float(sample_weight @ X.sum(axis=1, dtype=np.float64))
    rate = share_of_batch(n_documents, seen.documents, training)
    check_total(training, X, sample_weight, rate)
    # Topics stand for what was seen, and for LEAST_COUNT words in each cell at least:
    # with less, words seem to be in no topic. Topics that stood for all documents to
    # come would be sure of themselves too early, and nothing could change them.
    least = LEAST_COUNT * topics.n_components * X.shape[1]
    stands_for = min(seen.documents * max(least / max(seen.tokens, 1), 1), most)
    weight = rate * stands_for / n_documents
    _rescale(topics, before, stands_for)
    batch = _Batch(X, sample_weight, topics, rate, weight)
    if parts_topics and before.tokens < START_TOKENS_PER_TOPIC * topics.n_components:
        passes = LDA_PASSES if before.documents else START_PASSES
        batch.part_topics(passes, training, random_state)
    gamma, multiplicity = _learn_batch(batch, groups, authors, training, count)
    batch.give_back(topics)
    learn_priors(topics, gamma, multiplicity, training, rate=rate)
    # The prior is that of all authors, of whom so many are here.
    part = len(np.unique(groups.indices)) / max((authors.seen > 0).sum(), 1)
    change = learn_author_prior(
        topics, gamma, multiplicity, training, rate=max(rate, part)
    )
    authors.gamma += change


def _rescale(topics, seen, n_documents):
    """Make the counts of topics those of so many documents, as those seen were."""
    total = float(topics.counts.sum(dtype=np.float64))
    if seen.tokens > 0 and total > 0:
        wanted = n_documents * seen.tokens / seen.documents
        topics.counts = topics.counts * topics.counts.dtype.type(wanted / total)


def stand_for(topics, seen, total_samples):
    """Make the counts of topics those of all documents, of which some were seen.

    Where more were seen than there are to be, they stand for the documents seen.
    """
    _rescale(topics, seen, max(total_samples, seen.documents))


class _Batch:
    """A batch, and topics of the words that occur in it.

    All other words are one more word, which occurs nowhere: what is computed does not
    grow with the vocabulary.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    sample_weight : ndarray of shape (n_documents,)
    topics : DirichletTopics
        Of all words.
    rate : float
        How far topics move.
    weight : float
        What the counts of the batch are multiplied by when they do.
    """

    def __init__(self, X, sample_weight, topics, rate, weight):
        self.terms, indices = np.unique(X.indices, return_inverse=True)
        self.sample_weight, self.rate, self.weight = sample_weight, rate, weight
        self.n_other = X.shape[1] - len(self.terms)
        self.before = self._rows(topics.counts)
        beta = topics.beta
        if beta.ndim < 2:
            beta = np.broadcast_to(beta, X.shape[1])
        self.topics = DirichletTopics.empty(
            len(self.before), topics.alpha, self._rows(beta.T).T, X.dtype
        )
        self.topics.counts = self.before.copy()
        self.tells_apart = topics.beta.ndim == 2
        places = indices.astype(np.int32), X.indptr
        self.X = sp.csr_array((X.data, *places), (X.shape[0], len(self.before)))

    def _rows(self, table):
        """Return rows of a table of all terms: those that occur, and the sum of all."""
        rows = table[self.terms]
        if not self.n_other:
            return rows
        others = np.ones(len(table), bool)
        others[self.terms] = False
        rest = table[others].sum(axis=0, keepdims=True, dtype=np.float64)
        return np.concatenate([rows, rest.astype(table.dtype)])

    def move(self, counts):
        """Move the topics from what they were to what `counts` of the batch say."""
        dtype = self.before.dtype.type
        self.topics.counts = dtype(1 - self.rate) * self.before
        self.topics.counts += dtype(self.weight) * counts

    def part_topics(self, n_passes, training, random_state):
        """Let LDA part the topics, given what they were."""
        k = self.topics.n_components
        beta = self.topics.beta
        if not self.tells_apart:
            beta = np.full(len(self.before), LDA_WORD_PRIOR)
            if self.n_other:
                beta[-1] *= self.n_other
        known = self.before[:, :k].T.astype(np.float64)
        beta = beta + known * ((1 - self.rate) / self.weight)
        alpha = np.full(k, DEFAULTS["collapsed"][1] / k)
        lda = DirichletTopics.empty(len(self.before), alpha, beta, self.X.dtype)
        training = replace(
            training,
            inference="collapsed",
            max_iter=n_passes,
            learns_topic_word_prior=False,
        )
        for _ in collapsed_passes(
            self.X, self.sample_weight, lda, training, random_state
        ):
            pass
        self.move(lda.counts)

    def give_back(self, topics):
        """Give topics of all words what was learned."""
        topics.counts = topics.counts * topics.counts.dtype.type(1 - self.rate)
        topics.counts[self.terms] = self.topics.counts[: len(self.terms)]


def _learn_batch(batch, groups, authors, training, count):
    """Go over a batch: authors are replaced, and topics of the batch move.

    Returns
    -------
    gamma : ndarray of shape (n_authors_of_batch, n_padded)
    multiplicity : ndarray of shape (n_authors_of_batch,)
    """
    X, weight, topics = batch.X, batch.sample_weight, batch.topics
    who = batch_authors(X, groups, weight)
    start, how_far = start_of_authors(who, authors, topics, training, count=count)
    gamma, width, n_jobs = start, start.shape[1], training.n_jobs
    smallest = smallest_block(X)
    with placed_author_blocks(X, who.groups, width, smallest, n_jobs=n_jobs) as blocks:
        for updates in (training.max_doc_update_iter, *[1] * ROUNDS):
            gamma, counts = learn_authors(
                X, blocks, gamma, topics,
                replace(training, max_doc_update_iter=updates),
                sample_weight=weight, multiplicity=who.multiplicity, collect=True,
                start=start, **how_far,
            )  # fmt: skip
            batch.move(counts)
    authors.gamma[who.ids] = gamma[: len(who.ids)]
    return gamma, who.multiplicity


def stream_passes(
    corpus, authors, topics, training, seen, random_state, evaluation, *, parts_topics
):
    """Make passes over batches that are read again in each."""
    for _ in range(training.max_iter):
        for X, groups, weight in corpus:
            learn_in_batches(
                (X, groups, weight), authors, topics, training, seen, random_state,
                evaluation, count=False, parts_topics=parts_topics,
                most=corpus.n_documents,
            )  # fmt: skip
        _rescale(topics, seen, corpus.n_documents)
        yield


def learn_in_batches(
    documents, authors, topics, training, seen, random_state, evaluation, **how
):
    """Make a `stream_update` for every `batch_size` documents."""
    X, groups, weight = documents
    for batch in gen_batches(X.shape[0], training.batch_size):
        part = X[batch], groups[batch], weight[batch]
        evaluation.before_update(*part)
        stream_update(*part, authors, topics, training, seen, random_state, **how)
