"""What authors write about, learned from documents, the topics' words fixed."""

import numpy as np

from ..kernels.author_blocks import learn_author_block
from ._authors import SMALLEST_SHARE, share_out
from ._inference import VariationalInference


def learn_authors(
    X, blocks, gamma, topics, training, *, sample_weight=None, multiplicity=None,
    rate=1.0, scale=1.0, collect=False, start=None,
):  # fmt: skip
    """Learn what authors write about, the topics' words fixed.

    All documents of the blocks speak at once: their order plays no part.

    Parameters
    ----------
    X, blocks, topics, sample_weight, collect
        See `share_out`.
    gamma : ndarray of shape (n_authors, n_padded)
        Where to start.
    training : Training
        Its `max_doc_update_iter` and `mean_change_tol` are honoured.
    multiplicity : ndarray of shape (n_authors,), default=None
        How many authors each stands for, see `with_own_authors`.
    rate : float or ndarray of shape (n_authors, 1)
        How far authors move from `start` to what the documents say.
    scale : float or ndarray of shape (n_authors, 1)
        How many times as many documents an author has as speak here.
    start : ndarray of shape (n_authors, n_padded), default=None
        What authors move from; by default `gamma`.

    Returns
    -------
    gamma : ndarray of shape (n_authors, n_padded)
    topic_counts : ndarray of shape (n_terms, n_padded) or None
    """
    inference = VariationalInference(topics)
    start = gamma if start is None else start
    prior, dtype = topics.doc_topic_prior, gamma.dtype
    if multiplicity is None:
        multiplicity = np.ones(len(gamma), dtype)
    rate, scale = np.asarray(rate, dtype), np.asarray(scale, dtype)
    scale, moves = scale / multiplicity[:, np.newaxis], (rate != 1).any()
    # Authors who stay as they are do not make the others change less on average.
    moving = multiplicity @ np.broadcast_to(rate > 0, (len(gamma), 1))
    enough = training.mean_change_tol * topics.n_components * float(moving[0])
    done, counts = False, None
    if _are_few(blocks, gamma):
        moves = start, rate, scale, multiplicity
        return _learn_few(
            blocks[0], gamma, topics, inference, sample_weight, moves,
            (training.max_doc_update_iter, enough, collect),
        )  # fmt: skip
    for i in range(training.max_doc_update_iter):
        last = done or i >= training.max_doc_update_iter - 1
        author_counts, counts, _ = share_out(
            X, blocks, gamma, topics, inference, sample_weight=sample_weight,
            n_jobs=training.n_jobs, collect=collect and last,
        )  # fmt: skip
        new = np.multiply(author_counts, scale, out=author_counts)
        new += prior
        if moves:
            new *= rate
            new += (1 - rate) * start
        old, gamma = gamma, new
        if last:
            break
        done = multiplicity @ np.abs(new - old).sum(axis=1) <= enough
    return gamma, counts


def _are_few(blocks, gamma):
    """Whether documents are few enough for one kernel, and are of all authors."""
    return (
        len(blocks) == 1
        and len(blocks[0].documents[0]) == 1
        and len(blocks[0].authors) == len(gamma)
    )


def _learn_few(block, gamma, topics, inference, sample_weight, moves, how):
    """`learn_authors` of a block of one part."""
    (part,), groups = block.documents
    start, rate, scale, multiplicity = moves
    max_iter, enough, collect = how
    if sample_weight is None:
        sample_weight = np.ones(part.stop, gamma.dtype)
    rate, scale = (
        np.ascontiguousarray(np.broadcast_to(x, (len(gamma), 1))[:, 0])
        for x in (rate, scale)
    )
    gamma, table = gamma.copy(), inference.table
    counts = np.zeros_like(table) if collect else np.empty_like(table[:0])
    learn_author_block(
        part.columns, groups, table, sample_weight, topics.doc_topic_prior,
        (start, rate, scale, multiplicity),
        (topics.n_components, max_iter, enough, SMALLEST_SHARE[gamma.dtype.char]),
        gamma, counts,
    )  # fmt: skip
    if not collect:
        return gamma, None
    inference.finish(counts)
    return gamma, counts
