"""Topics of documents that author-topic models start from, found by a short LDA."""

from dataclasses import replace
from itertools import islice

import numpy as np
from sklearn.utils import gen_batches

from .._parallel import document_blocks, placed, run_blocks
from ..kernels.cvb0_columns import expect_columns
from ._authors import columns_of, documents_of_part, smallest_block
from ._collapsed import FIRST_SHARE, STEP, collapsed_passes
from ._dirichlet_topics import DirichletTopics
from ._lda_training import DEFAULTS
from ._sampling import document_seeds

# So many passes of LDA find the topics of a small corpus ...
START_PASSES = 40
# ... of at most so many tokens, or so many for each topic. In a larger one, those of
# the passes that sample find the topics in so many tokens ...
FEW_TOKENS, FEW_TOKENS_PER_TOPIC = 50_000, 1_000
# ... which so many steps of CVB0 make better ...
FEW_STEPS = 16
# ... and so many steps over a sample of about so many tokens, so many for each topic.
START_STEPS = 32
START_TOKENS, START_TOKENS_PER_TOPIC = 1_000_000, 10_000


def topics_of_documents(X, sample_weight, topics, training, random_state):
    """Count words in topics that LDA finds in a sample of the documents.

    Its documents have topics of their own, which parts topics better from scratch
    than authors do: these are slow to leave what they began with.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    sample_weight : ndarray of shape (n_documents,)
    topics : DirichletTopics
        Tells the number of topics, and a prior of words that tells topics apart.
    training : Training
    random_state : RandomState

    Returns
    -------
    counts : ndarray of shape (n_terms, n_padded)
    """
    k, tokens = topics.n_components, sample_weight * X.sum(axis=1)
    # By what documents say: the order they come in plays no part.
    order = np.argsort(document_seeds(X, random_state), kind="stable")
    ends = np.cumsum(tokens[order], dtype=np.float64)

    def sample(n_tokens):
        rows = order[: np.searchsorted(ends, n_tokens) + 1]
        return X[rows], sample_weight[rows]

    _, alpha, beta = DEFAULTS["collapsed"]
    if topics.beta.ndim == 2:  # a prior that tells topics apart does so from the start
        beta = topics.beta
    lda = DirichletTopics.empty(
        X.shape[1], np.full(k, alpha / k), np.asarray(beta), X.dtype
    )
    training = replace(
        training,
        inference="collapsed",
        max_iter=START_PASSES,
        learns_doc_topic_prior=False,
        learns_topic_word_prior=False,
    )
    few = max(FEW_TOKENS, FEW_TOKENS_PER_TOPIC * k)
    is_small = len(ends) == 0 or ends[-1] <= few
    n_passes = START_PASSES if is_small else int(np.ceil(FIRST_SHARE * START_PASSES))
    documents = sample(few)
    passes = collapsed_passes(*documents, lda, training, random_state)
    for mixtures in islice(passes, n_passes):
        doc_topic = mixtures
    if is_small:
        return lda.counts
    doc_topic = doc_topic()
    passes.close()
    expect_topics_of(*documents, lda, doc_topic, FEW_STEPS, training.n_jobs)
    X, sample_weight = sample(max(START_TOKENS, START_TOKENS_PER_TOPIC * k))
    prior = lda.doc_topic_prior
    doc_topic = prior + X.sum(axis=1)[:, np.newaxis] * (prior / prior.sum())
    expect_topics_of(X, sample_weight, lda, doc_topic, START_STEPS, training.n_jobs)
    return lda.counts


def expect_topics_of(X, sample_weight, topics, doc_topic, n_steps, n_jobs):
    """Make steps of CVB0 for all words at once, as `collapsed_passes` lengthens them.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    sample_weight : ndarray of shape (n_documents,)
    topics : DirichletTopics
        Where to start from, and what learns. What its counts sum up to plays a part
        beside the prior: it is made that of the documents first.
    doc_topic : ndarray of shape (n_documents, n_padded)
        Where the documents start from, see `expect_columns`.
    n_steps : int
    n_jobs : int or None
    """
    dtype, prior = X.dtype.type, topics.doc_topic_prior
    total = float(sample_weight @ X.sum(axis=1, dtype=np.float64))
    total /= max(float(topics.counts.sum(dtype=np.float64)), 1e-30)
    topics.counts = topics.counts * dtype(total)
    bounds = document_blocks(X.indptr, smallest_block(X))
    parts = [_parts_of_block(X, start, stop, doc_topic.shape[1]) for start, stop in bounds]
    mixtures = [doc_topic[start:stop] for start, stop in bounds]
    weights = [sample_weight[start:stop] for start, stop in bounds]
    with placed(parts, n_jobs) as blocks:
        for i in range(n_steps):
            # The first step finds out what the documents are about, the last is plain.
            step = dtype(STEP if 0 < i < n_steps - 1 else 1)
            phi = topics.phi()
            tasks = [
                (block, phi, own, weight, prior, step)
                for block, own, weight in zip(blocks, mixtures, weights, strict=True)
            ]
            mixtures, sums = [], np.zeros_like(phi)
            for own, counts in run_blocks(_expect_block, tasks, n_jobs):
                mixtures.append(own)
                sums += counts
            sums *= phi
            sums -= topics.counts
            sums *= step
            sums += topics.counts
            topics.counts = np.maximum(sums, 0, out=sums)


def _parts_of_block(X, start, stop, n_padded):
    """Cut a block of documents into parts that fit near the processor."""
    size = documents_of_part(n_padded, X.dtype)
    return [
        (part.start, part.stop, columns_of(X[start + part.start : start + part.stop]))
        for part in gen_batches(stop - start, size)
    ]


def _expect_block(parts, phi, doc_topic, sample_weight, prior, step):
    """`expect_columns` of a block, its mixtures moved by `step` times as much."""
    new, counts = np.empty_like(doc_topic), np.zeros_like(phi)
    for start, stop, columns in parts:
        expect_columns(
            columns, phi, doc_topic[start:stop], sample_weight[start:stop],
            new[start:stop], counts,
        )  # fmt: skip
    new += prior
    new -= doc_topic
    new *= step
    new += doc_topic
    return np.maximum(new, prior, out=new), counts
