"""Topics of documents that author-topic models start from, found by a short LDA."""

from dataclasses import replace

import numpy as np
from sklearn.utils import gen_batches

from .._parallel import document_blocks, placed, run_blocks
from ..kernels.cvb0_columns import expect_columns
from ._authors import counts_by_columns, documents_of_part, smallest_block
from ._collapsed import FIRST_SHARE, STEP, collapsed_passes
from ._dirichlet_topics import DirichletTopics
from ._lda_training import DEFAULTS
from ._sampling import document_seeds

# So many passes of LDA find the topics of short texts, of which documents of so many
# tokens hold this part: steps of CVB0 for all words at once find worse ones there ...
START_PASSES, SHORT_TEXT, MOST_IN_SHORT = 40, 20, 0.1
# ... and the topics of a corpus of at most so many tokens, or so many for each topic.
# In a larger one, those of the passes that sample find the topics in so many tokens,
# and in so many documents for each topic ...
FEW_TOKENS, FEW_TOKENS_PER_TOPIC, FEW_PER_TOPIC = 50_000, 1_000, 3
# ... which so many steps of CVB0 make better, in these tokens and then in about so many
# times as many, again and again ...
START_STEPS, GROWTH = 24, 3
# ... up to a sample of about so many tokens, and so many for each topic.
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
    k, lda = topics.n_components, _without_counts(topics)
    lengths = X.sum(axis=1)
    tokens = sample_weight * lengths
    # By what documents say: the order they come in plays no part.
    order = np.argsort(document_seeds(X, random_state), kind="stable")
    ends = np.cumsum(tokens[order], dtype=np.float64)

    def sample(n_tokens):
        rows = order[: np.searchsorted(ends, n_tokens) + 1]
        return X[rows], sample_weight[rows]

    n_all = float(ends[-1]) if len(ends) else 0.0
    n_few = max(FEW_TOKENS, FEW_TOKENS_PER_TOPIC * k)
    most = min(max(START_TOKENS, START_TOKENS_PER_TOPIC * k), n_all)
    in_short = float(tokens[lengths <= SHORT_TEXT].sum())
    if n_all <= n_few or in_short > MOST_IN_SHORT * n_all:
        every = sample(most)
        _first_passes(*every, lda, training, random_state, START_PASSES)
        return lda.counts
    documents = np.cumsum(sample_weight[order], dtype=np.float64)
    last = np.searchsorted(documents, min(FEW_PER_TOPIC * k, documents[-1]))
    n_few = min(max(n_few, ends[last]), most)
    few, n_passes = sample(n_few), int(np.ceil(FIRST_SHARE * START_PASSES))
    doc_topic = _first_passes(*few, lda, training, random_state, n_passes)
    expect_topics_of(*few, lda, doc_topic, training.n_jobs)
    share = lda.doc_topic_prior / lda.doc_topic_prior.sum()
    n_samples = round(np.log(most / n_few) / np.log(GROWTH))
    for n_tokens in np.geomspace(n_few, most, max(n_samples, 1) + 1)[1:]:
        more = sample(n_tokens)
        doc_topic = lda.doc_topic_prior + more[0].sum(axis=1)[:, np.newaxis] * share
        expect_topics_of(*more, lda, doc_topic, training.n_jobs)
    return lda.counts


def _without_counts(topics):
    """Topics as LDA has them by default, of the same words."""
    _, alpha, beta = DEFAULTS["collapsed"]
    if topics.beta.ndim == 2:  # a prior that tells topics apart does so from the start
        beta = topics.beta
    n_terms, k = len(topics.counts), topics.n_components
    alpha = np.full(k, alpha / k)
    return DirichletTopics.empty(n_terms, alpha, np.asarray(beta), topics.counts.dtype)


def _first_passes(X, sample_weight, lda, training, random_state, n_passes):
    """Make the first of `START_PASSES` passes; return the documents' mixtures."""
    training = replace(
        training,
        inference="collapsed",
        max_iter=START_PASSES,
        learns_doc_topic_prior=False,
        learns_topic_word_prior=False,
    )
    passes = collapsed_passes(X, sample_weight, lda, training, random_state)
    for _ in range(n_passes - 1):
        next(passes)
    doc_topic = next(passes)()
    passes.close()
    return doc_topic


def expect_topics_of(X, sample_weight, topics, doc_topic, n_jobs):
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
    n_jobs : int or None
    """
    dtype, prior = X.dtype.type, topics.doc_topic_prior
    total = float(sample_weight @ X.sum(axis=1, dtype=np.float64))
    total /= max(float(topics.counts.sum(dtype=np.float64)), 1e-30)
    topics.counts = topics.counts * dtype(total)
    # Rounded up: a second thread should not wait where there is work for nearly two.
    n_blocks = max(int(np.ceil(X.nnz / smallest_block(X))), 1)
    bounds = document_blocks(X.indptr, X.nnz // n_blocks)
    parts = [_parts_of_block(X[slice(*bound)], doc_topic.shape[1]) for bound in bounds]
    mixtures = [doc_topic[start:stop] for start, stop in bounds]
    weights = [sample_weight[start:stop] for start, stop in bounds]
    with placed(parts, n_jobs) as blocks:
        for i in range(START_STEPS):
            # The first step finds out what the documents are about, the last is plain.
            step = dtype(STEP if 0 < i < START_STEPS - 1 else 1)
            phi = topics.phi()
            tasks = [
                (block, phi, own, weight, prior, step)
                for block, own, weight in zip(blocks, mixtures, weights, strict=True)
            ]
            mixtures, sums = [], None
            for own, counts in run_blocks(_expect_block, tasks, n_jobs):
                mixtures.append(own)
                sums = counts if sums is None else np.add(sums, counts, out=sums)
            sums *= phi
            if step != 1:
                sums -= topics.counts
                sums *= step
                sums += topics.counts
                np.maximum(sums, 0, out=sums)
            topics.counts = sums


def _parts_of_block(X, n_padded):
    """Cut the documents of a block into parts that fit near the processor."""
    size = documents_of_part(n_padded, X.dtype)
    return [
        (part.start, part.stop, counts_by_columns(X[part]))
        for part in gen_batches(X.shape[0], size)
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
